"""Editions: each planned one once, and their windows without gap or overlap."""

import datetime as dt
import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator

from tests.faults.checker.evidence import Evidence, Row, Violation, document, instant


def published_once(evidence: Evidence) -> Iterator[Violation]:
    """A planned edition is published exactly once: one row for its key, and none for a time before the last one's."""
    editions = evidence.tables["edition"]
    keys = Counter((row["subscription_id"], row["planned_key"]) for row in editions)
    for (subscription, key), count in keys.items():
        if count > 1:
            yield Violation("edition twice", f"subscription {subscription}: {count} editions for {key}")
    for subscription, rows in _scheduled(evidence).items():
        if _is_instant(evidence, subscription):
            continue
        for before, after in itertools.pairwise(rows):
            if instant(after["planned_at"]) <= instant(before["planned_at"]):
                what = f"subscription {subscription}: {after['planned_key']} was written after {before['planned_key']}"
                yield Violation("edition out of order", what)


def windows_meet(evidence: Evidence) -> Iterator[Violation]:
    """Each window begins where the last published one ended; one whose first message failed is covered again.

    Instant subscriptions also move on without an edition, so between theirs there may be gaps, but no overlap.
    """
    failed = {
        row["edition_id"]
        for row in evidence.tables["delivery"]
        if row["part"] == 0 and row["state"] == "failed"
    }
    for subscription, rows in _scheduled(evidence).items():
        covered_until: dt.datetime | None = None
        for row in rows:
            begins_at, ends_at = _window(row)
            where = f"subscription {subscription}, {row['planned_key']}"
            if covered_until and begins_at < covered_until:
                yield Violation(
                    "windows overlap", f"{where}: from {begins_at}, but covered until {covered_until}"
                )
            if covered_until and begins_at > covered_until and not _is_instant(evidence, subscription):
                yield Violation(
                    "windows leave a gap", f"{where}: from {begins_at}, but covered until {covered_until}"
                )
            if row["id"] not in failed:
                covered_until = ends_at


def _scheduled(evidence: Evidence) -> dict[int, list[Row]]:
    """Return the editions that came by themselves, in the order in which they were written."""
    found: dict[int, list[Row]] = defaultdict(list)
    for row in sorted(evidence.tables["edition"], key=lambda row: int(row["id"])):
        if row["is_scheduled"]:
            found[row["subscription_id"]].append(row)
    return found


def _is_instant(evidence: Evidence, subscription: int) -> bool:
    row = evidence.by_id("subscription").get(subscription)
    return row is not None and not document(row["timetable"])["times"]


def _window(row: Row) -> tuple[dt.datetime, dt.datetime]:
    window = document(row["coverage"])["window"]
    return instant(window["begins_at"]), instant(window["ends_at"])
