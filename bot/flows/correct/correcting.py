"""Putting an edition right: what stands there then, who said so, when and why."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import structlog

from bot.core import corrections, stories, wording
from bot.core.entities import (
    Correction,
    CorrectionKind,
    Edition,
    EditionId,
    EditionRecord,
    Item,
    Notice,
    Place,
    Story,
    Summary,
    Topic,
)
from bot.core.errors import CommandError
from bot.core.language import say
from bot.flows.correct.editing import edit_due
from bot.flows.needs import Needs
from bot.flows.summarize import summarize_story

log = structlog.get_logger()

_TRIES = 5
"""Corrections of one edition come one after another; so often another may come first."""

_CROWDED = say("It says something else by now, or others are putting it right just now: look again.")

_DONE = say("That was put right already, for the same reason.")

_Mended = Callable[[Item], tuple[Item, Correction] | None]
"""Puts a story right as an edition tells it; None where that one does not say what is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correcting:
    """Who puts something right, and why. *seen_by* names the channel whose editions they may touch; None: every channel's.

    *everywhere*: what other editions tell in the same words is put right, too, as far as they may touch them; and, where that
    is every channel, what is kept to be told again. *is_general*: the reason is given for many things, so that the same one
    again is no repetition.
    """

    by: str
    reason: str = ""
    seen_by: Place | None = None
    everywhere: bool = True
    is_general: bool = False


async def correct_bullet(
    needs: Needs, edition_id: EditionId, place: int, bullet: int, correcting: Correcting
) -> Notice:
    """Put the publisher's own sentence in place of a bullet. *place* and *bullet* count from 1.

    Raises:
        CommandError: there is no such edition or bullet here, or it cannot be put right.
    """
    record = await _record(needs, edition_id, correcting)
    item = corrections.item_of(record.edition, place)
    before = _made_before(needs, record, correcting, CorrectionKind.BULLET, place, bullet)
    wrong = before.before if before else corrections.bullet_of(item, bullet).text
    known_wrong = {each.before for each in record.edition.corrections}
    topic, story = await _origin(needs, record, item)

    def mended(one: Item) -> tuple[Item, Correction] | None:
        number = next((n for n, each in enumerate(one.summary.bullets, 1) if each.text == wrong), 0)
        if not number:
            return None
        aliases = topic.aliases if topic else {}
        own = corrections.own_sentence(one, number, story, aliases, wrong=known_wrong)
        said = _correction(needs, correcting, CorrectionKind.BULLET, wrong, own.text if own else "")
        summary = corrections.with_bullet(one.summary, number, own)
        return replace(one, summary=summary), replace(said, bullet=number)

    return await _everywhere(needs, record, item, correcting, mended, otherwise=_DONE if before else _CROWDED)


async def correct_title(needs: Needs, edition_id: EditionId, place: int, correcting: Correcting) -> Notice:
    """Put the publisher's own headline in place of a title. Raises as `correct_bullet` does."""
    record = await _record(needs, edition_id, correcting)
    item = corrections.item_of(record.edition, place)
    before = _made_before(needs, record, correcting, CorrectionKind.TITLE, place)
    wrong = before.before if before else item.summary.title

    def mended(one: Item) -> tuple[Item, Correction] | None:
        if one.summary.title != wrong:
            return None
        own = corrections.own_title(one)
        if not own and one is not item:  # another edition's, which has that headline already
            return None
        if not own:
            raise CommandError(say("That title is the publisher's own already."))
        said = _correction(needs, correcting, CorrectionKind.TITLE, one.summary.title, own)
        return replace(one, summary=replace(one.summary, title=own)), said

    return await _everywhere(needs, record, item, correcting, mended, otherwise=_DONE if before else _CROWDED)


async def rewrite_story(needs: Needs, edition_id: EditionId, place: int, correcting: Correcting) -> Notice:
    """Put a newly written and checked summary in place of a story's, from its entries as they are now.

    Raises as `correct_bullet` does, also where nothing better would come out.
    """
    record = await _record(needs, edition_id, correcting)
    item = corrections.item_of(record.edition, place)
    if _made_before(needs, record, correcting, CorrectionKind.SUMMARY, place):
        raise CommandError(_DONE)
    topic, story = await _origin(needs, record, item)
    if story is None or topic is None:
        raise CommandError(say("The articles of that story are not kept any more."))
    new = await _written(needs, record.edition, story, topic)
    if not corrections.is_no_worse(new, item.summary):
        raise CommandError(
            say("Nothing better came out: the same words again, or extracts in place of what was written.")
        )

    def mended(one: Item) -> tuple[Item, Correction] | None:
        if one.summary.bullets != item.summary.bullets or one.summary.language != item.summary.language:
            return None
        said = _correction(needs, correcting, CorrectionKind.SUMMARY, one.summary.title, new.title)
        return replace(one, summary=replace(new, tags=one.summary.tags)), said

    return await _everywhere(needs, record, item, correcting, mended)


