"""What readers say about what they read: flags on bullets, judgements of answers, and what a channel wants more or less of."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from bot.core.entities.ids import EditionId, FlagId, QuestionId, StoryId


class FlagState(StrEnum):
    """open (not checked yet) -> kept (the check does not bear it out), replaced, or dismissed in the newsroom."""

    OPEN = "open"
    KEPT = "kept"
    REPLACED = "replaced"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFlag:
    """Somebody (their id on the platform) says that a bullet of a story in an edition is wrong, and why ("" where they do not)."""

    edition_id: EditionId
    story_id: StoryId
    text: str
    user: str
    reason: str
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag(NewFlag):
    """A flag that is kept; *finding* is what the check, or whoever decided, says of it."""

    id: FlagId
    state: FlagState
    finding: str


class Rating(StrEnum):
    """What somebody thinks of an answer, or of a refusal."""

    RIGHT = "right"
    WRONG = "wrong"
    HELPFUL = "helpful"
    UNHELPFUL = "unhelpful"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Somebody's rating of the answer to a question: one each, the last one holds."""

    question_id: QuestionId
    user: str
    rating: Rating
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Steer:
    """Somebody wants more (*amount* above 0) or less about a *subject* in a channel: one each, the last one holds.

    *amount* is between -1 and 1. *why* says what they pressed or typed; *source* names the message whose reaction it was, "".
    """

    subject: str
    user: str
    amount: float
    why: str
    at: dt.datetime
    source: str = ""
