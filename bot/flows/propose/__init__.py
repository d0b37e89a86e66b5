"""Proposing: changes to what a workspace reads, from a chat. Each is shown on a card first, and done when somebody says yes."""

from bot.flows.propose.adding import add
from bot.flows.propose.asking import Asking
from bot.flows.propose.deciding import confirm, decline, remove
from bot.flows.propose.lists import export_list, import_list, opml

__all__ = ["Asking", "add", "confirm", "decline", "export_list", "import_list", "opml", "remove"]