async def withdraw(needs: Needs, edition_id: EditionId, correcting: Correcting) -> Notice:
    """Take an edition back: its messages say so, and show its stories no more.

    Raises:
        CommandError: there is no such edition here, or it is taken back already.
    """
    for _ in range(_TRIES):
        record = await _record(needs, edition_id, correcting)
        said = _correction(needs, correcting, CorrectionKind.WITHDRAWN, record.edition.title, "")
        if await _keep(needs, record.edition, said, None):
            await edit_due(needs)
            return wording.withdrawn_notice(record.edition, len(record.deliveries))
    raise CommandError(_CROWDED)


async def _record(needs: Needs, edition_id: EditionId, correcting: Correcting) -> EditionRecord:
    record = await needs.store.edition_record(edition_id, correcting.seen_by)
    if record is None:
        raise CommandError(say("There is no edition {edition} here.", edition=str(edition_id)))
    if record.edition.withdrawal:
        raise CommandError(say("Edition {edition} is withdrawn already.", edition=str(edition_id)))
    return record


async def _origin(needs: Needs, record: EditionRecord, item: Item) -> tuple[Topic | None, Story | None]:
    """Return the topic of an edition and the entries of a story in it, as far as they are still there."""
    topics = await needs.store.topics(record.channel.workspace.id)
    topic = next((each for each in topics if each.name == record.edition.topic_name), None)
    if topic is None:
        return None, None
    return topic, next(iter(await needs.store.stories([item.story_id], topic.id)), None)


def _correction(
    needs: Needs, correcting: Correcting, kind: CorrectionKind, before: str, after: str
) -> Correction:
    return Correction(
        kind=kind,
        by=correcting.by,
        at=needs.clock.now(),
        before=before,
        after=after,
        reason=corrections.reason_of(correcting.reason),
    )


def _made_before(  # noqa: PLR0917 -- the place is three of them
    needs: Needs,
    record: EditionRecord,
    correcting: Correcting,
    kind: CorrectionKind,
    place: int,
    bullet: int = 0,
) -> Correction | None:
    """Return the correction that is asked for once more; what its asker died on before all editions were right goes on from there."""
    wish = replace(_correction(needs, correcting, kind, "", ""), story=place, bullet=bullet)
    return None if correcting.is_general else corrections.made_before(record.edition, wish)


async def _everywhere(
    needs: Needs,
    record: EditionRecord,
    item: Item,
    correcting: Correcting,
    mended: _Mended,
    *,
    otherwise: str = _CROWDED,
) -> Notice:
    """Put right what the edition of *record* says of a story, and every other that says the same, as far as is wished.

    Raises:
        CommandError: none says so (any more); the text is *otherwise*.
    """
    editions = {record.edition.id: record.edition}
    if correcting.everywhere:
        told = await needs.store.tellings([item.story_id], correcting.seen_by)
        for telling in told.get(item.story_id, ()):
            editions.setdefault(telling.edition_id, await needs.store.edition(telling.edition_id))
    put_right = [each for each in editions.values() if await _put_right(needs, each, item, mended)]
    if not put_right:
        raise CommandError(otherwise)
    if correcting.everywhere and correcting.seen_by is None:
        await _put_right_what_is_kept(needs, item, mended)
    await edit_due(needs)
    return wording.corrected_notice(item, len(put_right))


async def _put_right(needs: Needs, edition: Edition, item: Item, mended: _Mended) -> bool:
    """Put a story right in one edition; False where it does not say so (any more)."""
    for _ in range(_TRIES):
        if edition.withdrawal:
            return False
        found = next(
            (
                (place, new)
                for place, each in enumerate(edition.items, 1)
                if each.story_id == item.story_id and (new := mended(each))
            ),
            None,
        )
        if found is None:
            return False
        place, (right, said) = found
        if await _keep(needs, edition, replace(said, story=place), right):
            return True
        edition = await needs.store.edition(edition.id)
    return False


async def _keep(needs: Needs, edition: Edition, said: Correction, item: Item | None) -> bool:
    is_kept = await needs.store.correct_edition(
        edition.id, said, revision=len(edition.corrections), now=needs.clock.now(), item=item
    )
    if is_kept:
        log.info("edition_corrected", edition=edition.id, kind=said.kind, story=said.story, by=said.by)
    return is_kept


async def _put_right_what_is_kept(needs: Needs, item: Item, mended: _Mended) -> None:
    """What is kept would else be told again, in a list or another channel's edition."""
    kept = await needs.store.summary(item.summary.key)
    new = mended(replace(item, summary=kept)) if kept else None
    if new and new[0].summary.key == item.summary.key:
        await needs.store.correct_summary(new[0].summary)


async def _written(needs: Needs, edition: Edition, story: Story, topic: Topic) -> Summary:
    ordered = replace(story, entries=stories.lead_first(story.entries, edition.language))
    return await summarize_story(
        ordered,
        ledger=needs.ledger(topic.workspace_id),
        language=edition.language,
        aliases=topic.aliases,
        detect_language=needs.detect_language,
        known_tags=await needs.store.known_tags(topic.id),
        wants_opinions=needs.wants_opinions,
    )
