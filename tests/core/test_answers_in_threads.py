"""What threads ask: questions for us and not, about the edition, follow-ups, days, contradictions, words of many forms."""

import datetime as dt
from dataclasses import replace

import pytest

from bot.core.answers import (
    AboutEdition,
    Wanted,
    about_edition,
    best,
    compose_extractive,
    day_asked_about,
    holds_what_was_asked,
    in_full,
    is_for_us,
    of_day,
    passages,
)
from bot.core.answers.contradicting import others_say
from bot.core.answers.kinds import currency_wanted, things
from bot.core.answers.matching import form, vocabulary
from bot.core.answers.turkish import is_one_word
from bot.core.entities import Entry, EntryId
from bot.core.text import words
from tests.core.answering import HARBOUR, NOON, TEXTS, entry

AMONG_PEOPLE = [
    "<@U77> what about lunch?",
    "did you see this?",
    "Are we still on for three?",
    "can you review my draft?",
    "Hast du das gelesen?",
    "Gehen wir essen?",
    "Sen ne düşünüyorsun?",
    "你觉得怎么样？",
    "Nice, thanks!",
]
FOR_US = [
    "how long is the waiting list in China?",
    "can you explain the tariff?",
    "what did you leave out?",
    "Kannst du mir erklären, was der Zoll kostet?",
    "Bana fabrikayı anlatır mısın?",
    "and in Europe?",
    "neden bu ilk sırada?",
    "中国买家需要等待多久？",
]


@pytest.mark.parametrize("text", AMONG_PEOPLE)
def test_people_talk_to_each_other(text: str) -> None:
    """What is said to somebody, or asks about those present, is not for the bot."""
    assert not is_for_us(text)


@pytest.mark.parametrize("text", FOR_US)
def test_questions_about_the_news_are_for_us(text: str) -> None:
    """Nobody has to mention the bot to ask about the stories or the edition, in whatever words."""
    assert is_for_us(text)


ABOUT_EDITIONS = {
    "why is this first?": AboutEdition.FIRST,
    "Warum steht das ganz oben?": AboutEdition.FIRST,
    "Neden bu haber ilk sırada?": AboutEdition.FIRST,
    "为什么这条排第一？": AboutEdition.FIRST,
    "what did you leave out?": AboutEdition.LEFT_OUT,
    "Was hast du weggelassen?": AboutEdition.LEFT_OUT,
    "Neleri atladın?": AboutEdition.LEFT_OUT,
    "略去了什么？": AboutEdition.LEFT_OUT,
    "how many sources?": AboutEdition.SOURCES,
    "Wie viele Quellen hast du gelesen?": AboutEdition.SOURCES,
    "Kaç kaynak var?": AboutEdition.SOURCES,
    "有多少来源？": AboutEdition.SOURCES,
    "What did this edition cost?": AboutEdition.COST,
    "What period does this cover?": AboutEdition.WINDOW,
    "How many sources of lithium does Chile have?": None,
    "What did Voltara leave out of the V7?": None,
    "Why was Voltara first to sell sodium cells?": None,
    "Warum kostet der V7 mehr?": None,
}


@pytest.mark.parametrize(("question", "about"), ABOUT_EDITIONS.items())
def test_questions_about_the_edition_are_told_from_those_about_the_news(
    question: str, about: AboutEdition | None
) -> None:
    """ "Why is this first?" is for the records, "why was Voltara first?" for the sources."""
    assert about_edition(question) == about


FOLLOW_UPS = [
    ("How long is the waiting list in China?", "and in Europe?", {"waiting", "long", "europe"}, {"china"}),
    ("Wie viele Autos hat Lanchi verkauft?", "und Vardal?", {"autos", "vardal"}, {"lanchi"}),
    ("Çin'de alıcılar kaç hafta bekliyor?", "peki ya Almanya'da?", {"hafta", "almanya"}, {"cin"}),
    ("中国买家需要等待多久？", "欧洲呢？", {"等待", "欧洲"}, {"中国"}),
    ("What does the X9 cost in 2025?", "and in 2026?", {"x9", "cost", "2026"}, {"2025"}),
    ("Where is the plant of Voltara?", "who runs it?", {"who", "plant", "voltara"}, {"where"}),
    ("Where is the plant of Voltara?", "Who runs Vardal from October on?", {"vardal"}, {"plant"}),
    ("", "and in Europe?", {"europe"}, set()),
]


