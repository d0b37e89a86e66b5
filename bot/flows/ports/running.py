"""Ports to time and to work that is done later."""

import datetime as dt
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Clock(Protocol):
    """The only source of the current time."""

    def now(self) -> dt.datetime:
        """The current instant, aware, in UTC."""


class JobName(StrEnum):
    """The work there is."""

    DECLARE = "declare"
    REFRESH = "refresh"
    GROUP = "group"
    PUBLISH = "publish"
    DELIVER = "deliver"
    EDIT = "edit"
    ANSWER = "answer"
    HEED = "heed"
    NOTIFY = "notify"
    PRUNE = "prune"


_URGENT = {JobName.ANSWER: 30, JobName.DELIVER: 20, JobName.EDIT: 20, JobName.PUBLISH: 10}
"""Somebody waits for an answer; what is written should be posted; an edition has its hour. The rest can wait: 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A piece of work. *args* are a few ids; all else is read from our tables when it runs.

    *key*: at most one job with this key waits or runs. *lane*: jobs of one lane run one after another (a host, a channel),
    the more urgent first, and of those that are as urgent the one that was started first.
    """

    name: JobName
    key: str
    lane: str
    args: tuple[int | str, ...]

    @property
    def priority(self) -> int:
        """How urgent it is: of what waits, the highest goes first."""
        return _URGENT.get(self.name, 0)


Handlers = Mapping[JobName, Callable[..., Awaitable[object]]]
"""What each job does when it runs: called with the job's args."""


class Jobs(Protocol):
    """Starts work that outlives the call. It may forget everything at any moment: our tables know what is due.

    A job that fails keeps its key, lets others of its lane go before it, and is tried again after the time that
    `bot.core.retrying` decides. What it raised is logged once, with its key.
    """

    async def start(self, job: Job) -> bool:
        """Start *job*. False if one with the same key waits or runs already.

        Raises:
            StoreError: jobs are kept in a database, and it is away.
        """
