"""Managing: what a chat command may change or look up about topics, subscriptions, feeds and entries."""

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.core import health, timetable, wording
from bot.core.entities import (
    Decision,
    Entry,
    NewSubscription,
    Notice,
    Origin,
    Place,
    Subscription,
    Topic,
)
from bot.core.errors import CommandError
from bot.core.publishers import publishers_of
from bot.core.text import canonical_url, is_http_url
from bot.flows.needs import Needs
from bot.flows.ports import Store

DEFAULT_SIZE = 5
"""Stories in an edition, unless somebody says otherwise."""


async def subscribe(needs: Needs, topic: Topic, place: Place, text: str) -> Notice:
    """Subscribe the channel to the topic, or change the timetable it has.

    Raises:
        CommandError: the timetable cannot be understood, or the configuration file has the say here.
    """
    wanted = timetable.parse_timetable(text)
    await _refuse_configured(needs, topic, place)
    new = NewSubscription(
        topic_id=topic.id,
        place=place,
        timetable=wanted,
        language=topic.language,
        size=DEFAULT_SIZE,
        origin=Origin.CHAT,
    )
    subscription = await needs.store.add_subscription(new, needs.clock.now())
    lines = (_next_edition(subscription, needs.clock.now()), f"See one now: {topic.command} digest")
    return Notice(title=f"{topic.title}: this channel is subscribed", lines=lines)


async def unsubscribe(needs: Needs, topic: Topic, place: Place) -> Notice:
    """End the channel's subscription to the topic.

    Raises:
        CommandError: there is none, or the configuration file declares it.
    """
    await _refuse_configured(needs, topic, place)
    if not await needs.store.remove_subscription(place, topic.id, Origin.CHAT):
        raise CommandError(f"This channel has no subscription to {topic.title}.")
    return Notice(title=f"{topic.title}: no more editions here", lines=("What was posted stays.",))


async def _refuse_configured(needs: Needs, topic: Topic, place: Place) -> None:
    for subscription in await topic_subscriptions(needs.store, topic, place):
        if subscription.origin is Origin.CONFIG:
            raise CommandError(
                f"This channel's editions of {topic.title} are set in the configuration file; whoever runs the bot changes them there."
            )


async def topic_subscriptions(store: Store, topic: Topic, place: Place) -> tuple[Subscription, ...]:
    """Return the channel's subscriptions to one topic."""
    return tuple(each for each in await store.subscriptions(place) if each.topic_id == topic.id)


async def status(needs: Needs, topic: Topic, place: Place) -> Notice:
    """Say what is subscribed here, when the next edition comes, and how the sources do."""
    now = needs.clock.now()
    subscriptions = await topic_subscriptions(needs.store, topic, place)
    lines = [_next_edition(subscription, now) for subscription in subscriptions]
    feeds = await needs.store.feeds(topic.id)
    failing = [feed for feed in feeds if health.health(feed).is_ill]
    lines.append(
        f"{wording.counted(len(feeds), 'feed')}, {len(failing)} failing. Details: {topic.command} feeds"
    )
    if not subscriptions:
        lines.insert(0, f"No editions here. To get them: {topic.command} subscribe daily 09:00 Europe/Berlin")
    return Notice(title=f"{topic.title} in this channel", lines=tuple(lines))


def _next_edition(subscription: Subscription, now: dt.datetime) -> str:
    planned = timetable.next_planned(subscription.timetable, now)
    local = planned.astimezone(ZoneInfo(subscription.timetable.zone))
    rule = timetable.render_timetable(subscription.timetable)
    return f"{rule}, {subscription.size} stories. Next: {local:%A} {local.day} {local:%B, %H:%M}."


async def feeds(needs: Needs, topic: Topic) -> Notice:
    """List the topic's feeds with their health, the worst first; never their URLs, which may hold secrets."""
    found = sorted(await needs.store.feeds(topic.id), key=health.severity)
    title = f"{topic.title}: {wording.counted(len(found), 'feed')}"
    return Notice(title=title, lines=tuple(health.line(feed) for feed in found))


async def why(needs: Needs, topic: Topic, url: str) -> Notice:
    """Say what became of the article at *url*.

    Raises:
        CommandError: it is no URL.
    """
    if not is_http_url(url):
        raise CommandError(
            f"“{url}” is no web address. For example: {topic.command} why https://example.com/article"
        )
    entry = await needs.store.entry_by_link(canonical_url(url), topic.id)
    if entry is None:
        line = "No feed of this topic has brought it, as far as we kept records."
        return Notice(title="Not seen", lines=(line,))
    return Notice(title=entry.title, lines=tuple(await _stages(needs, topic, entry)))


async def _stages(needs: Needs, topic: Topic, entry: Entry) -> list[str]:
    lines = [
        f"Seen {wording.moment(entry.stored_at)} in {entry.publisher}, published {wording.moment(entry.published_at)}"
    ]
    if entry.is_excerpt:
        lines.append(f"Only an excerpt: {entry.excerpt_reason or 'the page could not be read'}")
    if entry.story_id is None:
        return [*lines, "Not grouped into a story yet"]
    (story,) = await needs.store.stories([entry.story_id], topic.id)
    publishers = ", ".join(publishers_of(story.entries))
    lines.append(f"In a story of {wording.counted(len(story.entries), 'entry', 'entries')} by {publishers}")
    return lines + _decided(await needs.store.decisions(entry.id))


def _decided(decisions: Sequence[Decision]) -> list[str]:
    if not decisions:
        return ["No edition has looked at it yet"]
    return [f"{wording.moment(decision.at)}, {decision.stage}: {decision.reason}" for decision in decisions]


def help_text(topic: Topic) -> Notice:
    """Return what can be said."""
    command = topic.command
    lines = (
        f"{command} — the latest stories",
        f"{command} xiaomi since:7d — the latest about a subject",
        f"{command} ask how long is the waiting list? — an answer from the sources, with citations",
        f"{command} digest — an edition now",
        f"{command} subscribe daily 09:00 Europe/Berlin — editions in this channel; {command} unsubscribe ends them",
        f"{command} feeds — the sources and their health",
        f"{command} why <url> — what became of an article",
        f"{command} status — what is set up here",
        "To ask about an edition, reply in its thread.",
    )
    return Notice(title=f"{topic.title}: what {command} can do", lines=lines)
