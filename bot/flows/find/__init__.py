"""Finding: `/ev xiaomi` -> the latest stories about it. It never asks a language model, so that it answers at once.

What finds nothing as it was typed is taken for the beginning of a word, then for a misspelling, and the reply says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.core import editions, finding, stories, subjects, tagging, wording
from bot.core.entities import (
    Action,
    Item,
    Place,
    Platform,
    Story,
    StoryId,
    StoryList,
    Summary,
    Topic,
)
from bot.core.language import joined, say
from bot.core.searches import MAX_PAGE, Search, render_search
from bot.flows.find.looking import LOOKED_AT, asked_for, look, names_of
from bot.flows.find.meaning import Meant, what_was_meant
from bot.flows.find.wanting import wanted, wishes_of
from bot.flows.needs import Needs
from bot.flows.summarize import known_summary

__all__ = ["SHOWN", "find", "latest"]

SHOWN = 5
"""Stories of one page."""

_SHARED = (Platform.SLACK, Platform.DISCORD)
"""Where a channel has several readers, one of whom may want to watch alone."""


async def find(needs: Needs, topic: Topic, place: Place, asked: Search) -> StoryList:
    """Return a page of the topic's stories that *asked* is about: the newest and weightiest first, as `finding.ranked` says.

    What the channel *place* mutes or filters out is not among them, unless that is *asked* for.
    """
    about = subjects.subject(asked.subject, topic.aliases)
    named = _named(asked)
    title = say("{topic}: {subject}", topic=topic.title, subject=named) if named else wording.latest(topic)
    if asked.subject and not about.groups:
        return StoryList(title=title, items=(), hint=wording.no_word(asked.subject))
    meant = Meant(criteria=asked_for(asked, about, topic, needs.clock.now()), subject=asked.subject)
    found = await look(needs, topic, meant.criteria)
    if not found and (other := await what_was_meant(needs, topic, asked, meant.criteria)):
        meant, found = other, await look(needs, topic, other.criteria)
    ranked = finding.ranked(found, meant.criteria.subject, needs.clock.now())
    if not ranked:
        return StoryList(title=title, items=(), hint=await _nothing(needs, topic, asked))
    page = await _page(needs, topic, place, asked, ranked)
    page = replace(page, is_cut=page.is_cut or len(found) == LOOKED_AT)
    return StoryList(
        title=title,
        items=await _items(needs, topic, page.stories),
        hint=_hint(topic, asked, meant, page),
        actions=_actions(topic, place, asked, meant, page),
    )


async def latest(needs: Needs, topic: Topic, place: Place) -> StoryList:
    """Return the topic's newest stories, but for what *place* does not want."""
    return await find(needs, topic, place, Search())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """The *stories* of a page, out of *total*, or more where that *is_cut*; and whether the next page *has_more*.

    *left_out*: stories up to here that the channel does not want.
    """

    stories: Sequence[Story]
    total: int
    is_cut: bool
    has_more: bool
    left_out: int = 0


async def _page(needs: Needs, topic: Topic, place: Place, asked: Search, ranked: Sequence[StoryId]) -> _Page:
    first, last = (asked.page - 1) * SHOWN, asked.page * SHOWN
    wishes = None if asked.is_unfiltered else await wishes_of(needs, topic, place)
    if wishes is None:
        there = {story.id: story for story in await needs.store.stories(ranked[first:last], topic.id)}
        shown = [there[story_id] for story_id in ranked[first:last] if story_id in there]
        return _Page(stories=shown, total=len(ranked), is_cut=False, has_more=len(ranked) > last)
    found = await wanted(needs, topic, ranked, wishes, most=last)
    return _Page(
        stories=found.stories[first:],
        total=len(found.stories),
        is_cut=found.is_cut,
        has_more=found.is_cut,
        left_out=found.left_out,
    )


def _named(asked: Search) -> str:
    parts: list[str] = [asked.subject]
    if asked.by.publishers:
        parts.append(say("by {publishers}", publishers=asked.by.publishers))
    if asked.by.tags:
        parts.append(say("tagged {tags}", tags=asked.by.tags))
    return joined(parts)


def _hint(topic: Topic, asked: Search, meant: Meant, page: _Page) -> str:
    """Return what was meant, which page this is, what the channel does not want, and what else can be typed."""
    first, last = (asked.page - 1) * SHOWN + 1, min(asked.page * SHOWN, page.total)
    parts = [meant.note]
    if first > page.total and page.total:
        parts.append(wording.no_page(asked.page, -(-page.total // SHOWN)))
    elif page.total > SHOWN or (page.is_cut and page.stories):
        parts.append(wording.place_in_list(first, last, page.total, is_cut=page.is_cut))
    if page.left_out:
        parts.append(wording.left_out(page.left_out, f"{topic.command} {_unfiltered(asked)}"))
    if following := _following(asked, page):
        parts.append(wording.more(f"{topic.command} {following}"))
    parts.append(wording.ask_about(topic.command))
    return joined(parts)


def _following(asked: Search, page: _Page) -> str:
    """Return what asks for the next page, "" if there is none."""
    goes_on = page.has_more and asked.page < MAX_PAGE
    return render_search(replace(asked, page=asked.page + 1)) if goes_on else ""


def _unfiltered(asked: Search) -> str:
    return render_search(replace(asked, page=1, is_unfiltered=True))


def _actions(topic: Topic, place: Place, asked: Search, meant: Meant, page: _Page) -> tuple[Action, ...]:
    """Return what can be pressed below a page: share a story with the channel, see more, watch the subject."""
    said = {
        wording.share_label(number): f"share {story.id}" for number, story in enumerate(page.stories, start=1)
    }
    if following := _following(asked, page):
        said[wording.more_label()] = following
    if page.left_out:
        said[wording.left_out_label()] = _unfiltered(asked)
    if meant.subject:
        said[wording.watch_label(meant.subject)] = f"watch {meant.subject}"
        if place.platform in _SHARED and not place.is_direct:
            said[wording.watch_alone_label(meant.subject)] = f"watch {meant.subject} for me"
    actions = (Action(label=label, command=topic.command, text=text) for label, text in said.items())
    return tuple(action for action in actions if action.fits)


async def _nothing(needs: Needs, topic: Topic, asked: Search) -> str:
    """Say that there is nothing, and which of the topic's subjects and tags come near."""
    near: tuple[str, ...] = ()
    if wanted := " ".join((asked.subject, *asked.by.tags)).strip():
        near = finding.nearest(wanted, await names_of(needs, topic))
    return wording.nothing_found(_named(asked), asked.since, near, topic.command)


async def _items(needs: Needs, topic: Topic, chosen: Sequence[Story]) -> tuple[Item, ...]:
    ordered = [replace(story, entries=stories.lead_first(story.entries, topic.language)) for story in chosen]
    summaries = [await _summary(needs, topic, story) for story in ordered]
    known = await needs.store.known_tags(topic.id, keys=tagging.keys_looked_up(summaries))
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
