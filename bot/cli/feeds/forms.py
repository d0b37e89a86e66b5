"""What scripts read of feeds: JSON objects with stable keys. Instants are ISO 8601 in UTC, spans are in seconds."""

import datetime as dt
from typing import TYPE_CHECKING

from bot.core import health
from bot.core.entities import FeedReport

if TYPE_CHECKING:
    from bot.flows.curate import ImportPlan, Overlap
    from bot.flows.discover import Discovered

Form = dict[str, object]


def report_form(report: FeedReport) -> Form:
    """Return a feed that is read, with its whole address."""
    feed, found = report.feed, health.health(report.feed)
    return {
        "title": feed.title,
        "url": feed.url,
        "host": health.host(feed),
        "site_url": feed.site_url,
        "language": feed.language,
        "topics": list(report.topics),
        "origins": sorted({str(link.origin) for link in report.links}),
        "state": str(found.state),
        "reason": found.reason,
        "cure": found.cure,
        "checked_at": _instant(feed.checked_at),
        "succeeded_at": _instant(feed.succeeded_at),
        "next_check_at": None if feed.is_gone else _instant(feed.next_check_at),
        "failures": feed.failures,
        "failing_since": _instant(feed.failing_since),
        "error": feed.error,
        "is_gone": feed.is_gone,
        "pace": _span(feed.pace),
        "activity": list(report.activity),
    }


def found_form(found: "Discovered", overlap: "Overlap") -> Form:
    """Return a feed that was found, with its newest entries and what of it is there already."""
    shown = found.preview
    return {
        "title": shown.title,
        "url": shown.url,
        "site_url": shown.site_url,
        "language": shown.language,
        "entries": shown.entries,
        "pace": _span(shown.pace),
        "is_full": shown.is_full,
        "newest": [
            {"title": entry.title, "url": entry.url, "published_at": _instant(entry.published_at)}
            for entry in shown.newest
        ],
        "read_by": list(overlap.topics),
        "known_entries": overlap.entries,
    }


def import_form(plan: "ImportPlan", *, is_done: bool) -> Form:
    """Return what an import does, or did."""
    return {
        "is_done": is_done,
        "added": {topic: [feed.url for feed in feeds] for topic, feeds in plan.additions.items()},
        "known": [feed.url for feed in plan.known],
        "skipped": [{"line": each.line, "what": each.what, "reason": each.reason} for each in plan.skipped],
    }


def _instant(instant: dt.datetime | None) -> str | None:
    return instant.isoformat() if instant else None


def _span(span: dt.timedelta | None) -> float | None:
    return None if span is None else span.total_seconds()
