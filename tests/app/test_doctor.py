"""What the doctor asks a platform about."""

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import httpx
from aiohttp import web
from pydantic import SecretStr

from bot.adapters.slack import HttpSlackChat
from bot.adapters.slack.manifest import SCOPES
from bot.adapters.sql import open_store
from bot.app.checking import Check
from bot.app.doctor import check
from bot.core.errors import ChannelGoneError
from bot.settings import Secrets, read_settings
from tests.fakes.chat import FakeChat
from tests.fakes.clock import FakeClock
from tests.fakes.inbound import FakeInbound
from tests.fakes.publisher import Publisher
from tests.fakes.slack_api import FakeSlack, refusal
from tests.fakes.slack_teams import AMPERE, PUBLIC_URL, SECRETS, VOLT, Browser, FakeTeams
from tests.flows.world import make_world


async def checked(tmp_path: Path, slack: FakeSlack) -> dict[str, Check]:
    """What the doctor finds of a program on Slack, with a channel for notices."""
    secrets = Secrets.model_construct(
        slack_bot_token=SecretStr("xoxb-invented"), slack_app_token=SecretStr("xapp-invented")
    )
    async with Publisher.open() as publisher, slack.running():
        raw = {
            "storage": {"url": f"sqlite:///{tmp_path / 'newsthread.db'}"},
            "reading": {"allowed_private": ["127.0.0.1"]},
            "page": {"enabled": False},
            "slack": {"enabled": True, "api_url": slack.api_url},
            "notices": {"platform": "slack", "channel": "C0123ABCD"},
            "topics": [{"name": "ev", "feeds": [publisher.url("/feed")]}],
        }
        settings = read_settings(raw, source="test", secrets=secrets)
        return {each.name: each async for each in check(settings)}


async def test_channel_for_notices_is_tried_too(tmp_path: Path) -> None:
    """Whoever names a wrong channel for notices learns it now, not on the day a feed dies."""
    found = await checked(tmp_path, FakeSlack(conversations__info=[refusal("channel_not_found")]))
    assert found["slack C0123ABCD"].ok is False


def permitted(*scopes: str) -> Callable[[web.Request], web.Response]:
    """Slack says who we are, and what we may."""

    def reply(_request: web.Request) -> web.Response:
        us = {"ok": True, "team_id": "T0VOLT", "team": "Volt Motors", "user_id": "U0BOT"}
        return web.json_response(us, headers={"x-oauth-scopes": ",".join(scopes)})

    return reply


async def test_permissions_that_came_later_are_missed(tmp_path: Path) -> None:
    """An app of an older manifest works on, but knows no admins: the doctor says what to do."""
    granted = [scope for scope in SCOPES if scope != "users:read"]
    found = await checked(tmp_path, FakeSlack(auth__test=[permitted(*granted)]))
    assert "users:read" in found["slack permissions"].detail
    assert "install the app again" in found["slack permissions"].cure
    whole = await checked(tmp_path, FakeSlack(auth__test=[permitted(*SCOPES, "identify")]))
    assert whole["slack permissions"].ok


async def test_a_channel_that_refused_its_edition_is_a_finding(
    migrated_template: Path, tmp_path: Path
) -> None:
    """Whoever asks why a channel is silent is told what the platform said."""
    path = tmp_path / "newsthread.db"
    shutil.copyfile(migrated_template, path)
    url = f"sqlite:///{path}"
    async with open_store(url, exclusive=False) as store:
        world = await make_world(store, FakeClock(), FakeChat())
        world.chat.before = [ChannelGoneError("invite the bot")]
        await world.subscribe("daily 09:00 UTC")
        await world.pass_time(dt.timedelta(days=1))
    async with Publisher.open() as publisher:
        raw = {
            "storage": {"url": url},
            "reading": {"allowed_private": ["127.0.0.1"]},
            "page": {"enabled": False},
            "topics": [{"name": "ev", "feeds": [publisher.url("/feed")]}],
        }
        settings = read_settings(raw, source="test", secrets=Secrets.model_construct())
        found = {each.name: each async for each in check(settings)}
    finding = found["C1 in Team (Slack)"]
    assert not finding.ok
    assert "invite the bot" in finding.detail


async def test_slack_over_http_is_tried_workspace_by_workspace(
    migrated_template: Path, tmp_path: Path
) -> None:
    """A wrong secret, a workspace whose token is void and one that lacks permissions are three findings."""
    path = tmp_path / "newsthread.db"
    shutil.copyfile(migrated_template, path)
    slack = FakeTeams(VOLT, AMPERE)
    async with Publisher.open() as publisher, slack.running():
        raw = {
            "storage": {"url": f"sqlite:///{path}"},
            "reading": {"allowed_private": ["127.0.0.1"]},
            "page": {"port": 0},
            "slack": {"enabled": True, "public_url": PUBLIC_URL, "api_url": slack.api_url},
            "topics": [{"name": "ev", "feeds": [publisher.url("/feed")]}],
        }
        settings = read_settings(raw, source="test", secrets=SECRETS)
        empty = {each.name: each async for each in check(settings)}
        assert f"{PUBLIC_URL}/slack/install" in empty["slack workspaces"].detail
        assert empty["slack app"].ok
        async with open_store(settings.database_url, exclusive=False) as store:
            chat = HttpSlackChat(slack.app(), store, inbound=FakeInbound(), clock=FakeClock())
            async with httpx.AsyncClient(
                transport=httpx.ASGITransport(chat.web()), base_url=PUBLIC_URL
            ) as client:
                for team in (VOLT, AMPERE):
                    await Browser(client, slack, FakeClock().now).install(team)
        slack.script("auth.test", permitted("chat:write"), refusal("token_revoked"))
        slack.script("oauth.v2.access", refusal("bad_client_secret"))
        found = {each.name: each async for each in check(settings)}
    assert "commands" in found[f"slack {VOLT.name}"].detail
    assert "install the app again" in found[f"slack {VOLT.name}"].cure
    assert "token_revoked" in found[f"slack {AMPERE.name}"].detail
    assert "SLACK_CLIENT_SECRET" in found["slack app"].detail
