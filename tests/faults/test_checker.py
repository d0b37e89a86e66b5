"""The checker is a program too: of a world in which all is well it says nothing, and each planted violation it finds."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tests.faults.checker import Evidence, check
from tests.faults.processes import is_foreseen
from tests.faults.well import SLACK, a_call, a_window, all_is_well


@pytest.fixture
def evidence() -> Evidence:
    """Two channels, three editions, two articles, one call, one question: all as it should be."""
    return all_is_well()


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
    "windows overlap": lambda all_: _row(all_, "edition", 1).update(
        coverage=a_window("09:59:00", "11:00:00")
    ),
    "windows leave a gap": lambda all_: _row(all_, "edition", 1).update(
        coverage=a_window("10:01:00", "11:00:00")
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
    "asked again": lambda all_: all_.histories["language_model"].append(a_call(2, "11:30:00", end="refused")),
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
    evidence.histories["people"].append({"what": "typed", "channel": SLACK, "text": "digest", "key": "Ev1"})
    for key in ("update:1:2", "now:Ev1"):
        evidence.tables["edition"][1] |= {"planned_key": key, "is_scheduled": 0}
        evidence.tables["edition_item"][1]["story_id"] = 1
        evidence.histories["slack"][1]["links"] = evidence.histories["slack"][0]["links"]
        assert check(evidence) == []


def test_unknown_outcomes_are_counted(evidence: Evidence):
    """A call whose asker died is in the ledger as asked; a message nobody could look for stands as uncertain."""
    evidence.histories["language_model"].append(a_call(2, "09:58:00", about="b2"))
    evidence.tables["usage"].append(
        {**evidence.tables["usage"][0], "outcome": "asked", "completion_tokens": 0}
    )
    evidence.histories["slack"].append({"what": "unreadable", "channel": SLACK})
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
