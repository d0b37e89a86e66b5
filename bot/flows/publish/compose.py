"""Composing an edition: choose, summarize and check. Writes nothing but summaries and their cost, so it can be tried."""

import asyncio
import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import structlog

from bot.core import editions, filters, steering, stories, subjects, tagging, wording
from bot.core.entities import (
    Coverage,
    Decision,
    EntryId,
    Item,
    KnownTag,
    NewEdition,
    Story,
    StoryId,
    Subscription,
    Summary,
    ToldBefore,
    Topic,
    Window,
)
from bot.core.errors import StoreError
from bot.core.publishers import publishers_of
from bot.flows.ledger import Ledger
from bot.flows.needs import Needs
from bot.flows.publish.growing import grown_of
from bot.flows.publish.plans import Plan
from bot.flows.sifting import filters_of, sift
from bot.flows.summarize import extracts, summarize_story

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """An edition that is ready to be written, why each entry did or did not get into it, and the tags that it uses."""

    edition: NewEdition
    decisions: tuple[Decision, ...]
    spellings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Stored:
    """The *stories* of a window as the store has them, and whether it is the first of its subscription."""

    covered: Window
    stories: Sequence[Story]
    is_first: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What an edition is made from: the *stories* of the *covered* window, as filters left them of those *found*.

    *held_back*: entries that a filter does not want, and *unwanted* stories, each with the reason. Those *grown* were told
    before, and may be told again.
    """

    subscription: Subscription
    topic: Topic
    covered: Window
    is_first: bool
    found: tuple[Story, ...]
    stories: tuple[Story, ...]
    known_tags: tuple[KnownTag, ...]
    held_back: Mapping[EntryId, str] = field(default_factory=dict)
    unwanted: Mapping[StoryId, str] = field(default_factory=dict)
    grown: Mapping[StoryId, ToldBefore] = field(default_factory=dict)


async def compose(needs: Needs, subscription: Subscription, plan: Plan) -> Composed:
    """Compose the edition of *plan* from what was stored since the last scheduled one."""
    material = await gather(needs, subscription, plan)
    return await compose_chosen(needs, material, plan, await choose(needs, material))


async def compose_chosen(needs: Needs, material: Material, plan: Plan, choice: editions.Choice) -> Composed:
    """Compose the edition that tells the stories of *choice*."""
    ledger = needs.ledger(material.topic.workspace_id)
    items = await _items(needs, material, choice.stories, ledger)
    coverage = editions.coverage(
        material.covered,
        stories=material.found,
        items=items,
        feeds=await needs.store.feeds(material.topic.id),
        writers=needs.writers,
        cost_micros=ledger.cost_micros,
        is_budget_spent=ledger.is_budget_spent,
    )
    return Composed(
        edition=edition_of(material, plan, items, coverage, await _recap(needs, material, plan, items)),
        decisions=decided(needs, material, choice),
        spellings=tagging.spellings(
            (tag for item in items for tag in item.summary.tags), aliases=material.topic.aliases
        ),
    )


def decided(needs: Needs, material: Material, choice: editions.Choice) -> tuple[Decision, ...]:
    """Return why each entry of the window was told or not."""
    return editions.decisions(
        choice,
        material.found,
        covered=material.covered,
        subscription=material.subscription,
        now=needs.clock.now(),
        held_back=material.held_back,
    )


def recalls(subscription: Subscription, *, is_scheduled: bool) -> bool:
    """Say whether an edition recalls what its channel was told already: a digest does."""
    return is_scheduled and not subscription.timetable.is_instant and not subscription.subject


async def _recap(needs: Needs, material: Material, plan: Plan, items: Sequence[Item]) -> tuple[str, ...]:
    """Return the titles of the window's stories, but for *items*, that an instant subscription or a watch told here already."""
    subscription = material.subscription
    if not recalls(subscription, is_scheduled=plan.is_scheduled):
        return ()
    told = await needs.store.told_since(subscription.place, material.topic.id, material.covered.begins_at)
    others = told.keys() - {item.story_id for item in items}
    return tuple(told[story.id].item.summary.title for story in material.stories if story.id in others)


def edition_of(
    material: Material, plan: Plan, items: tuple[Item, ...], coverage: Coverage, recap: tuple[str, ...]
) -> NewEdition:
    """Return the edition of *plan* that tells *items*."""
    subject = material.subscription.subject
    return NewEdition(
        subscription_id=material.subscription.id,
        topic_name=material.topic.name,
        command=material.topic.command,
        title=f"{material.topic.title}: {subject}" if subject else material.topic.title,
        language=material.subscription.language,
        planned_key=plan.key,
        planned_at=plan.at,
        zone=material.subscription.timetable.zone,
        is_scheduled=plan.is_scheduled,
        is_first=material.is_first,
        items=items,
        coverage=coverage,
        composed_at=material.covered.ends_at,
        recap=recap,
    )


