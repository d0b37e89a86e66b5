"""Editions that somebody asks for: `/ev digest`."""

import datetime as dt

from bot.adapters.jobs import InlineJobs
from bot.core.entities import AskedEdition
from bot.flows import publish
from bot.flows.ports import JobName
from tests.flows.test_publish import HOUR, TEXT, editions
from tests.flows.world import World


async def test_an_edition_now_leaves_the_window_alone(world: World):
    """An edition asked for at lunch does not make the next morning's one begin at lunch."""
    subscription = await world.subscribe("daily 09:00 UTC")
    await world.pass_time(21 * HOUR)
    first = editions(world.chat)[0]
    world.clock.advance(3 * HOUR)
    await publish.publish_now(world.needs, subscription, "event-1")
    await world.pass_time(21 * HOUR)
    last = editions(world.chat)[-1]
    assert len(editions(world.chat)) == 3
    assert last.coverage.window.begins_at == first.coverage.window.ends_at


async def test_an_edition_that_was_asked_for_survives_its_job(world: World):
    """The process dies before it wrote the edition, and nothing knows of the job any more: the next start writes it, once."""
    subscription = await world.subscribe("daily 09:00 UTC")
    await world.entry("Second battery plant opens", TEXT)
    at_work, world.jobs = world.jobs, InlineJobs()
    world.jobs.use({JobName.PUBLISH: _forget})
    await publish.publish_now(world.needs, subscription, "event-1")
    world.jobs = at_work
    world.clock.advance(dt.timedelta(minutes=1))
    await world.tick()
    await world.tick()
    (edition,) = editions(world.chat)
    assert (edition.planned_key, edition.is_scheduled) == ("now:event-1", False)
    assert edition.planned_at == world.clock.now() - dt.timedelta(minutes=1)


async def _forget(*_args: object) -> None:
    """Be a job that is lost."""


async def test_nobody_gets_an_edition_long_after_asking(world: World):
    """Down for two hours: who asked has gone on with their day."""
    subscription = await world.subscribe("daily 09:00 UTC")
    asked = AskedEdition(
        subscription_id=subscription.id, planned_key="now:event-1", asked_at=world.clock.now()
    )
    await world.store.ask_for_edition(asked)
    world.clock.advance(2 * HOUR)
    await world.tick()
    assert editions(world.chat) == []
