"""What a channel wants more or less of, and how much that moves a story: never out of sight, and never to the top by itself.

Each person has one vote on a subject. A vote on a story is shared among its tags, so that a story with all of them moves by
one vote; together a channel moves a story by a factor of two at most, up or down.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core import subjects, wording
from bot.core.editions import stands_in, tokens_of
from bot.core.entities import Steer, Story
from bot.core.text import fold

MOST = 3.0
"""Votes beyond this, of all people and subjects of a story together, move it no further."""

_NOTHING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Pull:
    """How a channel moves a story: *factor* for its weight, and what is to be *said* about it: for which subjects, by whom."""

    factor: float
    said: str


def shared(tags: Sequence[str], vote: int, stories: int = 1) -> Mapping[str, float]:
    """Return the vote (1 or -1) on so many *stories*, with these tags together, as an amount for each tag."""
    names = list(dict.fromkeys(tag for tag in tags if fold(tag)))
    return dict.fromkeys(names, vote / (len(names) * stories)) if names else {}


def totals(steers: Sequence[Steer]) -> Mapping[str, float]:
    """Return what all people together want of each subject."""
    sums: dict[str, float] = {}
    for each in steers:
        sums[each.subject] = sums.get(each.subject, 0.0) + each.amount
    return sums


def pull(story: Story, steers: Sequence[Steer], aliases: subjects.Aliases) -> Pull | None:
    """Return how a channel moves a story; None where it does not. A subject is the story's if it stands in its lead, under any name."""
    lead = tokens_of(story.lead)
    found = {name: total for name, total in totals(steers).items() if _is_about(lead, name, aliases)}
    votes = max(-MOST, min(MOST, sum(found.values())))
    if abs(votes) < _NOTHING:
        return None
    by_strength = sorted(found, key=lambda name: (-abs(found[name]), name))
    people = list(dict.fromkeys(each.user for each in steers if each.subject in found))
    return Pull(factor=2.0 ** (votes / MOST), said=wording.pulled(by_strength, is_up=votes > 0, by=people))


def _is_about(tokens: str, name: str, aliases: subjects.Aliases) -> bool:
    groups = subjects.subject(name, aliases).groups
    return bool(groups) and all(any(stands_in(tokens, phrase) for phrase in group) for group in groups)
