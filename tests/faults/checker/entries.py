"""Entries: each article that a publisher served is stored once, and every subscription says what became of it."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator

from tests.faults.checker.evidence import Evidence, Violation, document, instant


def stored_once(evidence: Evidence) -> Iterator[Violation]:
    """An article of a feed is one entry."""
    for (feed, guid), count in Counter(
        (row["feed_id"], row["guid"]) for row in evidence.tables["entry"]
    ).items():
        if count > 1:
            yield Violation("entry twice", f"feed {feed}: {guid} is stored {count} times")


def nothing_is_lost(evidence: Evidence) -> Iterator[Violation]:
    """All that publishers served is stored."""
    stored = {row["guid"] for row in evidence.tables["entry"]}
    served = {guid for line in evidence.happened("publishers", "served") for guid in line["guids"]}
    for guid in sorted(served - stored):
        yield Violation("entry lost", f"{guid} was served and is not stored")


def all_are_decided(evidence: Evidence) -> Iterator[Violation]:
    """Of each entry that a subscription's windows have passed, it says why it was told or not: none fell between two windows."""
    decided: dict[int, set[int]] = defaultdict(set)
    for row in evidence.tables["decision"]:
        decided[row["subscription_id"]].add(row["entry_id"])
    for subscription in evidence.tables["subscription"]:
        for entry in evidence.tables["entry"]:
            began_at, ended_at = _covered(evidence, subscription["id"])
            if (
                began_at < instant(entry["stored_at"]) <= ended_at
                and entry["id"] not in decided[subscription["id"]]
            ):
                what = f"subscription {subscription['id']}: {entry['guid']}, stored at {entry['stored_at']}, covered until {ended_at}"
                yield Violation("entry in no window", what)


def _covered(evidence: Evidence, subscription: int) -> tuple[dt.datetime, dt.datetime]:
    """Return from when to when a subscription has looked."""
    rows = [
        row
        for row in evidence.tables["edition"]
        if row["subscription_id"] == subscription and row["is_scheduled"]
    ]
    windows = [document(row["coverage"])["window"] for row in rows]
    failed = {
        row["edition_id"]
        for row in evidence.tables["delivery"]
        if row["part"] == 0 and row["state"] == "failed"
    }
    never = dt.datetime.max.replace(tzinfo=dt.UTC), dt.datetime.min.replace(tzinfo=dt.UTC)
    begins = [instant(window["begins_at"]) for window in windows]
    ends = [
        instant(window["ends_at"])
        for row, window in zip(rows, windows, strict=True)
        if row["id"] not in failed
    ]
    return (min(begins), max(ends)) if begins and ends else never
