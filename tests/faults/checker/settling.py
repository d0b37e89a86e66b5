"""Whether all is done: when nothing goes wrong any more, nothing may be left over."""

from collections.abc import Iterator

from tests.faults.checker.evidence import Evidence, Violation


def left_over(evidence: Evidence) -> Iterator[Violation]:
    """Once all is calm, no delivery waits, no question is open, every entry has its story, and all that was published is stored."""
    for row in evidence.tables["delivery"]:
        if row["state"] in {"pending", "sending"}:
            yield Violation(
                "left over",
                f"delivery {row['id']} is {row['state']} after {row['attempts']} attempts: {row['error']}",
            )
    for row in evidence.tables["question"]:
        if row["is_open"]:
            yield Violation(
                "left over", f"question {row['id']} is open after {row['attempts']} attempts: {row['error']}"
            )
    for row in evidence.tables["entry"]:
        if row["story_id"] is None:
            yield Violation("left over", f"entry {row['guid']} has no story")
    stored = {row["guid"] for row in evidence.tables["entry"]}
    newest = {line["guid"] for line in evidence.happened("publishers", "published")}
    for guid in sorted(newest - stored):
        yield Violation("left over", f"{guid} was published and is not stored")


def is_settled(evidence: Evidence) -> bool:
    """Say whether nothing is left over."""
    return next(left_over(evidence), None) is None
