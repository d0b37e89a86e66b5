"""What is made of a language model's reply: all that can be used, and what is wrong with the rest. Nothing is believed."""

import contextlib
import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import InvalidReplyError
from bot.core.prompts import DraftSentence, breaks_off, parse_answer, parse_summary

BULLETS = [
    {"text": "Nordvolt builds in Poland.", "sentences": [1]},
    {"text": "A power line is missing.", "sentences": [2, 3]},
    {"text": "Electricity is expensive there.", "sentences": [3]},
]
REPLY: dict[str, Any] = {
    "title": "Nordvolt goes to Poland",
    "bullets": BULLETS,
    "tags": ["nordvolt", "poland"],
}


def reply(**changes: Any) -> str:
    """A good reply, changed."""
    return json.dumps({**REPLY, **changes})


def test_a_good_reply_becomes_a_draft() -> None:
    """Title, three bullets with their numbers, tags."""
    draft = parse_summary(reply(), shown=3)

    assert draft.title == "Nordvolt goes to Poland"
    assert draft.bullets[1] == DraftSentence(text="A power line is missing.", numbers=(2, 3))
    assert draft.tags == ("nordvolt", "poland")


@pytest.mark.parametrize(
    "said",
    [
        "```json\n{}\n```",
        "<think>The user {{wants}} three bullets.</think>{}",
        "I reason first…</think>\n{}",
        "Sure! Here you go:\n{}\nAnything else?",
        'An example is {{"title": "x"}}, mine is {}',
    ],
)
def test_talk_around_a_reply_does_no_harm(said: str) -> None:
    """Small language models think aloud and fence their JSON; the reply inside is as good."""
    text = said.replace("{{", "\x00").replace("}}", "\x01").replace("{}", reply())

    assert parse_summary(text.replace("\x00", "{").replace("\x01", "}"), shown=3) == parse_summary(
        reply(), shown=3
    )


def test_trailing_commas_and_numbers_in_quotes_are_read() -> None:
    """Two habits of small language models that change no meaning."""
    text = reply().replace("[1]", '["1"]').replace('"poland"]', '"poland",]')

    assert parse_summary(text, shown=3) == parse_summary(reply(), shown=3)


def test_list_marks_emphasis_and_reference_numbers_are_taken_off() -> None:
    """A bullet is plain text: what a chat would show as stars and brackets goes."""
    bullets = [{"text": "- **Nordvolt** builds in *Poland* [1].", "sentences": [1]}, *BULLETS[1:]]

    assert parse_summary(reply(bullets=bullets), shown=3).bullets[0].text == "Nordvolt builds in Poland."


