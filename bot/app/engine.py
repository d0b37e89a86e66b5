"""What starts jobs and runs them in this process, by its role."""

import asyncio
import contextlib
import datetime as dt
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import structlog

from bot.adapters.jobs import LocalJobs
from bot.adapters.jobs.local import Tick
from bot.adapters.sql import libpq_url
from bot.app.roles import Role
from bot.core.errors import RowGoneError
from bot.flows.ports import Clock, Handlers, JobName, Jobs
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.adapters.jobs.procrastinate import ProcrastinateJobs

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """*shared* are jobs that any worker may run; *local* those of this process alone. One process has only the latter.

    *host_rest* lies between two requests to a host, whoever makes them.
    """

    role: Role
    local: LocalJobs
    host_rest: dt.timedelta
    shared: "ProcrastinateJobs | None" = None

    @property
    def jobs(self) -> Jobs:
        """Where work is started."""
        return self.shared or self.local

    async def let_host_rest(self) -> None:
        """Keep a host's lane until it has rested: what was asked from here, the fetchers of other processes do not know."""
        if self.shared is not None:
            await asyncio.sleep(self.host_rest.total_seconds())

    def running(
        self, handlers: Handlers, tick: Tick, every: dt.timedelta
    ) -> AbstractAsyncContextManager[None]:
        """Run here what a process with this role runs, and tick where it ticks, until the block is left."""
        handlers = {name: unless_gone(name, handle) for name, handle in handlers.items()}
        if self.shared is None:
            return self.local.running(handlers, tick, every)
        match self.role:
            case Role.WORKER:
                return self.shared.running(handlers)
            case Role.CLOCK:
                return self.local.running({JobName.DECLARE: handlers[JobName.DECLARE]}, tick, every)
            case _:
                return contextlib.nullcontext()


def unless_gone(name: JobName, handle: Callable[..., Awaitable[object]]) -> Callable[..., Awaitable[object]]:
    """Return *handle* as it ends where its row was removed (with its workspace, say): trying again would not bring it back."""

    async def handled(*args: int | str) -> None:
        try:
            await handle(*args)
        except RowGoneError as error:
            log.info("job_dropped", job=name, args=args, reason=str(error))

    return handled


@contextlib.asynccontextmanager
async def open_engine(settings: Settings, role: Role, clock: Clock) -> AsyncIterator[Engine]:
    """Open what starts and runs jobs. Many processes share theirs through the database; their tables are made first.

    Raises:
        StoreError: that database is away.
    """
    engine = Engine(
        role=role,
        local=LocalJobs(clock),
        host_rest=dt.timedelta(seconds=settings.reading.host_gap_seconds),
    )
    if role is Role.ALL:
        yield engine
        return
    from bot.adapters.jobs.procrastinate import install, open_jobs  # noqa: PLC0415 -- loaded only where it is used

    url = libpq_url(settings.database_url)
    await asyncio.to_thread(install, url)
    async with open_jobs(url, clock) as shared:
        yield replace(engine, shared=shared)
