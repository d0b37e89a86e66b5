"""Figures of quality against values worked out by hand, and the baselines they stand beside."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.quality import (
    Asked,
    Bm25,
    Judged,
    Summarized,
    TfidfGrouper,
    answering_figures,
    clustering_figures,
    judging_figures,
    lead_sentences,
    summary_figures,
    telling_threshold,
    word_overlap,
)
from bot.core.quality.answering import holds
from bot.core.quality.summaries import is_leaning


def approx(**figures: float | None) -> object:
    """Figures to be met but for rounding."""
    return pytest.approx(figures)


def test_b_cubed_of_one_story_too_large() -> None:
    """Everything in one story recalls all, and its precision says what that costs."""
    actual = clustering_figures(["a", "a", "b"], ["1", "1", "1"])

    # Of the three entries' stories 2/3, 2/3 and 1/3 belong there.
    assert actual == approx(f1=5 / 7, precision=5 / 9, recall=1)


def test_b_cubed_of_one_entry_astray() -> None:
    """An entry in the wrong story costs on both sides."""
    actual = clustering_figures(["a", "a", "a", "b", "b"], ["1", "1", "2", "2", "2"])

    # Precision is the mean of 1, 1, 1/3, 2/3, 2/3; recall that of 2/3, 2/3, 1/3, 1, 1.
    assert actual == approx(f1=11 / 15, precision=11 / 15, recall=11 / 15)


@given(st.lists(st.sampled_from("abcde"), min_size=1))
def test_b_cubed_does_not_care_what_stories_are_called(labels: list[str]) -> None:
    """Right stories are right under any name."""
    actual = clustering_figures(labels, [f"story {label}" for label in labels])

    assert actual == approx(f1=1, precision=1, recall=1)


def test_b_cubed_of_nothing_is_no_figure() -> None:
    """Without labels there is nothing to be right about."""
    assert clustering_figures([], []) == {"f1": None, "precision": None, "recall": None}


CLAIMS = [
    Judged(is_supported=True, is_found_supported=True, score=0.9, pair="1"),
    Judged(is_supported=False, is_found_supported=True, score=0.8, pair="1"),
    Judged(is_supported=True, is_found_supported=False, score=0.4, pair="2"),
    Judged(is_supported=False, is_found_supported=False, score=0.4, pair="2"),
    Judged(is_supported=False, is_found_supported=False, score=0.1),
]


def test_claims_are_counted_on_both_sides() -> None:
    """False alarms are of the true claims, misses of the altered; ties count half."""
    actual = judging_figures(CLAIMS)

    # AUC: 0.9 above three, 0.4 above one, level with one, below one: 4.5 of 6. Pairs: won, level.
    assert actual == approx(
        balanced_accuracy=7 / 12, false_alarms=1 / 2, misses=1 / 3, auc=4.5 / 6, pairs=0.75
    )


def test_claims_of_one_kind_have_no_balance() -> None:
    """Where no claim was altered there can be no misses, and no accuracy that means anything."""
    actual = judging_figures(CLAIMS[:1])

    assert actual == {
        "balanced_accuracy": None,
        "false_alarms": 0,
        "misses": None,
        "auc": None,
        "pairs": None,
    }


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 4))))
def test_auc_is_how_often_a_true_claim_scores_above_an_altered_one(claims: list[tuple[bool, int]]) -> None:
    """The quick way by ranks says what comparing each with each says."""
    judged = [Judged(is_supported=true, is_found_supported=True, score=score) for true, score in claims]
    compared = [
        (one > other) + (one == other) / 2
        for true, one in claims
        for false, other in claims
        if true and not false
    ]

    expected = pytest.approx(sum(compared) / len(compared)) if compared else None
    assert judging_figures(judged)["auc"] == expected


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 4)), min_size=1))
def test_no_threshold_does_better_than_the_telling_one(claims: list[tuple[bool, int]]) -> None:
    """The baseline is given the best it could have."""

    def accuracy(threshold: float) -> float:
        judged = [
            Judged(is_supported=true, is_found_supported=score >= threshold, score=score)
            for true, score in claims
        ]
        return judging_figures(judged)["balanced_accuracy"] or 0

    telling = telling_threshold(
        [Judged(is_supported=true, is_found_supported=False, score=score) for true, score in claims]
    )

    assert accuracy(telling) >= max(accuracy(threshold) for threshold in range(6)) - 1e-9


def test_bullets_are_counted() -> None:
    """What makes a story's bullets good or bad is seen, each by itself."""
    good = Summarized(
        bullets=("The plant opens in May.", "Lanyu sold 40,000 cars.", "Prices stay."),
        cited=(0, 1, 0),
        texts=("The plant opens\nin May. Prices stay.", "Lanyu sold 40,000 cars."),
    )
    bad = Summarized(
        bullets=("It opens in May.", "The plant, it opens in May."),
        cited=(0, 0),
        texts=("Nothing.", "Nor here."),
    )

    actual = summary_figures([good, bad])

    assert actual == approx(
        three_bullets=1 / 2,
        verbatim=3 / 5,
        none_inside=4 / 5,
        none_dangling=4 / 5,
        two_documents=1 / 2,
        bullet_length=(23 + 23 + 12 + 16 + 27) / 5,
    )


