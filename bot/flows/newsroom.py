"""The newsroom: what was read, told, posted and spent, for people to look at. It changes nothing and asks no language model."""

import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from bot.core import editions, stories
from bot.core.entities import (
    Channel,
    ChannelReport,
    DailyCost,
    EditionId,
    EditionPage,
    EditionRecord,
    EntryId,
    Explanation,
    Feedback,
    FeedId,
    Place,
    Story,
    StoryId,
    StoryPage,
    StoryReport,
    Telling,
    Topic,
)
from bot.core.subjects import subject
from bot.flows import manage
from bot.flows.needs import Needs
from bot.flows.summarize import known_summary
from bot.flows.unreached import unreached

DAYS = 14
"""Days that pictures show, today among them."""

_STORIES = 20
_EDITIONS = 20
_OPINIONS = 100
_CHANGES = 5
_LOOKED_AT = 300
_ARCHIVE = dt.timedelta(days=365)
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsroom:
    """Implements `NewsroomData`. *topics* are those whose stories are shown, *seen_by* as the store's methods take it."""

    needs: Needs
    topics: Callable[[], Awaitable[Sequence[Topic]]]
    seen_by: Callable[[], Awaitable[Place | None]]

    async def stories(self, about: str = "", before: EntryId | None = None) -> StoryPage:
        """Return stories about a subject ("": all), newest first; those older than *before*."""
        if about:
            return StoryPage(reports=await self._reports(await self._about(about)))
        topics = await self.topics()
        newest = await self.needs.store.newest_of_stories(
            [topic.id for topic in topics], limit=_STORIES + 1, before=before
        )
        shown = newest[:_STORIES]
        found = await self._found([entry.story_id for entry in shown if entry.story_id])
        return StoryPage(
            reports=await self._reports(found), older=shown[-1].id if len(newest) > _STORIES else None
        )

    async def _about(self, about: str) -> list[tuple[Topic, Story]]:
        """Return the newest stories in which all words stand."""
        found: dict[StoryId, tuple[Topic, Story]] = {}
        for topic in await self.topics():
            wanted = subject(about, topic.aliases)
            if not wanted.groups:
                continue
            since = self.needs.clock.now() - _ARCHIVE
            entries = await self.needs.store.search_entries(
                wanted, topic_id=topic.id, since=since, limit=_LOOKED_AT
            )
            ids = list(dict.fromkeys(each.story_id for each in entries if each.story_id is not None))
            for story in await self.needs.store.stories(ids[:_STORIES], topic.id):
                found.setdefault(story.id, (topic, story))
        return sorted(found.values(), key=lambda each: each[1].newest_at, reverse=True)[:_STORIES]

    async def _found(self, story_ids: Sequence[StoryId]) -> list[tuple[Topic, Story]]:
        """Return these stories in their order, each as the first topic knows it whose feeds brought some of it."""
        found: dict[StoryId, tuple[Topic, Story]] = {}
        for topic in await self.topics():
            for story in await self.needs.store.stories(story_ids, topic.id):
                found.setdefault(story.id, (topic, story))
        return [found[each] for each in story_ids if each in found]

    async def _reports(self, found: Sequence[tuple[Topic, Story]]) -> tuple[StoryReport, ...]:
        ids = [story.id for _, story in found]
        told = await self.needs.store.tellings(ids, await self.seen_by())
        return tuple([await self._report(topic, story, told.get(story.id, ())) for topic, story in found])

    async def _report(self, topic: Topic, story: Story, tellings: tuple[Telling, ...]) -> StoryReport:
        ordered = replace(story, entries=stories.lead_first(story.entries, topic.language))
        summary = await known_summary(
            ordered,
            store=self.needs.store,
            writers=self.needs.writers,
            language=topic.language,
            aliases=topic.aliases,
        )
        return StoryReport(
            topic=topic,
            story=ordered,
            item=editions.item(ordered, summary),
            is_wanted=editions.belongs(ordered.lead, topic),
            tellings=tellings,
        )

    async def story(self, story_id: StoryId) -> StoryReport | None:
        """Return one story with where it was told; None where there is none of these topics."""
        return next(iter(await self._reports(await self._found([story_id]))), None)

    async def editions(self, before: EditionId | None = None) -> EditionPage:
        """Return editions, newest first; those composed before *before*."""
        found = await self.needs.store.edition_records(
            await self.seen_by(), limit=_EDITIONS + 1, before=before
        )
        older = found[_EDITIONS - 1].edition.id if len(found) > _EDITIONS else None
        return EditionPage(records=found[:_EDITIONS], older=older)

    async def edition(self, edition_id: EditionId) -> EditionRecord | None:
        """Return one edition; None where there is none, or it may not be seen."""
        return await self.needs.store.edition_record(edition_id, await self.seen_by())

    async def channels(self) -> tuple[ChannelReport, ...]:
        """Return what each channel gets, in the order in which they subscribed."""
        seen_by = await self.seen_by()
        standings = await self.needs.store.standings(seen_by)
        muted = await self.needs.store.all_mutes(seen_by)
        troubled = await unreached(self.needs.store, self.needs.clock.now())
        trouble = {each.channel: each.error for each in troubled}
        filtered = await self.needs.store.all_filters(seen_by)
        changed = await self.needs.store.latest_changes(seen_by, _CHANGES)
        channels = dict.fromkeys(
            [
                *(each.channel for each in standings),
                *(each.channel for each in muted),
                *(each.channel for each in filtered),
            ]
        )

        def report(channel: Channel) -> ChannelReport:
            here = [each for each in standings if each.channel == channel]
            shared = replace(channel, name="")
            changes = [each for each in changed if each.channel in (channel, shared)]
            return ChannelReport(
                channel=channel,
                subscriptions=tuple(each for each in here if not each.subscription.subject),
                watches=tuple(each for each in here if each.subscription.subject),
                mutes=tuple(each for each in muted if each.channel == channel),
                filters=tuple(each for each in filtered if each.channel == channel),
                changes=tuple(changes[:_CHANGES]),
                trouble=trouble.get(channel, ""),
            )

        return tuple(map(report, channels))

    async def feedback(self) -> Feedback:
        """Return what readers have said, newest first."""
        seen_by = await self.seen_by()
        return Feedback(
            flags=await self.needs.store.flags(seen_by, limit=_OPINIONS),
            judgements=await self.needs.store.judgements(seen_by, limit=_OPINIONS),
        )

    async def costs(self) -> tuple[dt.date, tuple[DailyCost, ...]] | None:
        """Return what language models used since that day (UTC); None: only whoever runs the bot may see it."""
        if await self.seen_by() is not None:
            return None
        begins = self._midnights()
        return begins[0].date(), await self.needs.store.daily_costs(begins)

    async def entries_a_day(self) -> tuple[tuple[dt.date, int], ...]:
        """Return how many entries were published on each of the last days (UTC), today's last."""
        begins = self._midnights()
        by_feed: dict[FeedId, tuple[int, ...]] = {}
        for topic in await self.topics():
            by_feed |= await self.needs.store.activity(topic.id, begins)
        return tuple(
            (begin.date(), sum(counts[day] for counts in by_feed.values()))
            for day, begin in enumerate(begins[:-1])
        )

    def _midnights(self) -> list[dt.datetime]:
        """Return where the days begin that pictures show, and where today ends."""
        today = self.needs.clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
        return [today + day * _DAY for day in range(1 - DAYS, 2)]

    async def why(self, asked: str) -> Explanation:
        """Return what became of the article that *asked* names by address, story or title."""
        return await manage.explain(self.needs, await self.topics(), asked, await self.seen_by())
