"""Running jobs: what becomes of those whose row was removed meanwhile."""

import asyncio
import datetime as dt

from bot.adapters.jobs import LocalJobs
from bot.app.engine import Engine
from bot.app.roles import Role
from bot.core.errors import RowGoneError, StoreError
from bot.flows.ports import Job, JobName
from tests.fakes.clock import FakeClock

HOUR = dt.timedelta(hours=1)


async def test_a_job_whose_row_is_gone_is_not_tried_again():
    """Its workspace was deleted while it waited: it ends, and others of its kind that fail are tried again as ever."""
    tried: list[int] = []
    is_tried = asyncio.Event()

    async def deliver(delivery_id: int) -> None:
        tried.append(delivery_id)
        if delivery_id == 1:
            raise RowGoneError("there is no delivery 1")
        if tried.count(2) == 2:
            is_tried.set()
            return
        raise StoreError("the database is away for a moment")

    async def tick() -> None:
        """Nothing is due."""

    jobs = LocalJobs(FakeClock(), decide=lambda *_: dt.timedelta())
    engine = Engine(role=Role.ALL, local=jobs, host_rest=dt.timedelta())
    async with engine.running({JobName.DELIVER: deliver}, tick, HOUR):
        for number in (1, 2):
            await jobs.start(Job(name=JobName.DELIVER, key=f"deliver:{number}", lane="c", args=(number,)))
        await is_tried.wait()
    assert sorted(tried) == [1, 2, 2]
