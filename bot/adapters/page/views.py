"""The newsroom's pages as HTML: pure, rendered by templates that escape everything."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.adapters.page.charts import BarChart, bars_a_day, shares
from bot.adapters.page.render import template
from bot.adapters.page.sources import source_panel
from bot.core import filters, health, newsroom, timetable
from bot.core.entities import (
    ChannelReport,
    DailyCost,
    EditionPage,
    EditionRecord,
    Explanation,
    Feedback,
    FeedReport,
    Standing,
    StoryPage,
    StoryReport,
    Topic,
)
from bot.core.language import say, some
from bot.core.wording import written_by

_MICROS = 1_000_000
_ALL_SOURCES = 1_000
_DAY = dt.timedelta(days=1)

_Days = Sequence[tuple[dt.date, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Views:
    """Renders pages as they are at *now*, for a reader of *language*; the event *cursor* names the last that they surely hold."""

    now: dt.datetime
    cursor: str
    language: str = "en"

    def _render(self, here: str, /, **values: object) -> str:
        page = template(f"newsroom/{here}.html", self.language)
        return page.render(
            here=here.split("/", maxsplit=1)[0], cursor=self.cursor, now=self.now, newsroom=newsroom, **values
        )

    def stories(self, page: StoryPage, *, about: str, days: _Days, is_first: bool) -> str:
        """Render a list of stories."""
        return self._render(
            "stories",
            page=page,
            about=about,
            chart=_entries_a_day(days),
            is_first=is_first,
            ago=self._ago,
        )

    def story(self, report: StoryReport) -> str:
        """Render one story."""
        written = written_by({report.item.summary.writer}, self.language)
        return self._render("story", report=report, ago=self._ago, written=written)

    def editions(self, page: EditionPage, *, is_first: bool) -> str:
        """Render a list of editions."""
        return self._render("editions", page=page, is_first=is_first, money=money)

    def edition(self, record: EditionRecord, problem: str = "") -> str:
        """Render one edition, with the forms to put it right, and the *problem* that one of them met."""
        return self._render("edition", record=record, money=money, problem=problem)

    def feeds(self, reports: Sequence[FeedReport], days: _Days, topics: Sequence[Topic]) -> str:
        """Render the feeds with their health; lists of feeds are imported into *topics*."""
        states = Counter(health.health(report.feed).state for report in reports)
        counts = [(state, states[state]) for state in reversed(health.State)]
        return self._render(
            "feeds",
            panel=source_panel(reports, most=_ALL_SOURCES),
            health=shares(counts, health.state_label, name="health", title=say("How the feeds do")),
            chart=_entries_a_day(days),
            topics=topics,
        )

    def channels(self, reports: Sequence[ChannelReport]) -> str:
        """Render what each channel gets."""
        return self._render(
            "channels", reports=reports, timetable=timetable, filters=filters, next_of=self._next_of
        )

    def feedback(self, feedback: Feedback, problem: str = "") -> str:
        """Render what readers have said, with forms to decide on it, and the *problem* that one of them met."""
        return self._render("feedback", feedback=feedback, problem=problem)

    def costs(self, since: dt.date, costs: Sequence[DailyCost]) -> str:
        """Render what language models cost, day by day."""
        by_day = Counter({each.on: 0 for each in costs})
        for each in costs:
            by_day[each.on] += each.cost_micros
        count = (self.now.date() - since).days + 1
        days = [(day, by_day[day]) for day in (since + number * _DAY for number in range(count))]
        newest_first = sorted(costs, key=lambda each: each.on, reverse=True)
        return self._render(
            "costs",
            chart=bars_a_day(days, name="cost", title=say("Cost a day"), unit=say("Cost"), in_words=money),
            days=[(day, list(some)) for day, some in groupby(newest_first, key=lambda each: each.on)],
            calls=sum(each.calls for each in costs),
            total=sum(by_day.values()),
            money=money,
        )

    def why(self, asked: str, explanation: Explanation | None) -> str:
        """Render the form, and what became of the article that was asked for."""
        return self._render("why", asked=asked, explanation=explanation)

    def missing(self, here: str, title: str) -> str:
        """Render that there is nothing, with the way back."""
        return template("newsroom/missing.html", self.language).render(
            here=here, cursor=self.cursor, title=title, newsroom=newsroom
        )

    def _ago(self, instant: dt.datetime) -> str:
        return health.ago(instant, self.now)

    def _next_of(self, standing: Standing) -> dt.datetime | None:
        """Return when a subscription posts next; None: whenever there is something, or not while it is paused."""
        wanted = standing.subscription
        if wanted.paused_at or wanted.timetable.is_instant:
            return None
        planned = timetable.next_planned(wanted.timetable, self.now)
        return timetable.quiet_until(wanted.timetable, planned) or planned


def money(micros: int) -> str:
    """Return millionths as people read an amount, in the price list's own currency."""
    return f"{micros / _MICROS:.4f}" if micros % 10_000 else f"{micros / _MICROS:.2f}"


def _entries_a_day(days: _Days) -> BarChart:
    return bars_a_day(
        days,
        name="entries",
        title=say("Entries a day"),
        unit=say("Entries"),
        in_words=lambda number: some(number, "{n} entry", "{n} entries"),
    )
