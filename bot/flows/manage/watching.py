"""Watching: a channel, or one person alone, hears when there is news about a subject; with a bound on how often, and undo.

A person's watch is a subscription of the direct messages between them and us, which is a place like a channel. So nobody
else sees it in a chat, and it is told there apart from what channels are told.
"""

from dataclasses import replace

import structlog

from bot.core import timetable, wording
from bot.core.entities import (
    Caller,
    NewSubscription,
    Notice,
    Origin,
    Place,
    Platform,
    Subscription,
    Timetable,
    Topic,
    WhenEmpty,
)
from bot.core.errors import ChatError, ChatUnavailableError, ChatUncertainError, CommandError
from bot.core.language import Reader, joined, say, some
from bot.core.text import fold
from bot.flows.manage.subjects import MOST, sound
from bot.flows.needs import Needs
from bot.flows.readers import reader_in

log = structlog.get_logger()

_HOURLY = timetable.parse_timetable("hourly")
_STORIES = 3
_OWN = "for me"


async def watch(needs: Needs, topic: Topic, place: Place, subject: str) -> Notice:
    """Post here when there is news about *subject*: at most one message an hour, and none in the channel's quiet hours.

    Raises:
        CommandError: it is no subject, or there are too many.
    """
    named = await _to_watch(needs, topic, place, subject)
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
    await _keep_watching(needs, topic, place, named, await _hours(needs, topic, place), language=language)
    lines = (
        say(
            "News about it comes here as it is found, at most once an hour. To end it: {command}",
            command=f"{topic.command} unwatch {named}",
        ),
    )
    return Notice(title=_watching(topic, named), lines=lines)


async def watch_alone(
    needs: Needs, topic: Topic, place: Place, caller: Caller, subject: str, *, event_key: str
) -> Notice:
    """Tell *caller* alone when there is news about *subject*, by direct message, in the quiet hours of *place*, where they asked.

    A first message shows that it can arrive: without it nothing is watched.

    Raises:
        CommandError: it is no subject, there are too many, or they cannot be written to.
    """
    own = await own_place(needs, place, caller)
    if own == place:
        return await watch(needs, topic, place, subject)
    named = await _to_watch(needs, topic, own, subject)
    if named is None:
        raise CommandError(
            some(
                MOST,
                "You watch {n} subject already. End one with {command}.",
                "You watch {n} subjects already. End one with {command}.",
                command=f"{topic.command} unwatch … {_OWN}",
            )
        )
    reader = await reader_in(needs.store, place, topic)
    await _greet(needs, topic, own, named, reader, key=f"watch:{event_key}")
    hours = await _hours(needs, topic, place)
    kept = await _keep_watching(needs, topic, own, named, hours, language=reader.language)
    if kept.paused_at:
        await needs.store.resume(kept.id, needs.clock.now())
    return Notice(
        title=_watching(topic, named),
        lines=(
            say(
                "News about it comes to you alone, as a direct message, at most once an hour. To end it: {command}",
                command=f"{topic.command} unwatch {named} {_OWN}",
            ),
        ),
    )


async def _greet(needs: Needs, topic: Topic, own: Place, subject: str, reader: Reader, *, key: str) -> None:
    """Write to somebody for the first time.

    Raises:
        CommandError: they cannot be written to, or not now.
    """
    line = say(
        "You asked for news about it, so it comes here, at most once an hour. To end it: {command}",
        command=f"{topic.command} unwatch {subject} {_OWN}",
    )
    notice = wording.spoken_notice(Notice(title=_watching(topic, subject), lines=(line,)), reader)
    try:
        await needs.chats[own.platform].notify(own.channel, notice, key)
    except (ChatUnavailableError, ChatUncertainError) as error:
        log.warning("direct_message_failed", platform=own.platform, error=str(error))
        raise CommandError(say("I could not write to you just now; please try again.")) from error
    except ChatError as error:
        log.warning("direct_message_refused", platform=own.platform, error=str(error))
        raise CommandError(closed(own.platform)) from error


def closed(platform: Platform) -> str:
    """Say that somebody cannot be written to, and what they can do."""
    nothing = say("I may not write to you.")
    if platform is Platform.DISCORD:
        cure = say(
            "Allow direct messages from this server's members (the server's menu, Privacy Settings), then ask again."
        )
    else:
        cure = say("Whoever runs the bot finds the reason in its log.")
    return joined([nothing, cure])


async def keep_quiet(needs: Needs, topic: Topic, place: Place) -> None:
    """Let the channel's watches have the zone, the quiet hours and the language of its subscription, which has changed.

    Somebody's own keep the language in which they were asked for.
    """
    language = (await reader_in(needs.store, place, topic)).language
    for each in await watched(needs, topic, place):
        if each.origin is Origin.CHAT:
            hours, own = await _hours(needs, topic, place), each.language if place.is_direct else language
            await _keep_watching(needs, topic, place, each.subject, hours, language=own)


