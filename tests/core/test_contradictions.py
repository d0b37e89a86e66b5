"""Contradicting figures: found where they are plain, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.entities import Citation, EntryId
from bot.core.prompts import misattributed, one_sided
from bot.core.prompts.contradicting import contradictions


def told(*said: tuple[str, str]) -> list[Citation]:
    """Sentences of publishers, as a prompt shows them."""
    return [
        Citation(entry_id=EntryId(number), sentence=sentence, url="https://a.example", publisher=publisher)
        for number, (publisher, sentence) in enumerate(said, 1)
    ]


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("Norvik recalls 18,400 cars for a loose bolt.", "Norvik recalls 18,900 cars for a loose bolt.", "[1] has 18,400, [2] has 18,900"),
        ("Norvik ruft 18.400 Autos zurück.", "Norvik ruft nun 21.000 Autos zurück.", "[1] has 18.400, [2] has 21.000"),
        ("Prices at Norvik rose by 4 percent in May.", "Prices at Norvik rose by 6 percent in May.", "[1] has 4, [2] has 6"),
        ("The Norvik plant cost 400 million euros in all.", "The Norvik plant cost 430 million euros in all.", "[1] has 400 million, [2] has 430 million"),
    ],
)  # fmt: skip
def test_two_figures_for_one_thing_are_a_contradiction(one: str, other: str, found: str) -> None:
    """Counts, shares and sums of money, in any of our languages, said by sentence numbers."""
    assert [str(each) for each in contradictions(told(("Reuters", one), ("Bloomberg", other)))] == [found]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Norvik recalls about 18,400 cars for a bolt.", "Norvik recalls 18,900 cars for a bolt."),
        ("Norvik recalls 18,400 cars for a loose bolt.", "Norvik recalls 18 thousand cars for a loose bolt."),
        ("Norvik recalls 18,400 cars for a loose bolt.", "Norvik recalls 2,100 vans for a loose bolt."),
        ("Norvik recalled cars for a loose bolt in 2024.", "Norvik recalled cars for a loose bolt in 2025."),
        ("The Norvik plant cost 400 million euros.", "The Norvik plant cost 430 million dollars."),
        ("Norvik recalls 18,400 cars for a loose bolt.", "Volt sold 18,900 cars of its first model."),
        ("Norvik recalls 18,400 cars for a loose bolt.", "Norvik recalls cars for a loose bolt."),
    ],
)
def test_what_may_both_be_true_is_none(one: str, other: str) -> None:
    """Rounding, other things, other years, other currencies, other events: a false contradiction misleads too."""
    assert contradictions(told(("Reuters", one), ("Bloomberg", other))) == ()


def test_one_publisher_does_not_contradict_itself() -> None:
    """Two figures from one pen are two things."""
    one, other = "Norvik recalls 18,400 cars for a bolt.", "Norvik recalls 18,900 cars for a bolt."

    assert contradictions(told(("Reuters", one), ("Reuters", other))) == ()
    assert contradictions(told(("Reuters", one), ("Bloomberg", other), ("Bloomberg", one))) == ()


STRIKE = told(
    ("Reuters", "A strike at Norvik idled 30,000 workers on Monday."),
    ("Bloomberg", "A strike at Norvik idled 28,000 workers on Monday."),
)


@pytest.mark.parametrize(
    ("text", "is_one_sided"),
    [
        ("A strike idled 30,000 workers.", True),
        ("A strike idled 28,000 workers.", True),
        ("Reuters counts 30,000 idle workers.", False),
        ("Between 28,000 workers and 30,000 workers are idle.", False),
        ("A strike idled many workers.", False),
        ("Norvik has 30,000 shareholders.", False),
    ],
)
def test_one_side_without_a_name_is_one_sided(text: str, *, is_one_sided: bool) -> None:
    """Either both figures, or who gives the one; a figure of something else is no side."""
    assert (one_sided(text, contradictions(STRIKE)) is not None) is is_one_sided


@pytest.mark.parametrize(
    ("text", "publisher"),
    [
        ("Reuters counts 30,000 workers, Bloomberg 28,000.", ""),
        ("Some 30,000 workers, according to Reuters.", ""),
        ("Bloomberg counts 30,000 workers.", "Bloomberg"),
        ("The strike idled 28,000 workers, according to Reuters.", "Reuters"),
        ("Reuters writes of 12 plants.", ""),
        ("A strike idled 30,000 workers.", ""),
    ],
)
def test_a_figure_under_the_wrong_name_is_noticed(text: str, publisher: str) -> None:
    """Who said it is part of the fact; a figure that nobody gives is for the check of figures."""
    assert misattributed(text, STRIKE) == publisher


@given(
    st.lists(st.tuples(st.sampled_from(["Reuters", "A.example", ""]), st.text(max_size=60)), max_size=5),
    st.text(max_size=60),
)
def test_any_text_has_contradictions_or_none(said: list[tuple[str, str]], text: str) -> None:
    """Whatever publishers are called and write, looking for contradictions ends."""
    shown = told(*said)

    assert one_sided(text, contradictions(shown)) is None or shown
    assert misattributed(text, shown) in {"", *(one.publisher for one in shown)}
