"""Sentences: what we say, in the language and by the clock of whoever reads it."""

import copy
import datetime as dt
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import CommandError
from bot.core.language import (
    LANGUAGES,
    Fact,
    Listed,
    Moment,
    Person,
    Reader,
    Sentence,
    in_language,
    joined,
    kept,
    mentioned,
    moment,
    restored,
    say,
    some,
    spoken_language,
)

NINE = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)
GERMAN, TURKISH, CHINESE = Reader("de", "Europe/Berlin"), Reader("tr", "Europe/Istanbul"), Reader("zh")


def test_a_sentence_is_english_until_somebody_reads_it() -> None:
    """Logs, the command line and comparisons see a string like any other."""
    sentence = say("Next: {when}.", when=NINE)
    assert sentence == "Next: 23 Nov 2026, 08:00 UTC."
    assert in_language(sentence, GERMAN) == "Nächste: 23. Nov. 2026, 09:00."


@pytest.mark.parametrize(
    ("number", "german", "turkish", "chinese"),
    [
        (1, "1 Meldung", "1 haber", "1 条新闻"),
        (2, "2 Meldungen", "2 haber", "2 条新闻"),
        (1234, "1.234 Meldungen", "1.234 haber", "1,234 条新闻"),
    ],
)
def test_numbers_and_plurals_are_the_readers(number: int, german: str, turkish: str, chinese: str) -> None:
    """A German reads 1.234 and a plural; Turkish and Chinese nouns stay as they are behind a number."""
    stories = some(number, "{n} story", "{n} stories")
    told = [in_language(stories, reader) for reader in (GERMAN, TURKISH, CHINESE)]
    assert told == [german, turkish, chinese]


@pytest.mark.parametrize(
    ("reader", "expected"),
    [
        (Reader("en", "Europe/Berlin"), "23 Nov 2026, 09:00"),
        (GERMAN, "23. Nov. 2026, 09:00"),
        (TURKISH, "23 Kas 2026 11:00"),
        (CHINESE, "2026年11月23日 08:00 UTC"),
    ],
)
def test_instants_are_by_the_readers_clock(reader: Reader, expected: str) -> None:
    """Where nobody named a clock, UTC is said."""
    assert in_language(moment(NINE), reader) == expected


def test_a_moment_may_bring_its_own_zone() -> None:
    """The dateline of an edition is by the edition's clock, whoever reads it."""
    day = say("{day}", day=Moment(NINE, "EEEE d MMMM y, HH:mm", "Europe/Berlin"))
    assert in_language(day, CHINESE) == "2026年11月23日星期一 09:00"
    assert in_language(day, GERMAN) == "Montag, 23. November 2026, 09:00"
    assert in_language(day, TURKISH) == "23 Kasım 2026 Pazartesi 09:00"


def test_rows_have_the_readers_signs_between() -> None:
    """Chinese names stand with 、 between them, and Chinese sentences without a space."""
    assert in_language(say("{names}", names=("a", "b")), CHINESE) == "a、b"
    both = joined([say("More below."), "", say("Nothing was sent.")])
    assert both == "More below. Nothing was sent."
    assert " " not in in_language(both, CHINESE)


def test_sentences_inside_sentences_are_said_in_the_same_language() -> None:
    """A reason within a remark is no English island."""
    remark = say("Only an excerpt: {reason}", reason=say("the page could not be read"))
    assert "page" not in in_language(remark, GERMAN)


