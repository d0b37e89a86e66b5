"""Heeding what readers say about what they read: flags on sentences, judgements of answers, more or less of a subject.

All of it belongs to the channel in which it was said.
"""

from bot.flows.heed.desk import Desk
from bot.flows.heed.flagging import check_open, decide, flag
from bot.flows.heed.judging import judge
from bot.flows.heed.offering import flag_form, story
from bot.flows.heed.steering import react, steer, steering

__all__ = [
    "Desk",
    "check_open",
    "decide",
    "flag",
    "flag_form",
    "judge",
    "react",
    "steer",
    "steering",
    "story",
]
