"""Slack over HTTP, for many workspaces: installed by OAuth, heard with a signature, spoken to with each one's own token."""

import asyncio
import datetime as dt
import io
import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.adapters.slack import HttpSlackChat
from bot.adapters.slack.rotating import Rotator
from bot.adapters.slack.sealing import Seal
from bot.adapters.slack.workspaces import client_of
from bot.adapters.sql import SqlStore
from bot.core.entities import Notice, Place, Platform
from bot.core.errors import ChannelGoneError, ChatUnavailableError, InstallationGoneError
from bot.logs import configure_logging
from tests import samples
from tests.fakes.clock import NOON, FakeClock
from tests.fakes.inbound import FakeInbound
from tests.fakes.slack_api import Reply, hangs_up, rate_limit, refusal
from tests.fakes.slack_teams import AMPERE, PUBLIC_URL, SECRETS, VOLT, Browser, FakeTeams, Team, event
from tests.logging_state import restored

HOUR = dt.timedelta(hours=1)


class Office:
    """A bot with its address, the Slack that it talks to, and who comes there."""

    def __init__(self, slack: FakeTeams, store: SqlStore, client: httpx.AsyncClient, **changes: Any) -> None:
        self.slack = slack
        self.store = store
        self.clock: FakeClock = changes["clock"]
        self.inbound: FakeInbound = changes["inbound"]
        self.chat: HttpSlackChat = changes["chat"]
        self.browser = Browser(client, slack, self.clock.now)

    async def place(self, team: Team) -> Place:
        """The workspace's channel."""
        workspace = await self.store.add_workspace(Platform.SLACK, team.id, team.name)
        return Place(workspace_id=workspace.id, platform=Platform.SLACK, channel=team.channel)

    async def post(self, team: Team) -> str:
        """Post an edition there."""
        return await self.chat.post(samples.delivery(await self.place(team)), samples.edition(), "")


@asynccontextmanager
async def office(
    store: SqlStore, *, inbound: FakeInbound | None = None, rotates_for: int = 0
) -> AsyncIterator[Office]:
    """An office with a fake Slack of two workspaces."""
    clock, inbound = FakeClock(), inbound or FakeInbound()
    async with FakeTeams(VOLT, AMPERE, rotates_for=rotates_for).running() as slack:
        assert isinstance(slack, FakeTeams)
        chat = HttpSlackChat(slack.app(), store, inbound=inbound, clock=clock)
        transport = httpx.ASGITransport(chat.web())
        running = asyncio.create_task(chat.run())
        async with httpx.AsyncClient(transport=transport, base_url=PUBLIC_URL) as client:
            yield Office(slack, store, client, clock=clock, inbound=inbound, chat=chat)
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


def message(text: str, team: Team = VOLT, **changes: Any) -> dict[str, Any]:
    """A reply in a thread of ours."""
    said = {
        "type": "message",
        "channel": team.channel,
        "user": "U0ALICE",
        "text": text,
        "ts": "1795431700.000200",
        "thread_ts": "1795431600.000100",
    }
    return event(team, {**said, **changes}, NOON)


async def test_each_workspace_is_posted_to_with_its_own_token(store: SqlStore) -> None:
    """Two teams install the app; what is for one never goes out with the other's token."""
    async with office(store) as here:
        for team in (VOLT, AMPERE):
            installed = await here.browser.install(team)
            assert (installed.status_code, team.name in installed.text) == (200, True)
            assert team.token not in installed.text
        for team in (AMPERE, VOLT, AMPERE):
            await here.post(team)
        assert len(here.slack.called_as("chat.postMessage", VOLT.token)) == 1
        assert len(here.slack.called_as("chat.postMessage", AMPERE.token)) == 2
        assert {each["channel"] for each in here.slack.called_as("chat.postMessage", AMPERE.token)} == {
            AMPERE.channel
        }


async def test_who_installs_is_led_to_slack_with_what_the_app_may(store: SqlStore) -> None:
    """With the permissions of the manifest, and back to the address that the manifest names."""
    async with office(store) as here:
        there = await here.browser.get("/slack/install")
    address = httpx.URL(there.headers["location"])
    assert (address.path, address.host) == ("/oauth/v2/authorize", "127.0.0.1")
    assert address.params["redirect_uri"] == f"{PUBLIC_URL}/slack/oauth_redirect"
    assert "chat:write" in address.params["scope"]
    assert address.params["user_scope"] == ""
    assert {"HttpOnly", "Secure"} <= set(there.headers["set-cookie"].split("; "))


