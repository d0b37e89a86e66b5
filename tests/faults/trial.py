"""A trial: processes start in a simulated world, things go wrong for a while, all calms down, and the checker looks.

Time passes in leaps: the world's clock is moved on by minutes, again and again, so that an hour's edition is due every few
seconds of ours, and whatever waits for a lease, a retry or an hour's rest gets its turn.
"""

import asyncio
import contextlib
import random
import sqlite3
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from tests.faults import kinds
from tests.faults.checker import Evidence, Violation, check, is_settled, read_evidence
from tests.faults.clock import SetClock, seconds_in, write
from tests.faults.configuring import TIMETABLES, configure
from tests.faults.histories import Histories
from tests.faults.kinds import Faults
from tests.faults.machine import Machine
from tests.faults.people import DESK, People
from tests.faults.processes import Process
from tests.faults.world import Nature, World, open_world

_MINUTE = 60.0
_PAUSE = 0.2
_LEAPS = (20 * _MINUTE, 70 * _MINUTE)
_GOES_ON = 1 / 2
"""How often something of before is in the news again."""

_CALM_LEAP = 65 * _MINUTE
_CALM_SECONDS = 240.0
_CALM_PAUSE = 2.5
_START_SECONDS = 120.0

ON_SQLITE = (("run", "solo"),)
ON_POSTGRESQL = (
    ("web", "web"), ("clock", "clock-1"), ("clock", "clock-2"),
    ("worker", "worker-1"), ("worker", "worker-2"),
)  # fmt: skip

