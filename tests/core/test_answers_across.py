"""Questions in another language than the sources: what can be found without a language model."""

import pytest

from bot.core.answers import best, passages, words_across
from bot.core.answers.evidence import Evidence
from bot.core.answers.thesaurus import meanings_of, words_for
from tests.core.answering import HARBOUR, TEXTS, entry


@pytest.mark.parametrize(
    ("word", "language"),
    [
        ("factory", "en"),
        ("fabrikalarinda", "tr"),
        ("autofabrik", "de"),
        ("工厂", "zh"),
        ("المصنع", "ar"),
    ],
)
def test_a_word_means_the_same_in_every_language(word: str, language: str) -> None:
    """With its endings, its article, or as the tail of a compound."""
    assert meanings_of(word, language) & meanings_of("factory", "en")


def test_names_have_one_meaning_in_all_scripts() -> None:
    """The tables that tags have for names serve questions, too."""
    assert meanings_of("小米", "zh") & meanings_of("xiaomi", "tr")
    assert meanings_of("almanya", "tr") & meanings_of("germany", "en")


def test_small_words_of_other_languages_mean_nothing() -> None:
    """German "die" is no death, Turkish "on" no position."""
    death = meanings_of("died", "en")
    assert death
    assert not meanings_of("die", "de") & death


def test_a_question_is_searched_for_in_the_sources_languages() -> None:
    """Its own words find nothing there; in its own language nothing else is looked for."""
    question = "Fabrika ne zaman açılacak?"
    assert {"factory", "plant", "opened"} <= set(words_across(question, ["en"]))
    assert "werk" in words_across(question, ["de-AT"])
    assert words_across(question, ["tr", "en"]) == []
    assert words_across(question, ["ja"]) == []
    assert {"factory", "werk", "工厂"} <= set(words_across(question, []))


def test_words_for_many_meanings_stay_few() -> None:
    """A query is bounded, so each language gets its share of it."""
    meant = meanings_of("fabrika", "tr")
    assert len(words_for(meant, ["en", "de", "zh", "ar"])) <= 4 * 2 * len(meant)


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("Çin'de alıcılar kaç hafta bekliyor?", "41 weeks"),
        ("Wie viele V7 wurden im ersten Quartal verkauft?", "28,500"),
        ("第二座工厂将在哪里开放？", "second plant"),
    ],
)
def test_the_nearest_foreign_sentence_comes_first(question: str, holds: str) -> None:
    """Whether it is sure enough is another matter; it is what the refusal shows, and what a language model sees."""
    told = passages([entry(1, TEXTS["en"]), entry(2, HARBOUR)])
    assert holds in best(question, told, 1)[0].passage.sentence


def test_languages_without_meanings_are_compared_letter_by_letter() -> None:
    """A Japanese question is taken for Chinese; that must not make Japanese sources foreign to it."""
    (told,) = passages([entry(1, ("工場", "第二工場は3月に開く。"), "ja")])
    assert not Evidence("第二工場はいつ開く？", [told]).is_foreign(told.language)
    assert Evidence("第二工厂什么时候开？", [told]).is_foreign("en")
