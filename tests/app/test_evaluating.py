"""Summaries that a language model writes, measured."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.app import evaluating
from bot.app.evaluating.rows import ClaimRow
from bot.core.quality import Task
from bot.settings import Secrets, Settings, read_settings
from tests.fakes.openai_server import KEY, OpenAIServer, open_openai_server

TEXT = (
    "Voltara sold 28,500 of its V7 sedans in the first quarter, the company said on Friday. "
    "Buyers in China now wait 41 weeks for the car, according to its dealers. "
    "A second plant in Wuhan will open in March and double monthly output to 40,000 cars. "
    "The price of the base version stays at 215,900 yuan."
)


@pytest.fixture
async def server() -> AsyncIterator[OpenAIServer]:
    """A language model's server."""
    async with open_openai_server() as opened:
        yield opened


def settings_of(server: OpenAIServer, folder: Path) -> Settings:
    """A configuration with a language model."""
    raw = {
        "storage": {"url": f"sqlite:///{folder / 'newsthread.db'}"},
        "page": {"enabled": True},
        "language_model": {"name": "small-writer", "base_url": server.url},
        "topics": [{"name": "ev", "feeds": ["https://feeds.example/ev.xml"]}],
    }
    return read_settings(raw, source="test", secrets=Secrets(openai_api_key=SecretStr(KEY)))


async def test_a_language_model_writes_and_its_fallbacks_are_counted(
    server: OpenAIServer, tmp_path: Path
) -> None:
    """Measured is what channels would get: checked, and not asked for again when it is known."""
    path = tmp_path / "summaries.jsonl"
    documents = f'[{{"title": "Waiting list grows", "text": "{TEXT}"}}]'
    path.write_text(f'{{"id": "1", "documents": {documents}, "reference": "{TEXT}"}}\n' * 2, encoding="utf-8")
    rows = evaluating.read(Task.SUMMARIES, [path])
    steps: list[None] = []

    outcome = await evaluating.evaluate(
        Task.SUMMARIES, rows, lambda: steps.append(None), settings=settings_of(server, tmp_path)
    )

    (only,) = outcome.sets
    assert len(server.requests) == 1
    assert (only.ours["three_bullets"], only.ours["fell_back"]) == (1, 0)
    assert len(steps) == evaluating.steps(rows)


async def test_only_doubtful_claims_get_a_second_opinion_and_the_figures_say_so(
    server: OpenAIServer, tmp_path: Path
) -> None:
    """One of three claims is doubtful, and the language model has it pass against all reason: so it is seen who decided."""
    claims = {
        "Voltara will open a second plant in Wuhan in March.": True,
        "Voltara closes a second plant in Wuhan in March.": False,
        "Voltara will open a plant in Bursa in May 2031.": False,
    }
    document = "Voltara will open a second plant in Wuhan in March. It doubles monthly output to 40,000 cars."
    rows = [
        ClaimRow(id=claim[:14], document=document, claim=claim, supported=is_true)
        for claim, is_true in claims.items()
    ]
    server.will_say('{"supported": true, "sentences": [1]}')

    alone = await evaluating.evaluate(Task.GROUNDING, rows, lambda: None)
    asked = await evaluating.evaluate(
        Task.GROUNDING, rows, lambda: None, settings=settings_of(server, tmp_path)
    )

    assert [row["supported"] for row in alone.predictions] == [True, False, False]
    assert [row["supported"] for row in asked.predictions] == [True, True, False]
    assert (len(server.requests), asked.sets[0].ours["doubtful"]) == (1, 1 / 3)
    assert "Voltara closes" in server.requests[0]["messages"][1]["content"]
    assert (alone.sets[0].ours["misses"], asked.sets[0].ours["misses"]) == (0, 1 / 2)
