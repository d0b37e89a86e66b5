"""Whether two entries tell one event: how alike they are, measured by how alike they have to be.

Two recalls of two makers share all the words of recalls. What tells them apart is who and how many: where the headlines name
others, or the figures are others, entries have to be more alike; and so they have to among the first entries of all, when
"recall" seems as rare as a maker's name.
"""

import datetime as dt
import functools

from bot.core.indexing import Packed, Terms
from bot.core.stories.languages import primary
from bot.core.stories.marks import Outline
from bot.core.stories.rarity import Rarity

_NEEDED = 0.19
_NEEDED_PER_DAY = 0.006
_NEEDED_AT_FIRST = 0.08
_AT_FIRST = 100
_NEEDED_OF_STRANGERS = 0.1
"""Chosen on labelled news and invented pairs of events of one kind; see docs/decisions.md."""

_FIGURES = 2
"""So many figures each must be there to say that none is shared: one alone may be any detail."""

_DAY = dt.timedelta(days=1)
_TWIN_GAP = dt.timedelta(days=3)
_TWIN_ANCHORS = 3
_TWIN_NEEDED = 0.18


_UNPACKED = 512


@functools.lru_cache(maxsize=_UNPACKED)
def terms_in(features: Packed) -> Terms:
    """Return what is packed there: an entry is compared with several, soon one after the other."""
    return Terms(features)


def likeness(outline: Outline, other: Outline, rarity: Rarity) -> float:
    """Return how alike two entries are, of how alike they have to be: from 1 on they tell one event.

    *rarity* is that of the terms of *outline*.
    """
    ours, theirs = terms_in(outline.features), terms_in(other.features)
    apart = abs(outline.published_at - other.published_at)
    if _are_in_two_languages(outline, other):
        return _twin_likeness(ours, theirs, rarity) if apart <= _TWIN_GAP else 0.0
    found = rarity.likeness(theirs)
    days = apart / _DAY
    needed = _NEEDED + _NEEDED_PER_DAY * days + _NEEDED_AT_FIRST * _AT_FIRST / (_AT_FIRST + rarity.total)
    if found >= needed:
        needed += _NEEDED_OF_STRANGERS * _strangeness(ours, theirs)
    return found / needed


def _are_in_two_languages(outline: Outline, other: Outline) -> bool:
    own, theirs = primary(outline.language), primary(other.language)
    return bool(own and theirs and own != theirs)


def _strangeness(own: Terms, other: Terms) -> int:
    """Return how many signs there are of two events: all headline names are others; some are, and all figures."""
    our_own, their_own = own.headed - other.codes.keys(), other.headed - own.codes.keys()
    if not our_own or not their_own:
        return 0
    return (our_own == own.headed and their_own == other.headed) + _have_other_figures(own, other)


def _have_other_figures(own: Terms, other: Terms) -> bool:
    return min(len(own.figures), len(other.figures)) >= _FIGURES and own.figures.isdisjoint(other.figures)


def _twin_likeness(own: Terms, other: Terms, rarity: Rarity) -> float:
    """Across languages only names and figures match: several of them, and both kinds, are needed."""
    names, figures = own.names & other.names, own.figures & other.figures
    if not names or not figures or len(names) + len(figures) < _TWIN_ANCHORS:
        return 0.0
    return rarity.likeness_of_anchors(other) / _TWIN_NEEDED
