"""Correcting: a bullet, a title or a story put right, or a whole edition taken back, in every message that told it.

The composed edition stays the truth: it is put right first, in one transaction with the edits that its messages need, and
sending those starts from what was written.
"""

from bot.flows.correct.correcting import (
    Correcting,
    correct_bullet,
    correct_title,
    rewrite_story,
    withdraw,
)
from bot.flows.correct.editing import edit, edit_due

__all__ = [
    "Correcting",
    "correct_bullet",
    "correct_title",
    "edit",
    "edit_due",
    "rewrite_story",
    "withdraw",
]
