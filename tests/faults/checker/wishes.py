"""What people asked for in a channel comes once, and nothing that nobody asked for."""

from collections import defaultdict
from collections.abc import Iterator

from tests.faults.checker.evidence import Evidence, Row, Violation

_SHARED = ("Shared with this channel", "was shared here before")
_THERE = {"sent", "uncertain"}


def what_is_shared_stands_there(evidence: Evidence) -> Iterator[Violation]:
    """A story that was shared has one edition in its channel, however often it was shared, and that one was posted."""
    shares = _editions(evidence, "share:")
    states = {row["edition_id"]: row["state"] for row in evidence.tables["delivery"] if row["part"] == 0}
    wished = {
        (line["channel"], line["text"].split()[1])
        for line in evidence.happened("people", "told")
        if line["text"].startswith("share ") and any(said in line["answer"] for said in _SHARED)
    }
    for channel, story in sorted(wished):
        found = shares.get((channel, story), [])
        posted = [
            row
            for row in found
            if states.get(row["id"]) in _THERE or "withdrawn" in str(row.get("corrections"))
        ]
        if len(found) != 1 or not posted:
            what = f"channel {channel}: story {story} has {len(found)} editions, {len(posted)} were posted"
            yield Violation("share lost or doubled", what)
    typed = {
        (line["channel"], line["text"].split()[1])
        for line in evidence.happened("people", "typed")
        if line["text"].startswith("share ")
    }
    for channel, story in sorted(set(shares) - typed):
        yield Violation("share lost or doubled", f"channel {channel}: nobody shared story {story}")


def what_is_asked_for_comes_once(evidence: Evidence) -> Iterator[Violation]:
    """An edition outside the timetable was asked for by somebody, there, and each wish brings one at most."""
    typed = {
        (line["channel"], line["key"])
        for line in evidence.happened("people", "typed")
        if line["text"] == "digest"
    }
    for (channel, key), rows in _editions(evidence, "now:").items():
        if (channel, key) not in typed or len(rows) > 1:
            yield Violation("edition nobody asked for", f"channel {channel}: {key} has {len(rows)} editions")


def _editions(evidence: Evidence, kind: str) -> dict[tuple[str, str], list[Row]]:
    """Return the editions whose key begins so, by channel and the end of their key."""
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in evidence.tables["edition"]:
        if row["planned_key"].startswith(kind):
            found[row["channel"], row["planned_key"].rpartition(":")[2]].append(row)
    return found
