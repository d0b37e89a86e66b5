"""Our own labelled set about the electric-car trade: whole, consistent, and what `newsthread eval` reads."""

import datetime as dt
import json
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from bot.core.text import sentences

_DATA = Path(__file__).parent / "data" / "labelled"


def rows(name: str) -> list[dict[str, Any]]:
    """Return the rows of one file."""
    return [json.loads(line) for line in (_DATA / name).read_text(encoding="utf-8").splitlines()]


ENTRIES = rows("grouping.jsonl")
STORY_OF = {row["id"]: row["story"] for row in ENTRIES}
SYNDICATED = [
    {"Boğaz Ajansı", "Direksiyon Haber"},
    {"Nordwire", "The Northern Kerb"},
    {"Pacific Auto Wire", "Kilowatt Daily"},
]


def assert_fields(
    found: list[dict[str, Any]], required: set[str], optional: frozenset[str] = frozenset()
) -> None:
    """Each row has the fields of its task and no other, and an id of its own."""
    for row in found:
        assert required <= row.keys() <= required | optional, row["id"]
        assert all(row[field] for field in required - {"supported", "answers"}), row["id"]
    assert len({row["id"] for row in found}) == len(found)


def test_entries_are_complete_and_in_order() -> None:
    """Whoever replays the set reads it as it was published, and each entry says when, where and by whom."""
    assert_fields(ENTRIES, {"id", "set", "title", "text", "publisher", "published_at", "url", "story"})
    times = [dt.datetime.fromisoformat(row["published_at"]) for row in ENTRIES]
    assert times == sorted(times)
    assert all(time.tzinfo for time in times)
    assert times[-1] - times[0] < dt.timedelta(days=14)
    assert len({row["url"] for row in ENTRIES}) == len(ENTRIES)
    assert all(re.match(r"https://[a-z-]+\.example/", row["url"]) for row in ENTRIES)


def test_entries_are_enough_to_measure_with() -> None:
    """The set is large enough to say something, and has stories of one entry, of many, and of several days."""
    sizes = Counter(STORY_OF.values())
    days = defaultdict(set)
    for row in ENTRIES:
        days[row["story"]].add(row["published_at"][:10])
    assert len(ENTRIES) >= 80
    assert len(sizes) >= 24
    assert min(sizes.values()) == 1
    assert max(sizes.values()) >= 6
    assert max(len(found) for found in days.values()) >= 5


def shingles(text: str) -> set[str]:
    """Return each run of eight words, or of fourteen characters where words are not spaced."""
    han = re.findall(r"[\u4e00-\u9fff]", text)
    units, length = (han, 14) if len(han) > 30 else (re.findall(r"\w+", text.casefold()), 8)
    return {" ".join(units[start : start + length]) for start in range(len(units) - length + 1)}


def test_entries_of_different_stories_share_no_wording() -> None:
    """Telling stories apart is never made easier or harder by a sentence that was used twice."""
    stories: defaultdict[str, set[str]] = defaultdict(set)
    for row in ENTRIES:
        for shingle in shingles(f"{row['title']} {row['text']}"):
            stories[shingle].add(row["story"])
    assert {shingle: found for shingle, found in stories.items() if len(found) > 1} == {}


def test_only_copies_of_an_agency_share_sentences() -> None:
    """Publishers write their own text, except the two that print what an agency sent."""
    publishers: defaultdict[str, set[str]] = defaultdict(set)
    for row in ENTRIES:
        for sentence in sentences(row["text"]):
            publishers[sentence].add(row["publisher"])
    shared = [found for found in publishers.values() if len(found) > 1]
    assert all(found in SYNDICATED for found in shared)
    assert {frozenset(found) for found in shared} == {frozenset(found) for found in SYNDICATED}


CLAIMS = rows("grounding.jsonl")
SUMMARIES = rows("summaries.jsonl")
PASSAGES = rows("passages.jsonl")
QUESTIONS = rows("questions.jsonl")
SETS = {"cars-en", "cars-de", "cars-tr", "cars-zh", "cars-cross"}


