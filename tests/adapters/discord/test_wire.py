"""The real HTTP and gateway code of discord.py against a server on loopback: address, token, limits, closing."""

import asyncio
import datetime as dt
import json
from collections.abc import AsyncIterator
from typing import Any

import discord
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.adapters.discord import DiscordChat
from bot.core.entities import Place, Platform, WorkspaceId
from bot.core.errors import (
    ChatError,
    ChatUnavailableError,
    ChatUncertainError,
    ConfigError,
    InstallationGoneError,
)
from tests import samples
from tests.fakes.clock import FakeClock
from tests.fakes.inbound import FakeInbound

HERE = Place(workspace_id=WorkspaceId(1), platform=Platform.DISCORD, channel="77")
BOT = {"id": "5", "username": "newsthread", "discriminator": "0", "avatar": None, "bot": True}
APPLICATION = {
    "id": "6", "name": "newsthread", "description": "", "icon": None, "bot_public": True,
    "bot_require_code_grant": False, "flags": 0, "verify_key": "", "owner": BOT,
}  # fmt: skip


def reply(data: object, *, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """JSON as Discord labels it: discord.py takes a content type with a charset for plain text."""
    body = json.dumps(data).encode()
    return web.Response(
        body=body, status=status, headers={"Content-Type": "application/json", **(headers or {})}
    )


class LoopbackDiscord:
    """As much of Discord as logging in, posting and connecting need. *close_code*: it hangs up on whoever connects."""

    def __init__(self) -> None:
        self.is_token_known = True
        self.close_code = 0
        self.limited_for = 0.0
        self.is_hanging = False
        self.is_history_empty = False
        self.may_read = True
        self.posted: list[dict[str, Any]] = []
        self.asked_for_commands: list[str] = []
        self.identified = asyncio.Event()
        self.app = web.Application()
        self.app.router.add_get("/api/v10/gateway/bot", self.gateway)
        self.app.router.add_get("/api/v10/oauth2/applications/@me", self.application)
        self.app.router.add_get("/api/v10/users/@me", self.me)
        self.app.router.add_get("/api/v10/applications/6/commands", self.commands)
        self.app.router.add_put("/api/v10/applications/6/commands", self.commands)
        self.app.router.add_post("/api/v10/channels/77/messages", self.messages)
        self.app.router.add_get("/api/v10/channels/77/messages", self.history)
        self.app.router.add_get("/api/v10/channels/77/messages/77", self.message)
        self.app.router.add_get("/gateway/", self.connect)

    async def me(self, _: web.Request) -> web.Response:
        """Who the token belongs to."""
        if not self.is_token_known:
            return reply({"message": "401: Unauthorized", "code": 0}, status=401)
        return reply(BOT)

    async def application(self, _: web.Request) -> web.Response:
        """The bot's application."""
        return reply(APPLICATION)

    async def commands(self, request: web.Request) -> web.Response:
        """No command is known."""
        self.asked_for_commands.append(request.method)
        return reply([])

    async def messages(self, request: web.Request) -> web.Response:
        """Take a message, or say how long to wait, or say nothing."""
        if self.is_hanging:
            await asyncio.Event().wait()
        if self.limited_for:
            limited = {"message": "slow down", "retry_after": self.limited_for, "global": False}
            return reply(limited, status=429, headers={"Via": "1.1 google"})
        self.posted.append(await request.json())
        message: dict[str, Any] = {
            "id": "900", "channel_id": "77", "author": BOT, "content": "", "timestamp": "2026-11-23T12:00:00+00:00",
            "edited_timestamp": None, "tts": False, "mention_everyone": False, "mentions": [], "mention_roles": [],
            "attachments": [], "embeds": [], "pinned": False, "type": 0, "components": [],
        }  # fmt: skip
        return reply(message)

    async def history(self, _: web.Request) -> web.Response:
        """Say nothing, or that there is nothing."""
        if not self.is_history_empty:
            await asyncio.Event().wait()
        return reply([])

    async def message(self, _: web.Request) -> web.Response:
        """The one that is not there."""
        if not self.may_read:
            return reply({"message": "Missing Permissions", "code": 50013}, status=403)
        return reply({"message": "Unknown Message", "code": 10008}, status=404)

    async def gateway(self, request: web.Request) -> web.Response:
        """Where to connect to."""
        limit = {"total": 1, "remaining": 1, "reset_after": 0, "max_concurrency": 1}
        url = f"ws://{request.host}/gateway/"
        return reply({"url": url, "shards": 1, "session_start_limit": limit})

    async def connect(self, request: web.Request) -> web.WebSocketResponse:
        """Say hello, hear who it is, and stay silent, or hang up."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 45_000}})
        await socket.receive()
        self.identified.set()
        if self.close_code:
            await socket.close(code=self.close_code)
        else:
            await socket.receive()
        return socket


@pytest.fixture
def server() -> LoopbackDiscord:
    """What the test says to the adapter."""
    return LoopbackDiscord()


@pytest.fixture
async def address(server: LoopbackDiscord, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    """The API address of the running server. discord.py's addresses are put back afterwards."""
    monkeypatch.setattr(discord.http.Route, "BASE", discord.http.Route.BASE)
    gateway = discord.gateway.DiscordWebSocket
    monkeypatch.setattr(gateway, "DEFAULT_GATEWAY", gateway.DEFAULT_GATEWAY)
    async with TestServer(server.app) as running:
        yield str(running.make_url("/api/"))


@pytest.fixture
async def chat(address: str, clock: FakeClock) -> AsyncIterator[DiscordChat]:
    """An adapter that talks to the server."""
    chat = DiscordChat("token", address, FakeInbound(), clock)
    yield chat
    await chat.client.close()


async def test_posting_needs_no_gateway(chat: DiscordChat, server: LoopbackDiscord) -> None:
    """A worker that never connects to the gateway posts all the same, to the address that is configured."""
    message = await chat.post(samples.delivery(HERE), samples.edition(), "")

    (posted,) = server.posted
    assert message == "900"
    assert server.asked_for_commands == [], "and it leaves the commands to who serves them"
    assert posted["enforce_nonce"]
    assert posted["allowed_mentions"] == {"parse": []}
    assert posted["flags"] == discord.MessageFlags(components_v2=True, suppress_embeds=True).value


async def test_long_rate_limit_is_waited_for_elsewhere(
    chat: DiscordChat, server: LoopbackDiscord, clock: FakeClock
) -> None:
    """One channel over its limit does not hold up the others: its delivery is due again when Discord says."""
    server.limited_for = 120.0

    with pytest.raises(ChatUnavailableError) as caught:
        await chat.post(samples.delivery(HERE), samples.edition(), "")

    assert caught.value.retry_at == clock.now() + dt.timedelta(minutes=2)


@pytest.fixture
async def hurried(address: str, server: LoopbackDiscord, clock: FakeClock) -> AsyncIterator[DiscordChat]:
    """An adapter that waits for next to nothing, and a server that keeps it waiting."""
    server.is_hanging = True
    chat = DiscordChat("token", address, FakeInbound(), clock, time_limit=dt.timedelta(seconds=0.1))
    yield chat
    await chat.close()


async def test_post_that_hangs_is_given_up_before_its_lease_ends(hurried: DiscordChat) -> None:
    """Else a second process would take the delivery over, and both would post; what became of it is unknown."""
    with pytest.raises(ChatUncertainError, match="took too long"):
        await hurried.post(samples.delivery(HERE), samples.edition(), "")


async def test_look_that_hangs_is_given_up_before_its_lease_ends(hurried: DiscordChat) -> None:
    """Nothing was posted by looking, so it is looked again later."""
    with pytest.raises(ChatUnavailableError, match="took too long"):
        await hurried.find_posted(samples.delivery(HERE), "")


def test_start_does_not_warn_of_voice(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A bot that only writes needs no voice libraries, and does not send its reader looking for them."""
    monkeypatch.setattr(discord.VoiceClient, "warn_nacl", True)
    monkeypatch.setattr(discord.VoiceClient, "warn_dave", True)

    DiscordChat("token", "https://discord.com/api", FakeInbound(), FakeClock())

    said = [record.getMessage() for record in caplog.records if record.name.startswith("discord")]
    assert said == []


async def test_wrong_token_is_a_mistake_in_the_configuration(
    chat: DiscordChat, server: LoopbackDiscord
) -> None:
    """Whoever runs it reads what to do, not a traceback."""
    server.is_token_known = False

    with pytest.raises(ConfigError, match="developer portal"):
        await chat.run()

    assert chat.client.is_closed()


async def test_without_a_gateway_an_empty_channel_is_told_from_one_we_may_not_read(
    chat: DiscordChat, server: LoopbackDiscord
) -> None:
    """A worker that takes over from a dead one posts in an empty channel, but not where it only cannot see what stands there."""
    server.is_history_empty = True
    assert await chat.find_posted(samples.delivery(HERE), "") is None
    server.may_read = False
    with pytest.raises(ChatUncertainError, match="cannot be read"):
        await chat.find_posted(samples.delivery(HERE), "")


async def test_posting_with_a_wrong_token_is_about_all_of_the_workspace(
    chat: DiscordChat, server: LoopbackDiscord
) -> None:
    """A worker that posts hears that nothing can be posted anywhere, so that it does not go on with channel after channel."""
    server.is_token_known = False

    with pytest.raises(InstallationGoneError, match="developer portal"):
        await chat.post(samples.delivery(HERE), samples.edition(), "")


async def test_missing_intent_is_a_mistake_in_the_configuration(
    chat: DiscordChat, server: LoopbackDiscord
) -> None:
    """A switch that is off in Discord's portal is named."""
    server.close_code = 4014

    with pytest.raises(ConfigError, match="message-content intent"):
        await chat.run()


async def test_gateway_that_hangs_up_for_good_is_an_error(chat: DiscordChat, server: LoopbackDiscord) -> None:
    """A connection that Discord refuses ends the program, so that whatever watches it can tell."""
    server.close_code = 4013

    with pytest.raises(ChatError, match="4013"):
        await chat.run()


async def test_cancelling_closes_everything(chat: DiscordChat, server: LoopbackDiscord) -> None:
    """Ctrl-C and a deploy leave no connection behind, and nothing is posted into the void afterwards."""
    running = asyncio.create_task(chat.run())
    await asyncio.wait_for(server.identified.wait(), timeout=10)

    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running

    assert chat.client.is_closed()
    with pytest.raises(ChatUnavailableError, match="shutting down"):
        await chat.post(samples.delivery(HERE), samples.edition(), "")


async def test_unreachable_discord_means_nothing_was_posted(chat: DiscordChat) -> None:
    """An outage of our own network is no uncertainty: the edition simply goes out later."""
    discord.http.Route.BASE = "http://127.0.0.1:9/api/v10"

    with pytest.raises(ChatUnavailableError, match="cannot be reached"):
        await chat.post(samples.delivery(HERE), samples.edition(), "")


async def test_a_run_after_a_failed_one_connects(chat: DiscordChat, server: LoopbackDiscord) -> None:
    """Discord was away at the start; when it is back the same program connects, without a restart."""
    reachable = discord.http.Route.BASE
    discord.http.Route.BASE = "http://127.0.0.1:9/api/v10"
    with pytest.raises(ChatUnavailableError):
        await chat.run()

    discord.http.Route.BASE = reachable
    running = asyncio.create_task(chat.run())
    await asyncio.wait_for(server.identified.wait(), timeout=10)

    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
