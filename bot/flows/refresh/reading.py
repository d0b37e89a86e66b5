"""Reads one feed: fetch, parse, keep what is new, look at the pages of excerpts, say when to ask again.

What one feed does wrong becomes its outcome and is written down with it; the other feeds never notice.
"""

from dataclasses import dataclass

import structlog

from bot.core import identity, polling
from bot.core.articles import looks_like_excerpt
from bot.core.entities import Feed, FeedId, NewEntry, ParsedFeed
from bot.core.errors import FeedParseError, FetchError, ThrottledError
from bot.core.identity import Recognized
from bot.core.text import publisher_of
from bot.flows.ports import (
    ArticleExtractor,
    Clock,
    FeedParser,
    Fetcher,
    Job,
    JobName,
    Jobs,
    NotModified,
    Store,
    Validators,
)
from bot.flows.refresh import states
from bot.flows.refresh.articles import with_full_texts
from bot.flows.refresh.states import RefreshRules

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedOutcome:
    """What a refresh of one feed came to. *error* says in words what is wrong, and what to do about it."""

    feed_id: FeedId
    stored: int = 0
    is_unchanged: bool = False
    error: str = ""


_DEFAULT_RULES = RefreshRules()
_OUR_FAULT = "newsthread failed on it; its log says why"


async def refresh_due(*, store: Store, jobs: Jobs, clock: Clock, limit: int) -> int:
    """Start a job for each feed that is due, at most *limit*, and return how many; feeds of one host share a lane."""
    feeds = await store.due_feeds(clock.now(), limit)
    for feed in feeds:
        lane = f"host:{publisher_of(feed.url)}"
        await jobs.start(Job(name=JobName.REFRESH, key=f"refresh:{feed.id}", lane=lane, args=(feed.id,)))
    return len(feeds)


async def refresh_feed(
    feed_id: FeedId,
    *,
    store: Store,
    fetcher: Fetcher,
    parser: FeedParser,
    extractor: ArticleExtractor,
    clock: Clock,
    rules: RefreshRules = _DEFAULT_RULES,
    is_forced: bool = False,
) -> FeedOutcome:
    """Check one feed and keep its new entries. Its errors become the outcome; what is not its fault is raised.

    A feed that is not due is left alone, since a job may be started twice; *is_forced*: somebody wants it now.
    """
    feed = await store.feed(feed_id)
    is_due = polling.is_due(clock.now(), next_check_at=feed.next_check_at, checked_at=feed.checked_at)
    if not is_forced and (feed.is_gone or not is_due):
        return FeedOutcome(feed_id=feed_id, is_unchanged=True, error=feed.error)
    return await check_feed(
        feed, store=store, fetcher=fetcher, parser=parser, extractor=extractor, clock=clock, rules=rules
    )


