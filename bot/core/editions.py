"""What goes into an edition: which window it covers, which stories, in which order, and what the foot says.

Pure: facts in, a choice with its reasons out. Nothing here writes, asks or posts.
"""

import datetime as dt
import functools
import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from bot.core.entities import (
    EXTRACTS,
    Coverage,
    Decision,
    Entry,
    EntryId,
    Feed,
    Item,
    Mute,
    Source,
    Story,
    StoryId,
    Subject,
    Subscription,
    Summary,
    Topic,
    Window,
)
from bot.core.language import say, some
from bot.core.publishers import repeating
from bot.core.text import search_tokens
from bot.core.variety import subjects_of

FIRST_WINDOW = dt.timedelta(hours=24)
"""A subscription's first edition takes the newest of the last 24 hours, and says so."""

SETTLING = dt.timedelta(seconds=5)
"""An entry's `stored_at` is taken a moment before its transaction ends; so long it may stay unseen."""

_INSTANT = dt.timedelta(microseconds=1)

_SHARE = 0.4
_LEADING = (
    10  # times as many stories as are told are looked at for their subjects: all of a day's would take long
)

STEERING = "steering"
"""The stage of decisions that tell how readers of a channel moved a story."""

TOLD_BEFORE = say("told here before")
"""Why a story is passed over that the channel has had."""

STALE_AFTER = dt.timedelta(days=3)
"""A story published this long before the window is old news, however new its feed is to us."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which stories an edition tells, heaviest first, and why the others were passed over."""

    stories: tuple[Story, ...]
    reasons: Mapping[StoryId, str]
    """For every story looked at; "told" for those chosen."""

    steered: Mapping[StoryId, str] = field(default_factory=dict)
    """Of those that readers of the channel moved: how."""


def first_window_begins(subscription: Subscription, now: dt.datetime) -> dt.datetime:
    """Return where a subscription's first window begins: when it was made, and at least a day ago.

    For an instant one, what was there before is no news.
    """
    began_at = subscription.created_at
    return began_at if subscription.timetable.is_instant else min(began_at, now - FIRST_WINDOW)


def window(begins_at: dt.datetime, now: dt.datetime, waiting: Entry | None) -> Window:
    """Return the stretch of `stored_at` that the next edition covers, from *begins_at* on, where the last published one ended.

    It ends where all is settled: before what is being written this instant, and before *waiting*, the oldest entry that
    has no story yet. What comes after the end is the next edition's, so nothing falls between two windows.
    """
    ends_at = now - SETTLING if waiting is None else min(now - SETTLING, waiting.stored_at - _INSTANT)
    return Window(begins_at=begins_at, ends_at=max(begins_at, ends_at))


def asked_window(now: dt.datetime) -> Window:
    """Return what an edition covers that somebody asks for: a day until now. It moves no window, so nothing can be lost."""
    return Window(begins_at=now - FIRST_WINDOW, ends_at=now)


def published_after(covered: Window, *, is_first: bool) -> dt.datetime:
    """Return the instant after which a story must have been published: feeds new to us bring old news along."""
    return covered.begins_at if is_first else covered.begins_at - STALE_AFTER


def belongs(entry: Entry, topic: Topic) -> bool:
    """Say whether the topic's include and exclude words let *entry* in. Words match folded and whole."""
    if not topic.include and not topic.exclude:
        return True
    tokens = tokens_of(entry)
    included = not topic.include or any(stands_in(tokens, word) for word in topic.include)
    return included and not any(stands_in(tokens, word) for word in topic.exclude)


def tokens_of(entry: Entry) -> str:
    """Return an entry's folded tokens in order, for `stands_in`."""
    return f" {' '.join(search_tokens(f'{entry.title} {entry.text}'))} "


def stands_in(tokens: str, word: str) -> bool:
    """Say whether *word*, one or several, stands folded and whole among what `tokens_of` returned."""
    folded = " ".join(search_tokens(word))
    return bool(folded) and f" {folded} " in tokens


def choose(
    stories: Sequence[Story],
    *,
    topic: Topic,
    told: Collection[StoryId],
    size: int,
    published_after: dt.datetime,
    weights: Mapping[StoryId, float],
    subject: Subject | None = None,
    muted: Sequence[Mute] = (),
    held_back: Mapping[StoryId, str] = MappingProxyType({}),
    steered: Mapping[StoryId, str] = MappingProxyType({}),
) -> Choice:
    """Choose the *size* heaviest stories that belong to the topic, are news, and were not told in this channel before.

    *subject* None: whatever they are about. What is *muted* in the channel is left out, and what filters *held back*, each with
    its reason. Of those that share a subject no
    more than `share_of` an edition are told, as long as there are others among the heaviest.
    """
    reasons = {
        story.id: _objection(story, topic, told, published_after)
        or held_back.get(story.id)
        or _unwanted(story, subject, muted)
        for story in stories
    }
    candidates = [story for story in stories if not reasons[story.id]]
    candidates.sort(key=lambda story: (-weights[story.id], story.id))
    leading = candidates[: _LEADING * size]
    crowded = _crowded(leading, topic, size)
    chosen = ([story.id for story in leading if story.id not in crowded] + list(crowded))[:size]
    for rank, story in enumerate(candidates, start=1):
        is_below = crowded.get(story.id) or below(size, rank)
        reasons[story.id] = "told" if story.id in chosen else is_below
    return Choice(
        stories=tuple(story for story in candidates if story.id in chosen), reasons=reasons, steered=steered
    )


