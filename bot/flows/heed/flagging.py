"""Flags: a reader says that a sentence, or a title, is wrong. It is kept, checked again, and put right where that bears it out.

The check is harder than the one it passed when it was written: a bullet must stand in the sentences that it cites alone, a
title in the publishers' headlines and what is cited below it. Where there is a language model it is asked, too, unless
something is plainly invented. A second reader is as good as a failed check; what is a publisher's own already changes by the
newsroom's hand alone.
"""

import datetime as dt

import structlog

from bot.core import corrections
from bot.core.entities import (
    EditionRecord,
    Flag,
    FlagId,
    FlagState,
    NewFlag,
    Notice,
    Place,
    Topic,
)
from bot.core.errors import CommandError
from bot.core.language import say, some
from bot.core.pointing import Pointer
from bot.core.wording import flag_kept, flag_replaced
from bot.flows.correct import Correcting, correct_bullet, correct_title
from bot.flows.heed.finding import pointed
from bot.flows.heed.parts import Part, flagged_part, part_of
from bot.flows.heed.rechecking import recheck
from bot.flows.needs import Needs

log = structlog.get_logger()

_ENOUGH = 2
"""So many people who flag a sentence are believed."""

_FLAGGED = "flagged by a reader"
_CHECKED_WITHIN = dt.timedelta(minutes=2)
_OPEN_A_TICK = 20


async def flag(needs: Needs, topic: Topic, place: Place, user: str, where: Pointer) -> Notice:
    """Keep a flag, check what it is about again, and say what came of it.

    Raises:
        CommandError: there is no such sentence here, or the reason is too long.
    """
    record, item = await pointed(needs, topic, place, where)
    part = part_of(item, where)
    kept = await needs.store.add_flag(
        NewFlag(
            edition_id=record.edition.id,
            story_id=item.story_id,
            text=part.text,
            user=user,
            reason=corrections.reason_of(where.rest),
            at=needs.clock.now(),
        )
    )
    return await _heed(needs, record, part, kept)


async def check_open(needs: Needs) -> None:
    """Check what somebody died on before it was checked, or could not put right at that moment."""
    waiting = await needs.store.open_flags(needs.clock.now() - _CHECKED_WITHIN, _OPEN_A_TICK)
    for each in waiting:
        record = await needs.store.edition_record(each.flag.edition_id, each.channel.place)
        part = flagged_part(record, each.flag) if record and not record.edition.withdrawal else None
        if record is None or part is None:
            await needs.store.settle_flags([each.flag.id], FlagState.REPLACED, _GONE)
            continue
        try:
            await _heed(needs, record, part, each.flag)
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
    part = flagged_part(record, there.flag) if record else None
    if record is None or part is None:
        raise CommandError(say("That sentence stands there no more."))
    await _replace(needs, record, part, Correcting(by=by, reason=_FLAGGED, seen_by=seen_by, is_general=True))
    await _settle(needs, flags, FlagState.REPLACED, f"{by} finds it wrong")


_GONE = "it stands there no more"


async def _heed(needs: Needs, record: EditionRecord, part: Part, kept: Flag) -> Notice:
    flags = await needs.store.flags_on(kept.edition_id, kept.text)
    if part.why_it_stays:
        return await _keep(needs, flags, part, part.why_it_stays, may_be_replaced=False)
    if len(flags) >= _ENOUGH:
        finding: str = some(len(flags), "{n} reader has flagged it.", "{n} readers have flagged it.")
    else:
        is_wrong, finding = await recheck(needs, record, part)
        if not is_wrong:
            return await _keep(needs, flags, part, finding, may_be_replaced=True)
    correcting = Correcting(
        by="readers' flags", reason=_FLAGGED, seen_by=record.channel.place, is_general=True
    )
    await _replace(needs, record, part, correcting)
    await _settle(needs, flags, FlagState.REPLACED, finding)
    return flag_replaced(part.text, finding, is_title=part.bullet is None)


async def _keep(
    needs: Needs, flags: tuple[Flag, ...], part: Part, finding: str, *, may_be_replaced: bool
) -> Notice:
    undecided = tuple(each for each in flags if each.state is not FlagState.DISMISSED)
    await _settle(needs, undecided, FlagState.KEPT, finding)
    is_title = part.bullet is None
    return flag_kept(part.text, finding, may_be_replaced=may_be_replaced, is_title=is_title)


async def _settle(needs: Needs, flags: tuple[Flag, ...], state: FlagState, finding: str) -> None:
    await needs.store.settle_flags([each.id for each in flags], state, str(finding))
    for each in flags:
        log.info("flag_settled", flag=each.id, edition=each.edition_id, state=state)


async def _replace(needs: Needs, record: EditionRecord, part: Part, correcting: Correcting) -> None:
    edition, item = record.edition, part.item
    story = edition.items.index(item) + 1
    if part.bullet is None:
        await correct_title(needs, edition.id, story, correcting)
    else:
        number = item.summary.bullets.index(part.bullet) + 1
        await correct_bullet(needs, edition.id, story, number, correcting)
