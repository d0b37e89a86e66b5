"""Implementations of the Jobs port: inside one process, across many, or at once."""

from bot.adapters.jobs.inline import InlineJobs
from bot.adapters.jobs.local import LocalJobs

__all__ = ["InlineJobs", "LocalJobs"]