def below(size: int, rank: int) -> str:
    """Return why a story had no room in an edition."""
    return say("below the {size} heaviest (rank {rank})", size=size, rank=rank)


@functools.lru_cache(maxsize=64)
def old_news(published_after: dt.datetime) -> str:
    """Return why a story is too old; many are at once."""
    return say("old news: published before {when}", when=published_after)


def share_of(size: int) -> int:
    """Return how many stories of an edition may share a subject: two of five."""
    return max(1, math.ceil(size * _SHARE))


def _crowded(candidates: Sequence[Story], topic: Topic, size: int) -> Mapping[StoryId, str]:
    """Return the stories whose subject has its share of the edition already, in order, each with that reason."""
    subjects, share = subjects_of(candidates, topic), share_of(size)
    taken: Counter[str] = Counter()
    chosen, crowded = 0, dict[StoryId, str]()
    for story in candidates:
        if chosen == size:
            break
        own = subjects[story.id]
        full = next((name for key, name in own.items() if taken[key] >= share), None)
        if full is not None:
            crowded[story.id] = some(
                share,
                "the edition already has {n} story about {subject}",
                "the edition already has {n} stories about {subject}",
                subject=full,
            )
        else:
            taken.update(own.keys())
            chosen += 1
    return crowded


def _objection(story: Story, topic: Topic, told: Collection[StoryId], published_after: dt.datetime) -> str:
    if story.id in told:
        return TOLD_BEFORE
    if not belongs(story.lead, topic):
        return say("filtered by the topic's words")
    if story.newest_at <= published_after:
        return old_news(published_after)
    return ""


def _unwanted(story: Story, subject: Subject | None, muted: Sequence[Mute]) -> str:
    if not subject and not muted:
        return ""
    tokens = [tokens_of(entry) for entry in story.entries]
    if subject and not any(_is_about(each, subject) for each in tokens):
        return say("not about the subject")
    words = _muted_words(story, muted)
    return say("“{words}” is muted in this channel", words=words) if words else ""


def is_muted(story: Story, muted: Sequence[Mute]) -> bool:
    """Say whether the channel does not want to hear of *story*."""
    return bool(_muted_words(story, muted))


def _muted_words(story: Story, muted: Sequence[Mute]) -> str:
    lead = tokens_of(story.lead)
    return next((mute.words for mute in muted if stands_in(lead, mute.words)), "")


def _is_about(tokens: str, subject: Subject) -> bool:
    return all(any(stands_in(tokens, phrase) for phrase in group) for group in subject.groups)


def item(story: Story, summary: Summary) -> Item:
    """Return a story as it is shown: its summary and its sources."""
    passed_over = repeating(story.entries)
    sources = tuple(
        Source(
            entry_id=entry.id,
            publisher=entry.publisher,
            title=entry.title,
            url=entry.url,
            published_at=entry.published_at,
            is_excerpt=entry.is_excerpt,
            repeats=entry.id in passed_over,
        )
        for entry in story.entries
    )
    return Item(story_id=story.id, summary=summary, sources=sources)


def coverage(
    covered: Window,
    *,
    stories: Sequence[Story],
    items: Sequence[Item],
    feeds: Sequence[Feed],
    writers: Sequence[str],
    cost_micros: int,
    is_budget_spent: bool = False,
) -> Coverage:
    """Return what the foot of an edition says: *stories* is all that was looked at, *items* what is told.

    *writers*: the language models, the best first; where there is one, extracts are a fallback and not the choice.
    """
    entries = sum(_is_in(entry, covered) for story in stories for entry in story.entries)
    fresh_stories = sum(any(_is_in(entry, covered) for entry in story.entries) for story in stories)
    failing = tuple(feed.name for feed in feeds if feed.failures or feed.is_gone)
    unread = sum(feed.checked_at is None for feed in feeds)
    return Coverage(
        window=covered,
        feeds_read=len(feeds) - len(failing) - unread,
        feeds_unread=unread,
        feeds_failing=failing,
        entries=entries,
        merged=entries - fresh_stories,
        left_out=len(stories) - len(items),
        fell_back=sum(item.summary.fell_back for item in items),
        unwritten=sum(item.summary.writer == EXTRACTS for item in items) if writers else 0,
        by_cheaper=sum(item.summary.writer in writers[1:] for item in items),
        is_budget_spent=is_budget_spent,
        cost_micros=cost_micros,
    )


def _is_in(entry: Entry, covered: Window) -> bool:
    return covered.begins_at < entry.stored_at <= covered.ends_at


def decisions(
    choice: Choice,
    stories: Sequence[Story],
    *,
    covered: Window,
    subscription: Subscription,
    now: dt.datetime,
    held_back: Mapping[EntryId, str] = MappingProxyType({}),
) -> tuple[Decision, ...]:
    """Return why each entry of the window did or did not get into the edition. Filters *held back* some for their own sake.

    Before that stands what readers of the channel did to its weight.
    """

    def decided(entry: Entry, stage: str, reason: str) -> Decision:
        return Decision(
            entry_id=entry.id, subscription_id=subscription.id, stage=stage, reason=reason, at=now
        )

    looked_at = [(story, entry) for story in stories for entry in story.entries if _is_in(entry, covered)]
    steered = [
        decided(entry, STEERING, choice.steered[story.id])
        for story, entry in looked_at
        if story.id in choice.steered
    ]
    chosen = [
        decided(entry, "edition", held_back.get(entry.id) or choice.reasons[story.id])
        for story, entry in looked_at
    ]
    return (*steered, *chosen)
