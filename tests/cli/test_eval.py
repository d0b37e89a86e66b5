"""`newsthread eval`: figures on the screen and as JSON, a line for each row, and what it says of data it cannot use."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from tests.logging_state import restored

Rows = Sequence[Mapping[str, Any]]

PLANT = "Voltara will open a second plant in Wuhan in March. It doubles monthly output to 40,000 cars. The plant costs 1.46 billion euros."
DOLPHINS = "Four dolphins were seen in the old harbour of Seaham on Monday. The tide was high. Fishermen threw them herring."
GROUPING: Rows = [
    {
        "id": "1",
        "set": "cars",
        "title": "Voltara opens Wuhan plant",
        "text": PLANT,
        "published_at": "2026-03-01",
        "story": "a",
    },
    {
        "id": 2,
        "set": "cars",
        "title": "Dolphins in Seaham harbour",
        "text": DOLPHINS,
        "published_at": None,
        "story": "b",
    },
    {"id": "3", "set": "cars", "title": "Wuhan plant: Voltara doubles output", "text": PLANT, "story": "a"},
    {"id": "4", "set": "sea", "title": "Dolphins in Seaham harbour", "text": DOLPHINS},
]
GROUNDING: Rows = [
    {
        "id": "1",
        "document": PLANT,
        "claim": "The plant in Wuhan costs 1.46 billion euros.",
        "supported": True,
        "pair": "p",
    },
    {
        "id": "2",
        "document": PLANT,
        "claim": "The plant in Wuhan costs 2.9 billion euros.",
        "supported": False,
        "pair": "p",
    },
    {"id": "3", "document": "", "claim": "The plant in Wuhan costs 1.46 billion euros."},
]
SUMMARIES: Rows = [
    {
        "id": "1",
        "documents": [{"title": "Wuhan plant", "text": PLANT}, {"text": DOLPHINS}],
        "reference": PLANT,
    },
    {"id": "2", "documents": [{"text": ""}]},
]
PASSAGES: Rows = [
    {"id": "plant", "title": "Wuhan plant", "text": PLANT},
    {"id": "dolphins", "text": DOLPHINS},
    {"id": "empty", "text": ""},
]
COST, TIDE = "How much does the plant in Wuhan cost?", "How was the tide in Seaham on Monday?"
QUESTIONS: Rows = [
    {"id": "1", "question": COST, "answers": ["1.46 billion"], "gold": ["plant"]},
    {"id": "2", "question": COST, "answers": ["1.46 billion"], "gold": ["plant"], "without": ["plant"]},
    {"id": "3", "question": TIDE},
]


@pytest.fixture(autouse=True)
def clean_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty working directory, and logging put back afterwards."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    with restored():
        yield


def put(name: str, rows: Rows) -> str:
    """Write rows, and return the file's name."""
    Path(name).write_text(
        "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8"
    )
    return name


def run(*arguments: str) -> int | str | None:
    """Measure, and return the exit code."""
    with pytest.raises(SystemExit) as ended:
        main(["eval", *arguments])
    return ended.value.code


