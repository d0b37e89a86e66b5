"""One turn at a time in a lane, inside one event loop. It knows nothing of what is done in a turn."""

import contextlib
from collections.abc import AsyncIterator

from bot.flows.turns import Turns


class Lanes:
    """One turn at a time in a lane. A lane that nobody uses is forgotten: a process that runs for years has seen many hosts."""

    def __init__(self) -> None:
        self._turns: dict[str, tuple[Turns, int]] = {}  # with how many have a turn there, or wait for one

    def __len__(self) -> int:
        return len(self._turns)

    @contextlib.asynccontextmanager
    async def turn(self, lane: str, priority: int) -> AsyncIterator[None]:
        """Have a turn in *lane*, as soon as it is free."""
        turns, users = self._turns.get(lane, (Turns(), 0))
        self._turns[lane] = (turns, users + 1)
        try:
            async with turns.turn(priority):
                yield
        finally:
            _, users = self._turns[lane]
            if users == 1:
                del self._turns[lane]
            else:
                self._turns[lane] = (turns, users - 1)
