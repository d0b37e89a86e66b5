"""Whether two entries tell one event: how alike they are, measured by how alike they have to be.

Two recalls of two makers share all the words of recalls. What tells them apart is who and how many: where the headlines name
others, or the figures are others, entries have to be more alike; and so they have to among the first entries of all, when
"recall" seems as rare as a maker's name.
"""

import datetime as dt

from bot.core.indexing import Features
from bot.core.stories.languages import primary
from bot.core.stories.marks import Outline, are_both_kinds
from bot.core.stories.rarity import Rarity

_NEEDED = 0.19
_NEEDED_PER_DAY = 0.006
_NEEDED_AT_FIRST = 0.08
_AT_FIRST = 100
_NEEDED_OF_STRANGERS = 0.1
"""Chosen on labelled news and invented pairs of events of one kind; see docs/decisions.md."""

_HEADLINE_NAME = 2.7
"""What a name weighs at least that stands in the title."""

_FIGURES = 2
"""So many figures each must be there to say that none is shared: one alone may be any detail."""

_DAY = dt.timedelta(days=1)
_TWIN_GAP = dt.timedelta(days=3)
_TWIN_ANCHORS = 3
_TWIN_NEEDED = 0.18


def likeness(outline: Outline, other: Outline, rarity: Rarity) -> float:
    """Return how alike two entries are, of how alike they have to be: from 1 on they tell one event.

    *rarity* is that of the words of *outline*.
    """
    own, theirs = primary(outline.language), primary(other.language)
    if own and theirs and own != theirs:
        return _twin_likeness(outline, other, rarity)
    found = rarity.likeness(other.features)
    days = abs(outline.published_at - other.published_at) / _DAY
    needed = _NEEDED + _NEEDED_PER_DAY * days + _NEEDED_AT_FIRST * _AT_FIRST / (_AT_FIRST + rarity.total)
    if found >= needed:
        needed += _NEEDED_OF_STRANGERS * _strangeness(outline.features, other.features)
    return found / needed


def _strangeness(own: Features, other: Features) -> int:
    """Return how many signs there are of two events: all headline names are others; some are, and all figures."""
    ours, theirs = _headline_names(own), _headline_names(other)
    our_own, their_own = ours - other.weights.keys(), theirs - own.weights.keys()
    if not our_own or not their_own:
        return 0
    return (our_own == ours and their_own == theirs) + _have_other_figures(own, other)


def _headline_names(features: Features) -> set[str]:
    return {
        word
        for word, weight in features.weights.items()
        if weight >= _HEADLINE_NAME and not word[0].isdigit()
    }


def _have_other_figures(own: Features, other: Features) -> bool:
    ours, theirs = _figures(own), _figures(other)
    return min(len(ours), len(theirs)) >= _FIGURES and ours.isdisjoint(theirs)


def _figures(features: Features) -> set[str]:
    return {anchor for anchor in features.anchors if anchor[0].isdigit()}


def _twin_likeness(outline: Outline, other: Outline, rarity: Rarity) -> float:
    """Across languages only names and figures match: several of them, and both kinds, are needed."""
    shared = outline.features.anchors & other.features.anchors
    is_near = abs(outline.published_at - other.published_at) <= _TWIN_GAP
    if not is_near or len(shared) < _TWIN_ANCHORS or not are_both_kinds(shared):
        return 0.0
    return rarity.likeness_of_anchors(other.features) / _TWIN_NEEDED
