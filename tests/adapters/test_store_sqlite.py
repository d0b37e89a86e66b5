"""The store's contract on SQLite, and what SQLite alone must do: one process, one file, many tasks."""

import asyncio
import contextlib
import datetime as dt
import shutil
import sqlite3
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.adapters.sql import SqlStore, migrate, open_store
from bot.core.entities import Criteria, Platform, Subject
from bot.core.errors import StoreBusyError, StoreError
from bot.core.indexing import term
from tests.adapters.store_contract.corrections import CorrectionContract
from tests.adapters.store_contract.deliveries import DeliveryContract
from tests.adapters.store_contract.editions import EditionContract
from tests.adapters.store_contract.feeds import EntryContract, FeedContract
from tests.adapters.store_contract.finding import FindingContract, IndexingContract
from tests.adapters.store_contract.installations import InstallationContract
from tests.adapters.store_contract.links import LinkContract
from tests.adapters.store_contract.migrations import MigrationContract
from tests.adapters.store_contract.newsroom import NewsroomContract
from tests.adapters.store_contract.opinions import OpinionContract
from tests.adapters.store_contract.plans import PlanContract, heard
from tests.adapters.store_contract.proposals import ProposalContract
from tests.adapters.store_contract.pruning import PruningContract
from tests.adapters.store_contract.search import SearchContract
from tests.adapters.store_contract.stories import StoryContract
from tests.adapters.store_contract.summaries import SummaryContract
from tests.adapters.store_contract.tags import TagContract
from tests.adapters.store_contract.threads import FollowingContract, QuestionContract, TranscriptContract
from tests.adapters.store_contract.topics import SubscriptionContract, TopicContract, WorkspaceContract
from tests.adapters.store_contract.vitals import VitalsContract
from tests.adapters.store_contract.world import DAY, NOON, VOLT, at_noon, declared, new_entry, stored, topic
from tests.grouped import put
from tests.kept import add_entries

