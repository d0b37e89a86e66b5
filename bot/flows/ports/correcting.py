"""Ports to what was put right after it was posted: the desk where it is done, and a part of the database, as `storing` is."""

import datetime as dt
from collections.abc import Collection
from typing import Protocol

from bot.core.entities import (
    Correction,
    DeliveryId,
    Edit,
    EditionId,
    EditState,
    FlagId,
    Item,
    Message,
    Notice,
    Place,
    Platform,
    Summary,
)


class CorrectionDesk(Protocol):
    """Where somebody puts right what was posted, as far as they may touch it. A person's mistake is a `CommandError`."""

    async def correct(
        self, edition_id: EditionId, place: int, what: str, reason: str = "", *, everywhere: bool = True
    ) -> Notice:
        """Put right *what* the story at *place* says: a sentence by its number, the "title", or the whole "story".

        *everywhere*: also in other editions that say the same.
        """

    async def decide(self, flag_id: FlagId, *, is_wrong: bool) -> None:
        """Decide on a flagged sentence: put it right, or dismiss what was flagged."""

    async def withdraw(self, edition_id: EditionId, reason: str = "") -> Notice:
        """Take an edition back."""


class CorrectionStore(Protocol):
    """Corrections of editions, and the edits that carry them to the posted messages."""

    async def correct_edition(
        self,
        edition_id: EditionId,
        correction: Correction,
        *,
        revision: int,
        now: dt.datetime,
        item: Item | None = None,
    ) -> bool:
        """Add a correction, put *item* in place of the story that it names, and let all messages be edited: at once.

        False, and nothing is written, where the edition does not have just *revision* corrections any more, or is not there.
        """

    async def correct_summary(self, summary: Summary) -> None:
        """Put *summary* in place of the one that is kept under its key; where none is kept, none is."""

    async def due_edits(
        self, now: dt.datetime, limit: int, platforms: Collection[Platform]
    ) -> tuple[Edit, ...]:
        """Edits of these platforms that wait, or whose lease ran out, oldest first; none of stopped workspaces.

        A message that is not posted (yet) is not edited.
        """

    async def claim_edit(self, delivery_id: DeliveryId, until: dt.datetime, now: dt.datetime) -> Edit | None:
        """Take a due edit until then, with one attempt more, which is counted in what is returned. None: not due, or taken."""

    async def finish_edit(self, edit: Edit, state: EditState, at: dt.datetime, error: str = "") -> bool:
        """Write the outcome of a claimed edit. Waiting again: due *at* then.

        False, and nothing is written, where there is another correction since, or somebody else has it.
        """

    async def edited_messages(self, place: Place, since: dt.datetime) -> tuple[Message, ...]:
        """The messages of a channel that were edited since then."""
