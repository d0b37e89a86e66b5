"""A fake of the `PageData` port: a transcript, sources and a newsroom that a test wrote down."""

import dataclasses
import datetime as dt

from bot.core.entities import Feed, FeedReport, Shown, Vitals
from bot.core.errors import StoreError
from bot.flows.ports import NewsroomData
from tests.fakes.clock import NOON
from tests.fakes.desk import FakeDesk
from tests.fakes.newsroom import FakeNewsroom

ACTIVITY = (0, 3, 5, 2, 0, 0, 8, 4, 1, 6, 3, 0, 0, 2)

VITALS = Vitals(
    feeds=12,
    feeds_failing=1,
    feeds_gone=0,
    feeds_overdue=0,
    entries=3400,
    entries_ungrouped=2,
    stories=2100,
    subscriptions=3,
    subscriptions_paused=0,
    editions=40,
    deliveries={"sent": 39, "pending": 1},
    questions_open=0,
    calls={"replied": 7},
    cost_micros=20_000,
    last_entry_at=NOON,
    edition_late_by=dt.timedelta(seconds=3),
    delivery_waits_for=dt.timedelta(seconds=30),
    question_waits_for=None,
)


class FakePageData:
    """Shows *shown* and *feeds* as they are at the moment of the call."""

    def __init__(
        self, *shown: Shown, feeds: tuple[Feed, ...] = (), newsroom: NewsroomData | None = None
    ) -> None:
        self.shown = list(shown)
        self.feeds = feeds
        self.newsroom: NewsroomData = newsroom or FakeNewsroom()
        self.edited_ids: set[str] = set()
        self.desk = FakeDesk()
        self.found: Vitals | StoreError = VITALS

    async def vitals(self) -> Vitals:
        """What it was given, or the error that the database raised."""
        if isinstance(self.found, StoreError):
            raise self.found
        return self.found

    async def history(self, thread: str) -> tuple[Shown, ...]:
        """The messages of the channel ("") or of a thread, which begins with the message in the channel."""
        return tuple(self._counted(each) for each in self.shown if self._is_in(each, thread))

    async def arrived(self, after: int | None) -> tuple[int, tuple[Shown, ...]]:
        """What was written down since; the one before it comes again."""
        mark = len(self.shown) if after is None else after
        return len(self.shown), tuple(self.shown[max(0, mark - 1) :])

    async def edited(self, since: dt.datetime) -> tuple[Shown, ...]:
        """What a test says was edited."""
        del since
        return tuple(each for each in self.shown if each.message.id in self.edited_ids)

    async def export_feeds(self) -> bytes:
        """A list."""
        return b"<opml/>"

    async def sources(self) -> tuple[FeedReport, ...]:
        """The feeds it was given, each with some activity."""
        return tuple(FeedReport(feed=feed, activity=ACTIVITY) for feed in self.feeds)

    def _counted(self, shown: Shown) -> Shown:
        replies = [each for each in self.shown if each.message.thread == shown.message.id]
        return dataclasses.replace(shown, replies=len(replies) if shown.edition else 0)

    def _is_in(self, shown: Shown, thread: str) -> bool:
        return shown.message.thread == thread or (thread != "" and shown.message.id == thread)