def figures(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    """Measure, and return what scripts read, by set."""
    assert run(*arguments, "--json") == 0
    return {each["set"]: each for each in json.loads(capsys.readouterr().out)["sets"]}


def found(name: str = "out") -> list[dict[str, Any]]:
    """Return the lines that were written."""
    return [json.loads(line) for line in Path(name).read_text(encoding="utf-8").splitlines()]


def test_grouping_puts_rows_into_stories(capsys: pytest.CaptureFixture[str]) -> None:
    """Entries are grouped set by set, in order; a set without labels has lines and no figures."""
    sets = figures(capsys, "grouping", put("in", GROUPING), "--out", "out")

    stories = [(row["id"], row["story"]) for row in found()]
    assert stories == [("1", "cars-1"), ("2", "cars-2"), ("3", "cars-1"), ("4", "sea-1")]
    assert (sets["cars"]["rows"], sets["cars"]["labelled"]) == (3, 3)
    assert sets["cars"]["figures"].pop("entries_a_second") > 0
    assert sets["cars"]["figures"] == {"f1": 1, "precision": 1, "recall": 1}
    assert sets["cars"]["baseline_figures"] == {"f1": 1, "precision": 1, "recall": 1}
    assert (sets["sea"]["labelled"], sets["sea"]["figures"]) == (0, {})


def test_grounding_judges_claims(capsys: pytest.CaptureFixture[str]) -> None:
    """What the document does not say is told from what it says, and an unlabelled claim is judged all the same."""
    sets = figures(capsys, "grounding", put("in", GROUNDING), "--out", "out")

    assert [(row["id"], row["supported"]) for row in found()] == [("1", True), ("2", False), ("3", False)]
    assert 0 <= found()[1]["score"] < found()[0]["score"] <= 1
    expected = {"balanced_accuracy": 1, "false_alarms": 0, "misses": 0, "auc": 1, "pairs": 1}
    assert (sets["all"]["labelled"], sets["all"]["figures"]) == (2, expected)


def test_summaries_are_extracts_with_their_places(capsys: pytest.CaptureFixture[str]) -> None:
    """Each bullet names its document and sentence; a story without text has no bullets and breaks nothing."""
    sets = figures(capsys, "summaries", put("in", SUMMARIES), "--out", "out")

    first, empty = found()
    texts = [document["text"] for document in SUMMARIES[0]["documents"]]
    assert (len(first["bullets"]), first["title"]) == (3, "Wuhan plant")
    assert all(bullet["text"] in texts[bullet["document"]] for bullet in first["bullets"])
    assert all(bullet["text"] == bullet["sentence"] for bullet in first["bullets"])
    assert empty["bullets"] == []
    assert sets["all"]["figures"]["verbatim"] == 1
    assert sets["all"]["figures"]["three_bullets"] == 0.5
    assert 0 < sets["all"]["baseline_figures"]["rouge_1"] < 1
    assert "fell_back" not in sets["all"]["figures"]


def test_answers_come_from_passages_or_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """The passage is found, cited and answers; where it is left out the right answer is a refusal, and comes."""
    sets = figures(capsys, "answers", put("q", QUESTIONS), put("p", PASSAGES), "--out", "out")

    answered, refused, unlabelled = found()
    assert (answered["passages"][0], answered["citations"], answered["refused"]) == (
        "plant",
        ["plant"],
        False,
    )
    assert "1.46 billion euros" in answered["answer"]
    assert (refused["answer"], refused["citations"], refused["refused"]) == ("", [], True)
    assert "plant" not in refused["passages"]
    assert unlabelled["passages"][0] == "dolphins"
    expected = {
        "hit_1": 1,
        "hit_5": 1,
        "mrr": 1,
        "passage_holds": 1,
        "answer_holds": 1,
        "refused_right": 1,
        "refused_wrong": 0,
    }
    assert (sets["all"]["labelled"], sets["all"]["figures"]) == (2, expected)
    assert sets["all"]["baseline_figures"]["refused_right"] == 0


@pytest.mark.parametrize(
    ("task", "files", "expected"),
    [
        (
            "grouping",
            {"in": GROUPING},
            ["B-cubed F1", "TF-IDF", "cars: 3 rows, 3 labelled", "no labels, so no figures"],
        ),
        ("grounding", {"in": GROUNDING}, ["balanced accuracy", "word overlap", "pairs: true one higher"]),
        ("summaries", {"in": SUMMARIES}, ["ROUGE-Lsum", "lead-3", "characters a bullet"]),
        ("answers", {"p": PASSAGES, "q": QUESTIONS}, ["hit@5", "BM25", "refused, passage gone"]),
    ],
)
def test_the_screen_shows_figures_beside_a_baseline(
    task: str, files: Mapping[str, Rows], expected: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """On a terminal of eighty columns every figure can be read."""
    assert run(task, *(put(name, rows) for name, rows in files.items())) == 0

    shown = capsys.readouterr().out
    assert [text for text in expected if text not in shown] == []
    assert max(map(len, shown.splitlines())) <= 80
    assert "…" not in shown


def test_without_labels_it_says_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever has no labels is told how to get at what was found."""
    assert run("grouping", put("in", GROUPING[3:])) == 0

    assert "name a file with --out" in capsys.readouterr().err


def test_other_languages_are_counted_by_our_own_words(capsys: pytest.CaptureFixture[str]) -> None:
    """A Chinese reference is matched, and the screen says that its ROUGE is not what is published."""
    text = "沃塔拉第一季度售出两万八千五百辆轿车。中国买家目前需要等待四十一周才能提车。武汉的第二座工厂将于三月五日投产。工厂由陈岚负责管理运营。该公司计划明年扩大产能。"
    rows = [{"id": "1", "documents": [{"text": text}], "reference": text.split("。", maxsplit=1)[0]}]

    assert run("summaries", put("in", rows), "--json") == 0

    shown = json.loads(capsys.readouterr().out)
    assert shown["sets"][0]["figures"]["rouge_1"] > 0.2
    assert "1 of 1 references are not in English" in shown["notes"][0]


SEE = "docs/quality.md says what a line has."


@pytest.mark.parametrize(
    ("task", "line", "expected"),
    [
        ("grouping", '{"id": "1"}', f"“title” is missing: add it. {SEE}"),
        ("grouping", '{"id": "1", "title": null}', f"“title” is missing: add it. {SEE}"),
        ("grouping", '{"id": "1", "title": ["x"]}', f'“title” is ["x"]: input should be a valid string. {SEE}'),
        ("grouping", '{"id": "1", "title": "x", "published_at": "0001-01-01T00:00:00+05:00"}', "there is no such instant in UTC"),
        ("grouping", '{"id": "1", "title": "x"', "this is no JSON ("),
        ("grouping", "[1]", "this is no JSON object: write one a line, as {…}."),
        ("grouping", "[" * 100_000, "this is no JSON ("),
        ("grouping", '{"id": "1", "title": "\\ud800"}', "this is no UTF-8 text"),
        ("grounding", '{"id": "1", "claim": "x", "document": "y", "supported": "perhaps"}', '“supported” is "perhaps"'),
        ("summaries", '{"id": "1", "documents": []}', "“documents” is []"),
        ("summaries", '{"id": "1", "documents": [{"title": "x"}]}', f"“documents.0.text” is missing: add it. {SEE}"),
        ("answers", '{"id": "1", "question": "x", "gold": "p"}', '“gold” is "p"'),
    ],
)  # fmt: skip
def test_a_line_that_is_wrong_is_named(
    task: str, line: str, expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """File, line, cause and cure, and no traceback; nothing is measured."""
    Path("in").write_text(f"\n{line}\n", encoding="utf-8")

    assert run(task, "in", "--out", "out") == 1

    shown = capsys.readouterr()
    assert shown.err.startswith("Error: in:2: ")
    assert expected in shown.err
    assert (shown.out, Path("out").exists()) == ("", False)


def test_bytes_that_are_no_text_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    """A file in another encoding is told so by its first line that shows it."""
    Path("in").write_bytes('{"id": "1", "title": "Türkiye"}\n'.encode("latin-1"))

    assert run("grouping", "in") == 1
    assert capsys.readouterr().err == "Error: in:1: this is no UTF-8 text: save the file as UTF-8.\n"


def test_many_mistakes_are_told_at_once_and_not_without_end(capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever mends the data sees all of a kind, and the terminal is not flooded."""
    assert run("grouping", put("in", [{"id": "1"}] * 30)) == 1

    lines = capsys.readouterr().err.splitlines()
    assert (len(lines), lines[19].startswith("Error: in:20: "), lines[20]) == (
        21,
        True,
        "Error: … and 10 more like these",
    )


def test_files_that_cannot_be_used_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    """Missing, empty, a folder, or to be written over: each is one line with what to do."""
    put("empty", [])
    Path("folder").mkdir()
    put("in", GROUPING)

    codes = [
        run("grouping", "missing"),
        run("grouping", "empty"),
        run("grouping", "folder"),
        run("grouping", "in", "--out", "in"),
        run("grouping", "in", "--out", "folder"),
        run("grouping", "in", "--out", "nowhere/out"),
        run("grouping", "in", "--writer", "model"),
        run("summaries", "in", "--second-opinion"),
        run("summaries", "in", "--writer", "model"),
        run("rouge", "in"),
    ]  # fmt: skip

    lines = [line for line in capsys.readouterr().err.splitlines() if line.startswith("Error")]
    assert codes == [1, 1, 1, 1, 1, 1, 1, 1, 1, 2]
    assert lines[:8] == [
        "Error: missing cannot be read: No such file or directory.",
        "Error: empty has no rows: write one JSON object a line.",
        "Error: folder cannot be read: Is a directory.",
        "Error: in is one of the files that are read: name another with --out.",
        "Error: folder cannot be written: name a file with --out, in a folder that is there.",
        "Error: nowhere/out cannot be written: name a file with --out, in a folder that is there.",
        "Error: --writer model is for summaries: leave it out for other tasks.",
        "Error: --second-opinion is for grounding: leave it out for other tasks.",
    ]
    assert "no configuration here" in lines[8]


@pytest.mark.parametrize(
    ("passages", "questions", "expected"),
    [
        (PASSAGES, [], "There are no questions: name a file of passages and a file of questions."),
        ([], QUESTIONS, "There are no passages: name a file of passages and a file of questions."),
        ([*PASSAGES, PASSAGES[0]], QUESTIONS, "the set “all” has 2 passages named “plant”: give each an “id” of its own."),
        (PASSAGES[1:], QUESTIONS[:1], "the question “1” names the passage “plant”, which the set “all” has not"),
        (PASSAGES, [{"id": "1", "question": "x", "set": "sea"}], "the set “sea” has questions and no passages"),
    ],
)  # fmt: skip
def test_questions_and_passages_that_do_not_fit_are_named(
    passages: Rows, questions: Rows, expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A passage that is not there would look like a bot that finds nothing."""
    assert run("answers", put("in", [*passages, *questions])) == 1
    assert expected in capsys.readouterr().err
