"""Stories: no channel is told one twice, but where it has grown, where somebody wanted it, or as news in its thread."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from tests.faults.checker.evidence import Evidence, Row, Violation, document, instant
from tests.faults.checker.messages import posted_by_key

_WANTED = ("now:", "share:")
_GROWN_AFTER = dt.timedelta(hours=20)
_WRONG = dt.timedelta(minutes=80)
"""How far two clocks may be apart at most."""


def told_once(evidence: Evidence) -> Iterator[Violation]:
    """A story that a channel was told, by whatever edition, comes by itself only if it has grown since, and says that it does."""
    for (channel, story), told in _told(evidence).items():
        for place, (edition, item) in enumerate(told):
            before = told[:place]
            if before and not _is_wanted(edition) and not _has_grown(evidence, story, edition, item, before):
                where = f"channel {channel}: story {story} is in editions {', '.join(str(each['id']) for each, _ in told)}"
                yield Violation("story told twice", f"{where}; {edition['planned_key']} should not have it")


def articles_told_once(evidence: Evidence) -> Iterator[Violation]:
    """The same, by the articles that messages really lead to."""
    posted = posted_by_key(evidence)
    again = {
        (edition["id"], story) for (_, story), told in _told(evidence).items() for edition, _ in told[1:]
    }
    stories = {entry["url"]: entry["story_id"] for entry in evidence.tables["entry"]}
    editions = evidence.by_id("edition")
    told: dict[tuple[str, str], set[int]] = defaultdict(set)
    for delivery in evidence.tables["delivery"]:
        edition = editions[delivery["edition_id"]]
        for message in posted[delivery["key"]]:
            for link in [] if _is_update(edition) else message["links"]:
                if (edition["id"], stories.get(link)) not in again:
                    told[message["channel"], link].add(edition["id"])
    for (channel, link), found in told.items():
        if len(found) > 1:
            numbers = ", ".join(map(str, sorted(found)))
            yield Violation("story told twice", f"channel {channel}: {link} is in editions {numbers}")


def _told(evidence: Evidence) -> dict[tuple[str, int], list[tuple[Row, Row]]]:
    """Return the editions that told a story in full in a channel, in the order in which they were written, with how they did."""
    failed = {
        row["edition_id"]
        for row in evidence.tables["delivery"]
        if row["part"] == 0 and row["state"] == "failed"
    }
    editions = {
        row["id"]: row
        for row in evidence.tables["edition"]
        if not _is_update(row) and row["id"] not in failed
    }
    found: dict[tuple[str, int], list[tuple[Row, Row]]] = defaultdict(list)
    for row in sorted(evidence.tables["edition_item"], key=lambda row: int(row["edition_id"])):
        edition = editions.get(row["edition_id"])
        if edition:
            found[edition["channel"], row["story_id"]].append((edition, document(row.get("item")) or {}))
    return found


def _has_grown(
    evidence: Evidence, story: int, edition: Row, item: Row, before: list[tuple[Row, Row]]
) -> bool:
    """Say whether more publishers report it by now than when it was told last, long enough ago, and the edition says so."""
    last, _ = before[-1]
    then, by_now = (_publishers(evidence, story, _looked_until(each)) for each in (last, edition))
    waited = instant(edition["planned_at"]) - instant(last["planned_at"])
    return bool(item.get("before")) and by_now > then and waited > _GROWN_AFTER - _WRONG


def _looked_until(edition: Row) -> dt.datetime:
    return instant(document(edition["coverage"])["window"]["ends_at"])


def _publishers(evidence: Evidence, story: int, until: dt.datetime) -> int:
    return len(
        {
            entry["feed_id"]
            for entry in evidence.tables["entry"]
            if entry["story_id"] == story and instant(entry["stored_at"]) <= until
        }
    )


def _is_update(edition: Row) -> bool:
    return str(edition["planned_key"]).startswith("update:")


def _is_wanted(edition: Row) -> bool:
    return str(edition["planned_key"]).startswith(_WANTED)
