"""Steering: readers want more or less like a story, or about a subject, and their channel's editions heed it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import structlog

from bot.core import wording
from bot.core.entities import Action, EditionId, Notice, Place, Steer, Topic
from bot.core.errors import CommandError
from bot.core.language import say, some
from bot.core.opinions import SteerBy, Steering
from bot.core.steering import shared, totals
from bot.core.text import fold, shorten
from bot.flows.heed.finding import pointed
from bot.flows.needs import Needs
from bot.flows.recognizing import recognize

log = structlog.get_logger()

_LONGEST = 60
_MOST = 200
_LISTED = 20
_BUTTONS = 10


async def steer(needs: Needs, topic: Topic, place: Place, user: str, by: SteerBy) -> Notice:
    """Raise or lower what a story is about, or a subject, in this channel.

    Raises:
        CommandError: there is no such story here, it has no tags, or the subject is none.
    """
    if by.subject:
        amounts: Mapping[str, float] = {_sound(by.subject): float(by.vote)}
        why = "asked for by name"
    else:
        record, item = await pointed(needs, topic, place, by.where)
        amounts = shared(item.summary.tags, by.vote)
        way = "more" if by.vote > 0 else "less"
        why = f"{way} like “{shorten(item.summary.title, _LONGEST)}” (edition {record.edition.id})"
    if not amounts:
        raise CommandError(
            say(
                "That story has no tags to go by. Name a subject: {example}",
                example=f"{topic.command} steering less recalls",
            )
        )
    await _keep(needs, _Wish(topic=topic, place=place, user=user, why=why), amounts)
    return wording.steered_notice(topic.title, amounts, topic.command)


async def react(
    needs: Needs, topics: Sequence[Topic], place: Place, *, user: str, message_id: str, vote: int
) -> bool:
    """Heed a reaction (1, -1; 0: it was taken back) to an edition's message. False: it is no message of ours.

    It is about all of its stories, so each subject gets a small share; what the same person said of one by itself stays.
    """
    edition_id = await needs.store.edition_of_message(place, message_id)
    if edition_id is None and await recognize(needs, place, message_id):
        edition_id = await needs.store.edition_of_message(place, message_id)
    if edition_id is None:
        return False
    edition = await needs.store.edition(EditionId(edition_id))
    topic = next((each for each in topics if each.name == edition.topic_name), None)
    if topic is None or edition.withdrawal:
        return False
    await needs.store.unsteer(place, topic.id, user=user, source=message_id)
    tags = [tag for item in edition.items for tag in item.summary.tags]
    if vote and tags:
        amounts = shared(tags, vote)
        own = {
            each.subject: each.amount
            for each in await needs.store.steers(place, topic.id)
            if each.user == user
        }
        weaker = {name: amount for name, amount in amounts.items() if abs(own.get(name, 0.0)) <= abs(amount)}
        why = f"{'👍' if vote > 0 else '👎'} on edition {edition.id}"
        wish = _Wish(topic=topic, place=place, user=user, why=why, source=message_id)
        try:
            await _keep(needs, wish, weaker)
        except CommandError as error:  # nobody is there to be told
            log.info("reaction_not_kept", topic=topic.id, edition=edition.id, reason=str(error))
    return True


async def steering(needs: Needs, topic: Topic, place: Place, user: str, asked: Steering) -> Notice:
    """List what this channel wants more or less of; or forget what anybody here, or only *user*, wants of a subject.

    Raises:
        CommandError: nobody wants anything of it, or only others do.
    """
    if not asked.undone:
        return await _listed(needs, topic, place)
    known = [
        each
        for each in await needs.store.steers(place, topic.id)
        if fold(each.subject) == fold(" ".join(asked.undone.split()))
    ]
    undoing = _Undoing(topic=topic, place=place, user=user, subject=asked.undone, known=known)
    return await (_undo_own if asked.is_own else _undo)(needs, undoing)


async def _listed(needs: Needs, topic: Topic, place: Place) -> Notice:
    """List what this channel wants more or less of: who, since when and why."""
    known = await needs.store.steers(place, topic.id)
    newest_first = known[::-1]
    lines = [wording.steer_line(each) for each in newest_first[:_LISTED]]
    more = len(known) - len(lines)
    if more > 0:
        lines.append(some(more, "and {n} older wish", "and {n} older wishes"))
    strongest = sorted(totals(known).items(), key=lambda pair: (-abs(pair[1]), pair[0]))
    undoing = [_undoing(topic, name) for name, _ in strongest]
    return Notice(
        title=say("{topic}: what this channel wants more or less of", topic=topic.title),
        lines=tuple(lines)
        or (say("Nothing. For example: {example}", example=f"{topic.command} steering less recalls"),),
        actions=tuple(action for action in undoing if action.fits)[:_BUTTONS],
    )


def _undoing(topic: Topic, name: str) -> Action:
    label = say("Undo: {subject}", subject=shorten(name, _LONGEST))
    return Action(label=label, command=topic.command, text=f"steering undo {name}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Undoing:
    """Which subject *user* wants to count as everywhere, as they wrote it, and what is *known* of it here."""

    topic: Topic
    place: Place
    user: str
    subject: str
    known: Sequence[Steer]


async def _undo(needs: Needs, undoing: _Undoing) -> Notice:
    """Forget what anybody here wants of a subject."""
    topic, known = undoing.topic, undoing.known
    if not known:
        raise CommandError(
            say(
                "Nobody here wants more or less about “{subject}”. What is: {command}",
                subject=undoing.subject,
                command=f"{topic.command} steering",
            )
        )
    name = known[0].subject
    await needs.store.unsteer(undoing.place, topic.id, subject=name)
    log.info("steering_undone", topic=topic.id, subject=name, by=undoing.user)
    return Notice(
        title=say("{topic}: “{subject}” counts as everywhere again", topic=topic.title, subject=name)
    )


async def _undo_own(needs: Needs, undoing: _Undoing) -> Notice:
    """Forget what one person wants of a subject; what others do, stays."""
    topic, known = undoing.topic, undoing.known
    others = [each for each in known if each.user != undoing.user]
    if not known or len(others) == len(known):
        raise CommandError(
            say(
                "You want neither more nor less about “{subject}”; what others want is for those to undo who may change what this channel gets. What is: {command}",
                subject=undoing.subject,
                command=f"{topic.command} steering",
            )
        )
    if not others:
        return await _undo(needs, undoing)
    name = known[0].subject
    await needs.store.unsteer(undoing.place, topic.id, subject=name, user=undoing.user)
    log.info("steering_undone", topic=topic.id, subject=name, by=undoing.user)
    return Notice(
        title=say("{topic}: your wish about “{subject}” is forgotten", topic=topic.title, subject=name),
        lines=(some(len(others), "{n} other wish about it stays.", "{n} other wishes about it stay."),),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """Who wants it where, why, and by which message's reaction ("": none)."""

    topic: Topic
    place: Place
    user: str
    why: str
    source: str = ""


async def _keep(needs: Needs, wish: _Wish, amounts: Mapping[str, float]) -> None:
    """Keep a person's wishes, each under the spelling that the channel has for the subject already."""
    topic, place = wish.topic, wish.place
    known = {fold(each.subject): each.subject for each in await needs.store.steers(place, topic.id)}
    if len(known | {fold(name): name for name in amounts}) > _MOST:
        raise CommandError(
            say(
                "This channel steers {most} subjects already. Undo some: {command}",
                most=_MOST,
                command=f"{topic.command} steering",
            )
        )
    now = needs.clock.now()
    steers = [
        Steer(
            subject=known.get(fold(name), name),
            user=wish.user,
            amount=amount,
            why=wish.why,
            at=now,
            source=wish.source,
        )
        for name, amount in amounts.items()
    ]
    await needs.store.steer(place, topic.id, steers)


def _sound(text: str) -> str:
    subject = " ".join(text.split())
    if not fold(subject) or len(subject) > _LONGEST:
        raise CommandError(
            say("A subject is a word or a few, at most {most} characters, such as recalls.", most=_LONGEST)
        )
    return subject
