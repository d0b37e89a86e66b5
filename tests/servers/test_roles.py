"""What a process with one role does, and what it leaves to others."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import discord
import psycopg
import pytest
import simcord
from pydantic import SecretStr

from bot.adapters.clock import SystemClock
from bot.adapters.discord import DiscordChat
from bot.adapters.jobs.procrastinate import schema
from bot.app import App, Role
from bot.core.entities import Platform
from bot.settings import Secrets
from tests.fakes.discord_place import DiscordPlace, shown
from tests.scenarios.program import EVERY, eventually, open_program, running

pytestmark = pytest.mark.server


def program(folder: Path, database_url: str, role: Role) -> AbstractAsyncContextManager[App]:
    """The program with *role*, configured for Discord."""
    secrets = Secrets.model_construct(
        discord_token=SecretStr("fake.token"), database_url=SecretStr(database_url)
    )
    sections = {"discord": {"enabled": True, "message_content": True}}
    return open_program(folder, SystemClock(), chat=sections, secrets=secrets, role=role)


def waiting(database_url: str) -> set[str]:
    """The names of the jobs that wait for a worker."""
    with psycopg.connect(database_url, options=f"-c search_path={schema.NAME}") as connection:
        rows = connection.execute("SELECT DISTINCT task_name FROM procrastinate_jobs WHERE status = 'todo'")
        return {name for (name,) in rows}


@pytest.fixture
async def gateway(tmp_path: Path, database_url: str) -> AsyncIterator[App]:
    """The process that serves Discord's gateway."""
    async with program(tmp_path, database_url, Role.DISCORD) as app:
        yield app


@pytest.fixture
def simcord_bot(gateway: App) -> discord.Client:
    """Its Discord client."""
    chat = gateway.needs.chats[Platform.DISCORD]
    assert isinstance(chat, DiscordChat)
    return chat.client


@pytest.fixture
def place(simcord_env: simcord.Env) -> DiscordPlace:
    """A server, a channel and a person."""
    return DiscordPlace.of(simcord_env)


async def test_the_gateway_answers_commands_and_leaves_the_work_to_workers(
    place: DiscordPlace, gateway: App, database_url: str
):
    """Alice subscribes and wants an edition: she hears that it is coming, and it waits for a worker."""
    async with running(gateway.work(EVERY)):
        subscribed = await place.alice.slash(place.news, "ev", request="subscribe daily 09:00 Europe/Berlin")
        assert "this channel is subscribed" in shown(subscribed.response)
        digest = await place.alice.slash(place.news, "ev", request="digest")
        assert "on its way" in shown(digest.response)
        assert await asyncio.to_thread(waiting, database_url) == {"publish"}
        assert place.posts() == []


async def test_a_clock_starts_what_is_due_and_does_none_of_it(tmp_path: Path, database_url: str):
    """Feeds that are due wait for workers; the clock itself asks no publisher."""
    async with program(tmp_path, database_url, Role.CLOCK) as clock:
        await clock.topics()
        async with running(clock.work(EVERY)):
            await eventually(lambda: _refresh_waits(database_url))
        assert all(feed.checked_at is None for feed in await clock.feeds())


async def _refresh_waits(database_url: str) -> bool:
    return "refresh" in await asyncio.to_thread(waiting, database_url)
