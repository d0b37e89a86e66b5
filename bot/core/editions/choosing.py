"""Which stories an edition tells, in which order, and why the others are passed over."""

import datetime as dt
import functools
import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from bot.core.entities import (
    Entry,
    Mute,
    Story,
    StoryId,
    Subject,
    Topic,
)
from bot.core.language import say, some
from bot.core.text import search_tokens
from bot.core.variety import subjects_of

_SHARE = 0.4
_LEADING = (
    10  # times as many stories as are told are looked at for their subjects: all of a day's would take long
)

TOLD_BEFORE = say("told here before")
"""Why a story is passed over that the channel has had."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which stories an edition tells, heaviest first, and why the others were passed over."""

    stories: tuple[Story, ...]
    reasons: Mapping[StoryId, str]
    """For every story looked at; "told" for those chosen."""

    steered: Mapping[StoryId, str] = field(default_factory=dict)
    """Of those that readers of the channel moved: how."""


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
