"""The worlds of flow tests."""

from collections.abc import AsyncIterator

import pytest

from bot.adapters.http_fetcher import Limits, open_fetcher
from bot.flows.ports import Store
from tests.fakes.chat import FakeChat
from tests.fakes.clock import FakeClock
from tests.fakes.fetcher import FakeFetcher
from tests.fakes.publisher import Publisher
from tests.flows.reader import URL, Reader, Wire
from tests.flows.world import World, make_world


@pytest.fixture
async def world(store: Store) -> World:
    """A team that reads one feed, at noon."""
    return await make_world(store, FakeClock(), FakeChat())


@pytest.fixture
async def reader(store: Store) -> Reader:
    """A program with a fake network, that reads one feed."""
    program = Reader(store, FakeFetcher(), FakeClock())
    await program.read(URL)
    return program


@pytest.fixture
async def wire(store: Store) -> AsyncIterator[Wire]:
    """A program that reads one feed of a real server."""
    clock = FakeClock()
    async with (
        Publisher.open() as publisher,
        open_fetcher(
            clock=clock,
            user_agent="newsthread/test",
            allowed_private=("127.0.0.1",),
            limits=Limits(gap_seconds=0),
        ) as fetcher,
    ):
        program = Reader(store, fetcher, clock)
        await program.read(publisher.url("/feed"))
        yield Wire(publisher, program)
