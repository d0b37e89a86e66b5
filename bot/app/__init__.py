"""The composition root: the only place where flows and adapters meet."""

from bot.app.app import App
from bot.app.building import open_app
from bot.app.doctor import Check, check
from bot.app.summarizing import summarize_article

__all__ = ["App", "Check", "check", "open_app", "summarize_article"]
