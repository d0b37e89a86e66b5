"""Steering a channel: subjects that it watches, and words that it does not want to hear of, each with who asked and undo."""

from dataclasses import replace

from bot.core import timetable
from bot.core.entities import (
    Mute,
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
from bot.core.text import fold, shorten
from bot.flows.needs import Needs

_HOURLY = timetable.parse_timetable("hourly")
_STORIES = 3
_MOST = 20
_LONGEST = 80


async def watch(needs: Needs, topic: Topic, place: Place, subject: str) -> Notice:
    """Post here when there is news about *subject*: at most one message an hour, and none in the channel's quiet hours.

    Raises:
        CommandError: it is no subject, or there are too many.
    """
    known = await _watched(needs, topic, place)
    wanted = _sound(subject)
    same = next((each.subject for each in known if fold(each.subject) == fold(wanted)), wanted)
    if same == wanted and len(known) >= _MOST:
        raise CommandError(
            some(
                _MOST,
                "This channel watches {n} subject already. End one with {command}.",
                "This channel watches {n} subjects already. End one with {command}.",
                command=f"{topic.command} unwatch",
            )
        )
    await _keep_watching(needs, topic, place, same)
    lines = (
        say(
            "News about it comes here as it is found, at most once an hour. To end it: {command}",
            command=f"{topic.command} unwatch {same}",
        ),
    )
    return Notice(title=say("{topic}: watching “{subject}”", topic=topic.title, subject=same), lines=lines)


async def keep_quiet(needs: Needs, topic: Topic, place: Place) -> None:
    """Let the channel's watches have the zone and the quiet hours of its subscription, which has changed."""
    for each in await _watched(needs, topic, place):
        if each.origin is Origin.CHAT:
            await _keep_watching(needs, topic, place, each.subject)


async def _keep_watching(needs: Needs, topic: Topic, place: Place, subject: str) -> None:
    new = NewSubscription(
        topic_id=topic.id,
        place=place,
        timetable=await _hours(needs, topic, place),
        language=topic.language,
        size=_STORIES,
        origin=Origin.CHAT,
        when_empty=WhenEmpty.SILENCE,
        subject=subject,
    )
    await needs.store.add_subscription(new, needs.clock.now())


async def unwatch(needs: Needs, topic: Topic, place: Place, subject: str) -> Notice:
    """End the watch on *subject*.

    Raises:
        CommandError: it is not watched here, or the configuration file declares it.
    """
    for each in await _watched(needs, topic, place):
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


async def watches(needs: Needs, topic: Topic, place: Place) -> Notice:
    """List what the channel watches."""
    known = await _watched(needs, topic, place)
    lines = tuple(
        say("{subject}, since {when}", subject=each.subject, when=each.created_at) for each in known
    )
    return Notice(
        title=say("{topic}: watched here", topic=topic.title),
        lines=lines or (say("Nothing yet. For example: {example}", example=f"{topic.command} watch xiaomi"),),
    )


async def mute(needs: Needs, topic: Topic, place: Place, user: str, words: str) -> Notice:
    """Tell nothing here whose title or text has *words*.

    Raises:
        CommandError: they are no words, or there are too many mutes.
    """
    wanted, known = _sound(words), await needs.store.mutes(place, topic.id)
    if len(known) >= _MOST:
        raise CommandError(
            say(
                "{n} are muted here already. End one with {command}.",
                n=_MOST,
                command=f"{topic.command} unmute",
            )
        )
    await needs.store.add_mute(place, topic.id, Mute(words=wanted, by=user, at=needs.clock.now()))
    lines = (
        say(
            "Stories about it are left out of this channel's editions. To undo: {command}",
            command=f"{topic.command} unmute {wanted}",
        ),
    )
    return Notice(title=say("{topic}: “{words}” is muted here", topic=topic.title, words=wanted), lines=lines)


async def unmute(needs: Needs, topic: Topic, place: Place, words: str) -> Notice:
    """Undo a mute.

    Raises:
        CommandError: there is none.
    """
    for each in await needs.store.mutes(place, topic.id):
        if fold(each.words) == fold(words):
            await needs.store.remove_mute(place, topic.id, each.words)
            return Notice(title=say("{topic}: “{words}” is heard again", topic=topic.title, words=each.words))
    raise CommandError(
        say("“{words}” is not muted here. What is: {command}", words=words, command=f"{topic.command} mute")
    )


async def mutes(needs: Needs, topic: Topic, place: Place) -> Notice:
    """List what is muted here, by whom and since when."""
    known = await needs.store.mutes(place, topic.id)
    lines = tuple(map(_muted, known))
    return Notice(
        title=say("{topic}: muted here", topic=topic.title),
        lines=lines
        or (say("Nothing yet. For example: {example}", example=f"{topic.command} mute e-scooter"),),
    )


async def watching_and_muting(needs: Needs, topic: Topic, place: Place) -> list[str]:
    """Return the lines of a status: what is watched and muted here."""
    watched = tuple(each.subject for each in await _watched(needs, topic, place))
    muted = tuple(each.words for each in await needs.store.mutes(place, topic.id))
    lines: list[str] = []
    if watched:
        lines.append(say("Watched: {subjects}", subjects=watched))
    if muted:
        lines.append(say("Muted: {words}", words=muted))
    return lines


def _muted(mute: Mute) -> str:
    if mute.by:
        return say("{words}, since {when}, by {user}", words=mute.words, when=mute.at, user=mute.by)
    return say("{words}, since {when}", words=mute.words, when=mute.at)


async def _watched(needs: Needs, topic: Topic, place: Place) -> list[Subscription]:
    here = await needs.store.subscriptions(place)
    return [each for each in here if each.topic_id == topic.id and each.subject]


async def _hours(needs: Needs, topic: Topic, place: Place) -> Timetable:
    """Return every hour in the zone of the channel's subscription, with its quiet hours."""
    for each in await needs.store.subscriptions(place):
        if each.topic_id == topic.id and not each.subject:
            own = each.timetable
            return replace(_HOURLY, zone=own.zone, quiet=own.quiet)
    return _HOURLY


def _sound(text: str) -> str:
    """Return *text* as a subject.

    Raises:
        CommandError: it is none.
    """
    subject = " ".join(text.split())
    if not fold(subject):
        raise CommandError(
            say(
                "“{subject}” has no word to look for. For example: xiaomi", subject=shorten(subject, _LONGEST)
            )
        )
    if len(subject) > _LONGEST:
        raise CommandError(
            say("A subject has at most {n} characters, such as xiaomi or solid-state batteries.", n=_LONGEST)
        )
    return subject
