"""Lists of feeds as OPML, the form in which feed readers hand them to each other (https://opml.org/spec2.opml)."""

from bot.adapters.opml.reading import read_opml
from bot.adapters.opml.writing import write_opml

__all__ = ["read_opml", "write_opml"]
