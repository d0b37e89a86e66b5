"""Finding: `/ev xiaomi` -> the latest stories about it. It never asks a language model, so that it answers at once.

What finds nothing as it was typed is taken for the beginning of a word, then for a misspelling, and the reply says so.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.core import editions, finding, stories, subjects, tagging, wording
from bot.core.entities import Action, Item, Story, StoryId, StoryList, Summary, Topic
from bot.core.language import joined, say
from bot.core.searches import MAX_PAGE, Search, render_search
from bot.flows.find.looking import LOOKED_AT, asked_for, look, names_of
from bot.flows.find.meaning import Meant, what_was_meant
from bot.flows.needs import Needs
from bot.flows.summarize import known_summary

__all__ = ["SHOWN", "find", "latest"]

SHOWN = 5
"""Stories of one page."""


async def find(needs: Needs, topic: Topic, asked: Search) -> StoryList:
    """Return a page of the topic's stories that *asked* is about: the newest and weightiest first, as `finding.ranked` says."""
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
    items = await _items(needs, topic, _page(ranked, asked))
    is_cut = len(found) == LOOKED_AT
    return StoryList(
        title=title,
        items=items,
        hint=_hint(topic, asked, meant, len(ranked), is_cut=is_cut),
        actions=_actions(topic, asked, meant, items, len(ranked)),
    )


async def latest(needs: Needs, topic: Topic) -> StoryList:
    """Return the topic's newest stories."""
    return await find(needs, topic, Search())


def _named(asked: Search) -> str:
    parts: list[str] = [asked.subject]
    if asked.by.publishers:
        parts.append(say("by {publishers}", publishers=asked.by.publishers))
    if asked.by.tags:
        parts.append(say("tagged {tags}", tags=asked.by.tags))
    return joined(parts)


def _page(ranked: Sequence[StoryId], asked: Search) -> Sequence[StoryId]:
    return ranked[(asked.page - 1) * SHOWN : asked.page * SHOWN]


def _hint(topic: Topic, asked: Search, meant: Meant, total: int, *, is_cut: bool) -> str:
    """Return what was meant, which page this is, and what else can be typed."""
    first, last = (asked.page - 1) * SHOWN + 1, min(asked.page * SHOWN, total)
    parts = [meant.note]
    if first > total:
        parts.append(wording.no_page(asked.page, -(-total // SHOWN)))
    elif total > SHOWN:
        parts.append(wording.place_in_list(first, last, total, is_cut=is_cut))
    if following := _following(asked, total):
        parts.append(wording.more(f"{topic.command} {following}"))
    parts.append(wording.ask_about(topic.command))
    return joined(parts)


def _following(asked: Search, total: int) -> str:
    """Return what asks for the next page, "" if there is none."""
    is_last = asked.page * SHOWN >= total or asked.page == MAX_PAGE
    return "" if is_last else render_search(replace(asked, page=asked.page + 1))


def _actions(
    topic: Topic, asked: Search, meant: Meant, items: Sequence[Item], total: int
) -> tuple[Action, ...]:
    """Return what can be pressed below a page: share a story with the channel, see more, watch the subject."""
    said = {
        wording.share_label(number): f"share {item.story_id}" for number, item in enumerate(items, start=1)
    }
    if following := _following(asked, total):
        said[wording.more_label()] = following
    if meant.subject:
        said[wording.watch_label(meant.subject)] = f"watch {meant.subject}"
    actions = (Action(label=label, command=topic.command, text=text) for label, text in said.items())
    return tuple(action for action in actions if action.fits)


async def _nothing(needs: Needs, topic: Topic, asked: Search) -> str:
    """Say that there is nothing, and which of the topic's subjects and tags come near."""
    near: tuple[str, ...] = ()
    if wanted := " ".join((asked.subject, *asked.by.tags)).strip():
        near = finding.nearest(wanted, await names_of(needs, topic))
    return wording.nothing_found(_named(asked), asked.since, near, topic.command)


async def _items(needs: Needs, topic: Topic, chosen: Sequence[StoryId]) -> tuple[Item, ...]:
    there = {story.id: story for story in await needs.store.stories(chosen, topic.id)}
    ordered = [
        replace(story, entries=stories.lead_first(story.entries, topic.language))
        for story_id in chosen
        if (story := there.get(story_id))
    ]
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
