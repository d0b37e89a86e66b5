"""Following what other processes say: a worker that posts an edition writes it into the transcript, and here it is shown.

It asks our own tables, which is enough for people, and the same whatever the database.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import structlog

from bot.adapters.page.conversation import Conversation
from bot.core.errors import StoreError
from bot.flows.ports import PageData

log = structlog.get_logger()

_EVERY_SECONDS = 1.0


class Following:
    """Looks for new messages every second, and shows them on every open page."""

    def __init__(self, data: PageData, conversation: Conversation, every: float = _EVERY_SECONDS) -> None:
        self._data = data
        self._conversation = conversation
        self._every = every
        self._seen: set[str] = set()
        self._mark: int | None = None

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Follow until the block is left."""
        following = asyncio.create_task(self._follow(), name="following the transcript")
        try:
            yield
        finally:
            following.cancel()
            await asyncio.wait([following])

    async def _follow(self) -> None:
        while True:
            try:
                await self.look()
            except StoreError as error:
                log.warning("page_cannot_follow", error=str(error))
            await asyncio.sleep(self._every)

    async def look(self) -> None:
        """Show what has come since the last look. What comes at the first is in the page's history already."""
        is_first = self._mark is None
        self._mark, arrived = await self._data.arrived(self._mark)
        new = [shown for shown in arrived if shown.message.id not in self._seen]
        self._seen = {shown.message.id for shown in arrived}
        if not is_first:
            await self._conversation.follow(new)