FORM = [
    ({"bullets": BULLETS[:2]}, "exactly 3"),
    ({"bullets": [*BULLETS, BULLETS[0]]}, "exactly 3"),
    ({"bullets": [BULLETS[0], BULLETS[0], BULLETS[1]]}, "say the same"),
    ({"title": ""}, "the title is empty"),
    ({"title": None}, "the title is empty"),
    ({"title": "Undefined"}, "the title is a placeholder"),
    ({"title": "This article discusses Nordvolt"}, "the title speaks about the task"),
]
TEXTS = [
    ("", "is empty"),
    ("It is. It was.", "must be one sentence"),
    ("x" * 401, "is longer than 400 characters"),
    ("See [this](https://evil.example).", "must be plain text without markup or links"),
    ("Read it at https://evil.example today.", "must be plain text without markup or links"),
    ('<a href="x">Nordvolt</a> builds in Poland.', "must be plain text without markup or links"),
    ("Based on the provided text, a line is missing.", "speaks about the task instead of the news"),
    ("The article reports that a line is missing.", "speaks about the task instead of the news"),
    ("As an AI language model, I cannot summarize this.", "speaks about the task instead of the news"),
    ("I'm sorry, but I cannot help with that.", "speaks about the task instead of the news"),
    ("Here are the three bullets for your summary.", "speaks about the task instead of the news"),
    ("The cost is not mentioned in the text.", "speaks about the task instead of the news"),
    ("Der vorliegende Artikel nennt 400 Stellen.", "speaks about the task instead of the news"),
    ("Verilen metne göre fabrika kuruluyor.", "speaks about the task instead of the news"),
    ("根据提供的文本，工厂将在波兰建设。", "speaks about the task instead of the news"),
    ("Will Nordvolt build in Poland?", "is a question"),
    ("undefined", "is a placeholder"),
    ("None", "is a placeholder"),
    ("undefined undefined undefined", "is a placeholder"),
    ("Bullet 1", "is a placeholder"),
    ("1" * 390, "is a placeholder"),
    ("[object Object]", "is a placeholder"),
    ("Nordvolt builds in [insert place] next year.", "is a placeholder"),
    ("Nordvolt builds in (your town) next year.", "is a placeholder"),
    ("[Name] builds a plant in Poland next year.", "is a placeholder"),
    ("I can't say what the company's plan is.", "speaks about the task instead of the news"),
    ("Nordvolt builds a new plant, a new plant, a new plant, a new plant.", "repeats itself"),
    ("Poland.", "is only a part of a sentence"),
    ("Nordvolt builds a plant in Poland and", "is only a part of a sentence"),
    ("Nordvolt builds a plant in Poland...", "is only a part of a sentence"),
    ("工厂。", "is only a part of a sentence"),
]


@pytest.mark.parametrize(("changes", "problem"), FORM)
def test_a_bad_reply_says_what_is_wrong(changes: dict[str, Any], problem: str) -> None:
    """The problem goes into the one repair we ask for, so it must name the place and the rule."""
    assert problem in "; ".join(parse_summary(reply(**changes), shown=3).problems)


@pytest.mark.parametrize(("text", "problem"), TEXTS)
def test_a_bad_bullet_says_what_is_wrong_and_costs_no_other(text: str, problem: str) -> None:
    """What cannot be shown is left empty; the two good bullets beside it stay."""
    draft = parse_summary(reply(bullets=[BULLETS[0], {"text": text, "sentences": [2]}, BULLETS[2]]), shown=3)

    assert f"bullet 2 {problem}" in draft.problems
    assert [bullet.text for bullet in draft.bullets] == [BULLETS[0]["text"], "", BULLETS[2]["text"]]
    assert draft.bullets[1].numbers == (2,)


@pytest.mark.parametrize(
    "text",
    [
        '"I cannot wait for it," the mayor of Gdansk said.',
        "'I can't wait for it,' the mayor of Gdansk said.",
        "The objections are described in the documents, the city said.",
        "Nordvolt is the largest maker of packs (source: its own count).",
        "The hall is built in May (date of the permit: 3 March).",
        "According to the operator, a power line is missing.",
        "The report says that Phase I ends in May.",
        "As an AI company, Nordvolt AI wants to hire 40 people.",
        "Nordvolt's board agreed to it on Nov. 3, Mr. Lind said.",
        "The unknown buyer paid 4 million euros.",
        "Strom ist in Polen teuer.",
        "工厂将于2027年在波兰开工。",
        "中国汽车工业协会周一表示，中国汽车工业协会的数据下月公布。",
        "Shares rose 10 percent of the issue price, then 20 percent of the issue price, then fell.",
        "Nordvolt nennt den Termin unverändert",
    ],
)
def test_a_good_bullet_is_no_false_alarm(text: str) -> None:
    """A gate that is too strict throws good sentences away, and money after them."""
    draft = parse_summary(reply(bullets=[{"text": text, "sentences": [1]}, *BULLETS[1:]]), shown=3)

    assert (draft.bullets[0].text, draft.problems) == (text, ())


