"""The feeds as whoever runs the bot looks after them: found, added, removed, imported, exported, checked."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from dataclasses import dataclass, replace

from bot.adapters.opml import read_opml, write_opml
from bot.app.app import App
from bot.app.building import open_app
from bot.app.checking import Check, FeedPlace, check_feeds
from bot.core.entities import FeedReport, Topic
from bot.flows import curate, discover
from bot.flows.ports import Fetched, Fetcher, NotModified, Validators
from bot.settings import ReadingSettings, Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Curator:
    """Looks after the feeds of an open program, beside another that runs on the same database. Made by `open_curator`."""

    app: App
    settings: ReadingSettings

    async def reports(self, topic_name: str = "") -> tuple[FeedReport, ...]:
        """Return the feeds that a topic reads (else any), the worst first.

        Raises:
            CommandError: there is no such topic.
        """
        await self.app.topics()
        store, clock = self.app.needs.store, self.app.needs.clock
        topic = await self.app.topic(topic_name) if topic_name else None
        return await curate.reports(store, clock, topic.id if topic else None)

    async def find(self, typed: str) -> tuple[discover.Discovered, ...]:
        """Return the feeds of an address, best first. Raises as `discover.discover` does."""
        return await discover.discover(typed, self.app.tools.looking)

    async def overlap(self, found: discover.Discovered, topic: Topic) -> curate.Overlap:
        """Say what of a found feed is there already."""
        return await curate.overlap(self.app.needs.store, topic, found.preview)

    async def add(self, found: discover.Discovered, topic: Topic) -> int | None:
        """Let the topic read a found feed, and keep what it was found with: how many entries. None: it is read already.

        The publisher is not asked again for what is there: the first check is made with the document at hand.
        """
        needs, reading = self.app.needs, self.app.reading
        later = needs.clock.now() + reading.rules.interval
        feed = await curate.add(needs.store, topic, found.preview, later)
        if feed is None:
            return None
        known = replace(reading, fetcher=_Remembering(reading.fetcher, feed.url, found.document))
        return (await known.refresh(feed.id, is_forced=True)).stored

    async def remove(self, named: str, topic_name: str = "") -> curate.Removed:
        """Let a topic (else all) not read a feed any more. Raises as `curate.remove` does."""
        topic = (await self.app.topic(topic_name)).name if topic_name else ""
        return await curate.remove(self.app.needs.store, named, topic)

    async def plan_import(self, data: bytes, topic_name: str = "") -> curate.ImportPlan:
        """Say what importing an OPML document does.

        Raises:
            CommandError: it is no OPML, or there is no such topic.
        """
        topics = await self.app.topics()
        first = await self.app.topic(topic_name)  # also says so where there is no topic at all
        listed = await asyncio.to_thread(read_opml, data)
        return await curate.plan_import(self.app.needs.store, listed, topics, first if topic_name else None)

    async def carry_out(self, plan: curate.ImportPlan, on_added: Callable[[int], None]) -> None:
        """Add what was planned; *on_added* hears of each batch."""
        await curate.carry_out(self.app.needs.store, plan, self.app.needs.clock, on_added)

    async def export(self, topic_name: str = "") -> bytes:
        """Return the feeds of a topic, else of all, as OPML with a folder for each. It holds their whole addresses."""
        topics = [await self.app.topic(topic_name)] if topic_name else await self.app.topics()
        store = self.app.needs.store
        folders = {topic.title: await store.feeds(topic.id) for topic in topics}
        return write_opml(folders, self.app.needs.clock.now())

    async def checks(self) -> tuple[int, AsyncGenerator[Check, None]]:
        """Look at all feeds that a topic reads: how many there are, and what is found, as it comes."""
        places = [
            FeedPlace(
                name=feed.name,
                url=feed.url,
                cure="If it stays so, correct its address, or remove it.",
                validators=Validators(etag=feed.etag, last_modified=feed.last_modified),
            )
            for feed in await self.app.feeds()
        ]
        return len(places), check_feeds(places, self.settings, self.app.needs.clock)


@dataclass(frozen=True, slots=True)
class _Remembering:
    """A `Fetcher` that has one document already."""

    fetcher: Fetcher
    url: str
    document: Fetched

    async def fetch_feed(self, url: str, validators: Validators) -> Fetched | NotModified:
        """Return the document at hand for its address; ask for any other."""
        return self.document if url == self.url else await self.fetcher.fetch_feed(url, validators)

    async def fetch_page(self, url: str) -> Fetched:
        """Ask for a page."""
        return await self.fetcher.fetch_page(url)


@contextlib.asynccontextmanager
async def open_curator(settings: Settings) -> AsyncIterator[Curator]:
    """Open the program to look after its feeds; it may run at the same time. Raises as `open_app` does."""
    async with open_app(settings) as app:
        yield Curator(app=app, settings=settings.reading)
