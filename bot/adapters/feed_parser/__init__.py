"""Turns the bytes of a feed into entries of plain text: RSS and Atom as feedparser would, JSON Feed by rules of our own.

It works on hostile bytes and holds the interpreter lock, so it runs in child processes: `reading` is what a child runs, `parser` is
our side, `wire` is between them. In the child: `document` and `encodings` make the bytes fit; `lxml_reader` (with `target`,
`elements` and `entry_rules`), `feedparser_reader` or `json_reader` read them into `drafts`; and these become entries.
"""

from bot.adapters.feed_parser.parser import FUNCTION, MEMORY, ProcessFeedParser

__all__ = ["FUNCTION", "MEMORY", "ProcessFeedParser"]
