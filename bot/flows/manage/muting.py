"""Muting: words that a channel does not want to hear of, each with who asked and undo."""

from bot.core.entities import Mute, Notice, Place, Topic
from bot.core.errors import CommandError
from bot.core.language import say
from bot.core.text import fold
from bot.flows.manage.subjects import MOST, sound
from bot.flows.needs import Needs


async def mute(needs: Needs, topic: Topic, place: Place, user: str, words: str) -> Notice:
    """Tell nothing here whose title or text has *words*.

    Raises:
        CommandError: they are no words, or there are too many mutes.
    """
    wanted, known = sound(words), await needs.store.mutes(place, topic.id)
    if len(known) >= MOST:
        raise CommandError(
            say(
                "{n} are muted here already. End one with {command}.",
                n=MOST,
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


async def muted_here(needs: Needs, topic: Topic, place: Place) -> list[str]:
    """Return the line of a status: what is muted here."""
    muted = tuple(each.words for each in await needs.store.mutes(place, topic.id))
    return [say("Muted: {words}", words=muted)] if muted else []


def _muted(mute: Mute) -> str:
    if mute.by:
        return say("{words}, since {when}, by {user}", words=mute.words, when=mute.at, user=mute.by)
    return say("{words}, since {when}", words=mute.words, when=mute.at)
