"""What goes into an edition: which window it covers, which stories, in which order, and what the foot says.

Pure: facts in, a choice with its reasons out. Nothing here writes, asks or posts.
"""

from bot.core.editions.choosing import (
    TOLD_BEFORE,
    Choice,
    belongs,
    choose,
    is_muted,
    stands_in,
    tokens_of,
)
from bot.core.editions.telling import STEERING, coverage, decisions, item, recounted
from bot.core.editions.windows import (
    SETTLING,
    asked_window,
    first_window_begins,
    published_after,
    window,
)

__all__ = [
    "SETTLING",
    "STEERING",
    "TOLD_BEFORE",
    "Choice",
    "asked_window",
    "belongs",
    "choose",
    "coverage",
    "decisions",
    "first_window_begins",
    "is_muted",
    "item",
    "published_after",
    "recounted",
    "stands_in",
    "tokens_of",
    "window",
]
