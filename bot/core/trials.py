"""Trying a timetable and a filter on the last days: what people ask for, and in words what would have come of it."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.core import filters
from bot.core.entities import Action, Filter, Notice, Timetable, Topic
from bot.core.errors import CommandError
from bot.core.language import Sentence, say, some
from bot.core.text import shorten
from bot.core.timetable import parse_timetable, render_timetable

DAYS = 3
MAX_DAYS = 14

_DAYS = re.compile(r"(?:^|\s)days:(\S*)(?=\s|$)", re.IGNORECASE)
_FILTER = re.compile(r"(?:^|\s)filter(?=\s|$)", re.IGNORECASE)
_OLD = "old news"
_HEADLINES, _HEADLINE = 5, 90
_REASONS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be tried on the last *days*. None: as it is in the channel now."""

    timetable: Timetable | None = None
    filter: Filter | None = None
    days: int = DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedEdition:
    """What would have been told at *planned_at*: the *headlines* of its stories, of so many that were *found*.

    *left_out*: how many stories for each reason. *held_back*: how many entries of stories that were told from others.
    """

    planned_at: dt.datetime
    headlines: tuple[str, ...]
    found: int
    left_out: Mapping[str, int]
    held_back: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What *wish* would have brought: with *timetable* and *filter*, its own or the channel's."""

    wish: Wish
    timetable: Timetable
    filter: Filter
    editions: tuple[TriedEdition, ...]


def parse_wish(text: str) -> Wish:
    """Parse what stands behind `try`: a timetable, "filter" with its rules, and "days:7", each of which may be missing.

    Raises:
        CommandError: one of them cannot be understood.
    """
    days = _DAYS.search(text)
    rest = _DAYS.sub(" ", text, count=1)
    word = _FILTER.search(rest)
    when, rules = (rest[: word.start()], rest[word.end() :].strip()) if word else (rest, None)
    return Wish(
        timetable=parse_timetable(when) if when.strip() else None,
        filter=None if rules is None else filters.parse_filter("" if rules.lower() == "clear" else rules),
        days=_days(days[1]) if days else DAYS,
    )


def _days(written: str) -> int:
    if not written.isascii() or not written.isdecimal() or not 1 <= int(written[:9]) <= MAX_DAYS:
        raise CommandError(
            say(
                "“{written}” is not known. Write days:1 to days:{most}.",
                written=f"days:{shorten(written, 20)}",
                most=MAX_DAYS,
            )
        )
    return int(written)


def reason_kind(reason: str) -> str:
    """Return a reason without what holds for one story alone, so that stories left out for the same one can be counted."""
    facts = reason.facts if isinstance(reason, Sentence) else {}
    if "rank" in facts:
        return say("below the {size} heaviest", size=facts["size"])
    return say("old news") if reason.startswith(_OLD) else reason


def told(trial: Trial, topic: Topic) -> Notice:
    """Return in words what would have been told, with a button for what was tried."""
    rules = filters.render_filter(trial.filter) or say("no filter of its own")
    zone = ZoneInfo(trial.timetable.zone)
    actions = _actions(trial, topic)
    typed = [f"{action.command} {action.text}" for action in actions if not action.fits]
    by_day = groupby(trial.editions, key=lambda each: each.planned_at.astimezone(zone).date())
    return Notice(
        title=some(
            trial.wish.days,
            "{topic}, tried on the last {n} day: {timetable}; {rules}",
            "{topic}, tried on the last {n} days: {timetable}; {rules}",
            topic=topic.title,
            timetable=render_timetable(trial.timetable),
            rules=rules,
        ),
        lines=(
            *(_day(day, list(some_of_it), trial.timetable) for day, some_of_it in by_day),
            *_left_out(trial.editions),
            say("Nothing was posted, and nothing is changed."),
            *(say("Too long for a button: {command}", command=text) for text in typed),
        ),
        actions=tuple(action for action in actions if action.fits),
    )


def _day(day: dt.date, editions: Sequence[TriedEdition], timetable: Timetable) -> str:
    headlines = [headline for each in editions for headline in each.headlines]
    posted = (
        some(len(headlines), "{n} message", "{n} messages")
        if timetable.is_instant
        else some(len(editions), "{n} edition", "{n} editions")
    )
    line = some(
        sum(each.found for each in editions),
        "{day}: {posted}, {told} of {n} story",
        "{day}: {posted}, {told} of {n} stories",
        day=day,
        posted=posted,
        told=len(headlines),
    )
    shown = tuple(f"“{shorten(headline, _HEADLINE)}”" for headline in headlines[:_HEADLINES])
    if not shown:
        return line
    more = len(headlines) - len(shown)
    line = say("{day}: {headlines}", day=line, headlines=shown)
    return some(more, "{told} and {n} more", "{told} and {n} more", told=line) if more else line


def _left_out(editions: Sequence[TriedEdition]) -> list[str]:
    stories, entries = Counter[str](), Counter[str]()
    for each in editions:
        stories.update(each.left_out)
        entries.update(each.held_back)
    lines: list[str] = [
        some(n, "{n} story: {why}", "{n} stories: {why}", why=why) for why, n in stories.most_common(_REASONS)
    ]
    lines += [
        some(
            n,
            "{n} entry of stories that others tell: {why}",
            "{n} entries of stories that others tell: {why}",
            why=why,
        )
        for why, n in entries.most_common(_REASONS)
    ]
    return lines


def _actions(trial: Trial, topic: Topic) -> list[Action]:
    actions = []
    if trial.wish.timetable:
        text = f"subscribe {render_timetable(trial.timetable)}"
        actions.append(Action(label=say("Use this timetable"), command=topic.command, text=text))
    if trial.wish.filter is not None:
        text = f"filter {filters.render_filter(trial.filter) or 'clear'}"
        actions.append(Action(label=say("Use this filter"), command=topic.command, text=text))
    return actions
