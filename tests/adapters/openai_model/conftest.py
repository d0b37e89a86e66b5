"""A server on loopback, and language models that ask it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.adapters.openai_model import OpenAIModel
from tests.adapters.openai_model.making import Make
from tests.fakes.clock import FakeClock
from tests.fakes.openai_server import KEY, OpenAIServer, open_openai_server


@pytest.fixture
async def server() -> AsyncIterator[OpenAIServer]:
    """A server on loopback."""
    async with open_openai_server() as opened:
        yield opened


@pytest.fixture
async def make(server: OpenAIServer) -> AsyncIterator[Make]:
    """Make language models that ask the server, and close them in the end."""
    made: list[OpenAIModel] = []

    def make_one(**changes: Any) -> OpenAIModel:
        settings = {"name": "small-writer", "base_url": server.url, "key": KEY, "max_retries": 0}
        made.append(OpenAIModel(**{**settings, "clock": FakeClock(), **changes}))
        return made[-1]

    yield make_one
    for one in made:
        await one.aclose()