async def _to_watch(needs: Needs, topic: Topic, place: Place, subject: str) -> str | None:
    """Return *subject* as it is watched there already, or as it is to be watched; None: there are too many.

    Raises:
        CommandError: it is no subject.
    """
    known, wanted = await watched(needs, topic, place), sound(subject)
    same = next((each.subject for each in known if fold(each.subject) == fold(wanted)), "")
    return same or (wanted if len(known) < MOST else None)


async def _keep_watching(
    needs: Needs, topic: Topic, place: Place, subject: str, hours: Timetable, *, language: str
) -> Subscription:
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


async def unwatch_alone(needs: Needs, topic: Topic, place: Place, caller: Caller, subject: str) -> Notice:
    """End the *caller*'s own watch on *subject*.

    Raises:
        CommandError: they have none.
    """
    own = await own_place(needs, place, caller)
    if own != place and not any(
        fold(each.subject) == fold(subject) for each in await watched(needs, topic, own)
    ):
        raise CommandError(
            say(
                "You do not watch “{subject}”. What you do: {command}",
                subject=subject,
                command=f"{topic.command} watch {_OWN}",
            )
        )
    return await unwatch(needs, topic, own, subject)


async def watches(needs: Needs, topic: Topic, place: Place, caller: Caller) -> Notice:
    """List what the channel watches, and below it what *caller* watches alone: the reply is for them only."""
    known = await watched(needs, topic, place)
    nothing = say("Nothing yet. For example: {example}", example=f"{topic.command} watch xiaomi")
    lines = [_since(each) for each in known] or [nothing]
    own = await own_place(needs, place, caller, is_needed=False)
    if own != place and (alone := await watched(needs, topic, own)):
        lines += [say("For you alone:"), *(_alone(topic, each) for each in alone)]
    return Notice(title=say("{topic}: watched here", topic=topic.title), lines=tuple(lines))


async def own_watches(needs: Needs, topic: Topic, place: Place, caller: Caller) -> Notice:
    """List what *caller* watches alone.

    Raises:
        CommandError: nobody can tell now.
    """
    own = await own_place(needs, place, caller)
    nothing = say("Nothing yet. For example: {example}", example=f"{topic.command} watch xiaomi {_OWN}")
    lines = tuple(_alone(topic, each) for each in await watched(needs, topic, own))
    return Notice(title=say("{topic}: watched for you alone", topic=topic.title), lines=lines or (nothing,))


async def own_place(needs: Needs, place: Place, caller: Caller, *, is_needed: bool = True) -> Place:
    """Return where we write to *caller* alone; *place* itself where a platform has but one reader, and so no other place.

    Raises:
        CommandError: the platform does not say, and it *is_needed*; else that is *place*, too.
    """
    chat = needs.chats.get(place.platform)
    if chat is None:
        return place
    try:
        return replace(place, channel=await chat.direct(caller.workspace, caller.user))
    except ChatError as error:
        log.warning("direct_messages_unknown", platform=place.platform, error=str(error))
        if not is_needed:
            return place
        if isinstance(error, (ChatUnavailableError, ChatUncertainError)):
            raise CommandError(say("I could not write to you just now; please try again.")) from error
        raise CommandError(closed(place.platform)) from error


async def watched(needs: Needs, topic: Topic, place: Place) -> list[Subscription]:
    """Return the watches of a place on *topic*."""
    here = await needs.store.subscriptions(place)
    return [each for each in here if each.topic_id == topic.id and each.subject]


async def watched_here(needs: Needs, topic: Topic, place: Place) -> list[str]:
    """Return the line of a status: what is watched here."""
    subjects = tuple(each.subject for each in await watched(needs, topic, place))
    return [say("Watched: {subjects}", subjects=subjects)] if subjects else []


def _since(each: Subscription) -> str:
    return say("{subject}, since {when}", subject=each.subject, when=each.created_at)


def _alone(topic: Topic, each: Subscription) -> str:
    """Return somebody's own watch as a line; one that rests says why."""
    if each.paused_at is None:
        return _since(each)
    return say(
        "{subject}: resting since {when}, because messages to you were refused. To go on: {command}",
        subject=each.subject,
        when=each.paused_at,
        command=f"{topic.command} watch {each.subject} {_OWN}",
    )


def _watching(topic: Topic, subject: str) -> str:
    return say("{topic}: watching “{subject}”", topic=topic.title, subject=subject)


async def _hours(needs: Needs, topic: Topic, place: Place) -> Timetable:
    """Return every hour in the zone of the channel's subscription, with its quiet hours."""
    for each in await needs.store.subscriptions(place):
        if each.topic_id == topic.id and not each.subject:
            own = each.timetable
            return replace(_HOURLY, zone=own.zone, quiet=own.quiet)
    return _HOURLY
