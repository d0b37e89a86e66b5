"""What can go wrong, and the order in which it does: drawn from a seed.

A fault of the world (a chat that fails, a language model that lies) is *armed* at a point and strikes whoever comes there
next. A fault of the machine (a kill, a full disk) strikes at once, one at a time. Only what struck is counted.
"""

import random
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence

from tests.faults.histories import Histories

_BEFORE = ("refused before", "limited", "cut before", "killed before")
_AFTER = ("refused after", "cut after", "killed after", "slow")

POINTS: Mapping[str, Sequence[str]] = {
    "slack post": (*_BEFORE, *_AFTER, "error after"),
    "slack edit": (*_BEFORE, *_AFTER),
    "slack read": ("refused before", "limited", "unreadable"),
    "discord post": (*_BEFORE, *_AFTER),
    "discord edit": (*_BEFORE, *_AFTER),
    "discord read": ("refused before", "limited"),
    "language model": (*_BEFORE, "cut after", "killed after", "slow", "hanging", "invention", "babble"),
    "publisher": ("refused before", "limited", "cut before", "slow", "garbage", "half a document"),
}
"""What can go wrong where. "Before" and "after": the chat has the message, the language model has written."""

ANYWHERE = ("kill", "kill before a commit", "kill after a commit", "restart", "suspension", "wrong clock")
ON_SQLITE = ("database locked", "disk full")
ON_POSTGRESQL = ("database restarted",)


_KILLS = 1 / 3
"""A process that is killed takes seconds to come back, in which nothing else can go wrong."""

_MOST_WAITING = 2
"""Faults that wait at one point at once: more would only strike when all is calm again."""


def drawn(draw: random.Random) -> Iterator[tuple[str, str]]:
    """Yield points and kinds of faults of the world, without an end."""
    while True:
        point = draw.choice(list(POINTS))
        kind = draw.choice(POINTS[point])
        if not kind.startswith("killed") or draw.random() < _KILLS:
            yield point, kind


class Faults:
    """Those that wait at a point, and a count of those that struck."""

    def __init__(self, histories: Histories) -> None:
        self._armed: dict[str, deque[str]] = defaultdict(deque)
        self._histories = histories
        self.struck: Counter[str] = Counter()

    def arm(self, point: str, kind: str) -> None:
        """Let it wait for the next one who comes to *point*."""
        if len(self._armed[point]) < _MOST_WAITING:
            self._armed[point].append(kind)

    def take(self, point: str, *, may_kill: bool = False) -> str:
        """Return what strikes at *point* now, "" if nothing; what kills waits until it *may*."""
        waiting = self._armed[point]
        if not waiting or (waiting[0].startswith("killed") and not may_kill):
            return ""
        kind = waiting.popleft()
        self.note(f"{point}: {kind}")
        return kind

    def note(self, kind: str) -> None:
        """Count a fault that struck."""
        self.struck[kind] += 1
        self._histories.add("faults", kind=kind)

    def disarm(self) -> None:
        """Let nothing go wrong any more."""
        self._armed.clear()
