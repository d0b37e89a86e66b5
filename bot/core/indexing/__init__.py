"""What an entry is found and compared by: its tokens for searching, its features for grouping.

Both are computed once, where the text is at hand and there is a core to spare, and kept with the entry: the features as
numbers, packed (`packing`).
"""

from bot.core.entities import EntryIndex
from bot.core.indexing.features import MAX_TERMS, Features, features_of
from bot.core.indexing.packing import Packed, Terms, is_sound, pack, term
from bot.core.text import fold

__all__ = [
    "MAX_TERMS",
    "Features",
    "Packed",
    "Terms",
    "features_of",
    "index_of",
    "is_sound",
    "pack",
    "term",
]


def index_of(title: str, text: str, publisher: str) -> EntryIndex:
    """Return what an entry is found and compared by."""
    return EntryIndex(tokens=fold(f"{title}\n{text}\n{publisher}"), features=pack(features_of(title, text)))
