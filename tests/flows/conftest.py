"""The world of flow tests."""

import pytest

from bot.flows.ports import Store
from tests.fakes.chat import FakeChat
from tests.fakes.clock import FakeClock
from tests.flows.world import World, make_world


@pytest.fixture
async def world(store: Store) -> World:
    """A team that reads one feed, at noon."""
    return await make_world(store, FakeClock(), FakeChat())