@pytest.mark.parametrize(("earlier", "question", "has", "lacks"), FOLLOW_UPS)
def test_follow_ups_take_what_they_leave_out_from_the_question_before(
    earlier: str, question: str, has: set[str], lacks: set[str]
) -> None:
    """ "And in Europe?" asks how long the waiting list is there, and no longer about China."""
    found = set(words(in_full(question, earlier).question))
    assert has <= found
    assert not lacks & found


def test_a_follow_up_wants_its_country_in_the_source() -> None:
    """The waiting list in China is no answer to "and in Europe?"."""
    told = passages([entry(1, TEXTS["en"]), entry(2, HARBOUR)])
    followed = in_full("and in Brazil?", "How long is the waiting list in China?")
    answer = compose_extractive("How long is the waiting list in China?", told)
    assert not holds_what_was_asked(answer, followed, "and in Brazil?")
    assert holds_what_was_asked(answer, in_full("and in China?", "How long is the wait?"), "and in China?")


def test_another_currency_is_not_worked_out() -> None:
    """The price in euros does not say how much that is in dollars."""
    told = passages([entry(1, TEXTS["en"]), entry(2, HARBOUR)])
    answer = compose_extractive("How much does the plant cost?", told)
    for question in (
        "how much is that in dollars?",
        "bu kaç dolar?",
        "Wie viel ist das in Dollar?",
        "折合多少美元？",
    ):
        assert not holds_what_was_asked(answer, in_full(question, "How much does the plant cost?"), question)
    question = "how much is that in euros?"
    assert holds_what_was_asked(answer, in_full(question, "How much does the plant cost?"), question)


DAYS = {
    "What happened yesterday?": dt.date(2026, 11, 22),
    "Was geschah gestern?": dt.date(2026, 11, 22),
    "Dün ne oldu?": dt.date(2026, 11, 22),
    "昨天发生了什么？": dt.date(2026, 11, 22),
    "What did Voltara say today?": dt.date(2026, 11, 23),
    "What did Voltara say last Friday?": dt.date(2026, 11, 20),
    "Was sagte Voltara am Montag?": dt.date(2026, 11, 16),
    "Geçen cuma ne oldu?": dt.date(2026, 11, 20),
    "上周五发生了什么？": dt.date(2026, 11, 20),
    "When does it open?": None,
    "Will it open on Monday?": None,
    "Pazartesi açılacak mı?": None,
}


@pytest.mark.parametrize(("question", "day"), DAYS.items())
def test_days_are_resolved(question: str, day: dt.date | None) -> None:
    """ "Yesterday" is the day before the question was asked, a weekday the last one before it."""
    assert day_asked_about(question, NOON.date()) == day


def test_only_articles_of_the_day_or_naming_it_can_tell_of_it() -> None:
    """What an old article calls "yesterday" was another day."""
    old = replace(entry(1, HARBOUR), published_at=NOON - dt.timedelta(days=9))
    later = replace(entry(2, HARBOUR), published_at=NOON - dt.timedelta(days=1))
    naming = replace(old, id=EntryId(3), text="On November 22 the harbour was closed.")
    found = of_day([old, later, naming], dt.date(2026, 11, 22), NOON.date())
    assert [one.id for one in found] == [2, 3]
    assert [one.id for one in of_day([old, later], NOON.date(), NOON.date())] == [2]


def publisher(name: str, text: str, number: int) -> Entry:
    """What one of several publishers says."""
    return replace(entry(number, ("Voltara sales", text)), publisher=name)


