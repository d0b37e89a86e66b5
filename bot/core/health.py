"""How a feed does and what to do about it: the same words on the terminal, on the page and in the chats.

It never shows the address of a feed, which may hold a secret, not even inside an error.
"""

import datetime as dt
import re
import urllib.parse
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.core.entities import Feed, FeedReport
from bot.core.language import joined, say, some
from bot.core.text import publisher_of, shorten

_URL = re.compile(r"https?://[^\s\"'<>]*[^\s\"'<>.,;:)]", re.IGNORECASE)
_LONGEST_REASON = 300
_PATIENCE = dt.timedelta(days=3)
_MINUTE, _HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)
_DAY, _WEEK, _MONTH = dt.timedelta(days=1), dt.timedelta(days=7), dt.timedelta(days=30)


class State(StrEnum):
    """How a feed does, worst first."""

    GONE = "gone"
    FAILING = "failing"
    NEW = "new"
    WELL = "well"


_STATES = {
    State.GONE: say("gone"),
    State.FAILING: say("failing"),
    State.NEW: say("new"),
    State.WELL: say("well"),
}
_RHYTHMS = ((_DAY, say("a day")), (_WEEK, say("a week")), (_MONTH, say("a month")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """*reason* says in words what is wrong, *cure* what to do; both "" where a feed is well."""

    state: State
    reason: str = ""
    cure: str = ""

    @property
    def is_ill(self) -> bool:
        """Whether somebody may have to do something."""
        return self.state in (State.GONE, State.FAILING)


def state_label(state: State) -> str:
    """Return what a state is called."""
    return _STATES[state]


def health(feed: Feed) -> Health:
    """Say how *feed* does."""
    if feed.is_gone:
        return Health(
            state=State.GONE,
            reason=say("its publisher took it down for good; it is not asked any more"),
            cure=say("Look for a new feed on its site, and remove this one."),
        )
    if feed.failures:
        return _failing(feed)
    return Health(state=State.NEW if feed.checked_at is None else State.WELL)


def _failing(feed: Feed) -> Health:
    # Errors name the cause, and after a semicolon what to do about it (`bot.core.errors`).
    reason, _, cure = without_addresses(feed.error, feed).partition("; ")
    again = say("It is asked again by itself.")
    if feed.failing_since and feed.checked_at and feed.checked_at - feed.failing_since > _PATIENCE:
        again = say("It is still asked, ever less often; correct its address, or remove it.")
    return Health(
        state=State.FAILING,
        reason=_often(reason, feed),
        cure=f"{cure[:1].upper()}{cure[1:].rstrip('.')}." if cure else again,
    )


def _often(reason: str, feed: Feed) -> str:
    if feed.failures <= 1:
        return reason
    if feed.failing_since:
        return say(
            "{reason} ({n} times in a row since {when})",
            reason=reason,
            n=feed.failures,
            when=feed.failing_since,
        )
    return say("{reason} ({n} times in a row)", reason=reason, n=feed.failures)


def without_addresses(text: str, feed: Feed) -> str:
    """Return *text* with the feed's address, and any other, cut down to what is no secret."""
    text = text.replace(feed.url, "the feed")
    return shorten(_URL.sub(lambda found: publisher_of(found.group()) or "an address", text), _LONGEST_REASON)


def host(feed: Feed) -> str:
    """Return where the feed is read: its host, with the port where it is no usual one; never more of its address."""
    parts = urllib.parse.urlsplit(feed.url)
    return f"{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}"


def severity(feed: Feed) -> tuple[int, str]:
    """Return a key to sort by: first those for which somebody may have to do something, and then by name."""
    return list(State).index(health(feed).state), feed.name.casefold()


def worst_first(reports: Iterable[FeedReport]) -> tuple[FeedReport, ...]:
    """Return the reports in the order of *severity*."""
    return tuple(sorted(reports, key=lambda report: severity(report.feed)))


def rhythm(pace: dt.timedelta | None) -> str:
    """Return how often entries come: "12 a day", "3 a week", "2 a month", "rarely"; "" where nobody knows."""
    if pace is None:
        return ""
    for span, message in _RHYTHMS:
        if pace <= span:
            often = round(span / max(pace, dt.timedelta(minutes=1)))
            return say("{n} {span}", n=often, span=message)
    return say("rarely")


def ago(instant: dt.datetime | None, now: dt.datetime) -> str:
    """Return how long ago something was: "12 min ago", "just now"; "never" for None."""
    if instant is None:
        return say("never")
    return say("just now") if now - instant < _MINUTE else say("{span} ago", span=_span(now - instant))


def until(instant: dt.datetime, now: dt.datetime) -> str:
    """Return how long it is until something: "in 12 min"; "now" where its time has come."""
    return say("now") if instant <= now else say("in {span}", span=_span(instant - now))


def _span(span: dt.timedelta) -> str:
    if span < _HOUR:
        return say("{n} min", n=max(span // _MINUTE, 1))
    if span < 2 * _DAY:
        return say("{n} h", n=span // _HOUR)
    return some(span // _DAY, "{n} day", "{n} days")


def line(feed: Feed) -> str:
    """Return a feed's name and health in one line, for the chats."""
    found = health(feed)
    if found.is_ill:
        return say(
            "{feed} — {state}: {reason}. {cure}",
            feed=feed.name,
            state=_STATES[found.state],
            reason=found.reason,
            cure=found.cure,
        )
    if feed.checked_at is None:
        return say("{feed} — not read yet", feed=feed.name)
    read = say("{feed} — read {when}", feed=feed.name, when=feed.checked_at)
    return joined([read, rhythm(feed.pace)], ", ")
