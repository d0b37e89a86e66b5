"""Reads the web with httpx: polite, conditional, capped, and never inside the private network unless allowed."""

from bot.adapters.http_fetcher.fetcher import HttpFetcher, Limits, open_fetcher

__all__ = ["HttpFetcher", "Limits", "open_fetcher"]
