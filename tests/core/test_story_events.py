"""Which reports of invented events are one story: events of one kind, events that last, other languages, round-ups."""

import datetime as dt
import itertools
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.entities import EntryId
from bot.core.indexing import features_of, pack
from bot.core.stories import Outline
from bot.core.stories.grouping import Grouper

DATA = Path(__file__).parents[1] / "data" / "story_events.jsonl"
MORNING = dt.datetime(2026, 11, 20, 8, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Report:
    """An entry, and which event it tells, in hours after the morning."""

    event: str
    language: str
    hours: int
    title: str
    text: str


def grouped(reports: Sequence[Report], order: Sequence[int] = ()) -> dict[int, int]:
    """Return the story of each report by number, when they are grouped in the *order* given, of one batch."""
    outlines = [
        Outline(
            id=EntryId(number),
            story_id=None,
            language=report.language,
            published_at=MORNING + dt.timedelta(hours=report.hours),
            features=pack(features_of(report.title, report.text)),
        )
        for number, report in enumerate(reports)
    ]
    stories: dict[int, int] = {}
    for place in Grouper().assign([outlines[number] for number in order or range(len(outlines))]):
        stories[place.entry_id] = place.entry_id if place.joins is None else stories[place.joins]
    return stories


def read() -> dict[str, list[Report]]:
    """Return the invented reports by the name of their set, in order of time."""
    sets: dict[str, list[Report]] = {}
    for line in DATA.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        sets.setdefault(row.pop("set"), []).append(Report(**row))
    return sets


SETS = read()
ROUNDUPS = SETS.pop("round-ups")
RECALLS, PLANTS, QUAKES = (
    SETS[name] for name in ("two recalls by two makers", "two plants of one maker", "two earthquakes")
)
TOUCHED = (
    "two recalls by two makers",
    "two quarterly figures",
    "two earthquakes",
    "two plants of one maker",
    "a rumour and its denials",
    "a fire that is told for five days",
)
"""What the round-ups tell of."""
FIRE = SETS["a fire that is told for five days"]


def wrong_pairs(reports: Sequence[Report], stories: dict[int, int]) -> list[tuple[str, str]]:
    """Return the titles of pairs that are together and should not be, or the other way round."""
    return [
        (reports[one].title, reports[two].title)
        for one, two in itertools.combinations(range(len(reports)), 2)
        if (reports[one].event == reports[two].event) != (stories[one] == stories[two])
    ]


@pytest.mark.parametrize("name", SETS)
def test_events_of_one_kind_stay_apart_and_one_event_is_one_story(name: str) -> None:
    """Among the first entries of all, when nothing is known yet of how rare words are: names and figures tell events apart."""
    assert wrong_pairs(SETS[name], grouped(SETS[name])) == []


def test_roundups_glue_nothing() -> None:
    """Reviews that touch six stories join none of them, and none joins a review, even where the review is there first."""
    events = [replace(report, event=f"{name} {report.event}") for name in TOUCHED for report in SETS[name]]
    early = [replace(each, hours=-1) for each in ROUNDUPS]
    for reports in ([*events, *ROUNDUPS], [*early, *events]):
        assert wrong_pairs(reports, grouped(reports)) == []


def test_what_tells_two_stories_in_one_breath_joins_neither() -> None:
    """A report that is like two stories by different words is a round-up, whatever its form."""
    recall, quake = RECALLS[0], replace(QUAKES[0], event="quake")
    title, text = f"{recall.title}; {quake.title}", f"{quake.text} {recall.text}"
    reports = [recall, quake, Report("both", "en", 9, title, text)]
    assert wrong_pairs(reports, grouped(reports)) == []


@given(st.permutations(range(len(RECALLS + FIRE + PLANTS))))
def test_the_order_of_reading_does_not_matter(order: list[int]) -> None:
    """Within a batch the dates decide, so whichever feed answers first changes no story."""
    reports = RECALLS + FIRE + PLANTS
    assert grouped(reports, order) == grouped(reports)
