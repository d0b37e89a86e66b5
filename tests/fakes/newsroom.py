"""A fake of the `NewsroomData` port: what a test wrote down, and what it was asked for."""

import datetime as dt

from bot.core.entities import (
    ChannelReport,
    DailyCost,
    EditionId,
    EditionPage,
    EditionRecord,
    EntryId,
    Explanation,
    Feedback,
    StoryId,
    StoryPage,
    StoryReport,
)


class FakeNewsroom:
    """Shows what its fields hold; *asked* are the calls that had something to ask for."""

    def __init__(self) -> None:
        self.page = StoryPage(reports=())
        self.records = EditionPage(records=())
        self.reports: tuple[ChannelReport, ...] = ()
        self.spent: tuple[dt.date, tuple[DailyCost, ...]] | None = (dt.date(2026, 11, 10), ())
        self.said = Feedback()
        self.days: tuple[tuple[dt.date, int], ...] = ()
        self.explanation = Explanation(title="Not seen", note="No feed of these topics has brought it.")
        self.asked: list[object] = []

    async def stories(self, about: str = "", before: EntryId | None = None) -> StoryPage:
        """The page of stories."""
        self.asked += [each for each in (about, before) if each]
        return self.page

    async def story(self, story_id: StoryId) -> StoryReport | None:
        """The story with that number."""
        return next((each for each in self.page.reports if each.story.id == story_id), None)

    async def editions(self, before: EditionId | None = None) -> EditionPage:
        """The page of editions."""
        self.asked += [before] if before else []
        return self.records

    async def edition(self, edition_id: EditionId) -> EditionRecord | None:
        """The edition with that number."""
        return next((each for each in self.records.records if each.edition.id == edition_id), None)

    async def channels(self) -> tuple[ChannelReport, ...]:
        """The channels."""
        return self.reports

    async def feedback(self) -> Feedback:
        """What readers said."""
        return self.said

    async def costs(self) -> tuple[dt.date, tuple[DailyCost, ...]] | None:
        """The costs."""
        return self.spent

    async def entries_a_day(self) -> tuple[tuple[dt.date, int], ...]:
        """The days."""
        return self.days

    async def why(self, asked: str) -> Explanation:
        """The explanation."""
        self.asked.append(asked)
        return self.explanation
