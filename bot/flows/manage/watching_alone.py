"""Watching alone: one person hears when there is news about a subject, by direct message.

Their watch is a subscription of the direct messages between them and us, which is a place like a channel. So nobody else sees
it in a chat, and it is told there apart from what channels are told.
"""

from dataclasses import replace

import structlog

from bot.core import wording
from bot.core.entities import Caller, Notice, Place, Platform, Subscription, Topic
from bot.core.errors import ChatError, ChatUnavailableError, ChatUncertainError, CommandError
from bot.core.language import Reader, joined, say, some
from bot.core.text import fold
from bot.flows.manage.subjects import MOST
from bot.flows.manage.watching import (
    hours_of,
    keep_watching,
    since_line,
    to_watch,
    unwatch,
    watch,
    watched,
    watching_title,
)
from bot.flows.needs import Needs
from bot.flows.readers import reader_in

log = structlog.get_logger()

_OWN = "for me"


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
    named = await to_watch(needs, topic, own, subject)
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
    hours = await hours_of(needs, topic, place)
    kept = await keep_watching(needs, topic, own, named, hours, language=reader.language)
    if kept.paused_at:
        await needs.store.resume(kept.id, needs.clock.now())
    return Notice(
        title=watching_title(topic, named),
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
    notice = wording.spoken_notice(Notice(title=watching_title(topic, subject), lines=(line,)), reader)
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
    lines = [since_line(each) for each in known] or [nothing]
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


def _alone(topic: Topic, each: Subscription) -> str:
    """Return somebody's own watch as a line; one that rests says why."""
    if each.paused_at is None:
        return since_line(each)
    return say(
        "{subject}: resting since {when}, because messages to you were refused. To go on: {command}",
        subject=each.subject,
        when=each.paused_at,
        command=f"{topic.command} watch {each.subject} {_OWN}",
    )
