"""ROUGE by the package rouge-score."""

import pytest

from bot.adapters.rouge import rouge


def test_english_words_are_stemmed() -> None:
    """Scores are made as published ones are: endings do not count, order does."""
    assert rouge(["The cars wait."], ["The car waits."], is_english=True) == (1, 1, 1)

    one, two, longest = rouge(
        ["Lanyu sold cars.", "Shares rose."], ["Shares rose.", "Cars sold."], is_english=True
    )
    # Four of five and four words are shared; one pair of four and three; each sentence's longest run: two, one.
    assert (one, two, longest) == pytest.approx((8 / 9, 2 / 7, 6 / 9))


def test_other_scripts_are_not_dropped() -> None:
    """The package alone would find no word in Chinese; pairs of characters are what newsthread counts by."""
    assert rouge(["小米交付"], ["小米"], is_english=False)[0] == pytest.approx(0.5)
    assert rouge(["Şirket açıkladı."], ["Şirket açıkladı."], is_english=False) == (1, 1, 1)
