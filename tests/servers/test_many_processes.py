"""Web, clocks and workers as real processes on PostgreSQL: everything once, whoever is killed or restarted."""

import asyncio
import time
from collections import Counter
from pathlib import Path

import httpx
import psycopg
import pytest

from tests.scenarios.program import eventually
from tests.servers.processes import APP_TOKEN, BOT_TOKEN, Deployment, Workspace, deployed

pytestmark = pytest.mark.server


async def test_many_processes_do_everything_once(tmp_path: Path, database_url: str):
    """Two clocks and two workers post an edition once to each channel, an open page shows it, and questions are answered.

    Told to end while a worker posts, it finishes that, and all of them end well. Nobody has said a secret or made a mistake.
    """
    async with deployed(tmp_path, database_url) as many:
        processes = await many.start(f"web --port {many.port}", "clock", "clock", "worker", "worker")
        async with httpx.AsyncClient(base_url=many.page, trust_env=False, timeout=10) as browser:
            await eventually(lambda: _is_served(browser))
            async with browser.stream("GET", "/events", timeout=60) as events:
                edition = await eventually(lambda: _first(many))
                async with asyncio.timeout(20):
                    assert await _hears(events, "Electric cars")
        await many.slack.hear("How long do buyers of the SU7 wait in China?", edition)
        await eventually(lambda: _answers(many, edition, 1))
        many.slack.hanging = "chat.postMessage"
        await many.slack.hear("Who won the football world cup?", edition)
        await eventually(lambda: _truth(len(many.slack.called("chat.postMessage")) == 3))
        for process in processes:
            process.terminate()
        ending = asyncio.gather(*(process.ended() for process in processes))
        done, _ = await asyncio.wait([ending], timeout=1)
        assert not done
        many.slack.go_on()
        assert await ending == [0] * 5
        assert len(many.slack.messages) == 3
        assert _twice(many) == []
        assert await asyncio.to_thread(_editions, database_url) == [("page", 1), ("slack", 1)]
        assert [line for line in many.log.splitlines() if '"level": "error"' in line] == []
        assert BOT_TOKEN not in many.log
        assert APP_TOKEN not in many.log


async def test_what_a_killed_worker_was_at_another_one_finishes(tmp_path: Path, database_url: str):
    """Killed while the language model thinks, and the next one while Slack takes its time: within a minute each is replaced.

    The edition is written once and stands once in each channel, and nothing that was answered is asked again.
    """
    async with deployed(tmp_path, database_url, writes=True) as many:
        many.model.delay_seconds = 3600
        _, worker = await many.start("clock", "worker")
        await eventually(lambda: _truth(many.model.requests))
        worker.kill()
        many.model.delay_seconds = 0
        many.slack.hanging = "chat.postMessage"
        killed_at = time.monotonic()
        (worker,) = await many.start("worker")
        await eventually(lambda: _truth(many.slack.called("chat.postMessage")))
        assert time.monotonic() - killed_at < 60
        worker.kill()
        many.slack.hanging = ""
        killed_at = time.monotonic()
        await many.start("worker")
        await eventually(lambda: _truth(many.slack.messages))
        assert time.monotonic() - killed_at < 60
        await eventually(lambda: _all_sent(database_url))
        assert _twice(many) == []
        assert await asyncio.to_thread(_editions, database_url) == [("page", 1), ("slack", 1)]
        answered = Counter(str(request["messages"]) for request in many.model.requests)
        assert max(answered.values()) <= 2  # once by the worker that was killed before it heard the answer


async def _is_served(browser: httpx.AsyncClient) -> bool:
    try:
        return (await browser.get("/healthz")).is_success
    except httpx.TransportError:
        return False


async def _hears(events: httpx.Response, text: str) -> bool:
    async for line in events.aiter_lines():
        if line.startswith("data: ") and text in line:
            return True
    return False


async def _first(many: Deployment[Workspace]) -> str:
    """The thread of the edition that was posted to Slack, once it is there."""
    return next((each["ts"] for each in many.slack.messages if not each["thread_ts"]), "")


async def _answers(many: Deployment[Workspace], thread: str, count: int) -> bool:
    answers = [each for each in many.slack.messages if each["thread_ts"] == thread]
    return len(answers) == count


async def _truth(things: object) -> bool:
    return bool(things)


def _twice(many: Deployment[Workspace]) -> list[str]:
    return [key for key, count in Counter(many.slack.keys).items() if count > 1]


async def _all_sent(database_url: str) -> bool:
    states = await asyncio.to_thread(
        _rows, database_url, "SELECT state, count(*) FROM delivery GROUP BY state"
    )
    return [state for state, _ in states] == ["sent"] and len(_editions(database_url)) == 2


def _editions(database_url: str) -> list[tuple[object, ...]]:
    return _rows(
        database_url,
        "SELECT platform, count(*) FROM edition JOIN workspace ON workspace.id = workspace_id GROUP BY platform ORDER BY platform",
    )


def _rows(database_url: str, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(database_url) as connection:
        return connection.execute(query.encode()).fetchall()
