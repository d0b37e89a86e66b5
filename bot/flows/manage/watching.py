"""Watching: a channel hears when there is news about a subject; with a bound on how often, and undo."""

from dataclasses import replace

from bot.core import timetable
from bot.core.entities import (
    NewSubscription,
    Notice,
    Origin,
    Place,
    Subscription,
    Timetable,
    Topic,
    WhenEmpty,
)
from bot.core.errors import CommandError
from bot.core.language import say, some
from bot.core.text import fold
from bot.flows.manage.subjects import MOST, sound
from bot.flows.needs import Needs
from bot.flows.readers import reader_in

_HOURLY = timetable.parse_timetable("hourly")
_STORIES = 3


async def watch(needs: Needs, topic: Topic, place: Place, subject: str) -> Notice:
    """Post here when there is news about *subject*: at most one message an hour, and none in the channel's quiet hours.

    Raises:
        CommandError: it is no subject, or there are too many.
    """
    named = await to_watch(needs, topic, place, subject)
    if named is None:
        raise CommandError(
            some(
                MOST,
                "This channel watches {n} subject already. End one with {command}.",
                "This channel watches {n} subjects already. End one with {command}.",
                command=f"{topic.command} unwatch",
            )
        )
    language = (await reader_in(needs.store, place, topic)).language
    await keep_watching(needs, topic, place, named, await hours_of(needs, topic, place), language=language)
    lines = (
        say(
            "News about it comes here as it is found, at most once an hour. To end it: {command}",
            command=f"{topic.command} unwatch {named}",
        ),
    )
    return Notice(title=watching_title(topic, named), lines=lines)


async def keep_quiet(needs: Needs, topic: Topic, place: Place) -> None:
    """Let the channel's watches have the zone, the quiet hours and the language of its subscription, which has changed.

    Somebody's own keep the language in which they were asked for.
    """
    language = (await reader_in(needs.store, place, topic)).language
    for each in await watched(needs, topic, place):
        if each.origin is Origin.CHAT:
            hours, own = await hours_of(needs, topic, place), each.language if place.is_direct else language
            await keep_watching(needs, topic, place, each.subject, hours, language=own)


async def to_watch(needs: Needs, topic: Topic, place: Place, subject: str) -> str | None:
    """Return *subject* as it is watched there already, or as it is to be watched; None: there are too many.

    Raises:
        CommandError: it is no subject.
    """
    known, wanted = await watched(needs, topic, place), sound(subject)
    same = next((each.subject for each in known if fold(each.subject) == fold(wanted)), "")
    return same or (wanted if len(known) < MOST else None)


async def keep_watching(
    needs: Needs, topic: Topic, place: Place, subject: str, hours: Timetable, *, language: str
) -> Subscription:
    """Keep a watch, new or known, with these *hours*; its editions come in *language*."""
    new = NewSubscription(
        topic_id=topic.id,
        place=place,
        timetable=hours,
        language=language,
        size=_STORIES,
        origin=Origin.CHAT,
        when_empty=WhenEmpty.SILENCE,
        subject=subject,
    )
    return await needs.store.add_subscription(new, needs.clock.now())


async def unwatch(needs: Needs, topic: Topic, place: Place, subject: str) -> Notice:
    """End the watch on *subject*.

    Raises:
        CommandError: it is not watched here, or the configuration file declares it.
    """
    for each in await watched(needs, topic, place):
        if fold(each.subject) == fold(subject):
            if each.origin is Origin.CONFIG:
                raise CommandError(
                    say(
                        "That “{subject}” is watched here is set in the configuration file; whoever runs the bot changes it there.",
                        subject=each.subject,
                    )
                )
            await needs.store.remove_subscription(place, topic.id, Origin.CHAT, subject=each.subject)
            return Notice(
                title=say("{topic}: no longer watching “{subject}”", topic=topic.title, subject=each.subject)
            )
    raise CommandError(
        say(
            "“{subject}” is not watched here. What is: {command}",
            subject=subject,
            command=f"{topic.command} watch",
        )
    )


async def watched(needs: Needs, topic: Topic, place: Place) -> list[Subscription]:
    """Return the watches of a place on *topic*."""
    here = await needs.store.subscriptions(place)
    return [each for each in here if each.topic_id == topic.id and each.subject]


async def watched_here(needs: Needs, topic: Topic, place: Place) -> list[str]:
    """Return the line of a status: what is watched here."""
    subjects = tuple(each.subject for each in await watched(needs, topic, place))
    return [say("Watched: {subjects}", subjects=subjects)] if subjects else []


def since_line(each: Subscription) -> str:
    """Return a watch as a line of a list."""
    return say("{subject}, since {when}", subject=each.subject, when=each.created_at)


def watching_title(topic: Topic, subject: str) -> str:
    """Return the heading of what says that something is watched."""
    return say("{topic}: watching “{subject}”", topic=topic.title, subject=subject)


async def hours_of(needs: Needs, topic: Topic, place: Place) -> Timetable:
    """Return every hour in the zone of the channel's subscription, with its quiet hours."""
    for each in await needs.store.subscriptions(place):
        if each.topic_id == topic.id and not each.subject:
            own = each.timetable
            return replace(_HOURLY, zone=own.zone, quiet=own.quiet)
    return _HOURLY
