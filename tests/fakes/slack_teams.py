"""A fake of Slack with several workspaces, which install an app by OAuth and send what their people do over HTTP, signed."""

import base64
import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx
from pydantic import SecretStr
from typing_extensions import override

from bot.adapters.slack import Credentials, SlackApp
from bot.settings import Secrets
from tests.fakes.slack_api import FakeSlack, Reply, refusal

BASIC = f"Basic {base64.b64encode(b'1.2:client-secret-canary').decode()}"
PUBLIC_URL = "https://news.example.com"


SECRETS = Secrets.model_construct(
    slack_client_id=SecretStr("1.2"),
    slack_client_secret=SecretStr("client-secret-canary"),
    slack_signing_secret=SecretStr("signing-secret-canary"),
    slack_token_key=SecretStr("k" * 32),
)
"""What a program has in its environment that is this app."""


@dataclass(frozen=True, kw_only=True)
class Team:
    """A workspace with one channel. Whoever brings its *code* gets its *token*."""

    id: str
    name: str
    channel: str
    bot: str
    code: str
    token: str


VOLT = Team(
    id="T0VOLT", name="Volt Motors", channel="C0VOLT1", bot="U0BOTV", code="1.volt", token="xoxb-volt-token"
)
AMPERE = Team(
    id="T0AMPERE",
    name="Ampere Ltd",
    channel="C0AMPERE1",
    bot="U0BOTA",
    code="2.ampere",
    token="xoxb-ampere-token",
)


class FakeTeams(FakeSlack):
    """*rotates_for*: tokens are good for so many seconds, and each renewal brings the next one."""

    def __init__(self, *teams: Team, rotates_for: int = 0, **replies: list[Reply]) -> None:
        super().__init__(**replies)
        self.teams = teams
        self.rotates_for = rotates_for
        self.renewals = 0
        self._posted = 0

    def app(self) -> SlackApp:
        """The app that people install."""
        return SlackApp(
            credentials=Credentials(client_id="1.2", client_secret="client-secret-canary"),
            signing_secret="signing-secret-canary",
            token_key="k" * 32,
            public_url=PUBLIC_URL,
            api_url=self.api_url,
        )

    @override
    def _default(self, method: str, arguments: dict[str, Any]) -> Reply:
        token = self.tokens[-1]
        if method == "oauth.v2.access":
            if token != BASIC:
                return refusal("bad_client_secret")
            return self._granted(arguments)
        team = next((each for each in self.teams if token.startswith(each.token)), None)
        if team is None:
            return refusal("invalid_auth")
        return self._of(team, method, arguments)

    def _of(self, team: Team, method: str, arguments: dict[str, Any]) -> Reply:
        if arguments.get("channel", team.channel) != team.channel:
            return refusal("channel_not_found")
        match method:
            case "auth.test":
                return {"team_id": team.id, "team": team.name, "user_id": team.bot}
            case "users.info":
                return {"user": {"id": arguments["user"], "team_id": team.id, "is_admin": True}}
            case "conversations.info":
                return {"channel": {"id": team.channel}}
            case "chat.postMessage":
                self._posted += 1
                return {"ts": f"1795431600.{self._posted:06}"}
            case _:
                return super()._default(method, arguments)

    def _granted(self, arguments: dict[str, Any]) -> dict[str, Any]:
        asked = arguments.get("code") or arguments.get("refresh_token", "").removeprefix("xoxe-1-")
        team = next(
            (each for each in self.teams if asked in (each.code, f"{each.code}-{self.renewals}")), None
        )
        if team is None:
            return refusal("invalid_code" if "code" in arguments else "invalid_refresh_token")
        self.renewals += 0 if "code" in arguments else 1
        granted = {
            "app_id": "A0APP",
            "team": {"id": team.id, "name": team.name},
            "authed_user": {"id": "U0ALICE"},
            "bot_user_id": team.bot,
            "scope": "chat:write,commands",
            "token_type": "bot",
            "access_token": team.token,
        }
        if not self.rotates_for:
            return granted
        return granted | {
            "access_token": f"{team.token}-{self.renewals}",
            "refresh_token": f"xoxe-1-{team.code}-{self.renewals}",
            "expires_in": self.rotates_for,
        }


class Browser:
    """Somebody's browser, and Slack's servers, as they reach us."""

    def __init__(self, client: httpx.AsyncClient, slack: FakeTeams, now: Callable[[], dt.datetime]) -> None:
        self._client = client
        self._slack = slack
        self._now = now

    async def begin(self) -> tuple[str, str]:
        """Begin an installation: the state, and the cookie that this browser keeps."""
        there = await self._client.get("/slack/install")
        assert there.status_code == 302
        query = dict(parse_qsl(urlsplit(there.headers["location"]).query))
        return query["state"], there.headers["set-cookie"].partition(";")[0]

    async def come_back(self, cookie: str, **query: str) -> httpx.Response:
        """Come back from Slack."""
        return await self._client.get(f"/slack/oauth_redirect?{urlencode(query)}", headers={"Cookie": cookie})

    async def get(self, path: str) -> httpx.Response:
        """Look at an address."""
        return await self._client.get(path)

    async def push(self, body: bytes) -> httpx.Response:
        """Some stranger sends something."""
        return await self._client.post("/slack/events", content=body)

    async def install(self, team: Team) -> httpx.Response:
        """Install the app in a workspace."""
        state, cookie = await self.begin()
        return await self.come_back(cookie, state=state, code=team.code)

    async def send(self, payload: dict[str, Any], **headers: str) -> httpx.Response:
        """Slack sends an event."""
        return await self.post(json.dumps(payload).encode(), "application/json", **headers)

    async def type(self, team: Team, text: str, trigger: str = "13.37") -> httpx.Response:
        """Somebody types a command in a workspace."""
        command = {
            "command": "/ev",
            "text": text,
            "team_id": team.id,
            "channel_id": team.channel,
            "user_id": "U0ALICE",
            "user_name": "alice",
            "trigger_id": trigger,
            "response_url": self._slack.response_url,
        }
        return await self.post(urlencode(command).encode(), "application/x-www-form-urlencoded")

    async def post(self, body: bytes, kind: str, **headers: str) -> httpx.Response:
        """Slack's servers send something, signed."""
        timestamp = str(int(self._now().timestamp()))
        signed = f"v0:{timestamp}:".encode() + body
        mark = hmac.new(self._slack.app().signing_secret.encode(), signed, hashlib.sha256).hexdigest()
        named = {
            "Content-Type": kind,
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": f"v0={mark}",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        return await self._client.post("/slack/events", content=body, headers=named)


def event(team: Team, event: dict[str, Any], at: dt.datetime, event_id: str = "Ev1") -> dict[str, Any]:
    """An event as Slack wraps it."""
    return {
        "type": "event_callback",
        "team_id": team.id,
        "authorizations": [{"team_id": team.id, "user_id": team.bot, "is_bot": True}],
        "event_id": event_id,
        "event_time": int(at.timestamp()),
        "event": event,
    }
