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
SYNDICATED = [{"Boğaz Ajansı", "Direksiyon Haber"}, {"Nordwire", "The Northern Kerb"}]


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