HOLDER = """
import asyncio, sys
from bot.adapters.sql import open_store

async def hold():
    async with open_store(sys.argv[1], exclusive=True):
        print("held", flush=True)
        await asyncio.to_thread(sys.stdin.read)

asyncio.run(hold())
"""


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty database file."""
    path = tmp_path_factory.mktemp("store") / "template.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def path(template: Path, tmp_path: Path) -> Path:
    """A copy of the template for one test."""
    return Path(shutil.copy(template, tmp_path / "newsthread.db"))


@pytest.fixture
def database_url(path: Path) -> str:
    """The URL of that copy."""
    return f"sqlite:///{path}"


@pytest.fixture
def empty_url(tmp_path: Path) -> str:
    """The URL of a file that is not there yet."""
    return f"sqlite:///{tmp_path}/empty.db"


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[SqlStore]:
    """The store, opened on it."""
    async with open_store(database_url, exclusive=False) as opened:
        yield opened


class TestMigrations(MigrationContract):
    """On SQLite."""


class TestFeeds(FeedContract):
    """On SQLite."""


class TestEntries(EntryContract):
    """On SQLite."""


class TestLinks(LinkContract):
    """Feeds that people add."""


class TestNewsroom(NewsroomContract):
    """On SQLite."""


class TestPruning(PruningContract):
    """Forgetting."""


class TestVitals(VitalsContract):
    """How newsthread does."""


class TestSearch(SearchContract):
    """On SQLite."""


class TestFinding(FindingContract):
    """On SQLite."""


class TestIndexing(IndexingContract):
    """On SQLite."""


class TestPlans(PlanContract):
    """On SQLite."""

    async def test_the_newest_of_many_feeds_are_walked_to(self, store: SqlStore, database_url: str):
        """SQLite would collect all entries of five hundred feeds and sort them, which takes seconds."""
        feeds = tuple(f"https://feed-{number}.example/" for number in range(70))
        ev = await declared(store, topic(feeds=feeds))
        everything = Criteria(subject=Subject(groups=()), since=NOON - 7 * DAY, now=NOON)
        with heard() as statements:
            await store.find_entries(everything, ev.id, 300)
        statement, parameters = statements[-1]
        with contextlib.closing(sqlite3.connect(database_url.removeprefix("sqlite:///"))) as connection:
            steps = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)]
        assert "ix_entry_published_at" in steps[0]
        assert not any("ORDER BY" in step for step in steps)


class TestStories(StoryContract):
    """On SQLite."""


class TestSummaries(SummaryContract):
    """On SQLite."""


class TestTags(TagContract):
    """On SQLite."""


class TestWorkspaces(WorkspaceContract):
    """On SQLite."""


class TestInstallations(InstallationContract):
    """On SQLite."""


class TestTopics(TopicContract):
    """On SQLite."""


class TestSubscriptions(SubscriptionContract):
    """On SQLite."""


class TestEditions(EditionContract):
    """On SQLite."""


class TestCorrections(CorrectionContract):
    """On SQLite."""


class TestOpinions(OpinionContract):
    """On SQLite."""


class TestDeliveries(DeliveryContract):
    """On SQLite."""


class TestTranscripts(TranscriptContract):
    """On SQLite."""


class TestFollowing(FollowingContract):
    """On SQLite."""


class TestQuestions(QuestionContract):
    """On SQLite."""


class TestProposals(ProposalContract):
    """On SQLite."""


async def test_many_writers_and_readers_get_along(store: SqlStore):
    """Thirty feeds refreshed at once while people search: no task ever hears "database is locked"."""

    async def refresh(number: int) -> None:
        feed = await store.add_feed(f"https://feed-{number}.example/", NOON)
        added = await add_entries(
            store, feed.id, [new_entry(f"Title {number} {n}") for n in range(3)], at_noon
        )
        for entry in await store.entries(added):
            await put(store, entry, words=["title", str(number)])

    async def look(number: int) -> None:
        await store.ungrouped_entries(5)
        await store.record_event(Platform.SLACK, f"Ev{number}", NOON)

    await asyncio.gather(*(refresh(n) for n in range(30)), *(look(n) for n in range(30)))
    assert await store.term_counts([term("title")]) == ({term("title"): 90}, 90)


async def test_a_cancelled_task_leaves_no_trace_and_no_lock(store: SqlStore):
    """A task that is stopped in the middle of writing does not stop the others, nor leave half of its work."""
    feed = await store.add_feed(VOLT, NOON)
    for steps in range(1, 30):
        task = asyncio.create_task(add_entries(store, feed.id, [new_entry(f"Title {steps}")], at_noon))
        for _ in range(steps):
            await asyncio.sleep(0)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
    await stored(store, "Afterwards")
    entries = await store.ungrouped_entries(100)
    assert entries[-1].title == "Afterwards"


async def test_what_is_stored_survives_a_restart(path: Path, database_url: str):
    """Everything is still there after the process ended, in one file."""
    async with open_store(database_url, exclusive=True) as store:
        entry = await stored(store, "One")
    async with open_store(database_url, exclusive=True) as store:
        assert await store.entries([entry.id]) == (entry,)
    assert {each.name for each in path.parent.iterdir()} == {path.name, f"{path.name}.lock"}


async def test_the_file_is_set_up_for_many_tasks(store: SqlStore, path: Path):
    """Readers do not wait for the writer (WAL), which survives in the file."""
    await stored(store, "One")
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


async def test_a_second_newsthread_is_refused(database_url: str):
    """Two bots on one file would post twice: the second is told which file, who holds it, and what to do."""
    async with open_store(database_url, exclusive=True):
        with pytest.raises(
            StoreBusyError, match=r"newsthread\.db is held by another newsthread .*stop that one"
        ):
            async with open_store(database_url, exclusive=True):
                pytest.fail("the second was let in")
        async with open_store(database_url, exclusive=False) as reader:
            assert await reader.feeds() == ()
    async with open_store(database_url, exclusive=True) as store:
        assert await store.feeds() == ()


async def test_a_killed_newsthread_leaves_nothing_locked(database_url: str):
    """After a crash or a kill the next start needs no cleaning up."""
    holder = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        HOLDER,
        database_url,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert holder.stdout is not None
    assert await holder.stdout.readline() == b"held\n"
    with pytest.raises(StoreBusyError, match=f"process {holder.pid}"):
        async with open_store(database_url, exclusive=True):
            pytest.fail("two processes were let in")
    holder.kill()
    await holder.communicate()
    async with open_store(database_url, exclusive=True) as store:
        assert await store.feeds() == ()


def test_a_missing_folder_is_made(tmp_path: Path):
    """The first start needs no preparation."""
    path = tmp_path / "deep" / "er" / "newsthread.db"
    migrate(f"sqlite:///{path}")
    assert path.exists()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path):
    """A wrong path is a sentence, not a traceback of the driver."""
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(StoreError, match=r"the folder .*file/sub cannot be made"):
        migrate(f"sqlite:///{blocked}/sub/newsthread.db")


def test_a_file_that_is_no_database_is_named(tmp_path: Path):
    """Pointing at the wrong file names that file, and leaves it alone."""
    path = tmp_path / "notes.txt"
    path.write_text("not a database, " * 100)
    with pytest.raises(StoreError, match=r"notes\.txt .*not a database"):
        migrate(f"sqlite:///{path}")
    assert path.read_text() == "not a database, " * 100


async def test_an_unmigrated_database_says_what_to_do(tmp_path: Path):
    """Looking something up before the first start names the command that is missing."""
    with pytest.raises(StoreError, match="run `newsthread migrate`"):
        async with open_store(f"sqlite:///{tmp_path}/new.db", exclusive=False):
            pytest.fail("it was opened")


@pytest.mark.parametrize(
    "url", ["", "newsthread.db", "sqlite://", "sqlite:///:memory:", "mysql://u:secret@h/d", "://"]
)
def test_other_urls_are_refused_with_the_right_form(url: str):
    """A URL we cannot use is answered with ones that we can, without the password it may hold."""
    with pytest.raises(
        StoreError, match=r"it should look like sqlite:///path/to/file\.db or postgresql://"
    ) as caught:
        migrate(url)
    assert "secret" not in str(caught.value)


async def test_a_start_takes_back_what_the_dead_held(database_url: str):
    """Killed while it wrote an edition, started again: it goes on at once, not when the old lease has run out."""
    until = NOON + dt.timedelta(minutes=10)
    async with open_store(database_url, exclusive=True) as store:
        assert await store.claim("publish:1", until, NOON)
    async with open_store(database_url, exclusive=False) as reader:
        assert not await reader.claim("publish:1", until, NOON)
    async with open_store(database_url, exclusive=True) as store:
        assert await store.claim("publish:1", until, NOON)