async def test_a_state_is_good_once_and_for_this_browser_alone(store: SqlStore) -> None:
    """Else somebody could let another's browser install what they chose (OAuth 2.0, RFC 6749 10.12)."""
    async with office(store) as here:
        state, cookie = await here.browser.begin()
        other = await here.browser.come_back("slack-app-oauth-state=another", state=state, code=VOLT.code)
        assert (other.status_code, "browser" in other.text) == (400, True)
        assert (await here.browser.come_back(cookie, state=state, code=VOLT.code)).status_code == 200
        again = await here.browser.come_back(cookie, state=state, code=AMPERE.code)
        assert (again.status_code, "used already" in again.text) == (401, True)
        forged = f"{state.rpartition('.')[0]}.{'0' * 64}"
        made_up = await here.browser.come_back(
            f"slack-app-oauth-state={forged}", state=forged, code=AMPERE.code
        )
        assert made_up.status_code == 401
        state, cookie = await here.browser.begin()
        here.clock.advance(dt.timedelta(minutes=11))
        assert (await here.browser.come_back(cookie, state=state, code=AMPERE.code)).status_code == 401
        assert [each.workspace.name for each in await store.installations(Platform.SLACK)] == [VOLT.name]


@pytest.mark.parametrize(
    ("replies", "query", "told"),
    [
        ({}, {"error": "access_denied"}, "not allowed"),
        ({}, {"error": "<script>"}, "Slack ended the installation"),
        ({}, {"code": "9.unknown"}, "did not hand over a token"),
        ({"oauth.v2.access": [hangs_up]}, {"code": VOLT.code}, "did not hand over a token"),
        (
            {"oauth.v2.access": [{"is_enterprise_install": True, "team": None, "access_token": "xoxb-org"}]},
            {"code": VOLT.code},
            "not for a whole organization",
        ),
    ],
)
async def test_what_fails_at_slack_is_told_and_keeps_nothing(
    store: SqlStore, replies: dict[str, list[Reply]], query: dict[str, str], told: str
) -> None:
    """In a sentence, with a way to try again; what came in the address is never shown."""
    async with office(store) as here:
        for method, scripted in replies.items():
            here.slack.script(method, *scripted)
        state, cookie = await here.browser.begin()
        failed = await here.browser.come_back(cookie, state=state, **query)
    assert told in failed.text
    assert "<script>" not in failed.text
    assert "/slack/install" in failed.text
    assert await store.installations(Platform.SLACK) == ()


