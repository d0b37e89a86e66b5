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


_BEGINNING = 20_000
"""Characters of a text that may hold all the tokens that are asked for; where they do not, the rest is read, too."""


def tokens_of(title: str, text: str, publisher: str, most: int) -> str:
    """Return the search tokens of an entry, parted by spaces: all, or of a long text more than *most*.

    What is folded may be eighteen times as long as it was, which takes time: so no more of it than is asked for.
    """
    if len(text) > _BEGINNING:
        beginning = fold(f"{title}\n{text[:_BEGINNING]}")
        if beginning.count(" ") > most:  # one more at least, since the last may be cut
            return beginning
    return fold(f"{title}\n{text}\n{publisher}")
