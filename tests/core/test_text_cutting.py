"""Cutting to a length, and hashing."""

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.text import content_hash, shorten

TRICKY = st.text(alphabet="ab 　e\u0301🇩🇪👩\u200d🔬👍🏽小", max_size=60)


def test_shorten_keeps_whole_words() -> None:
    """A cut title ends with a word and an ellipsis."""
    assert shorten("Prices rose again in March", 18) == "Prices rose again…"


def test_shorten_leaves_what_fits() -> None:
    """A title that fits is shown as it is."""
    assert shorten("Prices rose", 11) == "Prices rose"


def test_shorten_cuts_text_without_spaces() -> None:
    """A Chinese headline is cut inside, not to nothing."""
    assert shorten("小米汽车发布新款电动车", 6) == "小米汽车发…"


def test_shorten_leaves_flags_whole() -> None:
    """Half a flag is a letter in a box."""
    assert shorten("🇩🇪🇫🇷🇹🇷", 4) == "🇩🇪…"


@given(TRICKY, st.integers(min_value=0, max_value=70))
def test_shorten_never_exceeds_its_limit(text: str, limit: int) -> None:
    """A platform's length limit is never broken."""
    assert len(shorten(text, limit)) <= limit


@example("aaaaaaaaaaaaaaa\u200d  a", 18)
@given(TRICKY, st.integers(min_value=1, max_value=70))
def test_shorten_never_splits_what_readers_see_as_one(text: str, limit: int) -> None:
    """No accent, flag or joined emoji is torn apart."""
    cut = shorten(text, limit)
    kept = cut.removesuffix("…") if cut != text else ""
    following = text[len(kept) : len(kept) + 1] if kept and text.startswith(kept) else ""
    assert not following or not unicodedata.combining(following)
    assert not following or following not in {"\u200d", "🏽"}
    assert not kept.endswith("\u200d")
    assert not (kept.endswith("🇩") and following == "🇪" and kept.count("🇩") > kept.count("🇪"))


def test_content_hash_overlooks_spaces_and_unicode_forms() -> None:
    """A page that was only reformatted is not a new version of its article."""
    assert content_hash("Café  au lait", "x") == content_hash("Cafe\u0301 au\nlait ", "x")


@given(st.text(alphabet="ab\u0301\u200d \n\t\x1c\x85\u00a0\u2028\u3000", max_size=12))
def test_content_hash_overlooks_any_spaces(text: str) -> None:
    """However an article's words are parted, it is the same article."""
    assert content_hash(text) == content_hash(" ".join(text.split()))


def test_content_hash_tells_title_from_text() -> None:
    """Words that move from the title into the text make another article."""
    assert content_hash("a b", "c") != content_hash("a", "b c")
