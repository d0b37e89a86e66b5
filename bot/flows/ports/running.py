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
    ANSWER = "answer"
    NOTIFY = "notify"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A piece of work. *args* are a few ids; all else is read from our tables when it runs.

    *key*: at most one job with this key waits or runs. *lane*: jobs of one lane run one after another (a host, a channel).
    """

    name: JobName
    key: str
    lane: str
    args: tuple[int | str, ...]


Handlers = Mapping[JobName, Callable[..., Awaitable[object]]]
"""What each job does when it runs: called with the job's args."""


class Jobs(Protocol):
    """Starts work that outlives the call. It may forget everything at any moment: our tables know what is due."""

    async def start(self, job: Job) -> bool:
        """Start *job*. False if one with the same key waits or runs already."""
