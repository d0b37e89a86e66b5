"""What was meant, and what comes near."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.finding import meant, nearest
from bot.core.text import one_slip_away, slips_between

WORDS = st.text(alphabet="abcxyz", min_size=4, max_size=9)


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("xaiomi", "xiaomi", 1),
        ("xiaomi", "xiaomi", 0),
        ("xiomi", "xiaomi", 1),
        ("tesla", "testa", 1),
        ("", "ab", 2),
        ("ca", "abc", 3),
    ],
)
def test_slips_are_counted(one: str, other: str, slips: int):
    """Letters side by side that changed places are one slip."""
    assert slips_between(one, other) == slips_between(other, one) == slips


@given(WORDS, st.data())
def test_every_slip_is_thought_of(word: str, data: st.DataObject):
    """Whatever single slip was made, the word that was meant is among those looked up."""
    slipped = data.draw(st.sampled_from(sorted(one_slip_away(word))))
    assert slips_between(word, slipped) == 1
    if len(slipped) >= 4:
        assert word in one_slip_away(slipped)


def test_short_words_and_other_scripts_are_left_alone():
    """“bmw” is one slip away from too much, and a Chinese word has no letters."""
    assert one_slip_away("bmw") == one_slip_away("小米汽车") == one_slip_away("") == frozenset()


def test_the_likeliest_is_meant():
    """Fewer slips first, then the topic's own names, then what stands in more headlines."""
    known = {"xiaomo": 9, "xiaome": 30}
    assert meant("xiaomx", known=known, names={"xiaomi"}) == ("xiaomi", "xiaome", "xiaomo")
    assert meant("volkswgaen", known={}, names={"volkswagen", "volvo"}) == ("volkswagen",)
    assert meant("vokswgaen", known={}, names={"volkswagen"}) == ("volkswagen",)
    assert meant("vlovo", known={}, names={"volvos"}) == ()


def test_names_that_look_alike_are_near():
    """Where none does, the first ones are better than nothing."""
    names = ["xiaomi", "lidar", "battery", "batteries", "Norway"]
    assert nearest("battary", names) == ("battery", "batteries")
    assert nearest("qqq", names) == tuple(names)
