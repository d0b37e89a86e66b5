"""Composing an edition: choose, summarize and check. Writes nothing but summaries and their cost, so it can be tried."""

import asyncio
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import structlog

from bot.core import editions, stories
from bot.core.entities import (
    Coverage,
    Decision,
    Item,
    NewEdition,
    Story,
    Subscription,
    Summary,
    Topic,
    Window,
)
from bot.flows.ledger import Ledger
from bot.flows.needs import Needs
from bot.flows.publish.plans import Plan
from bot.flows.summarize import extracts, summarize_story

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """An edition that is ready to be written, and why each entry did or did not get into it."""

    edition: NewEdition
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Material:
    """What an edition is made from."""

    subscription: Subscription
    topic: Topic
    covered: Window
    is_first: bool
    stories: tuple[Story, ...]


async def compose(needs: Needs, subscription: Subscription, plan: Plan) -> Composed:
    """Compose the edition of *plan* from what was stored since the last scheduled one."""
    material = await _gather(needs, subscription, plan)
    choice = await _choose(needs, material)
    ledger = needs.ledger(material.topic.workspace_id)
    items = await _items(needs, material, choice.stories, ledger)
    coverage = editions.coverage(
        material.covered,
        stories=material.stories,
        items=items,
        feeds=await needs.store.feeds(material.topic.id),
        writers=needs.writers,
        cost_micros=ledger.cost_micros,
        is_budget_spent=ledger.is_budget_spent,
    )
    return Composed(
        edition=_edition(material, plan, items, coverage),
        decisions=editions.decisions(
            choice,
            material.stories,
            covered=material.covered,
            subscription=subscription,
            now=needs.clock.now(),
        ),
    )


def _edition(material: _Material, plan: Plan, items: tuple[Item, ...], coverage: Coverage) -> NewEdition:
    return NewEdition(
        subscription_id=material.subscription.id,
        topic_name=material.topic.name,
        command=material.topic.command,
        title=material.topic.title,
        language=material.subscription.language,
        planned_key=plan.key,
        planned_at=plan.at,
        zone=material.subscription.timetable.zone,
        is_scheduled=plan.is_scheduled,
        is_first=material.is_first,
        items=items,
        coverage=coverage,
        composed_at=material.covered.ends_at,
    )


async def _gather(needs: Needs, subscription: Subscription, plan: Plan) -> _Material:
    topic = await needs.store.topic(subscription.topic_id)
    covered_until = await needs.store.covered_until(subscription.id)
    if plan.is_scheduled:
        covered = await _scheduled_window(needs, subscription, covered_until)
    else:
        covered = editions.asked_window(needs.clock.now())
    found = await needs.store.stories_in(topic.id, covered)
    return _Material(
        subscription=subscription,
        topic=topic,
        covered=covered,
        is_first=covered_until is None,
        stories=tuple(
            replace(story, entries=stories.lead_first(story.entries, subscription.language))
            for story in found
        ),
    )


async def _scheduled_window(
    needs: Needs, subscription: Subscription, covered_until: dt.datetime | None
) -> Window:
    """Return the window from where the last published edition ended; before the first, from where the failed ones began."""
    begins_at = covered_until
    if begins_at is None:
        failed = await needs.store.last_edition(subscription.id)
        begins_at = failed.coverage.window.begins_at if failed else None
    now = needs.clock.now()
    await needs.store.settle()  # else what is stamped already, but not visible yet, would be in no window
    waiting = next(iter(await needs.store.ungrouped_entries(limit=1)), None)
    return editions.window(begins_at, now, waiting)


async def _choose(needs: Needs, material: _Material) -> editions.Choice:
    return editions.choose(
        material.stories,
        topic=material.topic,
        told=await needs.store.told_stories(material.subscription.place, material.topic.id),
        size=material.subscription.size,
        published_after=editions.published_after(material.covered, is_first=material.is_first),
        weights={story.id: stories.weight(story, material.covered.ends_at) for story in material.stories},
    )


async def _items(
    needs: Needs, material: _Material, chosen: Sequence[Story], ledger: Ledger
) -> tuple[Item, ...]:
    summaries = await asyncio.gather(*(_summary(needs, material, story, ledger) for story in chosen))
    return tuple(editions.item(story, summary) for story, summary in zip(chosen, summaries, strict=True))


async def _summary(needs: Needs, material: _Material, story: Story, ledger: Ledger) -> Summary:
    language, aliases = material.subscription.language, material.topic.aliases
    try:
        return await summarize_story(
            story,
            ledger=ledger,
            language=language,
            aliases=aliases,
            detect_language=needs.detect_language,
        )
    except Exception:
        # The loop over stories: what is wrong with one must not cost the channel its edition.
        log.exception("summary_failed", story=story.id)
        return extracts(story, language, aliases)
