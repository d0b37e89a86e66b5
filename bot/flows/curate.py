"""Curating: which feeds the topics read. Added by whoever runs the bot, one by one or as a list; removed; looked after.

What the configuration file declares is read-only here: it is changed in the file.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.core import discovery, health
from bot.core.entities import (
    Feed,
    FeedId,
    FeedLink,
    FeedList,
    FeedReport,
    ListedFeed,
    NewFeed,
    Origin,
    Preview,
    ProposedFeed,
    SkippedLine,
    Topic,
    TopicId,
)
from bot.core.errors import CommandError
from bot.core.language import say, some
from bot.core.text import canonical_url, redacted
from bot.flows.ports import Clock, Store

ACTIVITY_DAYS = 14
"""Days of activity that are shown of a feed, today among them."""

_BATCH = 500
_APART = dt.timedelta(seconds=0.5)
"""Between the first checks of two feeds of a list: 5,000 take some forty minutes."""
_NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """What is there already of a found feed: the names of the topics that read it, and how many of its newest entries."""

    feed: Feed | None
    topics: tuple[str, ...]
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """A feed that topics read no more. *still_in*: those that the configuration file lets read it."""

    feed: Feed
    topics: tuple[str, ...]
    still_in: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan:
    """What an import adds to which topic (by name). *known* are read already; *skipped* cannot be used, or stand twice."""

    additions: Mapping[str, tuple[ListedFeed, ...]]
    known: tuple[ListedFeed, ...]
    skipped: tuple[SkippedLine, ...]

    @property
    def total(self) -> int:
        """How many feeds it adds."""
        return sum(map(len, self.additions.values()))


async def reports(store: Store, clock: Clock, topic_id: TopicId | None = None) -> tuple[FeedReport, ...]:
    """Return the feeds of a topic, or all, with who reads them and what they brought lately; the worst first."""
    links: dict[FeedId, list[FeedLink]] = {}
    for link in await store.feed_links():
        links.setdefault(link.feed_id, []).append(link)
    midnight = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    days = [midnight + dt.timedelta(days=day) for day in range(1 - ACTIVITY_DAYS, 2)]
    activity = await store.activity(topic_id, days)
    silent = (0,) * ACTIVITY_DAYS
    return health.worst_first(
        FeedReport(feed=feed, links=tuple(links.get(feed.id, ())), activity=activity.get(feed.id, silent))
        for feed in await store.feeds(topic_id)
    )


async def overlap(store: Store, topic: Topic, found: Preview) -> Overlap:
    """Say what of a found feed is there already, under whatever spelling of its address, or through other feeds."""
    feed = await known_feed(store, found.url)
    links = await store.feed_links() if feed else ()
    entries = [
        await store.entry_by_link(canonical_url(entry.url), topic.id) for entry in found.newest if entry.url
    ]
    return Overlap(
        feed=feed,
        topics=_topics(link for link in links if feed and link.feed_id == feed.id),
        entries=sum(entry is not None for entry in entries),
    )


async def add(store: Store, topic: Topic, found: Preview, next_check_at: dt.datetime) -> Feed | None:
    """Let the topic read a found feed, in all workspaces; None: it does already, and nothing was added."""
    there = await overlap(store, topic, found)
    if topic.name in there.topics:
        return None
    url = there.feed.url if there.feed else found.url
    new = NewFeed(url=url, next_check_at=next_check_at, title=found.title, site_url=found.site_url)
    await store.link_feeds(topic.name, [new])
    return await known_feed(store, url)


async def remove(store: Store, named: str, topic: str = "") -> Removed:
    """Let the topic of that name (else all topics) not read the feed with this address, title or host any more.

    Raises:
        CommandError: there is none, several are meant, or the configuration file declares it; the text says what to do.
    """
    links = [link for link in await store.feed_links() if topic in ("", link.topic)]
    read = {link.feed_id for link in links}
    feed = meant(named, [feed for feed in await store.feeds() if feed.id in read])
    links = [link for link in links if link.feed_id == feed.id]
    added = _topics(link for link in links if link.origin is Origin.CHAT)
    declared = _topics(link for link in links if link.origin is Origin.CONFIG)
    if not added:
        raise CommandError(
            say(
                "{feed} is declared in the configuration file, in the feeds of {topics}. Take it out there, and start newsthread again.",
                feed=feed.name,
                topics=tuple(f"“{topic}”" for topic in declared),
            )
        )
    for name in added:
        await store.unlink_feed(name, feed.id)
    return Removed(feed=feed, topics=added, still_in=declared)


async def plan_import(
    store: Store,
    listed: FeedList,
    topics: Sequence[Topic],
    chosen: Topic | None,
    *,
    only_here: bool = False,
) -> ImportPlan:
    """Say what importing a list does. Without a *chosen* topic, folders named as a topic go there, all else to the first.

    *only_here*: the chosen topic of one workspace is meant, not all of its name.
    """
    names = {name.casefold(): topic for topic in reversed(topics) for name in (topic.title, topic.name)}
    known, there = await _twins_known(store, [feed.url for feed in listed.feeds]), list[ListedFeed]()
    read = {
        (link.topic, link.feed_id)
        for link in await store.feed_links(chosen.id if chosen and only_here else None)
    }
    additions: dict[str, list[ListedFeed]] = {}
    skipped, seen = list(listed.skipped), dict[tuple[str, str], int]()
    for feed in listed.feeds:
        folders = (names.get(folder.casefold()) for folder in feed.folders)
        topic = chosen or next(filter(None, folders), topics[0])
        key = discovery.twin_key(feed.url)
        first = seen.get((topic.name, key))
        seen.setdefault((topic.name, key), feed.line)
        if first is not None:
            reason = f"the same feed as in line {first}"
            skipped.append(SkippedLine(line=feed.line, what=feed.title, reason=reason))
        elif key in known and (topic.name, known[key].id) in read:
            there.append(feed)
        else:
            additions.setdefault(topic.name, []).append(feed)
    return ImportPlan(
        additions={name: tuple(feeds) for name, feeds in additions.items()},
        known=tuple(there),
        skipped=tuple(sorted(skipped, key=lambda each: each.line)),
    )


async def carry_out(
    store: Store, plan: ImportPlan, clock: Clock, on_added: Callable[[int], None] = lambda _: None
) -> None:
    """Add what was planned, in batches; *on_added* hears how many each had. The feeds become due one after another."""
    at = clock.now()
    for topic, feeds in plan.additions.items():
        for start in range(0, len(feeds), _BATCH):
            batch = feeds[start : start + _BATCH]
            await store.link_feeds(topic, await to_read(store, batch, at))
            at += len(batch) * _APART
            on_added(len(batch))


async def to_read(store: Store, feeds: Sequence[ListedFeed | ProposedFeed], at: dt.datetime) -> list[NewFeed]:
    """Return feeds as they are added: those that are stored under the address they have there, due one after another."""
    known = await _twins_known(store, [feed.url for feed in feeds])
    new: list[NewFeed] = []
    for number, feed in enumerate(feeds, start=1):
        twin = known.get(discovery.twin_key(feed.url))
        url = twin.url if twin else feed.url
        due_at = at + number * _APART
        new.append(NewFeed(url=url, next_check_at=due_at, title=feed.title, site_url=feed.site_url))
    return new


async def known_feed(store: Store, url: str) -> Feed | None:
    """Return the stored feed that has this address, in whatever spelling."""
    return (await _twins_known(store, [url])).get(discovery.twin_key(url))


async def _twins_known(store: Store, urls: Sequence[str]) -> dict[str, Feed]:
    """Return the stored feeds that are one of *urls* in whatever spelling, by their twin key."""
    spellings = {twin for url in urls for twin in discovery.twins(url)}
    return {discovery.twin_key(feed.url): feed for feed in await store.known_feeds(spellings)}


def meant(named: str, feeds: Sequence[Feed]) -> Feed:
    """Return the feed that somebody means by its address, title or host.

    Raises:
        CommandError: there is none, or it may be several.
    """
    spellings = _spellings(named)
    by_address = [feed for feed in feeds if discovery.twin_key(feed.url) in spellings]
    wanted = named.strip().casefold()
    by_name = [feed for feed in feeds if wanted in (feed.name.casefold(), health.host(feed).casefold())]
    found = by_address or by_name
    if not found:
        raise CommandError(
            say(
                "No topic reads a feed “{feed}”. The list of feeds names those there are.",
                feed=redacted(named),
            )
        )
    if len(found) > 1:
        raise CommandError(
            some(
                len(found),
                "“{feed}” may mean {n} feed: {names}. Write the address of the one you mean.",
                "“{feed}” may mean {n} feeds: {names}. Write the address of the one you mean.",
                feed=redacted(named),
                names=tuple(feed.name for feed in found[:_NAMED]),
            )
        )
    return found[0]


def _spellings(named: str) -> set[str]:
    try:
        return {discovery.twin_key(url) for url in discovery.addresses(named)}
    except CommandError:
        return set()


def _topics(links: Iterable[FeedLink]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(link.topic for link in links))
