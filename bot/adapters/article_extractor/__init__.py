"""Finds the article in a page, with trafilatura.

It runs in child processes as the feed parser does, for the same reasons: trafilatura holds the interpreter lock (30 to 170
ms a page), takes 0.4 s and 60 MiB to import, and a hostile page may stall it.
"""

from bot.adapters.article_extractor.extractor import FUNCTION, TrafilaturaExtractor

__all__ = ["FUNCTION", "TrafilaturaExtractor"]
