"""Transactions of SQLite that run in a thread: who is stopped meanwhile, who closes, who else uses threads."""

import asyncio
import threading
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.adapters.sql.engine import Database, parse_url
from bot.core.errors import StoreError


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(parse_url(f"sqlite:///{tmp_path / 'transact.db'}"))
    async with database.writing() as connection:
        await connection.execute(sa.text("CREATE TABLE said (word TEXT)"))
    yield database
    await database.close()


class Speaker:
    """Says a word in a transaction that ends when it may."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.begun, self.may_end, self.has_ended = threading.Event(), threading.Event(), False

    def __call__(self, connection: sa.Connection) -> str:
        connection.execute(sa.text("INSERT INTO said VALUES (:word)"), {"word": self.word})
        self.begun.set()
        self.may_end.wait(20)
        self.has_ended = True
        return self.word


async def under_way(database: Database, speaker: Speaker) -> "asyncio.Task[str]":
    task = asyncio.create_task(database.transact(speaker))
    assert await asyncio.to_thread(speaker.begun.wait, 20)
    return task


async def said(database: Database) -> list[str]:
    async with database.reading() as connection:
        return list((await connection.scalars(sa.text("SELECT word FROM said ORDER BY rowid"))).all())


async def turns() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def test_who_is_cancelled_again_and_again_waits_for_the_end(database: Database):
    """The writer is not handed on while the thread still writes, however often its task is told to stop."""
    speaker = Speaker("one")
    task = await under_way(database, speaker)
    for _ in range(3):
        task.cancel()
        await turns()
    was_done = task.done()
    speaker.may_end.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not was_done
    assert speaker.has_ended
    afterwards = Speaker("two")
    afterwards.may_end.set()
    assert await database.transact(afterwards) == "two"
    assert await said(database) == ["one", "two"]


async def test_closing_waits_for_the_transaction_under_way(database: Database):
    """What is being written when the store closes is written, and its connection closed."""
    speaker = Speaker("one")
    task = await under_way(database, speaker)
    closing = asyncio.create_task(database.close())
    await asyncio.wait([closing], timeout=0.2)
    was_closed = closing.done()
    speaker.may_end.set()
    await closing
    assert await task == "one"
    assert not was_closed


async def test_other_threads_that_hang_hold_up_no_writer(database: Database):
    """Look-ups of names by the chats' libraries use the loop's threads; when all of those hang, writing goes on."""
    hung = threading.Event()
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(1))
    hanging = loop.run_in_executor(None, hung.wait, 20)
    speaker = Speaker("one")
    speaker.may_end.set()
    try:
        assert await asyncio.wait_for(database.transact(speaker), 5) == "one"
    finally:
        hung.set()
        await hanging


async def test_what_fails_leaves_no_trace_and_names_the_cause(database: Database):
    """A statement that the database refuses is a `StoreError`; nothing of its transaction stays, and the next one works."""

    def fail(connection: sa.Connection) -> None:
        connection.execute(sa.text("INSERT INTO said VALUES ('half')"))
        connection.execute(sa.text("INSERT INTO nowhere VALUES ('half')"))

    with pytest.raises(StoreError, match="nowhere"):
        await database.transact(fail)
    speaker = Speaker("whole")
    speaker.may_end.set()
    await database.transact(speaker)
    assert await said(database) == ["whole"]
