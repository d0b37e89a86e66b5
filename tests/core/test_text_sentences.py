"""Cutting text into sentences, in the languages that newsthread reads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text import sentences

TOLD_APART = {
    "titles and companies": ("Mr. Ade of Borel Inc. resigned. Nobody was told.", 2),
    "titles of several, or with another": (
        "Sens. Ade and Borel met Maj. Gen. Carver. Did Reps. Doe and Roe?",
        2,
    ),
    "a stop before a mark": ("Senators Ade (La. ), Borel (N.C. ) and Carver were there. Nobody else was.", 2),
    "a war that is numbered": ("It was the hottest day since World War II. Lyon closed its parks.", 2),
    "words that are no titles": ("She did ten reps. Then she rested.", 2),
    "initials": ("J. Doe met George W. Carver in the U.S. Senate. They spoke.", 2),
    "figures": ("It rose 3.5 percent to 1,234.5. No. 5 fell. Sales on Jan. 4 were flat.", 3),
    "country at the end": ("The car is not sold in the U.S. The firm says it will be.", 2),
    "quotations": ('"Is it late?" she asked. "It is." He left.', 3),
    "a letter that is a model": ("The firm will build the Model Y. Lena Okafor said so.", 2),
    "a name in small letters": ("Prices fell. iPhone sales rose.", 2),
    "question and exclamation": ("Why now? Nobody knows! We asked.", 3),
    "German dates and ranks": ("Am 3. Oktober kam z. B. der 2. Weltkrieg zur Sprache. Es war spät.", 2),
    "German abbreviations": ("Die Fa. zahlt ca. 5 Mio. Euro bzw. mehr. Das ist viel.", 2),
    "Turkish": ("Bu bir denemedir. İyi mi? Dr. Işık geldi. Öğle oldu.", 4),
    "Chinese": ("他说：“你好。”然后走了。真的？是！", 4),
    "Arabic and Urdu": ("كيف حالك؟ أنا بخير. یہ خبر ہے۔ شکریہ", 4),
    "paragraphs": ("A heading without a stop\nThe first sentence.\n\nThe second", 3),
    "ellipsis": ("He waited … and waited. Then he left...", 2),
    "footnote marks": ("It is the oldest bridge.[12] It was closed.", 2),
}


@pytest.mark.parametrize(("text", "count"), TOLD_APART.values(), ids=TOLD_APART.keys())
def test_sentences_end_where_readers_say(text: str, count: int) -> None:
    """A bullet quotes one whole sentence: no half one after "Mr.", no two glued together."""
    assert len(sentences(text)) == count


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_sentences_keep_every_character(text: str) -> None:
    """Nothing that a publisher wrote is lost by cutting."""
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


@given(st.text(alphabet='aB1 .!?。"”\n', max_size=200))
def test_sentences_are_trimmed_and_never_empty(text: str) -> None:
    """No empty bullet and no stray space reaches the screen."""
    assert all(sentence and sentence == sentence.strip() for sentence in sentences(text))
