"""Finding: `/ev xiaomi` -> the latest stories about it. It never asks a language model, so that it answers at once."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from bot.core import editions, stories, tagging
from bot.core.entities import Entry, Item, Story, StoryId, StoryList, Subject, Summary, Topic
from bot.core.language import joined, say, some
from bot.core.subjects import subject
from bot.flows.needs import Needs
from bot.flows.summarize import known_summary

SHOWN = 5
"""Stories in one list."""

_LOOKED_AT = 200
_LATEST = dt.timedelta(days=7)
_ARCHIVE = dt.timedelta(days=365)
_ANYTHING = Subject(groups=())


async def find(needs: Needs, topic: Topic, text: str, since: dt.timedelta | None) -> StoryList:
    """Return the newest stories of the topic about *text*: in which all its words stand, aliases counted."""
    title = f"{topic.title}: {text}"
    about = subject(text, topic.aliases)
    if not about.groups:
        return StoryList(
            title=title, items=(), hint=say("There is no word in “{text}” to look for.", text=text)
        )
    found = await _search(needs, topic, about, since or _ARCHIVE)
    if not found:
        return StoryList(title=title, items=(), hint=_nothing_about(text, since))
    return StoryList(title=title, items=await _items(needs, topic, found), hint=_hint(topic, found))


async def latest(needs: Needs, topic: Topic) -> StoryList:
    """Return the topic's newest stories."""
    title = say("{topic}: the latest", topic=topic.title)
    found = await _search(needs, topic, _ANYTHING, _LATEST)
    if not found:
        return StoryList(title=title, items=(), hint=say("Nothing in the last {span}.", span=_span(_LATEST)))
    return StoryList(title=title, items=await _items(needs, topic, found), hint=_hint(topic, found))


async def _search(needs: Needs, topic: Topic, about: Subject, since: dt.timedelta) -> tuple[Story, ...]:
    """Return the stories of matching entries, those with the newest match first."""
    published_since = needs.clock.now() - since
    entries = await needs.store.search_entries(
        about, topic_id=topic.id, since=published_since, limit=_LOOKED_AT
    )
    wanted = _story_ids([entry for entry in entries if editions.belongs(entry, topic)])
    found = {story.id: story for story in await needs.store.stories(wanted, topic.id)}
    return tuple(found[story_id] for story_id in wanted if story_id in found)


def _story_ids(entries: Sequence[Entry]) -> list[StoryId]:
    return list(dict.fromkeys(entry.story_id for entry in entries if entry.story_id is not None))


async def _items(needs: Needs, topic: Topic, found: Sequence[Story]) -> tuple[Item, ...]:
    ordered = [
        replace(story, entries=stories.lead_first(story.entries, topic.language)) for story in found[:SHOWN]
    ]
    summaries = [await _summary(needs, topic, story) for story in ordered]
    known = await needs.store.known_tags(topic.id)
    told = tagging.respelled(summaries, known, aliases=topic.aliases)
    return tuple(editions.item(story, summary) for story, summary in zip(ordered, told, strict=True))


async def _summary(needs: Needs, topic: Topic, story: Story) -> Summary:
    return await known_summary(
        story,
        store=needs.store,
        writers=needs.writers,
        language=topic.language,
        aliases=topic.aliases,
    )


def _hint(topic: Topic, found: Sequence[Story]) -> str:
    more = say("The newest {n} of {all} stories.", n=SHOWN, all=len(found)) if len(found) > SHOWN else ""
    return joined([more, say("Ask about them: {command}", command=f"{topic.command} ask …")])


def _nothing_about(text: str, since: dt.timedelta | None) -> str:
    if since is None:
        return say("Nothing about “{text}” in this topic's feeds.", text=text)
    return say(
        "Nothing about “{text}” in the last {span} in this topic's feeds.", text=text, span=_span(since)
    )


def _span(span: dt.timedelta) -> str:
    hours = int(span.total_seconds() // 3600)
    if span.days > 1:
        return some(span.days, "{n} day", "{n} days")
    return some(hours, "{n} hour", "{n} hours")
