"""Turns the bytes of a feed into entries of plain text: RSS and Atom by feedparser, JSON Feed by ourselves.

feedparser holds the interpreter lock for 34 ms a feed in the mean and has been made to hang and to eat memory before, so it
runs in child processes: `reading` is what a child runs, `parser` is our side.
"""

from bot.adapters.feed_parser.parser import FUNCTION, ProcessFeedParser

__all__ = ["FUNCTION", "ProcessFeedParser"]
