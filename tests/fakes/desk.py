"""A fake of the `CorrectionDesk` port: it keeps what was asked, and fails where a test says so."""

from bot.core.entities import EditionId, FlagId, Notice
from bot.core.errors import CommandError


class FakeDesk:
    """Keeps calls in *asked*."""

    def __init__(self) -> None:
        self.asked: list[tuple[object, ...]] = []
        self.problem = ""

    async def correct(
        self, edition_id: EditionId, place: int, what: str, reason: str = "", *, everywhere: bool = True
    ) -> Notice:
        """Keep it, or refuse."""
        return self._keep("correct", edition_id, place, what, reason, everywhere)

    async def decide(self, flag_id: FlagId, *, is_wrong: bool) -> None:
        """Keep it, or refuse."""
        self._keep("decide", flag_id, is_wrong)

    async def withdraw(self, edition_id: EditionId, reason: str = "") -> Notice:
        """Keep it, or refuse."""
        return self._keep("withdraw", edition_id, reason)

    def _keep(self, *asked: object) -> Notice:
        if self.problem:
            raise CommandError(self.problem)
        self.asked.append(asked)
        return Notice(title="done")
