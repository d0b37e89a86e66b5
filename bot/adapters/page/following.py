"""Following what other processes say: a worker that posts an edition writes it into the transcript, and here it is shown.

It asks our own tables, which is enough for people, and the same whatever the database.
"""

import asyncio
import contextlib
import datetime as dt
from collections.abc import AsyncIterator

import structlog

from bot.adapters.page.conversation import Conversation
from bot.core.entities import Shown
from bot.core.errors import StoreError
from bot.flows.ports import Clock, PageData

log = structlog.get_logger()

_EVERY_SECONDS = 1.0
_OVERLAP = dt.timedelta(seconds=5)


class Following:
    """Looks for new messages every second, and shows them on every open page."""

    def __init__(
        self, data: PageData, conversation: Conversation, clock: Clock, every: float = _EVERY_SECONDS
    ) -> None:
        self._data = data
        self._clock = clock
        self._edited: set[tuple[str, int]] = set()
        self._conversation = conversation
        self._every = every
        self._seen: set[str] = set()
        self._mark: int | None = None
        self._looked_at: dt.datetime | None = None

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
        await self._follow_edits()

    async def _follow_edits(self) -> None:
        """Show what was edited since the last look, and a little before, since an edit is dated before it can be seen."""
        since, self._looked_at = self._looked_at, self._clock.now()
        if since is not None:
            edited = await self._data.edited(since - _OVERLAP)
            new = [each for each in edited if _revision(each) not in self._edited]
            self._edited = {_revision(each) for each in edited}
            await self._conversation.follow_edits(new)


def _revision(shown: Shown) -> tuple[str, int]:
    return shown.message.id, len(shown.edition.corrections) if shown.edition else 0