async def test_tokens_are_in_no_log_and_not_in_the_database_as_they_are(
    store: SqlStore, tmp_path: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever reads a backup or the log can post nowhere."""
    caplog.set_level(logging.INFO)
    async with office(store, rotates_for=12 * 3600) as here:
        await here.browser.install(VOLT)
        state, cookie = await here.browser.begin()
        await here.browser.come_back(cookie, state=state, code="9.secret-code")
        here.clock.advance(11 * HOUR)
        await here.post(VOLT)
        [installation] = await store.installations(Platform.SLACK)
        described = repr(installation) + repr(here.slack.app())
    with sqlite3.connect(tmp_path / "newsthread.db") as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    kept = (tmp_path / "newsthread.db").read_bytes()
    ours = "".join(record.getMessage() for record in caplog.records if record.name != "httpx")  # the browser
    logged = ours + "".join(capsys.readouterr()) + described
    for secret in (
        VOLT.token,
        "xoxe-1-",
        "client-secret-canary",
        "signing-secret-canary",
        "9.secret-code",
        "k" * 32,
    ):
        assert secret not in logged
        assert secret.encode() not in kept
    assert VOLT.name.encode() in kept


async def test_not_even_a_debug_log_has_what_slack_hands_over(store: SqlStore) -> None:
    """The SDK writes whole requests and answers at that level: codes, refresh tokens, addresses to answer at."""
    stream = io.StringIO()
    with restored():
        configure_logging(redact=SECRETS.redact, level="debug", stream=stream)
        logging.getLogger("httpx").setLevel(logging.WARNING)  # the browser's
        async with office(store, rotates_for=12 * 3600, inbound=FakeInbound(Notice(title="Found"))) as here:
            await here.browser.install(VOLT)
            here.clock.advance(11 * HOUR)
            await here.browser.type(VOLT, "xiaomi")
            await here.slack.until(lambda: here.slack.responses)
            secrets = (VOLT.code, "xoxe-1-", VOLT.token, here.slack.response_url)
    assert "slack_token_renewed" in stream.getvalue()
    assert [each for each in secrets if each in stream.getvalue()] == []


async def test_a_command_is_answered_in_its_own_workspace(store: SqlStore) -> None:
    """What is typed in one workspace is heard as that one's, whoever else has the app."""
    async with office(store, inbound=FakeInbound(Notice(title="Found"))) as here:
        await here.browser.install(VOLT)
        await here.browser.install(AMPERE)
        answered = await here.browser.type(AMPERE, "xiaomi")
        assert (answered.status_code, answered.text) == (200, "")
        await here.slack.until(lambda: here.slack.responses)
    [(caller, command, text, _)] = here.inbound.commands
    assert (caller.workspace, caller.workspace_name, command, text) == (
        AMPERE.id,
        AMPERE.name,
        "/ev",
        "xiaomi",
    )


async def test_a_question_is_recorded_before_it_is_acknowledged_and_once(store: SqlStore) -> None:
    """Slack sends again what it got no answer to in three seconds; that is the same question."""
    async with office(store) as here:
        await here.browser.install(VOLT)
        asked = message("how long is the waiting list?")
        first = await here.browser.send(asked)
        assert (first.status_code, len(here.inbound.questions)) == (200, 1)
        again = await here.browser.send(asked, x_slack_retry_num="1", x_slack_retry_reason="http_timeout")
        assert again.status_code == 200
    [question] = here.inbound.questions
    assert (question.caller.workspace, question.text) == (VOLT.id, "how long is the waiting list?")


async def test_nothing_without_slacks_signature_is_heard(store: SqlStore) -> None:
    """401 for a wrong or an old one, or none; and what is no JSON, or too large, is no traceback."""
    async with office(store) as here:
        await here.browser.install(VOLT)
        wrong = await here.browser.send(message("hello?"), X_Slack_Signature="v0=" + "0" * 64)
        strange = await here.browser.send(message("hello?"), X_Slack_Request_Timestamp="now")
        here.clock.advance(dt.timedelta(minutes=6))
        old = await here.browser.send(message("hello?"), X_Slack_Request_Timestamp=str(int(NOON.timestamp())))
        none = await here.browser.push(b"[" * 100_000)
        assert [each.status_code for each in (wrong, strange, old, none)] == [401] * 4
        assert (await here.browser.post(b"x" * 1_100_000, "application/json")).status_code == 413
    assert here.inbound.questions == []


async def test_slack_may_check_the_address(store: SqlStore) -> None:
    """It sends a challenge when the address is entered, and looks at the certificate now and then."""
    async with office(store) as here:
        challenged = await here.browser.send({"type": "url_verification", "challenge": "3eZbrw1a"})
        assert (challenged.status_code, challenged.json()) == (200, {"challenge": "3eZbrw1a"})
        checked = await here.browser.push(b"ssl_check=1&token=x")
        assert checked.status_code == 200


async def test_a_workspace_without_the_app_is_told_where_to_install_it(store: SqlStore) -> None:
    """Somebody there typed a command; and Slack is not made to send again what nobody can use."""
    async with office(store) as here:
        await here.browser.install(AMPERE)
        assert (await here.browser.type(VOLT, "xiaomi")).status_code == 200
        await here.slack.until(lambda: here.slack.responses)
        assert f"{PUBLIC_URL}/slack/install" in here.slack.responses[0]["text"]
        assert (await here.browser.send(message("hello?"))).status_code == 200
    assert (here.inbound.commands, here.inbound.questions) == ([], [])


LEFT = {"type": "app_uninstalled"}
REVOKED = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [VOLT.bot]}}


