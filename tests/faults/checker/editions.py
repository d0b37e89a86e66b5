"""Editions: each planned one once, their windows without gap or overlap, and no story told twice in a channel."""

import datetime as dt
import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator

from tests.faults.checker.evidence import Evidence, Row, Violation, document, instant
from tests.faults.checker.messages import posted_by_key


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


def told_once(evidence: Evidence) -> Iterator[Violation]:
    """A story is told once in a channel. Updates go into its thread, and what somebody asked for may say it again.

    Two looks: at the rows, and at the articles that messages lead to.
    """
    editions = {row["id"]: row for row in evidence.tables["edition"] if not _is_told_again(row)}
    stories: Counter[tuple[str, int]] = Counter()
    failed = {
        row["edition_id"]
        for row in evidence.tables["delivery"]
        if row["part"] == 0 and row["state"] == "failed"
    }
    for item in evidence.tables["edition_item"]:
        edition = editions.get(item["edition_id"])
        if edition and edition["id"] not in failed:
            stories[edition["channel"], item["story_id"]] += 1
    for (channel, story), count in stories.items():
        if count > 1:
            yield Violation("story told twice", f"channel {channel}: story {story} is in {count} editions")
    yield from _articles_told_once(evidence, editions)


def _articles_told_once(evidence: Evidence, editions: dict[int, Row]) -> Iterator[Violation]:
    posted = posted_by_key(evidence)
    told: dict[tuple[str, str], set[str]] = defaultdict(set)
    for delivery in evidence.tables["delivery"]:
        edition = editions.get(delivery["edition_id"])
        for message in posted[delivery["key"]] if edition else []:
            for link in message["links"]:
                told[message["channel"], link].add(str(delivery["edition_id"]))
    for (channel, link), found in told.items():
        if len(found) > 1:
            yield Violation(
                "story told twice", f"channel {channel}: {link} is in editions {', '.join(sorted(found))}"
            )


def _is_told_again(edition: Row) -> bool:
    return str(edition["planned_key"]).startswith(("update:", "now:"))


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
