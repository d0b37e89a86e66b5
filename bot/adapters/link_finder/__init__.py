"""Finds the links of a page that may lead to feeds, with lxml in a process of its own: pages are hostile bytes."""

from bot.adapters.link_finder.finder import FUNCTION, LxmlLinkFinder

__all__ = ["FUNCTION", "LxmlLinkFinder"]
