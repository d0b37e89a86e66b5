"""The whole program on a simulated Discord, with an OpenAI-compatible server: feeds in, an edition out, answers below it."""

from collections.abc import AsyncIterator
from pathlib import Path

import discord
import pytest
import simcord
from pydantic import SecretStr

from bot.adapters.clock import SystemClock
from bot.adapters.discord import DiscordChat
from bot.app import App
from bot.core.editions import SETTLING
from bot.core.entities import Platform
from bot.settings import Secrets
from tests.fakes.discord_place import DiscordPlace, shown
from tests.fakes.openai_server import KEY, OpenAIServer, open_openai_server
from tests.scenarios.program import EVERY, eventually, open_program, running


@pytest.fixture
async def writer() -> AsyncIterator[OpenAIServer]:
    """An OpenAI-compatible server that writes honestly."""
    async with open_openai_server() as server:
        yield server


@pytest.fixture
async def app(tmp_path: Path, writer: OpenAIServer) -> AsyncIterator[App]:
    """The program, configured for Discord and the language model."""
    sections = {
        "discord": {"enabled": True, "message_content": True},
        "language_model": {
            "base_url": writer.url,
            "name": "small-writer",
            "input_price": 1,
            "output_price": 2,
        },
    }
    secrets = Secrets.model_construct(discord_token=SecretStr("fake.token"), openai_api_key=SecretStr(KEY))
    program = open_program(tmp_path, SystemClock(), chat=sections, secrets=secrets)
    async with program as app, running(app.work(EVERY)):
        await eventually(lambda: is_read(app))
        yield app


@pytest.fixture
def simcord_bot(app: App) -> discord.Client:
    """The app's own Discord client."""
    chat = app.needs.chats[Platform.DISCORD]
    assert isinstance(chat, DiscordChat)
    return chat.client


@pytest.fixture
def place(simcord_env: simcord.Env) -> DiscordPlace:
    """A server, a channel and a person."""
    return DiscordPlace.of(simcord_env)


async def is_read(app: App) -> bool:
    """Each feed was read once, all of it is grouped, and it has settled."""
    feeds = await app.feeds()
    settled = app.needs.clock.now() - SETTLING
    return all(
        feed.checked_at and feed.checked_at <= settled for feed in feeds
    ) and not await app.needs.store.ungrouped_entries(1)


async def edition_of(place: DiscordPlace) -> str:
    """The edition in the channel with the rest of it in the thread, once its foot is there."""
    text = "\n".join(
        shown(message) for thread in (None, *place.news.threads) for message in place.posts(thread)
    )
    return text if "feeds read" in text else ""


async def replies(place: DiscordPlace, before: int) -> list[discord.Message]:
    """What the bot said in the edition's thread after its first *before* messages."""
    return place.posts(place.thread())[before:]


async def test_a_channel_from_subscription_to_answer(place: DiscordPlace, app: App, writer: OpenAIServer):
    """Alice subscribes the channel, finds Xiaomi, gets an edition by the language model, and asks about it in its thread."""
    subscribed = await place.alice.slash(place.news, "ev", request="subscribe daily 09:00 Europe/Berlin")
    assert "this channel is subscribed" in shown(subscribed.response)
    found = await place.alice.slash(place.news, "ev", request="xiaomi")
    assert "Xiaomi" in shown(found.response)

    await place.alice.slash(place.news, "ev", request="digest")
    text = await eventually(lambda: edition_of(place))
    assert "bullets by small-writer" in text
    assert text.count("#:~:text=") >= 15
    assert writer.requests

    before = len(place.posts(place.thread()))
    await place.alice.send(place.thread(), "How long do buyers of the SU7 wait in China?")
    (answer,) = await eventually(lambda: replies(place, before))
    assert "month" in shown(answer)
    await place.alice.send(place.thread(), "Who won the football world cup?")
    (refusal,) = await eventually(lambda: replies(place, before + 1))
    assert "The sources do not say" in shown(refusal)
    (call, *_) = await app.needs.store.calls(1)
    assert (call.purpose, call.cost_micros > 0) == ("answer", True)
