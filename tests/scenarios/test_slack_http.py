"""The whole program on a simulated Slack over HTTP: two workspaces install it through its page's server, and each has its own news."""

import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import httpx

from bot.adapters.clock import SystemClock
from bot.app import App
from bot.core.editions import SETTLING
from bot.core.entities import NewFeed, Platform
from tests.fakes.publisher import Answer, Publisher
from tests.fakes.slack_teams import AMPERE, SECRETS, VOLT, Browser, FakeTeams, Team, event
from tests.scenarios.program import EVERY, eventually, open_program, running


@asynccontextmanager
async def opened(folder: Path, slack: FakeTeams) -> AsyncIterator[tuple[App, Browser]]:
    """The program as `newsthread run` runs it, its server on a port of its own, and whoever reaches it there."""
    sections = {
        "slack": {"enabled": True, "public_url": "http://127.0.0.1:1", "api_url": slack.api_url},
        "page": {"port": 0},
        "reading": {"allowed_private": ["127.0.0.1"], "host_gap_seconds": 0},
    }
    clock = SystemClock()
    async with open_program(folder, clock, chat=sections, secrets=SECRETS) as app:
        assert app.page is not None
        app.page.listen()
        async with (
            running(app.page.run()),
            running(app.needs.chats[Platform.SLACK].run()),
            running(app.work(EVERY)),
            httpx.AsyncClient(base_url=app.url) as client,
        ):
            yield app, Browser(client, slack, clock.now)


async def is_read(app: App) -> bool:
    """Each feed was read once, all of it is grouped, and it has settled."""
    feeds, settled = await app.feeds(), app.needs.clock.now() - SETTLING
    return all(
        feed.checked_at and feed.checked_at <= settled for feed in feeds
    ) and not await app.needs.store.ungrouped_entries(1)


class Talk:
    """What people type in the workspaces, and what is said there."""

    def __init__(self, slack: FakeTeams, browser: Browser) -> None:
        self._slack = slack
        self._browser = browser
        self._typed = 0

    async def answer(self, team: Team, text: str) -> str:
        """Type a command, and wait for what is said to it."""
        said = len(self._slack.responses)
        self._typed += 1
        sent = await self._browser.type(team, text, f"13.{self._typed}")
        assert (sent.status_code, sent.text) == (200, "")
        await self._slack.until(lambda: len(self._slack.responses) > said)
        return str(self._slack.responses[-1])

    async def posted(self, team: Team) -> list[dict[str, Any]]:
        """What was posted with the token of a workspace, as soon as there is something."""

        async def look() -> list[dict[str, Any]]:
            return self._slack.called_as("chat.postMessage", team.token)

        return await eventually(look)


def own_feed() -> Answer:
    """A feed of one story that nobody else tells."""
    when = format_datetime(SystemClock().now() - dt.timedelta(hours=1))
    return Answer(
        headers={"Content-Type": "application/rss+xml"},
        body=(
            "<rss version='2.0'><channel><title>Zeppelin Gazette</title><link>http://z.example/</link><item>"
            "<title>Zeppelinwerk builds an electric airship for twelve people</title><link>http://z.example/1</link>"
            f"<guid>z1</guid><pubDate>{when}</pubDate><description>{'Zeppelinwerk shows an electric airship. ' * 20}"
            "</description></item></channel></rss>"
        ).encode(),
    )


async def test_two_workspaces_have_each_their_own(tmp_path: Path) -> None:
    """What one reads beside is found and told there alone; each gets its editions with its own token; who leaves gets none."""
    slack = FakeTeams(VOLT, AMPERE)
    async with slack.running(), Publisher.open() as gazette, opened(tmp_path, slack) as (app, browser):
        gazette.answers["/feed"] = own_feed()
        talk = Talk(slack, browser)
        for team in (VOLT, AMPERE):
            assert (await browser.install(team)).status_code == 200
            await talk.answer(team, "subscribe daily 09:00 UTC")
        store = app.needs.store
        _, [topic] = await app.conversation.workspace(Platform.SLACK, VOLT.id, VOLT.name)
        now = app.needs.clock.now()
        await store.link_feeds(topic.id, [NewFeed(url=gazette.url("/feed"), next_check_at=now)])
        await eventually(lambda: is_read(app))

        assert "airship" in await talk.answer(VOLT, "zeppelinwerk")
        assert "airship" not in await talk.answer(AMPERE, "zeppelinwerk")

        for team in (VOLT, AMPERE):
            await talk.answer(team, "digest")
        volt, ampere = await talk.posted(VOLT), await talk.posted(AMPERE)
        assert {each["channel"] for each in volt} == {VOLT.channel}
        assert {each["channel"] for each in ampere} == {AMPERE.channel}
        assert "airship" not in str(ampere)

        gone = event(VOLT, {"type": "app_uninstalled"}, now + dt.timedelta(minutes=1))
        assert (await browser.send(gone)).status_code == 200
        assert await store.stopped_workspaces(now + dt.timedelta(days=1)) == {topic.workspace_id}
        await talk.answer(AMPERE, "xiaomi")
        page = await browser.get("/")
        assert (page.status_code, "client-secret-canary" in page.text) == (200, False)
