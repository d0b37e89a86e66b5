"""The composition root: the only place where flows and adapters meet."""

from bot.app.app import App
from bot.app.building import open_app
from bot.app.checking import Check
from bot.app.curating import Curator, open_curator
from bot.app.doctor import check
from bot.app.roles import Role
from bot.app.summarizing import summarize_article

__all__ = ["App", "Check", "Curator", "Role", "check", "open_app", "open_curator", "summarize_article"]
