"""The checker is a program too: of a world in which all is well it says nothing, and each planted violation it finds."""

import copy
import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.faults.checker import Evidence, check
from tests.faults.processes import is_foreseen

_HOURLY, _INSTANT = 1, 2
_SLACK, _DISCORD = "C0HOURLY01", "100000000000000102"


def _window(begins: str, ends: str) -> str:
    return json.dumps({"window": {"begins_at": f"2026-11-24T{begins}Z", "ends_at": f"2026-11-24T{ends}Z"}})


def _edition(number: int, subscription: int, key: str, window: tuple[str, str]) -> dict[str, Any]:
    channel = {_HOURLY: _SLACK, _INSTANT: _DISCORD}[subscription]
    return {
        "id": number, "subscription_id": subscription, "channel": channel, "planned_key": key, "is_scheduled": 1,
        "planned_at": f"2026-11-24 {window[1]}", "coverage": _window(*window),
    }  # fmt: skip


def _delivery(number: int, edition: int, message: str) -> dict[str, Any]:
    return {
        "id": number, "edition_id": edition, "part": 0, "key": f"key{number}", "state": "sent", "attempts": 1,
        "message_id": message, "error": "",
    }  # fmt: skip


def _entry(number: int, at: str) -> dict[str, Any]:
    return {
        "id": number, "feed_id": 1, "guid": f"north-{number}", "story_id": number, "stored_at": f"2026-11-24 {at}",
        "url": f"https://north.example/north-{number}",
    }  # fmt: skip


def _call(number: int, at: str, **changes: Any) -> dict[str, Any]:
    reply = json.dumps({"title": "Voltara opens a plant"})
    return {
        "at": f"2026-11-24T{at}+00:00", "second": 1.0, "number": number, "about": "a1", "purpose": "sources",
        "is_repair": False, "is_honest": True, "end": "answered", "reply": reply, **changes,
    }  # fmt: skip


def _posted(key: str, channel: str, message: str, link: str, **known_by: str) -> dict[str, Any]:
    return {
        "what": "posted", "at": "2026-11-24T10:00:00+00:00", "second": 1.0, "who": "solo", "channel": channel,
        "thread": "", "id": message, "links": [link], **(known_by or {"key": key}),
    }  # fmt: skip


def _nonce(key: str) -> str:
    return hashlib.blake2b(key.encode(), digest_size=12).hexdigest()


@pytest.fixture
def evidence() -> Evidence:
    """Two channels, three editions, two articles, one call, one question: all as it should be."""
    north_1, north_2 = "https://north.example/north-1", "https://north.example/north-2"
    tables: dict[str, list[dict[str, Any]]] = {
        "subscription": [
            {"id": _HOURLY, "timetable": json.dumps({"times": ["00:00:00"]})},
            {"id": _INSTANT, "timetable": json.dumps({"times": []})},
        ],
        "workspace": [],
        "feed": [],
        "thread": [],
        "edition": [
            _edition(1, _HOURLY, "2026-11-24T10:00", ("09:00:00", "10:00:00")),
            _edition(2, _HOURLY, "2026-11-24T11:00", ("10:00:00", "11:00:00")),
            _edition(3, _INSTANT, "story:1", ("09:00:00", "11:00:00")),
        ],
        "edition_item": [
            {"edition_id": 1, "story_id": 1},
            {"edition_id": 2, "story_id": 2},
            {"edition_id": 3, "story_id": 1},
        ],
        "delivery": [_delivery(1, 1, "m1"), _delivery(2, 2, "m2"), _delivery(3, 3, "m3")],
        "entry": [_entry(1, "09:30:00"), _entry(2, "10:30:00")],
        "decision": [{"subscription_id": each, "entry_id": entry} for each in (1, 2) for entry in (1, 2)],
        "usage": [{"outcome": "replied", "prompt_tokens": 1000, "completion_tokens": 1, "cost_micros": 1001}],
        "summary": [{"title": "Voltara opens a plant", "written_at": "2026-11-24 09:59:00"}],
        "question": [
            {"id": 1, "channel": _SLACK, "thread": "m1", "is_open": 0, "attempts": 1, "error": ""},
        ],
    }  # fmt: skip
    histories: dict[str, list[dict[str, Any]]] = {
        "slack": [
            _posted("key1", _SLACK, "m1", north_1),
            _posted("key2", _SLACK, "m2", north_2),
            _posted("question:1", _SLACK, "m4", north_1),
        ],
        "discord": [_posted("key3", _DISCORD, "m3", north_1, nonce=_nonce("key3"))],
        "language_model": [_call(1, "09:58:00")],
        "publishers": [
            {"what": "served", "guids": ["north-1", "north-2"]},
            {"what": "published", "guid": "north-1"},
            {"what": "published", "guid": "north-2"},
        ],
        "people": [{"what": "asked", "channel": _SLACK, "thread": "m1"}],
        "faults": [],
        "processes": [
            {"what": "started", "name": "solo", "at": "", "second": 1.0},
            {"what": "ended", "name": "solo", "at": "", "second": 90.0, "code": 0, "why": "told"},
        ],
    }  # fmt: skip
    return Evidence(tables=tables, histories=histories)


def test_it_says_nothing_where_all_is_well(evidence: Evidence):
    """Else nobody would believe it when something is wrong."""
    assert check(evidence) == []


def _row(evidence: Evidence, table: str, number: int = 0) -> dict[str, Any]:
    return evidence.tables[table][number]


def _again(rows: list[dict[str, Any]], **changes: Any) -> None:
    rows.append({**copy.deepcopy(rows[0]), **changes})


