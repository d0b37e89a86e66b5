"""Offering what can be done about what was read, where its message has no room for that."""

from bot.core import forms, offers
from bot.core.entities import Action, Notice, Place, Topic
from bot.core.errors import CommandError
from bot.core.language import Reader, say
from bot.core.pointing import NOWHERE, story_pointer
from bot.core.text import shorten
from bot.flows.heed.finding import edition_here, pointed
from bot.flows.needs import Needs

_BUTTONS = 25
_LABEL = 70


async def story(needs: Needs, topic: Topic, place: Place, where: str) -> Notice:
    """Show a story of an edition with its buttons; or, of an edition, its stories to choose from.

    Raises:
        CommandError: this channel has no such edition or story.
    """
    pointer = story_pointer(where)
    if pointer is None or not pointer.edition:
        record = await edition_here(needs, topic, place, int(where) if where.isdecimal() else 0)
        return Notice(
            title=record.edition.title,
            lines=(say("Which story?"),),
            actions=tuple(
                Action(
                    label=shorten(f"{number}. {item.summary.title}", _LABEL),
                    command=topic.command,
                    text=f"story {record.edition.id}.{number}",
                )
                for number, item in enumerate(record.edition.items[:_BUTTONS], start=1)
            ),
        )
    record, item = await pointed(needs, topic, place, pointer)
    where = f"{record.edition.id}.{pointer.story}"
    bullets = enumerate((bullet.text for bullet in item.summary.bullets), start=1)
    return Notice(
        title=item.summary.title,
        lines=(
            *(f"{number}. {text}" for number, text in bullets),
            say(
                "To say why a sentence is wrong: {example}",
                example=f"{topic.command} flag {where}.1 …",
            ),
        ),
        actions=offers.for_story(record.edition, pointer.story),
    )


async def flag_form(needs: Needs, topic: Topic, place: Place, about: str) -> forms.Form | None:
    """Return the form by which a reader says what is wrong with a story; None where this channel has no such story (any more)."""
    pointer = story_pointer(about)
    try:
        record, item = await pointed(needs, topic, place, pointer or NOWHERE)
    except CommandError:
        return None
    return forms.spoken(
        forms.flag_form(topic, item, about), Reader(record.edition.language, record.edition.zone)
    )