def test_claims_are_true_and_altered_in_pairs() -> None:
    """Each true claim has an altered twin about the same document, which is an entry of the set."""
    assert_fields(CLAIMS, {"id", "set", "document", "claim", "supported", "pair"})
    documents = {f"{row['title']}\n\n{row['text']}" for row in ENTRIES}
    pairs: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in CLAIMS:
        assert row["document"] in documents, row["id"]
        pairs[row["pair"]].append(row)
    for pair in pairs.values():
        assert sorted(row["supported"] for row in pair) == [False, True], pair[0]["pair"]
        assert pair[0]["document"] == pair[1]["document"], pair[0]["pair"]
        assert pair[0]["claim"] != pair[1]["claim"], pair[0]["pair"]
    assert len(CLAIMS) >= 80
    assert {row["set"] for row in CLAIMS} == SETS


def test_claims_are_not_copied_from_their_document() -> None:
    """What is true is said in other words, so no check passes by looking for the sentence."""
    for row in CLAIMS:
        assert row["claim"] not in row["document"], row["id"]


def test_references_have_three_sentences_about_one_story() -> None:
    """A story is told by two entries or more of the set, and its reference is as long as a summary."""
    assert_fields(SUMMARIES, {"id", "set", "documents", "reference"})
    stories = {(row["title"], row["text"]): row["story"] for row in ENTRIES}
    for row in SUMMARIES:
        told = {stories[document["title"], document["text"]] for document in row["documents"]}
        assert len(told) == 1, row["id"]
        assert len(row["documents"]) >= 2, row["id"]
        assert len(sentences(row["reference"])) == 3, row["id"]
    assert len(SUMMARIES) >= 16
    assert {row["set"] for row in SUMMARIES} == SETS - {"cars-cross"}


def entry_of(passage: str) -> str:
    """Return the entry that a passage repeats; those of other languages are there twice, under a name of their own."""
    return passage.replace("cross", "cars")


def test_passages_are_the_entries() -> None:
    """Questions are asked of what was published, in the words in which it was."""
    assert_fields(PASSAGES, {"id", "set", "title", "text"})
    texts = {row["id"]: (row["title"], row["text"]) for row in ENTRIES}
    assert all((row["title"], row["text"]) == texts[entry_of(row["id"])] for row in PASSAGES)
    assert {entry_of(row["id"]) for row in PASSAGES} == set(texts)


def holds(passage: dict[str, Any], answers: list[str]) -> bool:
    """Say whether a passage holds any of the answers."""
    text = f"{passage['title']}\n{passage['text']}".casefold()
    return any(answer.casefold() in text for answer in answers)


def test_gold_passages_hold_the_answer_and_no_other_of_their_story_does() -> None:
    """A question's gold is all that answers it, so that it is unanswerable once that is left out."""
    assert_fields(QUESTIONS, {"id", "set", "question", "answers", "gold"}, frozenset({"without"}))
    for row in QUESTIONS:
        shelf = {passage["id"]: passage for passage in PASSAGES if passage["set"] == row["set"]}
        stories = {STORY_OF[entry_of(key)] for key in row["gold"]}
        assert row["answers"], row["id"]
        found = {
            key
            for key, passage in shelf.items()
            if STORY_OF[entry_of(key)] in stories and holds(passage, row["answers"])
        }
        assert found == set(row["gold"]), row["id"]


def test_enough_questions_of_each_set_have_no_answer() -> None:
    """About a third of the questions has lost its gold passages, in each language: the right answer is a refusal."""
    assert len(QUESTIONS) >= 50
    assert {row["set"] for row in QUESTIONS} == SETS
    robbed = [row for row in QUESTIONS if "without" in row]
    assert all(set(row["gold"]) <= set(row["without"]) for row in robbed)
    assert 0.25 < len(robbed) / len(QUESTIONS) < 0.4
    assert {row["set"] for row in robbed} == SETS
