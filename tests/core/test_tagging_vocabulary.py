"""A topic's vocabulary of tags: it grows with what was told, and later tags are spelled as the first."""

import datetime as dt

import pytest

from bot.core import tagging
from bot.core.entities import KnownTag
from tests import samples

NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


def known(key: str, label: str = "", *, uses: int = 1, days_ago: int = 0) -> KnownTag:
    """A tag that was used."""
    return KnownTag(key=key, label=label or key, uses=uses, used_at=NOON - dt.timedelta(days=days_ago))


def respelled(*tags: str, used: tuple[KnownTag, ...] = (), **aliases: tuple[str, ...]) -> tuple[str, ...]:
    """The tags of one summary as the topic spells them."""
    (told,) = tagging.respelled([samples.summary(tags=tags)], used, aliases=aliases)
    return told.tags


@pytest.mark.parametrize("tag", ["Gdańsk", "GDANSK", "gdansk"])
def test_the_first_spelling_stays(tag: str) -> None:
    """A later, near-equal spelling becomes the one that people know."""
    assert respelled(tag, used=(known("gdansk", "gdańsk"),)) == ("gdańsk",)


def test_the_topics_own_names_come_before_what_was_used() -> None:
    """Who names a subject in the configuration sees that name from then on."""
    assert respelled("Xiaomi", used=(known("xiaomi"),), mi=("xiaomi", "小米")) == ("mi",)


def test_a_synonym_that_was_learnt_stays() -> None:
    """An alias that the configuration no longer names is still known under its old name."""
    spellings = tagging.spellings(["blue whale"], aliases={"blue whale": ("蓝鲸汽车",)})
    used = tuple(known(key, label) for key, label in spellings.items())
    assert respelled("蓝鲸汽车", used=used) == ("blue whale",)


def test_stories_of_one_edition_are_spelled_alike() -> None:
    """Two new spellings of one name do not stand side by side in one edition."""
    told = tagging.respelled(
        [samples.summary(tags=("gdańsk",)), samples.summary(tags=("Gdansk",))], (), aliases={}
    )
    assert [summary.tags for summary in told] == [("gdańsk",), ("gdańsk",)]


def test_a_language_model_is_offered_what_stands_in_the_story() -> None:
    """It chooses from known tags, also where the story names them otherwise, and not from those about something else."""
    used = (known("gdansk"), known("electriccar", "electric cars"), known("su7"), known("nordvolt"))
    texts = [("Nordvolt baut in Danzig Akkus für Elektroautos.", "de")]
    assert tagging.fitting(used, texts, aliases={}) == ("electric cars", "nordvolt")


def test_twenty_are_offered_at_most() -> None:
    """A prompt stays small however large the vocabulary is, and the most used come first."""
    used = [known(f"name{number}") for number in range(50)]
    offered = tagging.fitting(used, [(" ".join(tag.label for tag in used), "en")], aliases={})
    assert offered == tuple(f"name{number}" for number in range(20))


@pytest.mark.parametrize(
    ("tag", "language", "passes"),
    [
        ("electric cars", "en", True),
        ("Nordvolt", "en", True),
        ("bavaria", "en", False),
        ("batteries", "en", False),
        ("Elektroautos", "de", True),
        ("Akkus", "de", False),
        ("unbekanntes Wort", "de", True),
    ],
)
def test_a_language_models_tags_must_stand_in_the_story(tag: str, language: str, passes: bool) -> None:
    """Invented tags go; across languages only what a table knows can be held against the text."""
    texts = [("Nordvolt sells more EVs than before.", "en")]
    assert tagging.borne_out([tag], texts, aliases={}, language=language) == ([tag] if passes else [])


def test_one_foreign_text_lets_no_invention_pass() -> None:
    """What no text in the edition's language says is not borne out because another text cannot be compared."""
    texts = [("Nordvolt sells more EVs than before.", "en"), ("Nordvolt verkauft mehr Elektroautos.", "de")]
    assert tagging.borne_out(["unheard word", "nordvolt"], texts, aliases={}, language="en") == ["nordvolt"]


def test_an_own_subject_must_be_named_too() -> None:
    """The topic's subjects are tags of the stories that name them, under whichever name."""
    aliases = {"mi": ("小米",), "trams": ("tram",)}
    texts = [("小米发布新车", "zh")]
    assert tagging.borne_out(["mi", "trams"], texts, aliases=aliases, language="en") == ["mi"]


def test_what_is_not_used_any_more_falls_out_first() -> None:
    """A vocabulary stays small: a name of one day goes before one used often, which goes when it is old."""
    many = [known(f"new{number:04}", days_ago=1) for number in range(tagging.MAX_KNOWN)]
    rare, loved, old = (
        known("rare", days_ago=5),
        known("loved", uses=40, days_ago=60),
        known("old", uses=40, days_ago=900),
    )
    assert set(tagging.outlived([*many, rare, loved, old])) == {"rare", "old", "new0000"}


@pytest.mark.parametrize("tag", ["<b>bold</b>", "x" * 60, "a\u202eb", ""])
def test_nothing_but_plain_tags_is_remembered(tag: str) -> None:
    """A planted tag cannot poison what later prompts show."""
    assert tagging.spellings([tag], aliases={}) == {}
