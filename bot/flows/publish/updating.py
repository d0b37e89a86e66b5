"""Updates: a story that this channel was told, and that has news, goes on in the thread in which it was told."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace

from bot.core import editions, updates
from bot.core.entities import Decision, NewEdition, Story, StoryId, Subscription, Told
from bot.core.language import Reader, in_language, say
from bot.core.updates import News
from bot.flows.needs import Needs
from bot.flows.publish.compose import Composed, Material, edition_of
from bot.flows.publish.keeping import keep
from bot.flows.publish.plans import Plan

_MOST = 3
"""Updates that one edition brings along: threads are not to drown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Update:
    """A story, how the channel was told it, and what came since."""

    story: Story
    told: Told
    news: News


async def tell_updates(
    needs: Needs, material: Material, plan: Plan, *, leave: Collection[StoryId] = ()
) -> None:
    """Post what is new in stories of the window that this subscription told, each in its thread; *leave* those told again.

    It is done before the edition itself is written: whoever dies in between looks at the same window again, and each
    update has the newest of its entries in its key.
    """
    found = [each for each in await _found(needs, material) if each.story.id not in leave]
    found.sort(key=lambda update: (-len(update.news.entries), update.story.id))
    for update in found[:_MOST]:
        edition = _edition(material, plan, update)
        decisions = _decisions(edition, update.news, needs.clock.now())
        await keep(needs, material.subscription, Composed(edition=edition, decisions=decisions, spellings={}))


async def _found(needs: Needs, material: Material) -> list[_Update]:
    place, topic = material.subscription.place, material.topic
    told = await needs.store.told_since(place, topic.id, material.covered.ends_at - updates.REACH)
    muted = await needs.store.mutes(place, topic.id)
    return [
        _Update(story=story, told=telling, news=news)
        for story in material.stories
        if (telling := told.get(story.id))
        and telling.root
        and telling.subscription_id == material.subscription.id
        and story.id not in material.unwanted
        and not editions.is_muted(story, muted)
        and (news := _news(material, story, telling))
    ]


def _news(material: Material, story: Story, told: Told) -> News | None:
    return updates.news_of(
        story,
        told.item.summary,
        told.until,
        language=material.subscription.language,
        aliases=material.topic.aliases,
    )


def _edition(material: Material, plan: Plan, update: _Update) -> NewEdition:
    newest = max(entry.id for entry in update.news.entries)
    story = replace(update.story, entries=update.news.entries)
    items = (editions.item(story, update.news.summary),)
    coverage = editions.coverage(
        material.covered,
        stories=(story,),
        items=items,
        feeds=(),
        writers=(),
        cost_micros=0,
        is_budget_spent=False,
    )
    plan = replace(plan, key=f"update:{story.id}:{newest}", is_scheduled=False)
    return replace(
        edition_of(material, plan, items, coverage, _lines(material.subscription, update.news)),
        title=update.told.item.summary.title,
        is_first=False,
        thread=update.told.root,
    )


def _lines(subscription: Subscription, news: News) -> tuple[str, ...]:
    """Return what is new as the channel reads it: an edition is kept in its own language."""
    reader = Reader(subscription.language, subscription.timetable.zone)
    return tuple(in_language(line, reader) for line in news.lines)


def _decisions(edition: NewEdition, news: News, now: dt.datetime) -> tuple[Decision, ...]:
    return tuple(
        Decision(
            entry_id=entry.id,
            subscription_id=edition.subscription_id,
            stage="update",
            reason=say("told in its story's thread"),
            at=now,
        )
        for entry in news.entries
    )