def test_contradicting_publishers_are_both_quoted() -> None:
    """One says 30,000, the other 28,000: the reader learns of both. A rounded figure contradicts nobody."""
    question = "How many cars did Voltara sell in October?"
    told = [
        publisher("Volt Courier", "Voltara sold 30,000 cars in October.", 1),
        publisher("Harbour Motor", "In October, Voltara sold 28,000 cars, it said.", 2),
        publisher("Ampere Observer", "Rain fell in October. Nobody was hurt.", 3),
    ]
    answer = compose_extractive(question, passages(told))
    said = " ".join(sentence.text for sentence in answer.sentences)
    assert "30,000" in said
    assert "28,000" in said


def test_a_rounded_figure_contradicts_nobody() -> None:
    """About 28,000 and 28,140 are one figure: the nearest sentence alone answers."""
    question = "How many cars did Voltara sell in October?"
    exact = publisher("Volt Courier", "Voltara sold 28,140 cars in October.", 1)
    rounded = publisher("Harbour Motor", "In October, Voltara sold about 28,000 cars, it said.", 2)
    ranked_ones = best(question, passages([exact, rounded]), 2)
    assert others_say(question, ranked_ones[0], ranked_ones) == []


CHOSEN = [
    (
        "Why did the sprinklers not work?",
        (
            "Investigators want to know why the sprinklers did not work. The fire began at noon. "
            "The sprinklers did not work because a valve had been closed for maintenance."
        ),
        "valve",
    ),
    (
        "How many cars did Lanchi deliver in the second quarter?",
        "Vardal delivered 19,400 cars in the second quarter. Lanchi delivered 61,320 cars in the second quarter.",
        "61,320",
    ),
    (
        "How many cars did Lanchi deliver in the second quarter?",
        "Lanchi spent 1.2 billion yuan in the second quarter. Lanchi delivered 61,320 cars.",
        "61,320",
    ),
]


@pytest.mark.parametrize(("question", "text", "holds"), CHOSEN)
def test_the_sentence_that_answers_comes_before_the_one_that_repeats_the_question(
    question: str, text: str, holds: str
) -> None:
    """Who asks why is not told that others want to know why; nor another maker's figure."""
    answer = compose_extractive(question, passages([entry(1, ("News of the day", text))]))
    assert holds in answer.sentences[0].text


def test_turkish_words_are_found_with_other_endings() -> None:
    """ "Fabrikada" is about a "fabrika"; "fabl" is about something else."""
    assert is_one_word("fabrika", "fabrikada")
    assert is_one_word("kitap", "kitabi")
    assert is_one_word("acildi", "acilacak")
    assert not is_one_word("fabrika", "fabl")
    assert not is_one_word("araba", "aralik")


def test_arabic_words_are_found_with_their_clitics() -> None:
    """ "And the factory", "for the factory" and "factory" are one word."""
    assert form("والمصنع") == form("للمصنع") == form("مصنع")


def test_words_are_found_inside_compounds() -> None:
    """A German "Batteriefabrik" is a "Fabrik"."""
    assert vocabulary("Die Batteriefabrik wurde eröffnet.", "de").match("fabrik") > 0
    assert vocabulary("Die Batterie wurde geladen.", "de").match("fabrik") == 0


def test_durations_and_prices_have_more_than_one_form() -> None:
    """ "Until 2032" says how long, and "69 cents" how much, though neither is so many years or euros."""
    assert things("Updates will come until 2032.", Wanted.DURATION, "How long will updates come?") == (
        "2032",
    )
    assert things("Eine Kilowattstunde kostet 69 Cent.", Wanted.MONEY, "Was kostet das?") == ("69 cent",)


def test_a_currency_is_named_or_not() -> None:
    """ "In dollars" wants dollars; "in Europe" is a place."""
    assert currency_wanted("what is that in US dollars?") == "USD"
    assert currency_wanted("bu kaç euro?") == "EUR"
    assert currency_wanted("how much is it in Europe?") == ""


def test_arabic_endings_are_no_other_word() -> None:
    """ "Car", "cars" and "her car" are one word, "book" another."""
    assert form("سيارات") == form("سياره")
    assert form("كتاب") != form("سياره")
    assert vocabulary("زادت الشركة انتاج السيارات").match(form("سياره")) == 1.0
