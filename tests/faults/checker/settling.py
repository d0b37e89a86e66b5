"""Whether all is done: when nothing goes wrong any more, nothing may be left over."""

from collections.abc import Iterator

from tests.faults.checker.evidence import Evidence, Violation


def left_over(evidence: Evidence) -> Iterator[Violation]:
    """Once all is calm, no message waits, no question or flag is open, every entry has its story, and all that was published is stored."""
    for each in (*_messages(evidence), *_people(evidence), *_entries(evidence)):
        yield Violation("left over", each)


def _messages(evidence: Evidence) -> Iterator[str]:
    states = {row["id"]: row["state"] for row in evidence.tables["delivery"]}
    for row in evidence.tables["delivery"]:
        if row["state"] in {"pending", "sending"}:
            yield f"delivery {row['id']} is {row['state']} after {row['attempts']} attempts: {row['error']}"
    for row in evidence.tables["edit"]:
        if row["state"] == "waiting" and states.get(row["delivery_id"]) in {"sent", "uncertain"}:
            yield f"delivery {row['delivery_id']} is to be edited after {row['attempts']} attempts: {row['error']}"


def _people(evidence: Evidence) -> Iterator[str]:
    for row in evidence.tables["question"]:
        if row["is_open"]:
            yield f"question {row['id']} is open after {row['attempts']} attempts: {row['error']}"
    for row in evidence.tables["flag"]:
        if row["state"] == "open":
            yield f"flag {row['id']} on edition {row['edition_id']} was not looked at"


def _entries(evidence: Evidence) -> Iterator[str]:
    for row in evidence.tables["entry"]:
        if row["story_id"] is None:
            yield f"entry {row['guid']} has no story"
    stored = {row["guid"] for row in evidence.tables["entry"]}
    newest = {line["guid"] for line in evidence.happened("publishers", "published")}
    for guid in sorted(newest - stored):
        yield f"{guid} was published and is not stored"


def is_settled(evidence: Evidence) -> bool:
    """Say whether nothing is left over."""
    return next(left_over(evidence), None) is None
