"""Flags: a reader says that a sentence is wrong. It is kept, checked again, and put right where that bears it out.

The check is harder than the one a bullet passed when it was written: it must stand in the sentences that it cites alone. Where
there is a language model it is asked, too, unless something in the sentence is plainly invented. A second reader is as good
as a failed check; what is a publisher's own sentence already changes by the newsroom's hand alone.
"""

import datetime as dt

import structlog

from bot.core import corrections, grounding
from bot.core.entities import (
    Bullet,
    EditionRecord,
    Flag,
    FlagId,
    FlagState,
    Item,
    NewFlag,
    Notice,
    Place,
    Story,
    Topic,
)
from bot.core.errors import CommandError
from bot.core.language import say, some
from bot.core.pointing import Pointer
from bot.core.wording import flag_kept, flag_replaced
from bot.flows.correct import Correcting, correct_bullet
from bot.flows.heed.finding import pointed
from bot.flows.needs import Needs
from bot.flows.opinions import second_opinion

log = structlog.get_logger()

_ENOUGH = 2
"""So many people who flag a sentence are believed."""

_CHECKED_WITHIN = dt.timedelta(minutes=2)
_OPEN_A_TICK = 20


async def flag(needs: Needs, topic: Topic, place: Place, user: str, where: Pointer) -> Notice:
    """Keep a flag, check the sentence again, and say what came of it.

    Raises:
        CommandError: there is no such sentence here, or the reason is too long.
    """
    record, item = await pointed(needs, topic, place, where)
    bullet = corrections.bullet_of(item, where.bullet)
    kept = await needs.store.add_flag(
        NewFlag(
            edition_id=record.edition.id,
            story_id=item.story_id,
            text=bullet.text,
            user=user,
            reason=corrections.reason_of(where.rest),
            at=needs.clock.now(),
        )
    )
    return await _heed(needs, record, item, bullet, kept)


async def check_open(needs: Needs) -> None:
    """Check what somebody died on before it was checked, or could not put right at that moment."""
    waiting = await needs.store.open_flags(needs.clock.now() - _CHECKED_WITHIN, _OPEN_A_TICK)
    for each in waiting:
        record = await needs.store.edition_record(each.flag.edition_id, each.channel.place)
        found = _flagged(record, each.flag) if record and not record.edition.withdrawal else None
        if record is None or found is None:
            await needs.store.settle_flags([each.flag.id], FlagState.REPLACED, _GONE)
            continue
        try:
            await _heed(needs, record, *found, each.flag)
        except CommandError as error:  # somebody else was quicker: the next round sees what stands there then
            log.info("flag_waits", flag=each.flag.id, edition=each.flag.edition_id, reason=str(error))


async def decide(needs: Needs, flag_id: FlagId, seen_by: Place | None, *, is_wrong: bool, by: str) -> None:
    """Let the newsroom decide on a flag: put the sentence right, or dismiss what was flagged.

    Raises:
        CommandError: there is no such flag here, or the sentence stands there no more.
    """
    there = await needs.store.flag(flag_id, seen_by)
    if there is None:
        raise CommandError(say("There is no such flag here."))
    flags = await needs.store.flags_on(there.flag.edition_id, there.flag.text)
    if not is_wrong:
        await _settle(needs, flags, FlagState.DISMISSED, f"{by} finds nothing wrong with it")
        return
    record = await needs.store.edition_record(there.flag.edition_id, there.channel.place)
    found = _flagged(record, there.flag) if record else None
    if record is None or found is None:
        raise CommandError(say("That sentence stands there no more."))
    await _replace(needs, record, *found, Correcting(by=by, reason="flagged by a reader", seen_by=seen_by))
    await _settle(needs, flags, FlagState.REPLACED, f"{by} finds it wrong")


_GONE = "it stands there no more"


def _flagged(record: EditionRecord, flagged: Flag) -> tuple[Item, Bullet] | None:
    return next(
        (
            (item, bullet)
            for item in record.edition.items
            for bullet in item.summary.bullets
            if item.story_id == flagged.story_id and bullet.text == flagged.text
        ),
        None,
    )


