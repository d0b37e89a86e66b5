"""Reads one feed: fetch, parse, keep what is new, look at the pages of excerpts, say when to ask again.

What one feed does wrong becomes its outcome and is written down with it; the other feeds never notice.
"""

import dataclasses
import datetime as dt
import hashlib
from dataclasses import dataclass

import structlog

from bot.core import identity, polling
from bot.core.entities import Feed, FeedId, ParsedFeed
from bot.core.errors import FeedGoneError, FeedParseError, FetchError
from bot.core.text import publisher_of
from bot.flows.ports import (
    ArticleExtractor,
    Clock,
    FeedParser,
    Fetched,
    Fetcher,
    Job,
    JobName,
    Jobs,
    NotModified,
    Store,
    Validators,
)
from bot.flows.refresh.articles import with_full_texts

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshRules:
    """*interval* between two checks of a feed; *pages*: articles fetched for excerpts in one refresh, at most."""

    interval: dt.timedelta = polling.INTERVAL
    pages: int = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedOutcome:
    """What a refresh of one feed came to. *error* says in words what is wrong, and what to do about it."""

    feed_id: FeedId
    stored: int = 0
    is_unchanged: bool = False
    error: str = ""


_DEFAULT_RULES = RefreshRules()


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
    if not is_forced and (feed.is_gone or feed.next_check_at > clock.now()):
        return FeedOutcome(feed_id=feed_id, is_unchanged=True, error=feed.error)
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
            await self._save_failure("newsthread failed on it; its log says why")
            raise

    async def _read(self) -> FeedOutcome:
        known = Validators(etag=self.feed.etag, last_modified=self.feed.last_modified)
        found = await self.fetcher.fetch_feed(self.feed.url, known)
        if isinstance(found, NotModified):
            return await self._unchanged(found)
        body_hash = hashlib.sha256(found.body).hexdigest()
        if body_hash == self.feed.body_hash:
            return await self._unchanged(found)
        parsed = await self.parser.parse(found)
        stored = await self._keep(parsed)
        await self._save_success(found, parsed=parsed, body_hash=body_hash)
        log.info("feed_refreshed", feed_id=self.feed.id, entries=len(parsed.entries), stored=stored)
        return FeedOutcome(feed_id=self.feed.id, stored=stored)

    async def _keep(self, parsed: ParsedFeed) -> int:
        incoming = identity.identify(parsed, feed_url=self.feed.url, seen_at=self.clock.now())
        known = await self.store.known_entries(self.feed.id, incoming)
        fresh = identity.new_entries(incoming, known)
        fresh = await with_full_texts(
            fresh,
            fetcher=self.fetcher,
            extractor=self.extractor,
            limit=self.rules.pages,
            now=self.clock.now(),
        )
        return len(await self.store.add_entries(self.feed.id, fresh, self.clock.now))

    async def _unchanged(self, found: Fetched | NotModified) -> FeedOutcome:
        await self._save_success(found)
        return FeedOutcome(feed_id=self.feed.id, is_unchanged=True)

    async def _save_success(
        self, found: Fetched | NotModified, *, parsed: ParsedFeed | None = None, body_hash: str = ""
    ) -> None:
        now = self.clock.now()
        hints = (found.fresh_for, parsed.wishes.wait if parsed else None)
        feed = dataclasses.replace(
            self.feed,
            url=(isinstance(found, Fetched) and found.moved_to) or self.feed.url,
            etag=found.validators.etag,
            last_modified=found.validators.last_modified,
            body_hash=body_hash or self.feed.body_hash,
            next_check_at=polling.next_check(now, seed=self._seed, interval=self.rules.interval, hints=hints),
            checked_at=now,
            succeeded_at=now,
            failures=0,
            error="",
            is_gone=False,
        )
        if parsed:
            site_url, language = parsed.site_url or feed.site_url, parsed.language or feed.language
            feed = dataclasses.replace(
                feed, title=parsed.title or feed.title, site_url=site_url, language=language
            )
        await self.store.save_feed(feed)

    async def _failed(self, error: FetchError | FeedParseError) -> FeedOutcome:
        retry_at = error.retry_at if isinstance(error, FetchError) else None
        await self._save_failure(str(error), retry_at=retry_at, is_gone=isinstance(error, FeedGoneError))
        log.info("feed_failed", feed_id=self.feed.id, failures=self.feed.failures + 1, reason=str(error))
        return FeedOutcome(feed_id=self.feed.id, error=str(error))

    async def _save_failure(
        self, error: str, *, retry_at: dt.datetime | None = None, is_gone: bool = False
    ) -> None:
        now, failures = self.clock.now(), self.feed.failures + 1
        next_check_at = polling.next_attempt(
            now, seed=self._seed, failures=failures, interval=self.rules.interval, retry_at=retry_at
        )
        await self.store.save_feed(
            dataclasses.replace(
                self.feed,
                next_check_at=next_check_at,
                checked_at=now,
                failures=failures,
                error=error,
                is_gone=is_gone,
            )
        )

    @property
    def _seed(self) -> str:
        return f"feed:{self.feed.id}"
