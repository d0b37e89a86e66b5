"""A small invented world for the contracts: two car newspapers, one team, one channel."""

import datetime as dt
from typing import Any

from bot.core.entities import (
    EVERY_DAY,
    Edition,
    Entry,
    Feed,
    NewEntry,
    NewSubscription,
    NewTopic,
    Origin,
    Place,
    Platform,
    StoryId,
    Subscription,
    Timetable,
    Topic,
    Workspace,
)
from bot.core.text import content_hash
from bot.flows.ports import Store
from tests import samples
from tests.grouped import put
from tests.kept import add_entries

NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
VOLT = "https://volt-courier.example/feed"
CHARGE = "https://charge-daily.example/feed"
SLACK = (Platform.SLACK,)


def at_noon() -> dt.datetime:
    """A clock that stands at `NOON`."""
    return NOON


def topic(name: str = "ev", **changes: Any) -> NewTopic:
    """A topic as the configuration declares it."""
    return NewTopic(
        **{"name": name, "command": f"/{name}", "title": name.upper(), "feeds": (VOLT,), **changes}
    )


def new_entry(title: str, **changes: Any) -> NewEntry:
    """An article, known by its title."""
    url = f"https://volt-courier.example/{content_hash(title)[:12]}"
    values = {
        "guid": url,
        "link": url,
        "content_hash": content_hash(title),
        "url": url,
        "title": title,
        "text": "",
        "publisher": "volt-courier.example",
        "language": "en",
        "published_at": NOON - HOUR,
        "is_excerpt": False,
    }
    return NewEntry(**{**values, **changes})


async def team(store: Store, name: str = "T1") -> Workspace:
    """A Slack team."""
    return await store.add_workspace(Platform.SLACK, name, f"Team {name}")


async def channel(store: Store, name: str = "C1") -> Place:
    """A channel of the first team."""
    workspace = await team(store)
    return Place(workspace_id=workspace.id, platform=workspace.platform, channel=name)


async def declared(store: Store, *topics: NewTopic) -> Topic:
    """The first of *topics* (else the topic "ev"), after the configuration declared them all."""
    chosen = topics or (topic(),)
    stored = await store.declare_topics((await team(store)).id, chosen, NOON)
    return next(each for each in stored if each.name == chosen[0].name)


async def feed_of(store: Store, url: str = VOLT) -> Feed:
    """The feed at *url*."""
    return await store.add_feed(url, NOON)


async def stored(
    store: Store, title: str, *, at: dt.datetime = NOON, url: str = VOLT, **changes: Any
) -> Entry:
    """An entry of the feed at *url*, stored at *at*."""
    feed = await feed_of(store, url)
    (entry,) = await store.entries(
        await add_entries(store, feed.id, [new_entry(title, **changes)], lambda: at)
    )
    return entry


async def told(store: Store, title: str, *, story: StoryId | None = None, **changes: Any) -> StoryId:
    """The story of a stored entry: *story*, or a new one."""
    entry = await stored(store, title, **changes)
    return await put(store, entry, story, title.split())


def wish(on: Topic, place: Place, **changes: Any) -> NewSubscription:
    """A daily edition at nine in Berlin."""
    daily = Timetable(days=EVERY_DAY, times=(dt.time(9),), zone="Europe/Berlin")
    values = {"topic_id": on.id, "place": place, "timetable": daily, "language": "en", "size": 5}
    return NewSubscription(**{**values, "origin": Origin.CONFIG, **changes})


async def subscribed(store: Store, **changes: Any) -> Subscription:
    """The first channel's subscription to the topic "ev"."""
    return await store.add_subscription(wish(await declared(store), await channel(store), **changes), NOON)


def edition_for(subscription: Subscription, key: str = "2026-11-23T09:00", **changes: Any) -> Edition:
    """An edition of two invented stories."""
    values = {"subscription_id": subscription.id, "planned_key": key, "composed_at": NOON}
    return samples.edition(**{**values, **changes})
