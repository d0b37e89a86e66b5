"""What of a story is flagged: one of its sentences, or its title."""

from dataclasses import dataclass

from bot.core import corrections
from bot.core.entities import Bullet, EditionRecord, Flag, Item
from bot.core.language import say
from bot.core.pointing import Pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """*bullet* None: the title."""

    item: Item
    bullet: Bullet | None = None

    @property
    def text(self) -> str:
        """What it says."""
        return self.bullet.text if self.bullet else self.item.summary.title

    @property
    def evidence(self) -> list[str]:
        """What it has to stand in: the sentences that a bullet cites; of a title, the publishers' headlines and all that is cited below it."""
        if self.bullet:
            return [one.sentence for one in self.bullet.citations]
        cited = [one.sentence for bullet in self.item.summary.bullets for one in bullet.citations]
        return [*_headlines(self.item), *cited]

    @property
    def why_it_stays(self) -> str:
        """Why nothing else can take its place by readers alone, "" where something can."""
        if self.bullet is None:
            return _why_a_title_stays(self.item)
        if not corrections.is_own_words(self.bullet, self.item.summary):
            return ""
        publishers = tuple(dict.fromkeys(one.publisher for one in self.bullet.citations))
        return say("It is a sentence of {publisher}, word for word.", publisher=publishers)


def part_of(item: Item, where: Pointer) -> Part:
    """Return the part of a story that a pointer means.

    Raises:
        CommandError: the story has no such sentence.
    """
    return Part(item=item, bullet=None if where.is_title else corrections.bullet_of(item, where.bullet))


def flagged_part(record: EditionRecord, flagged: Flag) -> Part | None:
    """Return what was flagged; None where it stands there no more."""
    here = [item for item in record.edition.items if item.story_id == flagged.story_id]
    parts = (
        part
        for item in here
        for part in (*(Part(item=item, bullet=bullet) for bullet in item.summary.bullets), Part(item=item))
    )
    return next((part for part in parts if part.text == flagged.text), None)


def _headlines(item: Item) -> list[str]:
    return [source.title for source in item.sources if source.title.strip()]


def _why_a_title_stays(item: Item) -> str:
    publishers = tuple(
        dict.fromkeys(source.publisher for source in item.sources if source.title == item.summary.title)
    )
    if publishers:
        return say("It is the headline of {publisher}, word for word.", publisher=publishers)
    return "" if corrections.own_title(item) else say("No publisher gave it a headline.")