@pytest.mark.parametrize("gone", [LEFT, REVOKED])
async def test_who_takes_the_app_out_is_left_alone(store: SqlStore, gone: dict[str, Any]) -> None:
    """Its tokens are forgotten, nothing is done for it, and all goes on where it is installed; or installed again."""
    async with office(store) as here:
        await here.browser.install(VOLT)
        await here.browser.install(AMPERE)
        place = await here.place(VOLT)
        here.clock.advance(HOUR)
        for _ in range(2):  # Slack sends both events, each perhaps again
            assert (await here.browser.send(event(VOLT, gone, here.clock.now()))).status_code == 200
        assert [each.workspace.name for each in await store.installations(Platform.SLACK)] == [AMPERE.name]
        assert await store.stopped_workspaces(here.clock.now() + 1000 * HOUR) == {place.workspace_id}
        with pytest.raises(InstallationGoneError, match=f"{PUBLIC_URL}/slack/install"):
            await here.chat.post(samples.delivery(place), samples.edition(), "")
        await here.post(AMPERE)
        here.clock.advance(HOUR)
        await here.browser.install(VOLT)
        assert await store.stopped_workspaces(here.clock.now()) == frozenset()
        late = event(VOLT, gone, here.clock.now() - HOUR)
        assert (await here.browser.send(late)).status_code == 200
        assert await here.post(VOLT)


async def test_a_persons_revoked_token_is_nothing_to_us(store: SqlStore) -> None:
    """We have none of people's."""
    async with office(store) as here:
        await here.browser.install(VOLT)
        revoked = {"type": "tokens_revoked", "tokens": {"oauth": ["U0ALICE"], "bot": []}}
        await here.browser.send(event(VOLT, revoked, here.clock.now() + HOUR))
        assert await here.post(VOLT)


async def test_a_channel_is_found_in_whichever_workspace_has_it(store: SqlStore) -> None:
    """The configuration names channels by their id alone."""
    async with office(store) as here:
        with pytest.raises(ChannelGoneError, match="installed in no workspace yet"):
            await here.chat.workspace_of(VOLT.channel)
        await here.browser.install(VOLT)
        await here.browser.install(AMPERE)
        assert await here.chat.workspace_of(AMPERE.channel) == (AMPERE.id, AMPERE.name)
        await here.chat.notify(AMPERE.channel, Notice(title="A feed fails"), "notice:1")
        assert len(here.slack.called_as("chat.postMessage", AMPERE.token)) == 1
        with pytest.raises(ChannelGoneError, match="no workspace with the app has the channel C0NOWHERE"):
            await here.chat.workspace_of("C0NOWHERE")


async def test_a_workspace_that_does_not_answer_hides_no_other(store: SqlStore) -> None:
    """One that Slack holds back for a while is passed over; only where no other has the channel, it is waited for."""
    async with office(store) as here:
        await here.browser.install(VOLT)
        await here.browser.install(AMPERE)
        here.slack.script("conversations.info", rate_limit, {"channel": {"id": AMPERE.channel}})
        assert await here.chat.workspace_of(AMPERE.channel) == (AMPERE.id, AMPERE.name)
        here.slack.script("conversations.info", rate_limit, refusal("channel_not_found"))
        with pytest.raises(ChatUnavailableError, match="ratelimited"):
            await here.chat.workspace_of("C0NOWHERE")


async def test_what_is_for_one_person_troubles_no_other_workspace(store: SqlStore) -> None:
    """Direct messages that were opened for somebody are known to be in their workspace: no other one is asked for them."""
    async with office(store) as here:
        await here.browser.install(VOLT)
        await here.browser.install(AMPERE)
        here.slack.script("conversations.open", {"channel": {"id": AMPERE.channel}})
        direct = await here.chat.direct(AMPERE.id, "U0BOB")
        await here.chat.notify(direct, Notice(title="Watching"), "watch:1")
        assert len(here.slack.called_as("chat.postMessage", AMPERE.token)) == 1
        assert here.slack.called_as("conversations.info", VOLT.token) == []


async def test_another_key_opens_no_token(store: SqlStore) -> None:
    """It is said which setting is wrong, instead of asking Slack with rubbish."""
    async with office(store) as here:
        await here.browser.install(VOLT)
        [kept] = await store.installations(Platform.SLACK)
        await store.renew_installation(kept, kept.sealed[:-1] + bytes([kept.sealed[-1] ^ 1]), None)
        with pytest.raises(InstallationGoneError, match="SLACK_TOKEN_KEY"):
            await here.post(VOLT)


