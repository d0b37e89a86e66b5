"""Discord over its gateway and REST API, by discord.py: the only place that sees that library."""

from bot.adapters.discord.app import DiscordChat

__all__ = ["DiscordChat"]
