"""The built-in chat in a browser: the same channel, threads and commands, without an account anywhere.

It listens on loopback only, refuses foreign hosts and origins, and asks nothing of any other server.
"""

from bot.adapters.page.app import PageChat
from bot.adapters.page.conversation import CALLER

__all__ = ["CALLER", "PageChat"]
