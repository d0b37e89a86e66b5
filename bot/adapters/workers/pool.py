"""Children for work on hostile bytes: parsing that holds the interpreter lock, may hang, or may eat the memory.

A child is a fresh interpreter that runs one function. It is no `multiprocessing` child, because that would import the
whole program first (`__main__`) and cannot be killed without breaking its pool. It gets no environment, so no secret is
within its reach; what it answers is read as bytes, never as a pickle.
"""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast

import structlog

import bot
from bot.adapters.workers.child import FAILED, LARGEST_ANSWER, LENGTH

log = structlog.get_logger()

_HOME = Path(bot.__file__).parent.parent
_ANSWERS_BEFORE_RENEWAL = 500  # feedparser's memory grows in long-lived processes: its issue 287
_SECONDS_TO_END = 5.0
_PIECE = 64 * 1024
_MEMORY = 1024 * 1024 * 1024


class Workers:
    """A few children, each started when first needed. Made by `open_workers`."""

    def __init__(self, function: str, *, count: int, seconds: float, memory: int) -> None:
        self._function = function
        self._memory = memory
        self._count = count
        self._seconds = seconds
        self._idle: asyncio.LifoQueue[_Worker | None] = asyncio.LifoQueue()
        for _ in range(count):
            self._idle.put_nowait(None)
        self._children: set[_Worker] = set()
        self._closed = asyncio.Event()

    @property
    def pids(self) -> frozenset[int]:
        """The process ids of the children there are."""
        return frozenset(worker.pid for worker in self._children)

    async def ask(self, request: bytes) -> bytes:
        """Return a child's answer to *request*, waiting for a free child first.

        Raises:
            TimeoutError: it took too long; ChildProcessError: it failed, died, or was ended by `close`. Another child
                takes its place.
        """
        worker, is_fit = await self._idle.get(), False
        try:
            worker = worker or await self._start()
            async with asyncio.timeout(self._seconds):
                answer = await worker.ask(request)
            is_fit = worker.answers < _ANSWERS_BEFORE_RENEWAL
        finally:
            await self._give_back(worker, is_fit=is_fit)
        return answer

    async def close(self) -> None:
        """End all children. Who still waits for an answer gets a ChildProcessError."""
        self._closed.set()
        for worker in self._children:
            worker.kill()
        for idle in [await self._idle.get() for _ in range(self._count)]:
            await self._give_back(idle, is_fit=False)

    async def _start(self) -> "_Worker":
        if self._closed.is_set():
            raise ChildProcessError("it is asked no more")
        worker = await _Worker.start(self._function, self._memory)
        self._children.add(worker)
        if self._closed.is_set():  # in the meantime: whoever closes us saw no child to kill
            worker.kill()
        return worker

    async def _give_back(self, worker: "_Worker | None", *, is_fit: bool) -> None:
        try:
            if worker is not None and not is_fit:
                self._children.discard(worker)
                await worker.end()
        finally:
            self._idle.put_nowait(worker if is_fit else None)


class _Worker:
    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._requests = cast("asyncio.StreamWriter", process.stdin)  # both are pipes: see start
        self._answers = cast("asyncio.StreamReader", process.stdout)
        self.answers = 0
        self._is_killed = False

    @classmethod
    async def start(cls, function: str, memory: int) -> "_Worker":
        try:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot.adapters.workers.child", function, str(memory)),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                cwd=_HOME,
                env={},
                start_new_session=True,  # Ctrl-C is for us; a child ends when its input does
            )
        except OSError as error:
            raise ChildProcessError(f"no process can be started for it: {error.strerror}") from error
        log.debug("worker_started", function=function, pid=process.pid)
        return cls(process)

    async def ask(self, request: bytes) -> bytes:
        try:
            self._requests.write(len(request).to_bytes(LENGTH) + request)
            await self._requests.drain()
            length = int.from_bytes(await self._answers.readexactly(LENGTH))
            if length > LARGEST_ANSWER:  # a sound child says so itself; this one does not keep to the form
                raise ChildProcessError("its answer is too large")
            answer = await self._answers.readexactly(length)
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise ChildProcessError("it died at its work") from error
        if answer.startswith(FAILED):
            raise ChildProcessError(answer.removeprefix(FAILED).decode(errors="replace"))
        self.answers += 1
        return answer[1:]

    @property
    def pid(self) -> int:
        return self._process.pid

    def kill(self) -> None:
        if self._is_killed:  # a second signal would take the exit code from asyncio, which then complains
            return
        self._is_killed = True
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()

    async def end(self) -> None:
        """Kill it and let go of it, within `_SECONDS_TO_END`.

        asyncio's `wait` returns only when both pipes are at their end too. So what is still to be written is dropped, and
        what was answered is read: asyncio stops reading a pipe whose bytes nobody takes.
        """
        self.kill()
        if not self._requests.is_closing():  # asyncio falls over a pipe that is dropped twice
            self._requests.transport.abort()
        try:
            async with asyncio.timeout(_SECONDS_TO_END):
                with contextlib.suppress(OSError):
                    while await self._answers.read(_PIECE):
                        pass
                await self._process.wait()
        except TimeoutError:
            log.error("worker_not_ended", pid=self._process.pid)  # noqa: TRY400 -- the traceback is our own timer's


@contextlib.asynccontextmanager
async def open_workers(
    function: str, *, count: int, seconds: float, memory: int = _MEMORY
) -> AsyncIterator[Workers]:
    """Keep up to *count* children that run *function* ("package.module:name", bytes to bytes), and end them afterwards.

    An answer that takes more than *seconds*, or needs more than *memory* (bytes of address space), costs the child its life.
    """
    workers = Workers(function, count=count, seconds=seconds, memory=memory)
    try:
        yield workers
    finally:
        await workers.close()
