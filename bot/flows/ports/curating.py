"""Ports for choosing feeds: the links of a page, and which topic reads what."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from bot.core.entities import Feed, FeedId, FeedLink, NewFeed, PageLink, TopicId
from bot.flows.ports.reading import Fetched


class LinkFinder(Protocol):
    """Finds the links of a page that may lead to feeds."""

    async def links(self, page: Fetched) -> tuple[PageLink, ...]:
        """Return them in the order of the page, a bounded number; () where it is no page, or too much to read."""


class LinkStore(Protocol):
    """Which feeds the topics read. What is added here has `origin=chat`; the configuration's links are not touched.

    Whoever runs the bot speaks for all workspaces: a topic is named, and meant in each of them.
    """

    async def known_feeds(self, urls: Collection[str]) -> tuple[Feed, ...]:
        """The feeds that are stored under any of these URLs, whether a topic reads them or not."""

    async def feed_links(self) -> tuple[FeedLink, ...]:
        """Which topic reads which feed: one for each topic's name, feed and origin."""

    async def link_feeds(self, topic: str, feeds: Sequence[NewFeed]) -> None:
        """Let the topics of that name read *feeds*, all in one transaction.

        A feed that is stored keeps what is known of it; where no topic reads it, it is checked at its *next_check_at*.
        """

    async def unlink_feed(self, topic: str, feed_id: FeedId) -> bool:
        """Let the topics of that name not read the feed any more; False where only the configuration says that they do.

        A feed that no topic reads is not polled any more; its entries stay.
        """

    async def activity(
        self, topic_id: TopicId | None, begins: Sequence[dt.datetime]
    ) -> Mapping[FeedId, tuple[int, ...]]:
        """How many entries of each feed of a topic (None: of all) were published between each two of *begins*.

        *begins* are ascending, the last is the end of the last stretch. A feed without entries is left out.
        """
