"""Filters: what a topic or a channel wants to be told of, in people's words, and what they hold back, with the reason.

`grammar` reads and writes them, `patterns` bounds regular expressions, `sifting` applies them. It refuses to choose among
what is left.
"""

from bot.core.filters.grammar import EXAMPLE, parse_filter, render_filter
from bot.core.filters.sifting import (
    Filters,
    Sifted,
    Surroundings,
    again_of,
    needs_feeds,
    sift,
    size_of,
    takes_time,
)

__all__ = [
    "EXAMPLE",
    "Filters",
    "Sifted",
    "Surroundings",
    "again_of",
    "needs_feeds",
    "parse_filter",
    "render_filter",
    "sift",
    "size_of",
    "takes_time",
]