@pytest.mark.parametrize(
    ("sentences", "numbers", "problem"),
    [
        ([], (), "names no sentences"),
        ([True], (), "names no sentences"),
        (None, (), "names no sentences"),
        ([4, 0], (), r"do not exist: [4, 0]"),
        ([2, 99], (2,), ""),
        ("3", (3,), ""),
        (["[1]", 2], (1, 2), ""),
    ],
)
def test_numbers_that_lead_nowhere_are_dropped(
    sentences: object, numbers: tuple[int, ...], problem: str
) -> None:
    """A bullet keeps the citations that exist; one without any is told so, and kept to be looked for."""
    draft = parse_summary(
        reply(bullets=[{"text": "Nordvolt builds in Poland.", "sentences": sentences}, *BULLETS[1:]]), shown=3
    )

    assert draft.bullets[0] == DraftSentence(text="Nordvolt builds in Poland.", numbers=numbers)
    assert problem in "; ".join(draft.problems)
    assert bool(problem) == bool(draft.problems)


@pytest.mark.parametrize(
    "piece", ["1", "1 ", "undefined ", "- ", "[1", "[1,", " ", "(", "*", "**", "<b", "the ", "“", "`", "a, "]
)
def test_no_reply_stalls_the_reading(piece: str) -> None:
    """A language model that cannot stop repeats one thing; whatever it is, it is read as fast as anything else."""
    endless = piece * (1_500 // len(piece))

    for text in (f"{endless}x!", f"{endless}", f"x{endless}x"):
        draft = parse_summary(reply(bullets=[{"text": text, "sentences": text}, *BULLETS[1:]]), shown=3)
        assert draft.bullets[0].text == ""
        with contextlib.suppress(InvalidReplyError):
            parse_summary(text, shown=3)


PLAIN = """Here are the bullets:

Nordvolt goes to Poland
{} Nordvolt builds in Poland [1].
{} A power line is missing (sentences 2, 3).
{} Electricity is expensive there [3].
"""


@pytest.mark.parametrize("marks", ["---", "***", "•••", ["1.", "2.", "3."], ["1)", "2)", "3)"]])
def test_a_list_in_plain_lines_is_read_too(marks: Sequence[str]) -> None:
    """The smallest language models never manage JSON; what they list is a summary all the same, after one repair."""
    draft = parse_summary(PLAIN.format(*marks), shown=3)

    assert draft.title == "Nordvolt goes to Poland"
    assert [(bullet.text, list(bullet.numbers)) for bullet in draft.bullets] == [
        (bullet["text"], bullet["sentences"]) for bullet in BULLETS
    ]
    assert draft.problems == ('there is no complete JSON object with "bullets" in it',)


@pytest.mark.parametrize(
    "bullets",
    [
        "Nordvolt builds in Poland. [1]\nA power line is missing. [2, 3]\nElectricity is expensive there. [3]",
        [
            "1. Nordvolt builds in Poland. [1]",
            "2. A power line is missing. [2, 3]",
            "3. Electricity is expensive there. [3]",
        ],
        {"1": BULLETS[0], "2": BULLETS[1], "3": BULLETS[2]},
    ],
)
def test_bullets_in_other_forms_are_the_same_bullets(bullets: object) -> None:
    """A string or a mapping where a list is expected, and text where an object is, lose nothing."""
    assert parse_summary(reply(bullets=bullets), shown=3) == parse_summary(reply(), shown=3)


@pytest.mark.parametrize(
    "tags", ["nordvolt, poland", "#nordvolt #poland", ["nordvolt", "poland", None, 3, "N/A"]]
)
def test_tags_in_other_forms_are_the_same_tags(tags: object) -> None:
    """One string of tags, hash signs and empty values are habits of small language models."""
    assert parse_summary(reply(tags=tags), shown=3).tags == ("nordvolt", "poland")


def test_more_bullets_than_three_leave_the_first_good_ones() -> None:
    """Of five bullets of which two are of no use, the other three are told."""
    bad = {"text": "undefined", "sentences": [1]}

    draft = parse_summary(reply(bullets=[bad, *BULLETS, bad]), shown=3)

    assert [bullet.text for bullet in draft.bullets] == [bullet["text"] for bullet in BULLETS]
    assert "there are 5 bullets" in "; ".join(draft.problems)


@pytest.mark.parametrize(
    "said", ["", "I cannot do that.", '{"title": "Nordvolt', "[1, 2]", "{" * 5000, '{"a":' * 5000]
)
def test_a_reply_without_json_is_said_to_be_one(said: str) -> None:
    """Nothing, a refusal in prose, a cut reply, a list, nesting without end: none is a summary."""
    with pytest.raises(InvalidReplyError, match="no complete JSON object") as caught:
        parse_summary(said, shown=3)

    assert caught.value.reply == said


def test_a_reply_cannot_smuggle_invisible_or_broken_characters() -> None:
    """Control characters, text direction marks and half characters would break a chat or the database."""
    draft = parse_summary(reply(title="Nord\u202evolt\u0000 goes\n to \ud800Poland"), shown=3)

    assert draft.title == "Nordvolt goes to Poland"


@given(st.text(max_size=300))
def test_any_reply_is_a_draft_or_an_invalid_reply(said: str) -> None:
    """Whatever comes back, it is never an error that nobody expects."""
    for parse in (lambda: parse_summary(said, shown=3), lambda: parse_answer(said, passages=3)):
        with contextlib.suppress(InvalidReplyError):
            parse()


@given(
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=9)),
        lambda inner: st.one_of(
            st.lists(inner, max_size=4),
            st.dictionaries(st.sampled_from(["text", "sentences", "1"]), inner, max_size=3),
        ),
        max_leaves=9,
    )
)
def test_any_json_is_three_bullets(bullets: object) -> None:
    """Whatever stands in the right place is read or left empty: three bullets, and numbers that exist."""
    draft = parse_summary(json.dumps({"title": bullets, "bullets": bullets, "tags": bullets}), shown=3)

    assert len(draft.bullets) == 3
    assert all(1 <= number <= 3 for bullet in draft.bullets for number in bullet.numbers)


