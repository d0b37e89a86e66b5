"""Feeds added and removed by the command line while newsthread runs on the same SQLite file."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import App, open_app
from bot.core.entities import Feed, Platform
from bot.settings import Secrets, load_settings
from tests.fakes.publisher import Publisher
from tests.fakes.site import feed, page
from tests.scenarios.program import EVERY, eventually, running

ROOT = Path(__file__).parents[2]
CONFIG = """
[storage]
url = "sqlite:///{folder}/news.db"
[reading]
host_gap_seconds = 0
allowed_private = ["127.0.0.1:{port}"]
fetch_articles = false
[page]
port = 0
[[topics]]
name = "ev"
feeds = ["{root}/volt"]
[[topics]]
name = "wind"
feeds = ["{root}/volt"]
"""


@pytest.fixture
async def site() -> AsyncIterator[Publisher]:
    """A publisher of three feeds; the home page names one of them."""
    async with Publisher.open() as site:
        root = site.url("")
        site.answers = {
            "/": page("/charge"),
            "/volt": feed("Volt Courier", root, 1, 2),
            "/charge": feed("Charge Daily", f"{root}/c", 3, 4),
            "/grid": feed("Grid News", f"{root}/g", 5, 6, 7),
        }
        yield site


@pytest.fixture
def config(site: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The configuration of the running program and of the commands."""
    for name in Secrets.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    path = tmp_path / "newsthread.toml"
    path.write_text(CONFIG.format(folder=tmp_path, port=site.port, root=site.url("")), encoding="utf-8")
    return path


@contextlib.asynccontextmanager
async def bot(config: Path) -> AsyncIterator[App]:
    """Newsthread as `newsthread run` has it, holding the file; its page's topics are the team's we look at."""
    async with open_app(load_settings(config), is_serving=True) as app, running(app.work(EVERY)):
        await app.conversation.workspace(Platform.PAGE, "local", "This page")
        yield app


async def command(config: Path, *arguments: str) -> str:
    """Run a command in a process of its own, as a person beside the running program does."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "--config", str(config), "feeds", *arguments),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        cwd=ROOT,
    )
    shown, _ = await process.communicate()
    assert process.returncode == 0, shown.decode()
    return shown.decode()


async def page_reads(app: App, topic: str = "ev") -> dict[str, Feed]:
    """The feeds of the page's topic, by title."""
    _, topics = await app.conversation.workspace(Platform.PAGE, "local", "This page")
    (found,) = (each for each in topics if each.name == topic)
    return {each.title: each for each in await app.needs.store.feeds(found.id)}


async def grouped(app: App, title: str) -> bool:
    """The feed was read, and all its entries have a story."""
    read = (await page_reads(app)).get(title)
    return bool(read and read.succeeded_at) and not await app.needs.store.ungrouped_entries(1)


async def test_a_running_program_takes_up_what_is_added(config: Path, site: Publisher, tmp_path: Path):
    """An added feed is in the topics of all workspaces at once, is asked for once, and is forgotten when it is removed."""
    async with bot(config) as app:
        await eventually(lambda: grouped(app, "Volt Courier"))
        added = await command(config, "add", site.url("/"), "--yes")
        assert "Charge Daily was added to ev: 2 new entries." in added
        await eventually(lambda: grouped(app, "Charge Daily"))
        assert sorted(await page_reads(app)) == ["Charge Daily", "Volt Courier"]
        assert sorted(await page_reads(app, "wind")) == ["Volt Courier"]

        listed = tmp_path / "feeds.opml"
        listed.write_text(
            f'<opml><body><outline text="x" xmlUrl="{site.url("/grid")}"/></body></opml>', encoding="utf-8"
        )
        assert "ev: 1 feed added." in await command(config, "import", str(listed))
        await eventually(lambda: grouped(app, "Grid News"))
        await command(config, "remove", "Charge Daily")
        assert sorted(await page_reads(app)) == ["Grid News", "Volt Courier"]
    asked = [request.path for request in site.requests]
    assert {path: asked.count(path) for path in ("/volt", "/charge", "/grid")} == {
        "/volt": 1,
        "/charge": 1,
        "/grid": 1,
    }


async def test_a_restart_keeps_what_was_added_for_old_and_new_workspaces(config: Path, site: Publisher):
    """The next start reads the added feed without asking early, and a team that is met then has it too."""
    async with bot(config):
        await command(config, "add", site.url("/charge"), "--yes")
    async with bot(config) as app:
        await eventually(lambda: grouped(app, "Charge Daily"))
        assert sorted(await page_reads(app)) == ["Charge Daily", "Volt Courier"]
        _, topics = await app.conversation.workspace(Platform.SLACK, "T9", "New team")
        feeds = await app.needs.store.feeds(topics[0].id)
        assert [each.title for each in feeds] == ["Charge Daily", "Volt Courier"]
    assert [request.path for request in site.requests].count("/charge") == 1
