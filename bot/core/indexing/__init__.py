"""What an entry is found and compared by: its tokens for searching, its features for grouping.

Features are computed where a feed is parsed and kept with the entry as numbers, packed (`packing`): it is grouped at once.
Tokens are computed when it has been stored: search may find it a moment later.
"""

from bot.core.indexing.features import MAX_TERMS, Features, features_of
from bot.core.indexing.packing import Packed, Terms, is_sound, pack, term
from bot.core.text import fold

__all__ = [
    "MAX_TERMS",
    "Features",
    "Packed",
    "Terms",
    "features_of",
    "is_sound",
    "pack",
    "term",
    "tokens_of",
]


def tokens_of(title: str, text: str, publisher: str) -> str:
    """Return the search tokens of an entry, parted by spaces."""
    return fold(f"{title}\n{text}\n{publisher}")
