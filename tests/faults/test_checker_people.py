"""The checker's look at what people wished for: shares, corrections, withdrawals, stories that have grown."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.faults.checker import Evidence, check
from tests.faults.well import SLACK, all_is_well

_LINK = "https://north.example/north-2"
_SHARE = 9
_CORRECTED = "Corrected 11:05: sentence 1 of story 1 is now the publisher's own (case1) The river rose."
_WITHDRAWN = "Withdrawn 11:05: case2"


def _correction(kind: str, case: str) -> dict[str, Any]:
    return {"kind": kind, "by": "the command line", "before": "The river fell.", "after": "", "reason": case}


def _said(message: str, words: str, links: list[str]) -> dict[str, Any]:
    return {"what": "edited", "channel": SLACK, "id": message, "words": words, "links": links}


@pytest.fixture
def evidence() -> Evidence:
    """The first edition is corrected, the second was withdrawn, and its story has been shared by somebody since."""
    all_ = all_is_well()
    first, second, _ = all_.tables["edition"]
    first["corrections"] = json.dumps([_correction("bullet", "case1")])
    second["corrections"] = json.dumps([_correction("withdrawn", "case2")])
    share = {
        **first,
        "id": _SHARE,
        "subscription_id": 0,
        "is_scheduled": 0,
        "planned_key": f"share:1:{SLACK}:ev:2",
    }
    all_.tables["edition"].append({**share, "corrections": None})
    all_.tables["edition_item"].append({"edition_id": _SHARE, "story_id": 2})
    delivery = {
        **all_.tables["delivery"][0],
        "id": _SHARE,
        "edition_id": _SHARE,
        "key": "key9",
        "message_id": "m9",
    }
    all_.tables["delivery"].append(delivery)
    posted = {**all_.histories["slack"][0], "id": "m9", "key": "key9", "links": [_LINK]}
    edits = [_said("m1", _CORRECTED, all_.histories["slack"][0]["links"]), _said("m2", _WITHDRAWN, [])]
    all_.histories["slack"] += [posted, *edits]
    typed = {"channel": SLACK, "user": "U0ALICE", "text": "share 2", "key": "t1"}
    all_.histories["people"] += [
        {"what": "typed", **typed},
        {"what": "told", **typed, "answer": "Shared with this channel"},
        {"what": "done", "act": "correct", "edition": 1, "case": "case1"},
        {"what": "done", "act": "withdraw", "edition": 2, "case": "case2"},
    ]
    return all_


def test_it_says_nothing_where_wishes_were_granted(evidence: Evidence):
    """All of it is as it should be."""
    assert check(evidence) == []


def _grown(all_: Evidence, *, says: bool) -> None:
    """Let the story of the first edition be told again a day later, after another publisher reported it."""
    again = {**all_.tables["edition"][0], "id": 10, "subscription_id": 7, "planned_key": "2026-11-25T12:00"}
    window = {"begins_at": "2026-11-25T11:00:00Z", "ends_at": "2026-11-25T12:00:00Z"}
    about = {
        "planned_at": "2026-11-25 12:00:00",
        "coverage": json.dumps({"window": window}),
        "corrections": None,
    }
    all_.tables["edition"].append({**again, **about})
    item = json.dumps({"before": {"publishers": 1} if says else None})
    all_.tables["edition_item"].append({"edition_id": 10, "story_id": 1, "item": item})
    entry = {
        **all_.tables["entry"][0],
        "id": 8,
        "feed_id": 2,
        "guid": "south-1",
        "stored_at": "2026-11-25 09:00:00",
    }
    all_.tables["entry"].append(entry)


def test_what_has_grown_may_be_told_again(evidence: Evidence):
    """A day later, by more publishers, and it says so."""
    _grown(evidence, says=True)
    assert check(evidence) == []


def _told_by_itself(all_: Evidence, *, story: int) -> None:
    later = {"id": 10, "corrections": None, "planned_key": "later", "subscription_id": 7}
    all_.tables["edition"].append({**all_.tables["edition"][0], **later})
    all_.tables["edition_item"].append({"edition_id": 10, "story_id": story})


def _set(rows: list[dict[str, Any]], place: int, **changes: Any) -> None:
    rows[place] = {**copy.deepcopy(rows[place]), **changes}


def _editions(all_: Evidence) -> list[dict[str, Any]]:
    return all_.tables["edition"]


_PLANTED: dict[str, tuple[str, Callable[[Evidence], object]]] = {
    "a correction that is not kept": (
        "correction lost or doubled",
        lambda all_: _set(all_.histories["people"], 3, case="case7"),
    ),
    "a correction that is kept twice": (
        "correction lost or doubled",
        lambda all_: _set(_editions(all_), 1, corrections=json.dumps([_correction("withdrawn", "case2")] * 2)),
    ),
    "a flag that was heeded and changed nothing": (
        "correction lost or doubled",
        lambda all_: all_.histories["people"].append(
            {"what": "told", "channel": SLACK, "text": "flag 3.1.1 no", "answer": "Thank you: it is put right"}
        ),
    ),
    "a correction that nobody sees": (
        "correction not shown",
        lambda all_: _set(all_.histories["slack"], 4, words="The river rose."),
    ),
    "a correction that is shown twice": (
        "correction not shown",
        lambda all_: _set(all_.histories["slack"], 4, words=f"{_CORRECTED} {_CORRECTED}"),
    ),
    "what is wrong still stands there": (
        "correction not shown",
        lambda all_: _set(all_.histories["slack"], 4, words=f"{_CORRECTED} The river fell."),
    ),
    "withdrawn, and nobody sees it": ("not withdrawn", lambda all_: all_.histories["slack"].pop(5)),
    "withdrawn, and told again": (
        "not withdrawn",
        lambda all_: all_.histories["slack"].append(_said("m2", "The river rose.", [_LINK])),
    ),
    "withdrawn, told again and withdrawn again": (
        "not withdrawn",
        lambda all_: all_.histories["slack"].extend([_said("m2", "", [_LINK]), _said("m2", _WITHDRAWN, [])]),
    ),
    "a share that was never written": (
        "share lost or doubled",
        lambda all_: _set(all_.histories["people"], 2, text="share 1"),
    ),
    "a share that nobody wanted": (
        "share lost or doubled",
        lambda all_: all_.histories["people"].__delitem__(slice(1, 3)),
    ),
    "an edition that nobody asked for": (
        "edition nobody asked for",
        lambda all_: _editions(all_).append({**_editions(all_)[3], "id": 10, "planned_key": "now:t9"}),
    ),
    "a shared story told by itself afterwards": ("story told twice", lambda all_: _told_by_itself(all_, story=2)),
    "told again without a word": ("story told twice", lambda all_: _grown(all_, says=False)),
    "an edit that is left": (
        "left over",
        lambda all_: all_.tables["edit"].append({"delivery_id": 1, "state": "waiting", "attempts": 2, "error": ""}),
    ),
    "a flag that is left": (
        "left over",
        lambda all_: all_.tables["flag"].append({"id": 1, "edition_id": 1, "state": "open"}),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", _PLANTED)
def test_it_finds_what_is_planted(evidence: Evidence, case: str):
    """Each wish that was not granted, and nothing else beside it."""
    kind, plant = _PLANTED[case]
    plant(evidence)
    found = {violation.kind for violation in check(evidence)}
    assert found == {kind}
