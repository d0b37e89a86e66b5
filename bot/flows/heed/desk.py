"""The desk at which somebody puts editions right: the newsroom's forms, and the command line."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.core import corrections
from bot.core.entities import CorrectionKind, EditionId, FlagId, Notice, Place
from bot.flows.correct import Correcting, correct_bullet, correct_title, rewrite_story, withdraw
from bot.flows.heed.flagging import decide
from bot.flows.needs import Needs


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Implements `CorrectionDesk`. *by* is who sits at it; *seen_by* as the store's methods take it."""

    needs: Needs
    by: str
    seen_by: Callable[[], Awaitable[Place | None]]

    async def correct(
        self, edition_id: EditionId, place: int, what: str, reason: str = "", *, everywhere: bool = True
    ) -> Notice:
        """Put right *what* the story at *place* says: a sentence by its number, the "title", or the whole "story".

        Raises:
            CommandError: it cannot be done; the text says why.
        """
        kind, bullet = corrections.target_of(what)
        correcting = await self._correcting(reason, everywhere=everywhere)
        match kind:
            case CorrectionKind.TITLE:
                return await correct_title(self.needs, edition_id, place, correcting)
            case CorrectionKind.SUMMARY:
                return await rewrite_story(self.needs, edition_id, place, correcting)
            case _:
                return await correct_bullet(self.needs, edition_id, place, bullet, correcting)

    async def decide(self, flag_id: FlagId, *, is_wrong: bool) -> None:
        """Decide on a flagged sentence: put it right, or dismiss what was flagged. Raises as `correct` does."""
        await decide(self.needs, flag_id, await self.seen_by(), is_wrong=is_wrong, by=self.by)

    async def withdraw(self, edition_id: EditionId, reason: str = "") -> Notice:
        """Take an edition back. Raises as `correct` does."""
        return await withdraw(self.needs, edition_id, await self._correcting(reason))

    async def _correcting(self, reason: str, *, everywhere: bool = True) -> Correcting:
        return Correcting(by=self.by, reason=reason, seen_by=await self.seen_by(), everywhere=everywhere)
