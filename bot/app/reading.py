"""What reading feeds needs, joined."""

from dataclasses import dataclass

from bot.core.entities import Feed, FeedId
from bot.flows import refresh
from bot.flows.ports import ArticleExtractor, Clock, FeedParser, Fetcher, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What reading feeds needs, joined."""

    store: Store
    fetcher: Fetcher
    parser: FeedParser
    extractor: ArticleExtractor
    clock: Clock
    rules: refresh.RefreshRules
    grouping: refresh.Grouping

    async def read_now(self, feed: Feed) -> refresh.FeedOutcome:
        """Read a feed that was just looked up, whether it is due or not."""
        return await refresh.check_feed(
            feed,
            store=self.store,
            fetcher=self.fetcher,
            parser=self.parser,
            extractor=self.extractor,
            clock=self.clock,
            rules=self.rules,
        )

    async def refresh(self, feed_id: FeedId, *, is_forced: bool = False) -> refresh.FeedOutcome:
        """Read one feed."""
        return await refresh.refresh_feed(
            feed_id,
            store=self.store,
            fetcher=self.fetcher,
            parser=self.parser,
            extractor=self.extractor,
            clock=self.clock,
            rules=self.rules,
            is_forced=is_forced,
        )

    async def group(self) -> None:
        """Give entries without a story one: also those that somebody who died left behind."""
        await self.grouping.group_new_entries()

    async def take_in(self) -> None:
        """Give entries without a story one, and let searches find what they do not yet."""
        await refresh.take_in(self.store, self.group)
