"""The whole program on PostgreSQL: the same feeds, stories, edition and answers as on SQLite."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.adapters.clock import SystemClock
from bot.app import App
from bot.core.entities import StoryList
from bot.settings import Secrets
from tests.scenarios.program import open_program

pytestmark = pytest.mark.server


@pytest.fixture
async def app(tmp_path: Path, database_url: str) -> AsyncIterator[App]:
    """The program on a database of its own, with all feeds read."""
    secrets = Secrets.model_construct(database_url=SecretStr(database_url))
    async with open_program(tmp_path, SystemClock(), chat={}, secrets=secrets) as app:
        await app.refresh(outcomes_are_seen_below)
        yield app


def outcomes_are_seen_below(*_: object) -> None:
    """Let them pass: what counts is what was stored."""


async def test_feeds_become_an_edition_a_list_and_an_answer(app: App):
    """A team that outgrew its SQLite file finds everything where it was."""
    edition = await app.preview("ev")
    assert [len(item.summary.bullets) for item in edition.items] == [3] * 5
    found = await app.search("ev", "小米")
    assert isinstance(found, StoryList)
    assert found.items
    answer = await app.ask("ev", "How long do buyers of the SU7 wait in China?")
    assert "month" in answer.sentences[0].text
