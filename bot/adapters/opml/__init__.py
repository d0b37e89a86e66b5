"""Lists of feeds as OPML, the form in which feed readers hand them to each other (https://opml.org/spec2.opml)."""

import datetime as dt
from collections.abc import Mapping, Sequence

from bot.adapters.opml.reading import read_opml
from bot.adapters.opml.writing import write_opml
from bot.core.entities import Feed, FeedList

__all__ = ["Opml", "read_opml", "write_opml"]


class Opml:
    """Implements `FeedLists`."""

    def read(self, document: bytes) -> FeedList:
        """Return the feeds of a document. Raises as `read_opml` does."""
        return read_opml(document)

    def write(self, folders: Mapping[str, Sequence[Feed]], now: dt.datetime) -> bytes:
        """Return a document with a folder for each of *folders*."""
        return write_opml(folders, now)
