"""Port to what readers say about what they read: a part of the database, as `bot.flows.ports.storing` is.

All of it belongs to a channel. *seen_by* as for the newsroom: None is whoever runs the bot.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Protocol

from bot.core.entities import (
    EditionId,
    Flag,
    FlaggedThere,
    FlagId,
    FlagState,
    JudgedThere,
    Judgement,
    NewFlag,
    Place,
    Question,
    QuestionId,
    Steer,
    TopicId,
)


class OpinionStore(Protocol):
    """Flags, judgements and steers."""

    async def add_flag(self, flag: NewFlag) -> Flag:
        """Keep a flag. The same bullet flagged again by the same person is the same flag; a reason takes the place of none."""

    async def flags_on(self, edition_id: EditionId, text: str) -> tuple[Flag, ...]:
        """The flags on a bullet of an edition, oldest first."""

    async def settle_flags(self, flag_ids: Collection[FlagId], state: FlagState, finding: str) -> None:
        """Write down what became of flags. Kept is only what nobody has decided on meanwhile."""

    async def flags(self, seen_by: Place | None, *, limit: int) -> tuple[FlaggedThere, ...]:
        """The newest flags with where they stand, newest first."""

    async def flag(self, flag_id: FlagId, seen_by: Place | None) -> FlaggedThere | None:
        """One flag; None where there is none, or it is another channel's."""

    async def open_flags(self, before: dt.datetime, limit: int) -> tuple[FlaggedThere, ...]:
        """Flags from before then that nobody has checked, oldest first: somebody died on them."""

    async def question(self, question_id: QuestionId, place: Place) -> Question | None:
        """A question of this channel, with its answer; None where it has none of that number."""

    async def judge(self, judgement: Judgement) -> None:
        """Keep a judgement in place of the same person's of that answer."""

    async def judgements(self, seen_by: Place | None, *, limit: int) -> tuple[JudgedThere, ...]:
        """The newest judgements with their questions, newest first."""

    async def steers(self, place: Place, topic_id: TopicId) -> tuple[Steer, ...]:
        """What a channel wants more or less of, oldest first."""

    async def steer(self, place: Place, topic_id: TopicId, steers: Sequence[Steer]) -> None:
        """Keep each in place of what the same person wanted of the same subject."""

    async def unsteer(
        self, place: Place, topic_id: TopicId, *, subject: str = "", user: str = "", source: str = ""
    ) -> int:
        """Forget what is wanted of a subject, or what a person's reaction to a message wanted; how many went."""

    async def edition_of_message(self, place: Place, message_id: str) -> EditionId | None:
        """The edition that a posted message of the channel shows, in its threads too; None: it is none of ours."""