Show = Callable[[float, str], None]
"""Hears how many seconds of the trial are over, and what happens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a trial is made of. *roles*: role and name of each process. *restart_database* None: there is no server.

    *seconds*: how long things go wrong; *machine_pause*: how long, on average, from one fault of the machine to the next.
    """

    seed: int
    seconds: float
    folder: Path
    database_url: str
    roles: Sequence[tuple[str, str]]
    machine_pause: float = 3.0
    restart_database: Callable[[], None] | None = None

    @property
    def machine(self) -> Sequence[str]:
        """The faults that this machine knows."""
        own = kinds.ON_POSTGRESQL if self.restart_database else kinds.ON_SQLITE
        return (*kinds.ANYWHERE, *own)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What struck, what the processes did meanwhile, and what they should not have done."""

    struck: Mapping[str, int]
    evidence: Evidence
    violations: Sequence[Violation]


@dataclass(kw_only=True)
class Trial:
    """A trial under way."""

    setting: Setting
    nature: Nature
    world: World
    people: People
    processes: Sequence[Process]
    show: Show
    draw: random.Random
    is_over: bool = False
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def run(self) -> None:
        """Start, break, calm down, end."""
        keeping = [asyncio.create_task(self._keep(process)) for process in self.processes]
        try:
            await self._begin()
            await self._break()
            await self._calm_down()
        finally:
            self.is_over = True
            pairs = zip(self.processes, keeping, strict=True)
            await asyncio.gather(*(process.end(keeper) for process, keeper in pairs))
            for task in self.tasks:
                task.cancel()

    async def _keep(self, process: Process) -> None:
        """Start a process again whenever it ended, as whatever runs it for good would do."""
        while not self.is_over:
            self.nature.begin(process.name)
            await process.start({"DATABASE_URL": self.setting.database_url})
            await process.ended()
            await asyncio.sleep(self.draw.uniform(0, 0.5))

    async def _begin(self) -> None:
        """Wait until the channels are subscribed: what fails before that has nothing to break."""
        async with asyncio.timeout(_START_SECONDS):
            while not await self._is_begun():
                self.show(0, "starting")
                await asyncio.sleep(
                    0.2
                )  # a process of its own is looked at from outside: nobody tells when it is ready

    async def _is_begun(self) -> bool:
        try:
            evidence = await self._evidence()
            return len(evidence.tables["subscription"]) == 2 * len(TIMETABLES)
        except (sqlite3.Error, psycopg.Error):
            return False

    async def _break(self) -> None:
        """Let things go wrong until the time is over."""
        lives = [self._live(), self._break_world(), self._break_machine(), self._tell()]
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self.setting.seconds), asyncio.TaskGroup() as living:
                for each in lives:
                    living.create_task(each)

    async def _tell(self) -> None:
        loop = asyncio.get_running_loop()
        began_at = loop.time()
        while True:
            struck = self.nature.faults.struck.total()
            self.show(loop.time() - began_at, f"{struck} faults so far")
            await asyncio.sleep(0.5)  # how often people see the count go on; nothing waits for it

    async def _break_world(self) -> None:
        for point, kind in kinds.drawn(self.draw):
            self.nature.faults.arm(point, kind)
            await asyncio.sleep(self.draw.uniform(0, 2 * _PAUSE))

    async def _break_machine(self) -> None:
        machine = Machine(self.setting, self.nature, self.processes, self.draw)
        while True:
            await asyncio.sleep(self.draw.uniform(0.5, 1.5) * self.setting.machine_pause)
            await machine.strike(self.draw.choice(self.setting.machine))

    def _beside(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _live(self) -> None:
        """Let time pass, news happen and people do something about it."""
        while True:
            for _ in range(self.draw.choice((1, 2, 3))):
                self.world.publishers.happen(self.draw)
            if self.draw.random() < _GOES_ON:
                self.world.publishers.go_on(self.draw)
            self._leap(self.draw.uniform(*_LEAPS))
            self._beside(self.people.do_something(self.draw))
            await asyncio.sleep(self.draw.uniform(0.8, 2.5))

    def _leap(self, seconds: float) -> None:
        clock = self.setting.folder / "control" / "clock"
        write(clock, str(seconds_in(clock) + seconds))

    async def _calm_down(self) -> None:
        """Let nothing go wrong any more, and time pass, until nothing is left to be done."""
        self.nature.faults.disarm()
        self.people.is_calm = True
        for process in self.processes:
            process.resume()
            (process.control / f"{process.name}.skew").unlink(missing_ok=True)
            (process.control / f"{process.name}.doom").unlink(missing_ok=True)
        loop = asyncio.get_running_loop()
        until = loop.time() + _CALM_SECONDS
        calm = 0
        while calm < 2 and loop.time() < until:
            self.show(self.setting.seconds, "calming down")
            self._leap(_CALM_LEAP)
            await asyncio.sleep(_CALM_PAUSE)
            settled = is_settled(await self._evidence())
            calm = calm + 1 if settled and not self.tasks else 0

    async def _evidence(self) -> Evidence:
        histories = self.setting.folder / "histories"
        return await asyncio.to_thread(read_evidence, self.setting.database_url, histories)


async def run_trial(setting: Setting, show: Show = lambda _seconds, _what: None) -> Report:
    """Run a trial, and report."""
    async with _opened(setting, show) as trial:
        await trial.run()
        evidence = read_evidence(setting.database_url, setting.folder / "histories")
        crashes = [
            Violation("unforeseen error", f"{process.name}: {line}")
            for process in trial.processes
            for line in process.tracebacks()
        ]
        struck = dict(sorted(trial.nature.faults.struck.items()))
    return Report(struck=struck, evidence=evidence, violations=[*crashes, *check(evidence)])


@contextlib.asynccontextmanager
async def _opened(setting: Setting, show: Show) -> AsyncIterator[Trial]:
    control, histories = setting.folder / "control", setting.folder / "histories"
    control.mkdir()
    histories.mkdir()
    clock = SetClock(control / "clock")
    kept = Histories(histories, clock)
    nature = Nature(clock=clock, histories=kept, faults=Faults(kept))
    async with open_world(nature) as world:
        processes = [Process(role, name, setting.folder, kept) for role, name in setting.roles]
        for process in processes:
            configure(process.name, setting.folder, world)
        configure(DESK, setting.folder, world)
        named = {process.name: process for process in processes}
        nature.kill = lambda name: named[name].kill() if name in named else None
        people = People(world, nature.faults, kept, setting.folder, setting.database_url)
        yield Trial(
            setting=setting, nature=nature, world=world, people=people, processes=processes, show=show,
            draw=random.Random(setting.seed),  # noqa: S311 -- the same faults for the same seed
        )  # fmt: skip
