"""Pictures for the newsroom as plain numbers that a template draws: bars a day, and shares of a whole. Pure.

Each says in words what it shows, and holds its numbers for a table: whoever cannot see it misses nothing.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.core.health import State
from bot.core.language import Moment, joined, say, some

WIDTH, HEIGHT = 360, 150
"""Of the drawing: small enough that its letters can still be read on a phone."""

_TOP, _GROUND = 18, 128
_GAP = 4
_LEAST = 2
_LABELLED_EVERY = 2
_SHARE_HEIGHT = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A day's bar. *text* is its number in words; *label* stands below it, "" where there is no room."""

    x: float
    y: float
    width: float
    height: float
    day: str
    label: str
    text: str
    is_highest: bool

    @property
    def middle(self) -> float:
        """Where its labels stand."""
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class BarChart:
    """Bars a day. *name* makes ids of it; *told* says in a sentence what it shows."""

    name: str
    title: str
    told: str
    unit: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A part of a whole, *x* to *x* + *width* of the drawing's width. *kind* gives it its colour, *label* its name."""

    kind: str
    label: str
    count: int
    x: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareChart:
    """Parts of a whole, side by side."""

    name: str
    title: str
    told: str
    shares: tuple[Share, ...]
    height: int = _SHARE_HEIGHT


def bars_a_day(
    days: Sequence[tuple[dt.date, int]],
    *,
    name: str,
    title: str,
    unit: str,
    in_words: Callable[[int], str],
) -> BarChart:
    """Return a chart of numbers a day, oldest first; *in_words* writes a number with its unit."""
    highest = max((number for _, number in days), default=0)
    width = (WIDTH + _GAP) / max(len(days), 1)
    total = sum(number for _, number in days)
    told = some(len(days), "{what} in {n} day.", "{what} in {n} days.", what=in_words(total))
    if days and highest:
        best = max(days, key=lambda each: each[1])
        told = some(
            len(days),
            "{what} in {n} day, most on {day}: {most}; today {today}.",
            "{what} in {n} days, most on {day}: {most}; today {today}.",
            what=in_words(total),
            day=best[0],
            most=in_words(best[1]),
            today=in_words(days[-1][1]),
        )
    return BarChart(
        name=name,
        title=title,
        told=told,
        unit=unit,
        bars=tuple(
            _bar(day, number, highest, place=(index, width, len(days)), in_words=in_words)
            for index, (day, number) in enumerate(days)
        ),
    )


def _bar(
    day: dt.date,
    number: int,
    highest: int,
    *,
    place: tuple[int, float, int],
    in_words: Callable[[int], str],
) -> Bar:
    index, width, count = place
    room = _GROUND - _TOP
    height = max(room * number / highest, _LEAST + 1) if number and highest else _LEAST
    is_labelled = (count - 1 - index) % _LABELLED_EVERY == 0
    return Bar(
        x=round(index * width, 1),
        y=round(_GROUND - height, 1),
        width=round(width - _GAP, 1),
        height=round(height, 1),
        day=_long(day),
        label=_short(day) if index == count - 1 else f"{day.day}" if is_labelled else "",
        text=in_words(number),
        is_highest=bool(number) and number == highest,
    )


def shares(
    counts: Sequence[tuple[State, int]], label: Callable[[State], str], *, name: str, title: str
) -> ShareChart:
    """Return a chart of parts of a whole, each called by its *label*; those of nothing are left out."""
    total = sum(count for _, count in counts)
    found: list[Share] = []
    x = 0.0
    for kind, count in counts:
        if count:
            width = WIDTH * count / total
            share = Share(kind=kind, label=label(kind), count=count, x=round(x, 1), width=round(width, 1))
            found.append(share)
            x += width
    told = joined([say("{n} {state}", n=each.count, state=each.label) for each in found], ", ")
    return ShareChart(
        name=name, title=title, told=told if found else say("Nothing yet."), shares=tuple(found)
    )


def _long(day: dt.date) -> str:
    return say("{day}", day=day)


def _short(day: dt.date) -> str:
    return say("{day}", day=Moment(dt.datetime.combine(day, dt.time(), dt.UTC), "d MMM", "UTC"))
