"""Trying: what the last days' editions would have been with another timetable or filter. It writes nothing at all."""

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.core import editions, timetable, trials
from bot.core.entities import (
    FilterOwner,
    Notice,
    Origin,
    Place,
    Story,
    StoryId,
    Subscription,
    SubscriptionId,
    Timetable,
    Topic,
    Window,
)
from bot.core.trials import Trial, TriedEdition, Wish
from bot.flows.needs import Needs
from bot.flows.publish.compose import Material, Stored, choose, gathered
from bot.flows.sifting import channel_filter

_UNSAVED = SubscriptionId(0)
_USUAL = "daily 09:00"
_SIZE = 5
_EVERY_STORY = 1_000_000
_INSTANT = dt.timedelta(microseconds=1)


async def try_out(needs: Needs, topic: Topic, place: Place, text: str) -> Notice:
    """Say what the last days' editions here would have been as *text* wishes; nobody is told, and nothing is kept.

    Raises:
        CommandError: the wish cannot be understood.
    """
    wish = trials.parse_wish(text)
    subscription = await _hypothetical(needs, topic, place, wish)
    own = wish.filter if wish.filter is not None else await channel_filter(needs, place, topic)
    wanted = (
        (FilterOwner.TOPIC, topic.filter),
        (FilterOwner.CHANNEL, subscription.filter),
        (FilterOwner.CHANNEL, own),
    )
    windows = list(_windows(subscription.timetable, needs.clock.now(), wish.days))
    told, tried = set[StoryId](), list[TriedEdition]()
    for planned_at, covered in windows:
        stored = _until(await needs.store.stories_in(topic.id, covered), covered)
        told |= await _told_before(needs, subscription, stored, windows[0][1].begins_at)
        material = await gathered(needs, subscription, topic, Stored(covered, stored), wanted)
        if subscription.timetable.is_instant:
            material = replace(material, subscription=replace(subscription, size=_EVERY_STORY))
        choice = await choose(needs, material, told=told)
        told |= {story.id for story in choice.stories}
        tried.append(_tried(planned_at, material, choice))
        await asyncio.sleep(0)  # each costs as much as an edition: others may have their turn
    trial = Trial(wish=wish, timetable=subscription.timetable, filter=own, editions=tuple(tried))
    return trials.told(trial, topic)


async def _hypothetical(needs: Needs, topic: Topic, place: Place, wish: Wish) -> Subscription:
    """Return the channel's subscription with the timetable that is to be tried, or what one would be."""
    here = await needs.store.subscriptions(place)
    known = next((each for each in here if each.topic_id == topic.id and not each.subject), None)
    subscription = known or Subscription(
        id=_UNSAVED,
        topic_id=topic.id,
        place=place,
        timetable=timetable.parse_timetable(_USUAL),
        language=topic.language,
        size=_SIZE,
        origin=Origin.CHAT,
        created_at=needs.clock.now(),
    )
    return replace(subscription, timetable=wish.timetable or subscription.timetable)


def _windows(wanted: Timetable, now: dt.datetime, days: int) -> Iterator[tuple[dt.datetime, Window]]:
    """Yield the planned times of the last *days* and what each covers: since the one before. Of an instant one, each day."""
    ends = list(_midnights(wanted, now, days) if wanted.is_instant else _planned(wanted, now, days))
    for begins_at, ends_at in pairwise(ends):
        planned_at = begins_at if wanted.is_instant else ends_at
        yield planned_at, Window(begins_at=begins_at, ends_at=ends_at)


def _planned(wanted: Timetable, now: dt.datetime, days: int) -> Sequence[dt.datetime]:
    """Return the planned times of the last *days*, one at least, and the one before them, oldest first."""
    times = [timetable.latest_planned(wanted, now)]
    while times[-1] > now - dt.timedelta(days=days) or len(times) == 1:
        times.append(timetable.latest_planned(wanted, times[-1] - _INSTANT))
    return times[::-1]


def _midnights(wanted: Timetable, now: dt.datetime, days: int) -> Sequence[dt.datetime]:
    """Return *now* and the midnights before it that part the last *days*, oldest first."""
    zone = ZoneInfo(wanted.zone)
    today = now.astimezone(zone).date()
    dates = (today - dt.timedelta(days=back) for back in range(days - 1, -1, -1))
    return [*(dt.datetime.combine(day, dt.time(), zone).astimezone(dt.UTC) for day in dates), now]


def _until(found: Sequence[Story], covered: Window) -> tuple[Story, ...]:
    """Return the stories as they were known when the window ended."""
    return tuple(
        replace(story, entries=tuple(entry for entry in story.entries if entry.stored_at <= covered.ends_at))
        for story in found
    )


async def _told_before(
    needs: Needs, subscription: Subscription, stored: Sequence[Story], begins_at: dt.datetime
) -> set[StoryId]:
    """Return which of the stories the channel was told before what is tried *begins*; at once it is told what is new alone."""
    tellings = await needs.store.tellings([story.id for story in stored], subscription.place)
    told = {
        story_id for story_id, some in tellings.items() if any(each.composed_at < begins_at for each in some)
    }
    if subscription.timetable.is_instant:
        told |= {story.id for story in stored if any(entry.stored_at <= begins_at for entry in story.entries)}
    return told


def _tried(planned_at: dt.datetime, material: Material, choice: editions.Choice) -> TriedEdition:
    chosen = {story.id for story in choice.stories}
    left = Counter(
        trials.reason_kind(choice.reasons.get(story.id) or material.held_back[story.lead.id])
        for story in material.found
        if story.id not in chosen
    )
    held = Counter(
        material.held_back[entry.id]
        for story in material.found
        if story.id in chosen
        for entry in story.entries
        if entry.id in material.held_back
    )
    return TriedEdition(
        planned_at=planned_at,
        headlines=tuple(story.lead.title for story in choice.stories),
        found=len(material.found),
        left_out=left,
        held_back=held,
    )
