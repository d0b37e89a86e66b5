"""What a feed that somebody may want to read is like: its newest entries, how often they come, whole articles or teasers."""

import datetime as dt
from collections.abc import Sequence

from bot.core.articles import looks_like_excerpt
from bot.core.entities import ParsedEntry, ParsedFeed, Preview

NEWEST = 5
"""Entries shown of a feed."""

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def preview(parsed: ParsedFeed, *, url: str, now: dt.datetime) -> Preview:
    """Return what to show of the feed at *url*."""
    dates = sorted(entry.published_at for entry in parsed.entries if entry.published_at)
    teasers = sum(looks_like_excerpt(entry.text) for entry in parsed.entries)
    return Preview(
        url=url,
        title=parsed.title,
        site_url=parsed.site_url,
        language=parsed.language or _usual_language(parsed.entries),
        entries=len(parsed.entries),
        newest=tuple(sorted(parsed.entries, key=_newest_first)[:NEWEST]),
        pace=_pace(dates, now),
        is_full=bool(parsed.entries) and teasers * 2 < len(parsed.entries),
    )


def is_same_feed(one: Preview, other: Preview) -> bool:
    """Say whether both bring the same entries, as a site's RSS and Atom do."""
    links = [entry.url for entry in one.newest]
    return one.url == other.url or (any(links) and links == [entry.url for entry in other.newest])


def _newest_first(entry: ParsedEntry) -> dt.timedelta:
    return _EPOCH - (entry.published_at or _EPOCH)


def _pace(dates: Sequence[dt.datetime], now: dt.datetime) -> dt.timedelta | None:
    """Return the mean time between two entries; a feed that fell silent gets slower with every day."""
    past = [date for date in dates if date <= now]
    if len(past) < 2:  # noqa: PLR2004 -- between two
        return None
    silence = now - past[-1]
    mean = (past[-1] - past[0]) / (len(past) - 1)
    return max(mean, silence / 2)


def _usual_language(entries: Sequence[ParsedEntry]) -> str:
    languages = [entry.language for entry in entries if entry.language]
    return max(languages, key=languages.count, default="")
