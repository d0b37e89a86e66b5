"""The children that work on hostile bytes: whatever one of them does, we go on, and come to an end."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator

import pytest
import structlog.testing

from bot.adapters.workers.pool import Workers, open_workers

STALL = "tests.fakes.stalling:answer"
PATIENT = 60.0
"""So long that a test which waits for it has failed."""
PROMPT = 20.0
"""Far above what ending a child takes, far below `PATIENT`."""


@pytest.fixture(autouse=True)
def all_ended() -> Iterator[None]:
    """No child had to be left to itself in the end."""
    with structlog.testing.capture_logs() as logged:
        yield
    assert [each for each in logged if each["log_level"] != "debug"] == []


@pytest.fixture
async def patient() -> AsyncIterator[Workers]:
    """One child that may take as long as it likes."""
    async with asyncio.timeout(PATIENT), open_workers(STALL, count=1, seconds=PATIENT) as opened:
        yield opened


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (b"die", "died"),
        (b"fail", "LookupError"),
        (b"large", "too large"),
        (b"flood", "too large"),
    ],
)
async def test_child_that_fails_costs_one_document(patient: Workers, request_: bytes, words: str) -> None:
    """A crash, or an answer without end, is an error of one document, and the next one is read."""
    with pytest.raises(ChildProcessError, match=words):
        await patient.ask(request_)
    assert await patient.ask(b"next") == b"next"


@pytest.mark.parametrize("request_", [b"silent", b"slow"])
async def test_child_that_takes_too_long_is_replaced(request_: bytes) -> None:
    """A document that stalls the parser costs its time limit, and the next is served by a fresh child."""
    async with asyncio.timeout(PATIENT), open_workers(STALL, count=1, seconds=3) as workers:
        with pytest.raises(TimeoutError):
            await workers.ask(request_)
        assert await workers.ask(b"next") == b"next"


async def test_child_that_reads_no_more_is_replaced() -> None:
    """A request that nobody takes costs the time limit too: the pipe is full, and we do not wait for it."""
    async with asyncio.timeout(PATIENT), open_workers(STALL, count=1, seconds=3) as workers:
        assert await workers.ask(b"deaf") == b"deaf"
        with pytest.raises(TimeoutError):
            await workers.ask(bytes(10_000_000))
        assert await workers.ask(b"next") == b"next"


@pytest.mark.parametrize(
    ("first", "second"), [(b"x", b"silent"), (b"x", b"slow"), (b"deaf", bytes(10_000_000))]
)
async def test_closing_does_not_wait_for_a_child(first: bytes, second: bytes) -> None:
    """Shutdown takes moments whatever a child is at; who waited for its answer, or for a turn, hears that there is none."""
    async with open_workers(STALL, count=1, seconds=PATIENT) as workers:
        await workers.ask(first)
        asked = [asyncio.create_task(workers.ask(each)) for each in (second, b"third")]
        await asyncio.wait(asked, timeout=0)
        async with asyncio.timeout(PROMPT):
            await workers.close()
            said = await asyncio.gather(*asked, return_exceptions=True)
    assert [type(each) for each in said] == [ChildProcessError, ChildProcessError]


async def test_closing_while_a_child_starts_leaves_none_behind() -> None:
    """A child that starts at the moment of closing is ended as the others are, and none is started later."""
    async with open_workers(STALL, count=1, seconds=PATIENT) as workers:
        asked = asyncio.create_task(workers.ask(b"silent"))
        await asyncio.wait([asked], timeout=0)
        async with asyncio.timeout(PROMPT):
            await workers.close()
            with pytest.raises(ChildProcessError):
                await asked
            with pytest.raises(ChildProcessError, match="asked no more"):
                await workers.ask(b"late")


async def test_cancelled_question_frees_its_child(patient: Workers) -> None:
    """Who gives up waiting does not hold the lane: the child at his work is ended, and the next is served."""
    await patient.ask(b"first")
    asked = asyncio.create_task(patient.ask(b"silent"))
    await asyncio.wait([asked], timeout=0)
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    assert await patient.ask(b"next") == b"next"


async def test_large_documents_go_both_ways(patient: Workers) -> None:
    """A document of many megabytes, far above what a pipe holds, comes through whole."""
    document = bytes(range(256)) * 60_000
    assert await patient.ask(document) == document


async def test_children_know_no_secrets(patient: Workers) -> None:
    """Children get none of our environment: what hostile bytes take over has nothing to tell."""
    names = set(json.loads(await patient.ask(b"environment")))
    assert names <= {"LC_CTYPE", "__CF_USER_TEXT_ENCODING"}  # what C and macOS set by themselves