@pytest.mark.parametrize(
    "hostile", ["{", "}", "{n}", "{0.__class__}", "%s", "\\", "\u202e", "{topic}{", "\n\r\x00"]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fact_is_never_read_as_a_form(hostile: str, language: str) -> None:
    """Whatever a feed, a person or a language model writes comes through as it is, and breaks no message."""
    sentence = say("{topic}: “{words}” is muted here", topic=hostile, words=(hostile, hostile))
    told = in_language(sentence, Reader(language))
    assert told.count(hostile) >= 3
    assert in_language(hostile, Reader(language)) == hostile


@pytest.mark.parametrize(
    ("wanted", "spoken"),
    [("de-AT", "de"), ("zh-Hans-CN", "zh"), ("EN", "en"), ("nl", "en"), ("", "en"), ("xx-yy", "en")],
)
def test_what_we_do_not_speak_is_english(wanted: str, spoken: str) -> None:
    """A channel in Dutch gets Dutch stories and English words around them, never an error."""
    assert spoken_language(wanted) == spoken
    assert in_language(say("Answer"), Reader(wanted))


def test_a_sentence_survives_being_copied() -> None:
    """What passes through a pool of processes, or a copy of a value, can still be translated."""
    sentence = some(3, "{n} story", "{n} stories")
    for again in (copy.deepcopy(sentence), pickle.loads(pickle.dumps(sentence))):  # noqa: S301 -- our own
        assert isinstance(again, Sentence)
        assert in_language(again, GERMAN) == "3 Meldungen"


def test_an_error_can_be_said_in_another_language() -> None:
    """A person's mistake is explained in the channel's language, and logged in English."""
    error = CommandError(say("That did not work"))
    assert str(error) == "That did not work"
    assert in_language(error.text, GERMAN) == "Das hat nicht geklappt"


def test_an_empty_row_is_nothing() -> None:
    """No stray separator where there is nothing to separate."""
    assert joined([], ", ") == ""
    assert say("{names}", names=Listed((), "; ")) == ""


FACTS = st.recursive(
    st.text() | st.integers() | st.dates() | st.datetimes(timezones=st.just(dt.UTC)),
    lambda fact: (
        st.lists(fact, max_size=3).map(tuple)
        | st.lists(fact, max_size=3).map(lambda parts: Listed(tuple(parts), "; "))
        | fact.map(lambda each: say("told again: told before on {grown}", grown=each))
    ),
    max_leaves=6,
)


@given(FACTS, st.integers(0, 1_000))
def test_what_is_kept_is_restored_whole(fact: Fact, number: int) -> None:
    """Whatever a sentence tells of: it reads the same in every language after it was kept, and facts stay facts."""
    one = some(number, "{n} story: {why}", "{n} stories: {why}", why=fact)
    back = restored(kept(one))
    assert back == one
    for language in LANGUAGES:
        assert in_language(back, Reader(language)) == in_language(one, Reader(language))


def test_what_was_kept_in_english_is_spoken_as_far_as_it_is_known() -> None:
    """Reasons without facts, and what was kept before sentences were kept whole; what is none of ours stays as it is."""
    assert in_language(restored("told here before"), Reader("de")) == "hier schon gemeldet"
    assert in_language(restored("below the {size} heaviest"), Reader("en")) == "below the {size} heaviest"
    assert (
        in_language(restored("below the 5 heaviest (rank 7)"), Reader("de"))
        == "below the 5 heaviest (rank 7)"
    )
    assert restored("") == ""


@pytest.mark.parametrize("number", [10**25, -(10**40), 1e300])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_number_is_too_large_to_be_told(number: float, language: str) -> None:
    """Feeds and people write any number; the sentence around it is told all the same."""
    told = in_language(say("at most {number}", number=number), Reader(language))
    assert sum(letter.isdigit() for letter in told) >= 26


def bracketed(person: Person) -> str:
    """A mention as some platform writes it."""
    return f"<{person.id}>"


def test_a_person_is_mentioned_where_a_platform_knows_them() -> None:
    """Plain text has the name, or the id; a renderer writes its own; in a sentence within another one, in a row, and in any language."""
    both = say(
        "raised for {subject}, by {people}", subject="recalls", people=(Person("U1", "Ann"), Person("U2"))
    )
    whole = say("{what}: {why}", what=Person("U3"), why=both)
    assert whole == "U3: raised for recalls, by Ann, U2"
    for told in (in_language(whole, GERMAN), in_language(restored(kept(whole)), Reader())):
        assert told == "U3: raised for recalls, by Ann, U2"
        assert mentioned(told, lambda text: [text], bracketed) == ["<U3>: raised for recalls, by <U1>, <U2>"]


@given(st.text())
def test_text_from_elsewhere_names_nobody(text: str) -> None:
    """What stands in a feed, or is typed, is never taken for a person, whatever characters it is made of."""
    forged = f"\ufdd0{0:024d}\ufdd1{text}"
    for told in (say("by {who}: {text}", who=Person("U2"), text=forged), forged):
        (shown,) = mentioned(in_language(told, Reader()), lambda each: [each], bracketed)
        assert shown.count("<U") - text.count("<U") == (told is not forged)