async def test_one_workspaces_token_opens_in_no_other(store: SqlStore) -> None:
    """A row that was moved to another workspace is refused."""
    async with office(store) as here:
        await here.browser.install(VOLT)
        await here.browser.install(AMPERE)
        volt, ampere = await store.installations(Platform.SLACK)
        await store.renew_installation(ampere, volt.sealed, None)
        with pytest.raises(InstallationGoneError, match="SLACK_TOKEN_KEY"):
            await here.post(AMPERE)


async def test_tokens_that_end_are_renewed_in_time_by_one_of_many(store: SqlStore) -> None:
    """A refresh token may be used once, however many post at the same moment; in background jobs, too."""
    async with office(store, rotates_for=12 * 3600) as here:
        await here.browser.install(VOLT)
        await here.post(VOLT)
        assert here.slack.renewals == 0
        here.clock.advance(11 * HOUR)
        await asyncio.gather(*(here.post(VOLT) for _ in range(5)))
        await here.post(VOLT)
        assert here.slack.renewals == 1
        assert len(_asked_to_renew(here.slack)) == 1  # a second one would only have been refused
        assert here.slack.called_as("chat.postMessage", f"{VOLT.token}-1")
        here.clock.advance(11 * HOUR)
        await here.post(VOLT)
        assert here.slack.renewals == 2


async def test_who_comes_late_takes_what_another_process_renewed(store: SqlStore) -> None:
    """Its refresh token was used a moment ago, and would be refused."""
    async with office(store, rotates_for=12 * 3600) as here:
        await here.browser.install(VOLT)
        app, seal = here.slack.app(), Seal(here.slack.app().token_key)
        rotator = Rotator(store, seal, here.clock, app.credentials)
        [before] = await store.installations(Platform.SLACK)
        old = seal.open(before.sealed, VOLT.id)
        assert old is not None
        here.clock.advance(11 * HOUR)
        await here.post(VOLT)
        renewed = await rotator.renewed(before, old, client_of(None, app.api_url))
        assert (renewed.bot, here.slack.renewals) == (f"{VOLT.token}-1", 1)


async def test_a_token_that_cannot_be_renewed_is_used_until_it_ends(store: SqlStore) -> None:
    """Slack in trouble for an hour is no reason to be silent; after the end nothing is posted, and it is tried again later."""
    async with office(store, rotates_for=12 * 3600) as here:
        await here.browser.install(VOLT)
        here.slack.script("oauth.v2.access", refusal("internal_error"))
        here.clock.advance(11 * HOUR)
        assert await here.post(VOLT)
        here.clock.advance(2 * HOUR)
        with pytest.raises(ChatUnavailableError):
            await here.post(VOLT)
        here.slack.script("oauth.v2.access", refusal("invalid_refresh_token"))
        with pytest.raises(InstallationGoneError, match="install the app again"):
            await here.post(VOLT)


async def test_who_gives_no_token_is_not_asked_for_one_at_each_message(store: SqlStore) -> None:
    """While the old one is good: else everybody there would wait for a Slack in trouble whenever they write."""
    async with office(store, rotates_for=12 * 3600) as here:
        await here.browser.install(VOLT)
        here.slack.script("oauth.v2.access", refusal("internal_error"))
        here.clock.advance(11 * HOUR)
        for _ in range(3):
            await here.post(VOLT)
        assert len(_asked_to_renew(here.slack)) == 1
        here.clock.advance(dt.timedelta(minutes=1))
        await here.post(VOLT)
        assert len(_asked_to_renew(here.slack)) == 2


def _asked_to_renew(slack: FakeTeams) -> list[dict[str, Any]]:
    return [each for each in slack.called("oauth.v2.access") if "refresh_token" in each]


async def test_the_app_itself_can_be_checked(store: SqlStore) -> None:
    """The doctor asks Slack whether id and secret belong together; nothing changes by that."""
    async with office(store) as here:
        assert await here.chat.wrong_with_app() == ""
        here.slack.script("oauth.v2.access", refusal("bad_client_secret"))
        assert "SLACK_CLIENT_SECRET" in await here.chat.wrong_with_app()
