"""Leases: held by who lives, free soon after who died."""

import asyncio
import datetime as dt

import pytest
import structlog.testing

from bot.core.errors import StoreError
from bot.flows import leases, publish
from bot.flows.ports import Store
from bot.flows.publish.keeping import keep
from tests.fakes.clock import NOON, FakeClock
from tests.flows.world import World

HOUR = dt.timedelta(hours=1)
OFTEN = dt.timedelta(milliseconds=1)


async def test_one_holds_it_and_gives_it_back(store: Store):
    """An edition is composed by one worker at a time, and at once by the next when it is done."""
    clock = FakeClock()
    async with leases.held(store, "publish:7", clock) as is_ours:
        assert is_ours
        async with leases.held(store, "publish:7", clock) as is_anothers:
            assert not is_anothers
    async with leases.held(store, "publish:7", clock) as is_ours:
        assert is_ours


async def test_who_fails_gives_it_back_too(store: Store):
    """What failed is tried again when it is time for that, not when a lease has run out."""
    clock = FakeClock()
    with pytest.raises(LookupError):
        async with leases.held(store, "publish:7", clock):
            raise LookupError
    async with leases.held(store, "publish:7", clock) as is_ours:
        assert is_ours


async def test_what_was_done_counts_where_the_lease_cannot_be_given_back(
    store: Store, monkeypatch: pytest.MonkeyPatch
):
    """A disk that is full for a moment does not undo what was done before: the lease runs out by itself."""
    clock = FakeClock()

    async def away(_name: str, _until: dt.datetime) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr(store, "release", away)
    with structlog.testing.capture_logs() as logged:
        async with leases.held(store, "publish:7", clock) as is_ours:
            assert is_ours
    assert [(each["event"], each["lease"]) for each in logged] == [("lease_not_released", "publish:7")]


async def test_what_the_dead_held_is_free_within_twenty_seconds(store: Store):
    """Nobody gives back what a killed worker held, and nobody waits for it for long."""
    clock = FakeClock()
    assert await store.claim("publish:7", clock.now() + leases.LENGTH, clock.now())
    clock.advance(dt.timedelta(seconds=20))
    async with leases.held(store, "publish:7", clock) as is_ours:
        assert is_ours


async def test_it_is_prolonged_while_work_goes_on():
    """A language model that thinks for minutes does not cost its asker the lease."""
    clock, twice = FakeClock(), asyncio.Event()
    ends: list[dt.datetime] = []

    async def prolong(until: dt.datetime) -> bool:
        ends.append(until)
        clock.advance(dt.timedelta(seconds=1))
        if len(ends) == 2:
            twice.set()
        return True

    async with asyncio.timeout(20), leases.prolonged("a", prolong, clock, OFTEN):
        await twice.wait()
    assert ends[:2] == [NOON + leases.LENGTH, NOON + leases.LENGTH + dt.timedelta(seconds=1)]


async def test_a_database_that_is_away_for_a_moment_costs_no_lease():
    """The next sign of life may come in time."""
    again = asyncio.Event()
    failures = [StoreError("away")]

    async def prolong(until: dt.datetime) -> bool:
        del until
        if failures:
            raise failures.pop()
        again.set()
        return True

    with structlog.testing.capture_logs() as logged:
        async with asyncio.timeout(20), leases.prolonged("a", prolong, FakeClock(), OFTEN):
            await again.wait()
    assert [(each["event"], each["lease"]) for each in logged] == [("lease_not_prolonged", "a")]


async def test_who_lost_it_does_not_ask_for_it_again():
    """Somebody else is at it by now: that is told once."""
    asked = 0

    async def prolong(until: dt.datetime) -> bool:
        nonlocal asked
        del until
        asked += 1
        lost.set()
        return False

    lost = asyncio.Event()
    with structlog.testing.capture_logs() as logged:
        async with asyncio.timeout(20), leases.prolonged("a", prolong, FakeClock(), OFTEN):
            await lost.wait()
            await asyncio.sleep(0.01)
    assert asked == 1
    assert [(each["event"], each["lease"]) for each in logged] == [("lease_lost", "a")]


async def test_an_edition_that_a_dead_worker_was_asked_for_is_made(world: World):
    """Whoever typed /ev digest gets it, though the worker that took the job was killed: the next one tries until it may."""
    subscription = await world.subscribe("daily 09:00 UTC")
    await world.entry("Second battery plant opens", "A second battery plant opens in Izmir. " * 9)
    now = world.clock.now()
    assert await world.store.claim(f"publish:{subscription.id}", now + leases.LENGTH, now)
    await publish.publish_now(world.needs, subscription, "e1")
    assert world.chat.history == []
    world.clock.advance(leases.LENGTH)
    await world.tick()
    await world.tick()
    assert len(world.chat.history) == 1


async def test_who_was_suspended_over_an_edition_does_not_write_it_any_more(world: World):
    """A laptop sleeps while it composes, and another process publishes the next one: no story twice, no window over another."""
    subscription = await world.subscribe("daily 09:00,10:00 UTC")
    await world.entry("Second battery plant opens", "A second battery plant opens in Izmir. " * 9)
    world.clock.advance(21 * HOUR)
    plan = publish.Plan(key="2026-11-24T09:00 UTC", at=world.clock.now(), is_scheduled=True)
    suspended = await publish.compose(world.needs, subscription, plan)
    world.clock.advance(HOUR)
    await world.tick()
    assert await keep(world.needs, subscription, suspended) is None
    assert len(world.chat.history) == 1