def test_an_answer_names_its_passages() -> None:
    """Every sentence of an answer has a citation."""
    said = json.dumps({"says": True, "sentences": [{"text": "A line is missing.", "passages": [2]}]})

    draft = parse_answer(said, passages=2)

    assert (draft.says, draft.sentences) == (True, (DraftSentence(text="A line is missing.", numbers=(2,)),))


def test_an_honest_refusal_has_no_sentences() -> None:
    """Where the passages do not say, whatever was written beside it is not shown."""
    said = json.dumps({"says": False, "sentences": [{"text": "Perhaps a line.", "passages": [1]}]})

    assert parse_answer(said, passages=2).sentences == ()


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"says": "yes", "sentences": []}, '"says" must be true or false'),
        ({"says": True, "sentences": []}, "is empty"),
        ({"says": True, "sentences": [{"text": "A line.", "passages": [3]}]}, "do not exist"),
        ({"says": True, "sentences": [{"text": "A line."}]}, "names no passages"),
    ],
)
def test_a_bad_answer_says_what_is_wrong(said: dict[str, Any], problem: str) -> None:
    """An answer without a source is no answer."""
    with pytest.raises(InvalidReplyError, match=problem):
        parse_answer(json.dumps(said), passages=2)


@pytest.mark.parametrize(
    ("text", "is_cut"),
    [
        ("Norvik recalls 18,400", True),
        ("norvik’s board recalls", False),
        ("Norvik recalls 18,400 cars", False),
        ("Norvik recalls 18,400 cars.", False),
        ("Norvik recalls 18,400 cars, the company said", False),
        ("Norvik stops", False),
        ("Recall at", True),
    ],
)
def test_a_piece_that_stops_in_the_middle_is_told_from_a_whole_clause(text: str, *, is_cut: bool) -> None:
    """A bullet without its full stop is no fault; one that stops before "cars" is."""
    shown = ["Recall at Norvik", "Norvik recalls 18,400 cars, the company said."]

    assert breaks_off(text, shown) is is_cut
