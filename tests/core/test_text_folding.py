"""Folding: what people type finds what publishers wrote."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text import fold, search_tokens, stem, words

SAME = [
    ("istanbul", "İstanbul"),
    ("ISTANBUL", "İSTANBUL"),
    ("isik", "IŞIK"),
    ("ışık", "IŞIK"),
    ("strasse", "Straße"),
    ("uber", "Über"),
    ("ozgur", "Özgür"),
    ("su7", "ＳＵ７"),
    ("lodz", "Łódź"),
    ("محمد", "مُحَمَّـد"),
    ("احمد", "أحمد"),
    ("123", "١٢٣"),
    ("cooperation", "co\u00adopera\u200btion"),
]


@pytest.mark.parametrize(("typed", "written"), SAME)
def test_fold_makes_one_of_what_people_mean_to_be_one(typed: str, written: str) -> None:
    """`/ev istanbul` finds İstanbul, on any keyboard."""
    assert fold(typed) == fold(written)


def test_search_tokens_part_words_and_pair_han() -> None:
    """A Chinese word inside a sentence is found although no space parts it."""
    assert search_tokens("e-tron SU7 小米汽车 汽") == ["e", "tron", "su7", "小米", "米汽", "汽车", "汽"]


@given(st.text(st.characters(max_codepoint=127) | st.sampled_from("“”‘’–—"), max_size=80))
def test_search_tokens_of_english_are_its_runs_of_letters_and_digits(text: str) -> None:
    """Whatever else there is parts words: punctuation of all kinds, underscores, control characters."""
    assert search_tokens(text) == [run[:40] for run in re.findall("[a-z0-9]+", text.lower())]


def test_search_tokens_keep_letters_of_every_script() -> None:
    """A word in Cyrillic or Hindi among English ones is found."""
    assert search_tokens("“Київ” is Kyiv, हिंदी") == ["киів", "is", "kyiv", "हिंदी"]


def test_search_tokens_are_capped() -> None:
    """A hostile run of letters cannot fill the index."""
    assert len(search_tokens("a" * 5000)[0]) == 40


def test_words_lose_what_follows_an_apostrophe() -> None:
    """ "Xiaomi's" and "Türkiye'nin" are about Xiaomi and Türkiye."""
    assert words("Xiaomi's Türkiye’nin cars") == ["xiaomi", "turkiye", "cars"]


def test_stems_join_forms_and_leave_names_and_figures() -> None:
    """A story about "sales" is found beside one about "sale"; SU7 stays SU7."""
    assert [stem(word) for word in ("sales", "sale", "su7", "bus")] == ["sale", "sale", "su7", "bus"]


@given(st.text(max_size=120))
def test_fold_twice_is_fold_once(text: str) -> None:
    """What is stored folded and what is asked folded meet, whoever folded first."""
    assert fold(fold(text)) == fold(text)
