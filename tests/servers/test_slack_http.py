"""Slack over HTTP as it is deployed: a web process takes installations, and a worker posts with each workspace's own token."""

import functools
import json
from pathlib import Path

import httpx
import pytest

from bot.adapters.clock import SystemClock
from bot.adapters.demo_publisher import open_demo_site
from bot.settings import bundled
from tests.fakes.openai_server import open_openai_server
from tests.fakes.slack_teams import AMPERE, PUBLIC_URL, SECRETS, VOLT, Browser, FakeTeams
from tests.scenarios.program import eventually
from tests.servers.postgresql import free_port
from tests.servers.processes import Deployment

pytestmark = pytest.mark.server

ENVIRONMENT = {
    name.upper(): secret.get_secret_value()
    for name, secret in SECRETS
    if name.startswith("slack_") and secret is not None
}


def configuration(site_host: str, feeds: tuple[str, ...], slack: FakeTeams) -> str:
    """One topic, and a channel of each of two workspaces."""
    wishes = (
        f'[[subscriptions]]\ntopic = "ev"\nplatform = "slack"\nchannel = "{team.channel}"\n'
        'timetable = "daily 09:00 UTC"\nfirst_edition = "now"'
        for team in (VOLT, AMPERE)
    )
    return "\n".join(
        [
            f"[reading]\nallowed_private = [{json.dumps(site_host)}]\nhost_gap_seconds = 0",
            f"[slack]\nenabled = true\npublic_url = {json.dumps(PUBLIC_URL)}\napi_url = {json.dumps(slack.api_url)}",
            f'[[topics]]\nname = "ev"\ntitle = "Electric cars"\nfeeds = {json.dumps(list(feeds))}',
            *wishes,
        ]
    )


async def test_a_worker_posts_with_the_tokens_that_a_web_process_was_given(
    tmp_path: Path, database_url: str
) -> None:
    """Installed through one process, posted by another; no secret is said by any of them."""
    slack = FakeTeams(VOLT, AMPERE)
    async with (
        open_demo_site(bundled("demo"), clock=SystemClock()) as site,
        open_openai_server() as model,
        slack.running(),
    ):
        (tmp_path / "newsthread.toml").write_text(configuration(site.host, site.feeds, slack), "utf-8")
        many = Deployment(tmp_path, database_url, free_port(), slack, model, slack_secrets=ENVIRONMENT)
        try:
            await many.start(f"web --port {many.port}")
            async with httpx.AsyncClient(base_url=many.page, trust_env=False, timeout=10) as client:
                browser = Browser(client, slack, SystemClock().now)
                await eventually(lambda: answers(client))
                for team in (VOLT, AMPERE):
                    assert (await browser.install(team)).status_code == 200
                await many.start("clock", "worker")
                for team in (VOLT, AMPERE):
                    posted = await eventually(functools.partial(sent, slack, team.token))
                    assert {each["channel"] for each in posted} == {team.channel}
                await browser.type(AMPERE, "xiaomi")
                await slack.until(lambda: slack.responses)
        finally:
            await many.end()
        secrets = (*ENVIRONMENT.values(), VOLT.token, AMPERE.token, VOLT.code, AMPERE.code)
        assert [secret for secret in secrets if len(secret) > 5 and secret in many.log] == []
        assert [line for line in many.log.splitlines() if '"level": "error"' in line] == []


async def answers(client: httpx.AsyncClient) -> bool:
    """Whether the web process serves."""
    try:
        return (await client.get("/healthz")).status_code == 200
    except httpx.TransportError:
        return False


async def sent(slack: FakeTeams, token: str) -> list[dict[str, object]]:
    """What was posted with a token."""
    return slack.called_as("chat.postMessage", token)