_PLANTED: dict[str, Callable[[Evidence], object]] = {
    "edition twice": lambda all_: _again(all_.tables["edition"], id=9, is_scheduled=0),
    "edition out of order": lambda all_: _row(all_, "edition", 1).update(planned_at="2026-11-24 09:00:00"),
    "windows overlap": lambda all_: _row(all_, "edition", 1).update(coverage=_window("09:59:00", "11:00:00")),
    "windows leave a gap": lambda all_: _row(all_, "edition", 1).update(
        coverage=_window("10:01:00", "11:00:00")
    ),
    "story told twice": lambda all_: _row(all_, "edition_item", 1).update(story_id=1),
    "message twice": lambda all_: _again(all_.histories["slack"], id="m9"),
    "message without a delivery": lambda all_: _again(all_.histories["slack"], key="key9", links=[]),
    "sent but not there": lambda all_: _row(all_, "delivery").update(message_id="m9"),
    "failed but there": lambda all_: _row(all_, "delivery", 1).update(state="failed"),
    "uncertain without a reason": lambda all_: _row(all_, "delivery").update(state="uncertain"),
    "question lost or doubled": lambda all_: _again(all_.histories["people"]),
    "question without an answer": lambda all_: all_.histories["slack"].pop(),
    "paid for nothing": lambda all_: _again(all_.tables["usage"], completion_tokens=7, cost_micros=1007),
    "paid twice": lambda all_: _again(all_.tables["usage"]),
    "wrong price": lambda all_: _row(all_, "usage").update(cost_micros=1000),
    "call not in the ledger": lambda all_: _row(all_, "usage").update(outcome="declined"),
    "asked again": lambda all_: all_.histories["language_model"].append(_call(2, "11:30:00", end="refused")),
    "entry twice": lambda all_: _again(all_.tables["entry"], id=1),
    "entry lost": lambda all_: _again(all_.histories["publishers"], guids=["north-3"]),
    "entry in no window": lambda all_: all_.tables["decision"].pop(0),
    "process ended by itself": lambda all_: all_.histories["processes"][1].update(why="", code=1),
    "process did not end": lambda all_: _again(all_.histories["processes"], what="did not end"),
    "left over": lambda all_: _row(all_, "question").update(is_open=1),
}


@pytest.mark.parametrize("kind", _PLANTED)
def test_it_finds_what_is_planted(evidence: Evidence, kind: str):
    """Each kind of violation, and nothing else beside it."""
    _PLANTED[kind](evidence)
    assert {violation.kind for violation in check(evidence)} == {kind}


def test_it_looks_at_messages_and_not_only_at_rows(evidence: Evidence):
    """A story that two messages tell is found though the rows say nothing of it; on Discord two messages with one nonce are."""
    evidence.histories["slack"][1]["links"] = evidence.histories["slack"][0]["links"]
    _again(evidence.histories["discord"], id="m9")
    assert {violation.kind for violation in check(evidence)} == {"story told twice", "message twice"}


def test_what_is_told_again_on_purpose_is_no_violation(evidence: Evidence):
    """An update goes into its story's thread, and whoever asks for an edition may read old news."""
    for key in ("update:1:2", "now:Ev1"):
        evidence.tables["edition"][1] |= {"planned_key": key, "is_scheduled": 0}
        evidence.tables["edition_item"][1]["story_id"] = 1
        evidence.histories["slack"][1]["links"] = evidence.histories["slack"][0]["links"]
        assert check(evidence) == []


def test_unknown_outcomes_are_counted(evidence: Evidence):
    """A call whose asker died is in the ledger as asked; a message nobody could look for stands as uncertain."""
    evidence.histories["language_model"].append(_call(2, "09:58:00", about="b2"))
    evidence.tables["usage"].append(
        {**evidence.tables["usage"][0], "outcome": "asked", "completion_tokens": 0}
    )
    evidence.histories["slack"].append({"what": "unreadable", "channel": _SLACK})
    evidence.tables["delivery"][0]["state"] = "uncertain"
    assert check(evidence) == []


def test_a_process_may_find_no_database_when_it_starts(evidence: Evidence):
    """It says so and ends; later it has to bear a database that is away."""
    ended = evidence.histories["processes"][1]
    ended |= {"why": "", "code": 1, "second": 3.0}
    evidence.histories["faults"].append({"kind": "database restarted", "second": 2.0})
    assert check(evidence) == []
    ended["second"] = 15.0
    assert [violation.kind for violation in check(evidence)] == ["process ended by itself"]


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("bot.core.errors.StoreError: sqlite:////tmp/n.db cannot be used: database is locked. Check …", True),
        ("bot.core.errors.StoreError: the jobs' database cannot be used: connection refused. Check …", True),
        ("bot.core.errors.StoreError: postgresql://a@b/c refused: the connection is closed", True),
        ("bot.core.errors.StoreError: sqlite:////tmp/n.db cannot be used: no such column: x. Check …", False),
        (
            "bot.core.errors.StoreError: sqlite:////tmp/n.db refused: UNIQUE constraint failed: edition.id",
            False,
        ),
        ("bot.core.errors.StoreError: there is no delivery 7", False),
        ("bot.core.errors.ChatError: Edition 7 does not fit into the 2 messages that stand there.", False),
        ("KeyError: 7", False),
    ],
)
def test_a_traceback_is_foreseen_where_the_database_was_away(end: str, expected: bool) -> None:
    """A mistake is no fault of the world's, also where it ends in an error of our own."""
    assert is_foreseen(end) is expected