async def _heed(needs: Needs, record: EditionRecord, item: Item, bullet: Bullet, kept: Flag) -> Notice:
    flags = await needs.store.flags_on(kept.edition_id, kept.text)
    if corrections.is_own_words(bullet, item.summary):
        publishers = tuple(dict.fromkeys(one.publisher for one in bullet.citations))
        word_for_word = say("It is a sentence of {publisher}, word for word.", publisher=publishers)
        return await _keep(needs, flags, bullet, word_for_word, may_be_replaced=False)
    if len(flags) >= _ENOUGH:
        finding: str = some(len(flags), "{n} reader has flagged it.", "{n} readers have flagged it.")
    else:
        is_wrong, finding = await _checked(needs, record, item, bullet)
        if not is_wrong:
            return await _keep(needs, flags, bullet, finding, may_be_replaced=True)
    correcting = Correcting(by="readers' flags", reason="flagged by a reader", seen_by=record.channel.place)
    await _replace(needs, record, item, bullet, correcting)
    await _settle(needs, flags, FlagState.REPLACED, finding)
    return flag_replaced(bullet.text, finding)


async def _keep(
    needs: Needs, flags: tuple[Flag, ...], bullet: Bullet, finding: str, *, may_be_replaced: bool
) -> Notice:
    undecided = tuple(each for each in flags if each.state is not FlagState.DISMISSED)
    await _settle(needs, undecided, FlagState.KEPT, finding)
    return flag_kept(bullet.text, finding, may_be_replaced=may_be_replaced)


async def _settle(needs: Needs, flags: tuple[Flag, ...], state: FlagState, finding: str) -> None:
    await needs.store.settle_flags([each.id for each in flags], state, str(finding))
    for each in flags:
        log.info("flag_settled", flag=each.id, edition=each.edition_id, state=state)


async def _replace(
    needs: Needs, record: EditionRecord, item: Item, bullet: Bullet, correcting: Correcting
) -> None:
    edition = record.edition
    story, number = edition.items.index(item) + 1, item.summary.bullets.index(bullet) + 1
    await correct_bullet(needs, edition.id, story, number, correcting)


async def _checked(needs: Needs, record: EditionRecord, item: Item, bullet: Bullet) -> tuple[bool, str]:
    """Return whether a bullet does not stand in the sentences that it cites, and what was found."""
    sentences = [one.sentence for one in bullet.citations]
    verdict = _verdict(record, item, bullet, await _story(needs, item))
    if not verdict.is_supported and not verdict.is_doubtful:
        return True, _said(verdict)
    for writer in needs.ledger(record.channel.workspace.id).writers[:1]:
        opinion = await second_opinion(writer, bullet.text, sentences)
        if opinion is not None:
            found = say("{writer} finds it in the sentence that it rests on.", writer=writer.name)
            missed = say("{writer} does not find it in the sentence that it rests on.", writer=writer.name)
            return not opinion, found if opinion else missed
    stands = say("It stands in the sentence that it rests on.")
    return not verdict.is_supported, stands if verdict.is_supported else _said(verdict)


async def _story(needs: Needs, item: Item) -> Story | None:
    return next(iter(await needs.store.stories([item.story_id])), None)


def _verdict(record: EditionRecord, item: Item, bullet: Bullet, story: Story | None) -> grounding.Verdict:
    cited = {one.entry_id for one in bullet.citations}
    languages = [entry.language for entry in story.entries if entry.id in cited] if story else []
    names = [one.publisher for one in bullet.citations]
    titles = [source.title for source in item.sources if source.entry_id in cited]
    return grounding.check(
        bullet.text,
        [*names, *titles, *(one.sentence for one in bullet.citations)],
        language=item.summary.language or record.edition.language,
        source_language=languages[0] if languages else "",
        published_on=item.newest_at.date(),
    )


def _said(verdict: grounding.Verdict) -> str:
    problems = ", ".join(verdict.problems)
    if not problems:
        return say("The sentence that it rests on does not say this.")
    return say("It does not stand in the sentence that it rests on: {problems}.", problems=problems)
