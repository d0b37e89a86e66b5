"""A `DiscordChat` with a fake `Inbound`, in a simulated Discord. `tests.fakes.discord_place` says how to do the same
with a whole app.
"""

import discord
import pytest
import simcord

from bot.adapters.discord import DiscordChat
from tests.fakes.clock import FakeClock
from tests.fakes.discord_place import DiscordPlace
from tests.fakes.inbound import FakeInbound


@pytest.fixture
def inbound() -> FakeInbound:
    """What the adapter calls; a test gives it its replies."""
    return FakeInbound()


@pytest.fixture
def clock() -> FakeClock:
    """Time as the adapter sees it."""
    return FakeClock()


@pytest.fixture
def chat(inbound: FakeInbound, clock: FakeClock) -> DiscordChat:
    """The adapter, with the message-content intent, so that all of a thread is heard."""
    return DiscordChat("fake.token", "https://discord.com/api", inbound, clock, message_content=True)


@pytest.fixture
def simcord_bot(chat: DiscordChat) -> discord.Client:
    """What simcord drives."""
    return chat.client


@pytest.fixture
def place(simcord_env: simcord.Env) -> DiscordPlace:
    """A server, a channel and a person."""
    return DiscordPlace.of(simcord_env)