async def gather(needs: Needs, subscription: Subscription, plan: Plan) -> Material:
    """Gather what was stored since the subscription's last edition, or in the last day where somebody asks for one."""
    topic = await needs.store.topic(subscription.topic_id)
    covered_until = await needs.store.covered_until(subscription.id)
    if plan.is_scheduled:
        covered = await _scheduled_window(needs, subscription, covered_until)
    else:
        covered = editions.asked_window(needs.clock.now())
    is_first = covered_until is None and not subscription.timetable.is_instant
    stored = Stored(covered, await needs.store.stories_in(topic.id, covered), is_first=is_first)
    wanted = await filters_of(needs, subscription, topic)
    material = await gathered(needs, subscription, topic, stored, wanted)
    grown = await grown_of(needs, subscription, topic, material.stories, filters.again_of(wanted))
    return replace(material, grown=grown)


async def gathered(
    needs: Needs, subscription: Subscription, topic: Topic, stored: Stored, wanted: filters.Filters
) -> Material:
    """Return what the filters *wanted* leave of what was *stored*."""
    found = tuple(
        replace(story, entries=stories.lead_first(story.entries, subscription.language))
        for story in stored.stories
    )
    sifted = await sift(needs, found, wanted, topic, subscription.language)
    return Material(
        subscription=replace(subscription, size=filters.size_of(wanted) or subscription.size),
        topic=topic,
        covered=stored.covered,
        is_first=stored.is_first,
        found=found,
        stories=sifted.stories,
        known_tags=await needs.store.known_tags(topic.id),
        held_back={entry_id: wording.held_back(why) for entry_id, why in sifted.entries.items()},
        unwanted={story_id: wording.held_back(why) for story_id, why in sifted.unwanted.items()},
    )


async def _scheduled_window(
    needs: Needs, subscription: Subscription, covered_until: dt.datetime | None
) -> Window:
    """Return the window from where the last published edition ended; before the first, from where the failed ones began.

    Where there was none: since the subscription, and at least the last day; for an instant one, what was there is no news.
    """
    begins_at = covered_until
    now = needs.clock.now()
    if begins_at is None:
        failed = await needs.store.last_edition(subscription.id)
        begins_at = (
            failed.coverage.window.begins_at if failed else editions.first_window_begins(subscription, now)
        )
    # Else what is stamped already but not visible yet, or stamped by a clock that is behind, would be in no window.
    await needs.store.settle(now - editions.SETTLING, now)
    waiting = next(iter(await needs.store.ungrouped_entries(limit=1)), None)
    return editions.window(begins_at, now, waiting)


async def _pulls(needs: Needs, material: Material) -> Mapping[StoryId, steering.Pull]:
    """Return how the channel moves each story, as its readers wish."""
    steers = await needs.store.steers(material.subscription.place, material.topic.id)
    if not steers:
        return {}
    pulls = {story.id: steering.pull(story, steers, material.topic.aliases) for story in material.stories}
    return {story_id: each for story_id, each in pulls.items() if each}


async def choose(
    needs: Needs, material: Material, *, told: Collection[StoryId] | None = None
) -> editions.Choice:
    """Choose among the stories gathered those that the channel was not *told*; None: by what we keep."""
    pulls = await _pulls(needs, material)
    subscription = material.subscription
    if told is None:
        told = await needs.store.told_stories(subscription.place, material.topic.id) - material.grown.keys()
    about = subjects.subject(subscription.subject, material.topic.aliases) if subscription.subject else None
    choice = editions.choose(
        material.stories,
        topic=material.topic,
        told=told,
        size=subscription.size,
        subject=about,
        muted=await needs.store.mutes(subscription.place, material.topic.id),
        held_back=material.unwanted,
        published_after=editions.published_after(material.covered, is_first=material.is_first),
        steered={story_id: each.said for story_id, each in pulls.items()},
        weights={
            story.id: stories.weight(story, material.covered.ends_at, material.topic)
            * (pulls[story.id].factor if story.id in pulls else 1.0)
            for story in material.stories
        },
    )

    again = {
        story.id: wording.told_again(material.grown[story.id], len(publishers_of(story.entries)))
        for story in choice.stories
        if story.id in material.grown
    }
    return replace(choice, reasons={**choice.reasons, **again})


async def _items(
    needs: Needs, material: Material, chosen: Sequence[Story], ledger: Ledger
) -> tuple[Item, ...]:
    summaries = await asyncio.gather(*(_summary(needs, material, story, ledger) for story in chosen))
    told = tagging.respelled(summaries, material.known_tags, aliases=material.topic.aliases)
    return tuple(
        replace(editions.item(story, summary), before=material.grown.get(story.id))
        for story, summary in zip(chosen, told, strict=True)
    )


async def _summary(needs: Needs, material: Material, story: Story, ledger: Ledger) -> Summary:
    language, aliases = material.subscription.language, material.topic.aliases
    try:
        return await summarize_story(
            story,
            ledger=ledger,
            language=language,
            aliases=aliases,
            known_tags=material.known_tags,
            detect_language=needs.detect_language,
            wants_opinions=needs.wants_opinions,
        )
    except StoreError:
        raise  # the edition is tried again, and what was written for it is not replaced by extracts
    except Exception:
        # The loop over stories: what is wrong with one must not cost the channel its edition.
        log.exception("summary_failed", story=story.id)
        return extracts(story, language, aliases)