@pytest.mark.parametrize(
    ("bullet", "expected"),
    [
        ("He said so.", True),
        ("“However, sales fell.", True),
        ("Dieser Preis bleibt.", True),
        ("Ancak satışlar düştü.", True),
        ("他说价格不变。", True),
        ("IT budgets grow.", False),
        ("Theirs is a town in Kent.", True),
        ("Itzehoe bekommt ein Werk.", False),
        ("小米交付新车。", False),
        ("…", False),
    ],
)
def test_a_bullet_that_leans_on_what_is_not_shown_is_seen(bullet: str, expected: bool) -> None:
    """Pronouns and connectives in front, in four languages; names that look like them are none."""
    assert is_leaning(bullet) is expected


def asked(ranked: str, gold: str, *, is_refused: bool = False, **more: tuple[str, ...]) -> Asked:
    """A question; each letter is a passage."""
    return Asked(ranked=tuple(ranked), gold=frozenset(gold), is_refused=is_refused, said="", **more)


def test_answers_and_refusals_are_counted() -> None:
    """Ranks where there is something to find; refusals right where there is nothing."""
    actual = answering_figures(
        [
            asked("ab", "a", answers=("41 weeks",), cited=("It takes 41 weeks.",)),
            asked("abc", "c", answers=("41 weeks",), cited=("It takes long.",)),
            asked("abcdef", "f", is_refused=True),
            asked("ab", "z"),
            asked("ab", "", is_refused=True),
            asked("ab", ""),
        ]
    )

    assert actual == approx(
        hit_1=1 / 4,
        hit_5=2 / 4,
        mrr=(1 + 1 / 3 + 1 / 6 + 0) / 4,
        passage_holds=1 / 2,
        answer_holds=0,
        refused_right=1 / 2,
        refused_wrong=1 / 4,
    )


@pytest.mark.parametrize(
    ("text", "answer", "expected"),
    [
        ("They sold 1,180 cars.", "118", False),
        ("They sold 118 cars.", "118", True),
        ("In İSTANBUL  opened a plant.", "istanbul opened", True),
        ("小米售出28500辆。", "28500辆", True),
        ("Anything.", "", False),
    ],
)
def test_a_text_holds_an_answer_whatever_its_letters(text: str, answer: str, expected: bool) -> None:
    """Case, accents and spaces do not matter; digits of another number do."""
    assert holds(text, [answer]) is expected


def test_lead_sentences_come_from_all_documents_in_turn() -> None:
    """Of one document its first three; of several their first ones."""
    one, other = "The plant opens. Cars roll. Prices stay. More follows.", "Lanyu grows. Shares rise."

    assert lead_sentences([one]) == ["The plant opens.", "Cars roll.", "Prices stay."]
    assert lead_sentences([one, other]) == ["The plant opens.", "Lanyu grows.", "Cars roll."]


def test_word_overlap_is_the_share_of_the_claims_words() -> None:
    """Endings and little words do not count."""
    assert word_overlap("The plant sold batteries", "A battery of that plant") == pytest.approx(2 / 3)
    assert word_overlap("", "A car") == 0


def test_tfidf_joins_what_is_near_and_not_what_is_far_back() -> None:
    """A text joins the story of the nearest before it, as far as the grouper looks back."""
    texts = [
        "Lanyu opens battery plant Wuhan",
        "Dolphins return harbour Seaham",
        "Wuhan battery plant: Lanyu opens",
    ]

    near, far = TfidfGrouper(), TfidfGrouper(back=1)

    assert [near.place(text) for text in [*texts, ""]] == [0, 1, 0, 3]
    assert [far.place(text) for text in texts] == [0, 1, 2]


def test_bm25_ranks_rare_words_and_short_passages_higher() -> None:
    """The passage with the rare word comes first, the shorter before the longer, and what shares nothing not at all."""
    ranking = Bm25(
        {
            "long": "The plant in Wuhan makes cars, and much more is said of cars here",
            "short": "The plant makes cars",
            "rare": "The plant makes dolphins",
            "none": "Nothing",
        }
    )

    assert ranking.rank("the plant cars") == ["short", "long", "rare"]
    assert ranking.rank("which dolphins, the plant?") == ["rare", "short", "long"]
    assert Bm25({}).rank("cars") == []
