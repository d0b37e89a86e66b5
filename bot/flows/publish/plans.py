"""The plan of one edition, and the job that sends one of its messages."""

import datetime as dt
from dataclasses import dataclass

from bot.core.entities import Delivery, Place
from bot.flows.ports import Job, JobName

FIRST = "first"
"""The planned key of a first edition that was wanted at once."""

INSTANT = "instant"
"""Stands for the planned keys of instant editions, one for each story, while the stories are not known."""

NOW = "now:"
"""Begins the planned key of an edition that somebody asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Which edition is wanted. One that *is_scheduled* moves the subscription's window."""

    key: str
    at: dt.datetime
    is_scheduled: bool


def lane(place: Place) -> str:
    """Return the lane of a channel: what is said there is said in order."""
    return f"channel:{place.platform}:{place.channel}"


def deliver_job(delivery: Delivery) -> Job:
    """Return the job that sends *delivery*."""
    key = f"deliver:{delivery.id}"
    return Job(name=JobName.DELIVER, key=key, lane=lane(delivery.place), args=(delivery.id,))
