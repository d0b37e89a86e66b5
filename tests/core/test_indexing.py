"""What entries are found and compared by."""

from hypothesis import given
from hypothesis import strategies as st

from bot.core.indexing import MAX_TERMS, Terms, features_of, is_sound, pack, term, tokens_of
from bot.core.indexing.packing import NAMED
from bot.core.text import fold


def test_features_are_folded_and_without_stop_words() -> None:
    """Words come as stems, names and titles count more, and what says nothing is left out."""
    features = features_of("Voltara opens second plant", "The carmaker Voltara will open the plant in March.")
    weights = Terms(pack(features)).weights
    assert weights[term("voltara")] > weights[term("plant")] > weights[term("march")]
    assert not {"the", "in", "will"} & features.counts.keys()


def test_anchors_read_the_same_in_every_language() -> None:
    """Latin names and figures above ten, with 4万 as 40000; small figures and names of countries are none."""
    text = "Voltara 表示，武汉Wuhan新厂将使SU7月产量翻倍至4万辆，3 条生产线，2027年在中国（China）销售。"
    assert features_of("", text).anchors == {"voltara", "wuhan", "su7", "40000", "2027"}


def test_figures_are_found_wherever_they_stand() -> None:
    """A figure at the beginning, at the end, or far from the next one counts with its scale."""
    text = f"28,000 cars. {'word ' * 30} It cost 3.5 million. {'word ' * 30} Output: 1,250"
    assert {"28000", "3500000", "1250"} <= features_of("", text).anchors


def test_features_are_limited() -> None:
    """A book-length entry does not fill the index."""
    assert len(features_of("x", " ".join(f"word{i}" for i in range(9_000))).counts) <= 75


@given(st.text(max_size=80), st.text(max_size=300))
def test_features_survive_being_kept(title: str, text: str) -> None:
    """What is kept with an entry is what was computed for it, whatever it is written in."""
    features = features_of(title, text)
    packed = pack(features)
    terms = Terms(packed)
    assert is_sound(packed)
    assert list(terms.weights) == list(map(term, features.counts))
    assert {word for word, code in terms.codes.items() if code & NAMED} == set(map(term, features.named))
    assert terms.figures == {term(f"={anchor}") for anchor in features.anchors if anchor[0].isdigit()}
    assert terms.names == {term(f"={anchor}") for anchor in features.anchors if not anchor[0].isdigit()}
    assert terms.is_roundup == features.is_roundup


@given(st.binary(max_size=60))
def test_only_what_can_be_unpacked_is_sound(packed: bytes) -> None:
    """A child that hostile bytes took over cannot stop all grouping by what it answers."""
    if is_sound(packed):
        Terms(packed)
    assert not is_sound(pack(features_of("Voltara recalls vans", "")) + packed + b"x")


def test_words_of_an_entry_are_bounded() -> None:
    """However many words a title has, and its text others, no more are compared; the title's come first."""
    title, text = (" ".join(f"{letter}{n}x" for n in range(100)) for letter in "qz")
    counts = features_of(title, text).counts
    assert len(counts) == MAX_TERMS
    assert next(iter(counts)).startswith("q")


def test_tokens_cover_title_text_and_publisher() -> None:
    """An entry is found by its publisher's name too."""
    assert tokens_of("New plant", "In Wuhan.", "Volt Courier", 9) == "new plant in wuhan volt courier"


@given(
    st.text(st.sampled_from("a é\u0301'\u2019汽車가ﷺ\u0e33🚗"), min_size=1, max_size=40),
    st.integers(0, 30_000),
)
def test_a_long_text_gives_the_first_tokens_as_the_whole_does(piece: str, most: int) -> None:
    """Only so much of a text is folded as the index takes, and what it takes is the same."""
    text = piece * (30_000 // len(piece))
    whole = fold(f"Plant\n{text}\nCourier").split()
    assert tokens_of("Plant", text, "Courier", most).split()[:most] == whole[:most]


def test_a_figure_with_a_point_is_read_both_ways() -> None:
    """A Turkish or German "12.400" is the English 12,400; nobody has to know the language."""
    assert "12400" in features_of("Ampero 12.400 aracı geri çağırdı", "").anchors
    assert "12400" in features_of("Ampero recalls 12,400 cars", "").anchors
