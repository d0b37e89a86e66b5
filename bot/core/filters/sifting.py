"""What filters leave of stories, and what each of them has against the rest.

Publishers, feeds and languages are looked at entry by entry: who does not want a source does not lose the story that others
report, too. Words, tags and patterns are looked for in the lead of what is left.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.core import editions, extractive, stories
from bot.core.entities import (
    Again,
    Entry,
    EntryId,
    Feed,
    FeedId,
    Filter,
    FilterOwner,
    Objection,
    Rule,
    RuleKind,
    Story,
    StoryId,
)
from bot.core.filters.patterns import is_found
from bot.core.publishers import publishers_of
from bot.core.tagging import one_form
from bot.core.tagging.forms import key
from bot.core.text import fold, publisher_of

_OF_ENTRIES = (RuleKind.PUBLISHER, RuleKind.FEED, RuleKind.LANGUAGE)
_OF_STORIES = (RuleKind.WORDS, RuleKind.TAG, RuleKind.PATTERN)

Filters = Sequence[tuple[FilterOwner, Filter]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sifted:
    """What filters leave: *stories* that have an entry left, with what is left of them, the best first in each.

    *entries* were held back, each for its own sake; *unwanted* stories as a whole.
    """

    stories: tuple[Story, ...]
    entries: Mapping[EntryId, Objection]
    unwanted: Mapping[StoryId, Objection]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What rules are judged by besides the story: the topic's *feeds* and *aliases*, and the language of who reads."""

    feeds: Mapping[FeedId, Feed]
    aliases: Mapping[str, tuple[str, ...]]
    language: str


def sift(found: Sequence[Story], filters: Filters, around: Surroundings) -> Sifted:
    """Return what *filters*, each with its owner, leave of the stories that were *found*."""
    held, unwanted = dict[EntryId, Objection](), dict[StoryId, Objection]()
    left = list[Story]()
    for story in found:
        own = {entry.id: why for entry in story.entries if (why := _against_entry(entry, filters, around))}
        held |= own
        rest = [entry for entry in story.entries if entry.id not in own]
        if not rest:
            continue
        if own:
            story = replace(story, entries=stories.lead_first(rest, around.language))  # noqa: PLW2901 -- what is left of it
        left.append(story)
        if against := _against_story(story, filters, around):
            unwanted[story.id] = against
    return Sifted(stories=tuple(left), entries=held, unwanted=unwanted)


def size_of(filters: Filters) -> int | None:
    """Return how many stories an edition is to have, as the last of *filters* that says so wants it."""
    return next((wanted.size for _, wanted in reversed(filters) if wanted.size), None)


def again_of(filters: Filters) -> Again:
    """Return when a story that has grown is told again, as the last of *filters* that says so wants it."""
    return next((wanted.again for _, wanted in reversed(filters) if wanted.again), Again())


def needs_feeds(filters: Filters) -> bool:
    """Say whether the topic's feeds have to be known."""
    return any(rule.kind is RuleKind.FEED for _, wanted in filters for rule in wanted.rules)


def takes_time(filters: Filters) -> bool:
    """Say whether sifting takes so long that nobody should wait for it: patterns, and finding out tags."""
    slow = (RuleKind.PATTERN, RuleKind.TAG)
    return any(rule.kind in slow for _, wanted in filters for rule in wanted.rules)


def _against_entry(entry: Entry, filters: Filters, around: Surroundings) -> Objection | None:
    for owner, wanted in filters:
        for kind in _OF_ENTRIES:
            met = [rule for rule in wanted.rules if rule.kind is kind and _is_of(entry, rule, around)]
            if rules := _objected(wanted, kind, met):
                return Objection(owner=owner, rules=rules)
    return None


def _is_of(entry: Entry, rule: Rule, around: Surroundings) -> bool:
    match rule.kind:
        case RuleKind.LANGUAGE:
            return stories.primary(entry.language) == rule.value or entry.language.lower() == rule.value
        case RuleKind.FEED:
            feed = around.feeds.get(entry.feed_id)
            return feed is not None and _is_named(rule.value, feed.name, feed.url)
        case _:
            return _is_named(rule.value, entry.publisher, entry.url)


def _is_named(value: str, name: str, url: str) -> bool:
    """Say whether *value* is (part of) the name, or the host of the address or what it belongs to."""
    host, asked = publisher_of(url), value.lower().removeprefix("www.")
    is_house = "." in asked and host.endswith(f".{asked}")
    return f" {fold(value)} " in f" {fold(name)} " or host == asked or is_house


def _against_story(story: Story, filters: Filters, around: Surroundings) -> Objection | None:
    return next((why for owner, wanted in filters for why in _objections(story, owner, wanted, around)), None)


def _objections(
    story: Story, owner: FilterOwner, wanted: Filter, around: Surroundings
) -> Iterator[Objection]:
    for kind in _OF_STORIES:
        asked = [rule for rule in wanted.rules if rule.kind is kind]
        if asked and (rules := _objected(wanted, kind, _met(story, kind, asked, around))):
            yield Objection(owner=owner, rules=rules)
    if wanted.publishers > 1 and len(publishers_of(story.entries)) < wanted.publishers:
        yield Objection(owner=owner, publishers=wanted.publishers)


def _objected(wanted: Filter, kind: RuleKind, met: Sequence[Rule]) -> tuple[Rule, ...]:
    """Return the unwanted rule that is among those *met*, or all wanted ones of the kind where none is; else nothing."""
    unwanted = next((rule for rule in met if not rule.is_wanted), None)
    if unwanted:
        return (unwanted,)
    asked = tuple(rule for rule in wanted.rules if rule.kind is kind and rule.is_wanted)
    return () if any(rule.is_wanted for rule in met) else asked


def _met(story: Story, kind: RuleKind, asked: Sequence[Rule], around: Surroundings) -> Sequence[Rule]:
    match kind:
        case RuleKind.WORDS:
            tokens = editions.tokens_of(story.lead)
            return [rule for rule in asked if editions.stands_in(tokens, rule.value)]
        case RuleKind.TAG:
            tags = set(map(key, extractive.tags_of(story, language=around.language, aliases=around.aliases)))
            return [rule for rule in asked if tags & _keys(rule.value, around)]
        case _:
            text = f"{story.lead.title}\n{story.lead.text}"
            return [rule for rule in asked if is_found(rule.value, text)]


def _keys(tag: str, around: Surroundings) -> set[str]:
    """Return what the tag that somebody typed is known by among a story's tags."""
    return set(map(key, one_form([tag], aliases=around.aliases, language=around.language)))
