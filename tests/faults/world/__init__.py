"""The world around the processes: publishers, a language model, Slack and Discord, all on one port of loopback.

Each keeps a history that no fault touches: what was really posted, answered and published. The addresses that a process is
given begin with its name, so that the world knows whom it talks to, and whom to kill.
"""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

from aiohttp import web

from tests.faults.world.discord import Discord
from tests.faults.world.language_model import LanguageModelServer
from tests.faults.world.nature import Nature, serving
from tests.faults.world.publishers import Publishers
from tests.faults.world.slack import Slack

__all__ = ["Nature", "World", "open_world"]


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Everything that processes talk to, at *host*."""

    host: str
    publishers: Publishers
    slack: Slack
    discord: Discord

    def addresses(self, who: str) -> dict[str, str]:
        """Return where the process *who* finds the chats and the language model."""
        here = f"http://{self.host}/{who}"
        return {
            "slack": f"{here}/slack/api/",
            "discord": f"{here}/discord/api",
            "language_model": f"{here}/v1",
        }


@contextlib.asynccontextmanager
async def open_world(nature: Nature) -> AsyncIterator[World]:
    """Let there be a world until the block is left."""
    publishers, slack, discord = Publishers(nature), Slack(nature), Discord(nature)
    app = web.Application()
    for part in (publishers, slack, discord, LanguageModelServer(nature)):
        app.add_routes(part.routes())
    async with serving(app) as host:
        yield World(host=host, publishers=publishers, slack=slack, discord=discord)
