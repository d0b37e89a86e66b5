"""The sidebar's list of sources: how each does, with a picture of what it brought. Pure, and never an address of a feed."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core import health
from bot.core.entities import FeedReport
from bot.core.language import joined, say, some
from bot.core.text import is_http_url

_SHOWN = 100
_TALLEST, _LOWEST = 16, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source as the sidebar shows it. *site* is "" or an http(s) address; the feed's own may hold a secret.

    *bars* are the heights of the days' bars, oldest first, and *activity* says the same in words; () where there is nothing
    to show yet.
    """

    title: str
    site: str
    state: str
    label: str
    reason: str
    cure: str
    bars: tuple[int, ...]
    activity: str
    rhythm: str
    read_at: dt.datetime | None
    next_check_at: dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePanel:
    """The whole list, with what it comes to. *left_out* says that there are more than are shown."""

    sources: tuple[Source, ...]
    summary: str
    left_out: str


def source_panel(reports: Sequence[FeedReport], most: int = _SHOWN) -> SourcePanel:
    """Return what to show of *reports*, which come with the worst first: *most* of them."""
    ill = sum(health.health(report.feed).is_ill for report in reports)
    state = some(ill, "{n} needs a look", "{n} need a look") if ill else say("none failing")
    summary = some(len(reports), "{n} source", "{n} sources")
    left_out = len(reports) - most
    return SourcePanel(
        sources=tuple(map(_source, reports[:most])),
        summary=joined([summary, state], ", ") if reports else say("No source yet."),
        left_out=say("and {n} more: {command} shows them all", n=left_out, command="newsthread feeds list")
        if left_out > 0
        else "",
    )


def _source(report: FeedReport) -> Source:
    feed, found = report.feed, health.health(report.feed)
    return Source(
        title=feed.name,
        site=feed.site_url if is_http_url(feed.site_url) else "",
        state=str(found.state),
        label=health.state_label(found.state),
        reason=found.reason,
        cure=found.cure,
        bars=_bars(report.activity) if any(report.activity) or feed.pace else (),
        activity=_told(report.activity),
        rhythm=health.rhythm(feed.pace) or _in_days(report.activity),
        read_at=feed.succeeded_at,
        next_check_at=None if feed.is_gone else feed.next_check_at,
    )


def _bars(activity: Sequence[int]) -> tuple[int, ...]:
    """Return heights: the busiest day is the tallest, a day with anything is seen, one with nothing is a mark on the ground."""
    busiest = max(activity, default=0)
    return tuple(
        _LOWEST if not entries else max(round(_TALLEST * entries / busiest), _LOWEST + 2)
        for entries in activity
    )


def _told(activity: Sequence[int]) -> str:
    entries = some(sum(activity), "{n} entry", "{n} entries")
    today = activity[-1] if activity else 0
    days = len(activity)
    return some(
        days,
        "{entries} in {n} day, {today} today",
        "{entries} in {n} days, {today} today",
        entries=entries,
        today=today,
    )


def _in_days(activity: Sequence[int]) -> str:
    days = len(activity)
    return some(days, "{total} in {n} day", "{total} in {n} days", total=sum(activity))
