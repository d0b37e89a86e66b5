"""What an entry is found and compared by: its tokens for searching, its features for grouping.

Both are computed once, where the text is at hand and there is a core to spare, and kept with the entry.
"""

from bot.core.indexing.features import (
    MAX_TERMS,
    NAMED,
    Features,
    decode,
    encode,
    features_of,
    index_of,
)

__all__ = ["MAX_TERMS", "NAMED", "Features", "decode", "encode", "features_of", "index_of"]
