"""Finding what a pointer means, in the channel where it was said; never in another."""

from bot.core import corrections
from bot.core.entities import EditionId, EditionRecord, Item, Place, Topic
from bot.core.errors import CommandError
from bot.core.language import say
from bot.core.pointing import Pointer
from bot.flows.needs import Needs


async def pointed(needs: Needs, topic: Topic, place: Place, where: Pointer) -> tuple[EditionRecord, Item]:
    """Return the edition and the story of it.

    Raises:
        CommandError: this channel has no such edition of the topic, or it is withdrawn, or it has no such story.
    """
    record = await edition_here(needs, topic, place, where.edition)
    if record.edition.withdrawal:
        raise CommandError(say("That edition was withdrawn."))
    return record, corrections.item_of(record.edition, where.story)


async def edition_here(needs: Needs, topic: Topic, place: Place, number: int) -> EditionRecord:
    """Return the topic's edition with that number in this channel; 0: the newest with a story.

    Raises:
        CommandError: there is none.
    """
    if number:
        record = await needs.store.edition_record(EditionId(number), place)
        if record is not None and record.edition.topic_name == topic.name:
            return record
        raise CommandError(say("This channel has no edition {number} (any more).", number=str(number)))
    for record in await needs.store.edition_records(place, limit=_LOOKED_AT):
        if record.edition.items and record.edition.topic_name == topic.name:
            return record
    raise CommandError(say("This channel has no edition with a story yet."))


_LOOKED_AT = 20
