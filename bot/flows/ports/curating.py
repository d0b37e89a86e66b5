"""Ports for choosing feeds: the links of a page, and which topic reads what."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.core.entities import Feed, FeedId, FeedLink, FeedList, NewFeed, PageLink, TopicId
from bot.flows.ports.reading import FeedParser, Fetched, Fetcher
from bot.flows.ports.running import Clock


class LinkFinder(Protocol):
    """Finds the links of a page that may lead to feeds."""

    async def links(self, page: Fetched) -> tuple[PageLink, ...]:
        """Return them in the order of the page, a bounded number; () where it is no page, or too much to read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking:
    """What looking for feeds needs."""

    fetcher: Fetcher
    parser: FeedParser
    links: LinkFinder
    clock: Clock


class FeedLists(Protocol):
    """Lists of feeds as they are handed from reader to reader (OPML)."""

    def read(self, document: bytes) -> FeedList:
        """Return its feeds, and each line that cannot be used. It may take a second: not on the loop.

        Raises:
            CommandError: it is no such list; the text says what to do.
        """

    def write(self, folders: Mapping[str, Sequence[Feed]], now: dt.datetime) -> bytes:
        """Return a document with a folder for each of *folders*, with whole addresses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedTools:
    """What choosing feeds needs of the outside."""

    looking: Looking
    lists: FeedLists


class LinkStore(Protocol):
    """Which feeds the topics read. What is added here has `origin=chat`; the configuration's links are not touched.

    Whoever runs the bot speaks for all workspaces: a topic is named, and meant in each of them. Who speaks in a chat
    speaks for their own: there one topic is meant, by its id.
    """

    async def known_feeds(self, urls: Collection[str]) -> tuple[Feed, ...]:
        """The feeds that are stored under any of these URLs, whether a topic reads them or not."""

    async def feed_links(self, topic_id: TopicId | None = None) -> tuple[FeedLink, ...]:
        """Which topic reads which feed: one for each topic's name, feed and origin. With *topic_id*: of that one."""

    async def link_feeds(self, topic: str | TopicId, feeds: Sequence[NewFeed]) -> None:
        """Let the topics of that name, or that one topic, read *feeds*, all in one transaction.

        A feed that is stored keeps what is known of it; where no topic reads it, it is checked at its *next_check_at*.
        """

    async def unlink_feed(self, topic: str | TopicId, feed_id: FeedId) -> bool:
        """Let the topics of that name, or that one topic, not read the feed any more; False where only the configuration says that they do.

        A feed that no topic reads is not polled any more; its entries stay.
        """

    async def activity(
        self, topic_id: TopicId | None, begins: Sequence[dt.datetime]
    ) -> Mapping[FeedId, tuple[int, ...]]:
        """How many entries of each feed of a topic (None: of all) were published between each two of *begins*.

        *begins* are ascending, the last is the end of the last stretch. A feed without entries is left out.
        """
