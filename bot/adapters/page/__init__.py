"""The built-in chat in a browser: the same channel, threads and commands, without an account anywhere.

It refuses foreign hosts and origins, asks for a token where others than this machine reach it, and asks nothing of any
other server. Beside the chat is the newsroom: pages to look at what was done.
"""

from bot.adapters.page.app import PageChat
from bot.adapters.page.beside import Served
from bot.adapters.page.conversation import CALLER
from bot.adapters.page.guard import Access

__all__ = ["CALLER", "Access", "PageChat", "Served"]
