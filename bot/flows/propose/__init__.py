"""Proposing: changes to what a workspace reads, from a chat. Each is shown on a card first, and done when somebody says yes."""

from bot.core.commands import AddFeed, Confirm, Decline, ExportFeeds, ImportFeeds, RemoveFeed
from bot.core.entities import Notice
from bot.flows.needs import Needs
from bot.flows.propose.adding import add
from bot.flows.propose.asking import Asking
from bot.flows.propose.deciding import confirm, decline, remove
from bot.flows.propose.lists import export_list, import_list

__all__ = ["Asking", "do"]


async def do(
    needs: Needs,
    asking: Asking,
    command: AddFeed | RemoveFeed | ImportFeeds | ExportFeeds | Confirm | Decline,
) -> Notice:
    """Do what a command about feeds asks.

    Raises:
        CommandError: it cannot be done; the text says why and what to do.
    """
    match command:
        case AddFeed(address):
            return await add(needs, asking, address)
        case RemoveFeed(named):
            return await remove(needs, asking, named)
        case ImportFeeds(address):
            return await import_list(needs, asking, address)
        case ExportFeeds():
            return await export_list(needs, asking)
        case Confirm(key, number):
            return await confirm(needs, asking, key, number)
        case Decline(key):
            return await decline(needs, asking, key)