async def check_feed(
    feed: Feed,
    *,
    store: Store,
    fetcher: Fetcher,
    parser: FeedParser,
    extractor: ArticleExtractor,
    clock: Clock,
    rules: RefreshRules = _DEFAULT_RULES,
) -> FeedOutcome:
    """Check a feed that was just read from the store, whether it is due or not; otherwise as `refresh_feed`."""
    refresh = _Refresh(
        feed=feed,
        store=store,
        fetcher=fetcher,
        parser=parser,
        extractor=extractor,
        clock=clock,
        rules=rules,
    )
    return await refresh.run()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Refresh:
    """One check of one feed, with all it takes."""

    feed: Feed
    store: Store
    fetcher: Fetcher
    parser: FeedParser
    extractor: ArticleExtractor
    clock: Clock
    rules: RefreshRules

    async def run(self) -> FeedOutcome:
        try:
            return await self._read()
        except (FetchError, FeedParseError) as error:
            return await self._failed(error)
        except Exception:
            # Not the feed's fault, so raised; but a feed left due would be asked again at every tick.
            await self._keep(states.after_failure(self.feed, _OUR_FAULT, self.clock.now(), self.rules))
            raise

    async def _read(self) -> FeedOutcome:
        known = Validators(etag=self.feed.etag, last_modified=self.feed.last_modified)
        found = await self.fetcher.fetch_feed(self.feed.url, known)
        if isinstance(found, NotModified) or states.is_same(self.feed, found):
            return await self._keep(states.after_silence(self.feed, found, self.clock.now(), self.rules))
        try:
            parsed = await self.parser.parse(found)
        except FeedParseError as error:
            if not error.is_final:
                raise
            now = self.clock.now()
            return await self._keep(states.after_no_feed(self.feed, found, str(error), now, self.rules))
        brought = await self._recognized(parsed)
        entries = await self._with_full_texts(brought.new)
        feed = states.after_parsing(self.feed, found, parsed, self.clock.now(), self.rules)
        return await self._keep(feed, Recognized(new=entries, forms=brought.forms))

    async def _with_full_texts(self, entries: tuple[NewEntry, ...]) -> tuple[NewEntry, ...]:
        """Make whole articles of excerpts. Pages take their time: whoever dies on them must not ask for the feed again at once."""
        if self.rules.pages and any(looks_like_excerpt(entry.text) for entry in entries):
            await self.store.save_feed(states.while_reading_pages(self.feed, self.clock.now(), self.rules))
        return await with_full_texts(
            entries,
            fetcher=self.fetcher,
            extractor=self.extractor,
            limit=self.rules.pages,
            now=self.clock.now(),
        )

    async def _recognized(self, parsed: ParsedFeed) -> Recognized:
        incoming = identity.identify(parsed, feed_url=self.feed.url, seen_at=self.clock.now())
        # A feed that was never checked has no entries: they are kept together with the check.
        is_first = self.feed.checked_at is None
        known = () if is_first else await self.store.known_entries(self.feed.id, incoming)
        return identity.recognize(incoming, known)

    async def _failed(self, error: FetchError | FeedParseError) -> FeedOutcome:
        now, host = self.clock.now(), publisher_of(self.feed.url)
        outcome = await self._keep(states.after_failure(self.feed, str(error), now, self.rules, cause=error))
        if isinstance(error, ThrottledError) and publisher_of(error.url) == host:
            # Platforms count the requests for all their feeds together. A feed that leads elsewhere must not silence others.
            await self.store.postpone(host, polling.rest_until(now, retry_at=error.retry_at))
        return outcome

    async def _keep(self, feed: Feed, brought: Recognized | None = None) -> FeedOutcome:
        """Write down what the check came to: the only place that does. *brought* None: nothing was parsed."""
        new, forms = (brought.new, brought.forms) if brought else ((), ())
        # Asked before it is written: of two feeds that are back at the same moment, neither must take the other for well.
        silenced = await self._silenced() if self.feed.failures > 1 and not feed.failures else ()
        stored = len(await self.store.keep(feed, entries=new, forms=forms, now=self.clock.now))
        if silenced:
            log.info("network_is_back", feeds=len(silenced))
            await self.store.hasten(silenced, self.clock.now())
        if feed.error:
            log.info("feed_failed", feed_id=feed.id, failures=feed.failures, reason=feed.error)
        elif brought:
            log.info("feed_refreshed", feed_id=feed.id, stored=stored)
        is_unchanged = not brought and not feed.error
        return FeedOutcome(feed_id=feed.id, stored=stored, is_unchanged=is_unchanged, error=feed.error)

    async def _silenced(self) -> tuple[FeedId, ...]:
        """Return which others only our own network kept silent: this feed can be read again, so it is back."""
        if await self.store.others_are_well(self.feed.id):
            return ()  # as nearly always, and found without reading all feeds
        others = [feed for feed in await self.store.feeds() if feed.id != self.feed.id]
        silenced = polling.silenced_by_us([self.feed, *others])
        return tuple(feed.id for feed in silenced if feed.id != self.feed.id)
