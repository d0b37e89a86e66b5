"""What a topic or a channel wants to be told of, as rules; and what a rule has against an entry or a story."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class RuleKind(StrEnum):
    """What a rule looks at. Publishers, feeds and languages are of an entry; words, tags and patterns of the story's lead."""

    WORDS = "words"
    TAG = "tag"
    FEED = "feed"
    PUBLISHER = "publisher"
    LANGUAGE = "lang"
    PATTERN = "pattern"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One thing to look for, and whether it is wanted. *value* is as a person wrote it; of a pattern, without its slashes."""

    kind: RuleKind
    value: str
    is_wanted: bool = True


REMEMBERED = dt.timedelta(days=14)
"""A story told longer ago is not told again: hardly anything joins it any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """When a story that was told is told again: when so many more *publishers* report it, after *wait*. 0: never."""

    publishers: int = 3
    wait: dt.timedelta = dt.timedelta(hours=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What is wanted: of each kind that has wanted *rules* any of them, and none of the unwanted.

    *publishers*: how many have to report a story. *size*: stories in an edition. *again*: when a story that has grown is told
    again. None leaves either to the subscription.
    """

    rules: tuple[Rule, ...] = ()
    publishers: int = 1
    size: int | None = None
    again: Again | None = None


NO_FILTER = Filter()


class FilterOwner(StrEnum):
    """Whose filter it is."""

    TOPIC = "topic"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """Why a filter holds something back: the *rules* of one kind, none of which it meets; or the unwanted one that it meets.

    No *rules*: it has fewer than *publishers*.
    """

    owner: FilterOwner
    rules: tuple[Rule, ...] = ()
    publishers: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelFilter:
    """The filter that a channel's people set for it, who did so last (their id on the platform), and when.

    An empty one says that somebody ended it.
    """

    filter: Filter
    by: str
    at: dt.datetime
