"""The store's contract on PostgreSQL, and what PostgreSQL alone must do: many processes, a server that may be away."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Iterator

import pytest
import sqlalchemy as sa

from bot.adapters.sql import SqlStore, migrate, open_store
from bot.adapters.sql.engine import Database, parse_url
from bot.core.errors import StoreError
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
from tests.adapters.store_contract.plans import PlanContract
from tests.adapters.store_contract.proposals import ProposalContract
from tests.adapters.store_contract.pruning import PruningContract
from tests.adapters.store_contract.search import SearchContract
from tests.adapters.store_contract.stories import StoryContract
from tests.adapters.store_contract.summaries import SummaryContract
from tests.adapters.store_contract.tags import TagContract
from tests.adapters.store_contract.threads import FollowingContract, QuestionContract, TranscriptContract
from tests.adapters.store_contract.topics import SubscriptionContract, TopicContract, WorkspaceContract
from tests.adapters.store_contract.vitals import VitalsContract
from tests.adapters.store_contract.world import NOON, SLACK, channel, edition_for, stored, subscribed
from tests.servers.postgresql import Cluster

pytestmark = pytest.mark.server


@pytest.fixture
def empty_url(postgresql: Cluster) -> Iterator[str]:
    """The URL of a database without any table."""
    postgresql.execute("CREATE DATABASE newsthread_empty")
    yield postgresql.url("newsthread_empty")
    postgresql.execute("DROP DATABASE newsthread_empty WITH (FORCE)")


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[SqlStore]:
    """The store, opened on it."""
    async with open_store(database_url, exclusive=True) as opened:
        yield opened


class TestMigrations(MigrationContract):
    """On PostgreSQL."""


class TestFeeds(FeedContract):
    """On PostgreSQL."""


class TestEntries(EntryContract):
    """On PostgreSQL."""


class TestLinks(LinkContract):
    """Feeds that people add."""


class TestNewsroom(NewsroomContract):
    """On PostgreSQL."""


class TestPruning(PruningContract):
    """Forgetting."""


class TestVitals(VitalsContract):
    """How newsthread does."""


class TestSearch(SearchContract):
    """On PostgreSQL."""


class TestFinding(FindingContract):
    """On PostgreSQL."""


class TestIndexing(IndexingContract):
    """On PostgreSQL."""


class TestPlans(PlanContract):
    """On PostgreSQL."""


class TestStories(StoryContract):
    """On PostgreSQL."""


class TestSummaries(SummaryContract):
    """On PostgreSQL."""


class TestTags(TagContract):
    """On PostgreSQL."""


class TestWorkspaces(WorkspaceContract):
    """On PostgreSQL."""


class TestInstallations(InstallationContract):
    """On PostgreSQL."""


class TestTopics(TopicContract):
    """On PostgreSQL."""


class TestSubscriptions(SubscriptionContract):
    """On PostgreSQL."""


class TestEditions(EditionContract):
    """On PostgreSQL."""


class TestCorrections(CorrectionContract):
    """On PostgreSQL."""


class TestOpinions(OpinionContract):
    """On PostgreSQL."""


class TestDeliveries(DeliveryContract):
    """On PostgreSQL."""


class TestTranscripts(TranscriptContract):
    """On PostgreSQL."""


class TestFollowing(FollowingContract):
    """On PostgreSQL."""


class TestQuestions(QuestionContract):
    """On PostgreSQL."""


class TestProposals(ProposalContract):
    """On PostgreSQL."""


async def test_many_processes_share_it(store: SqlStore, database_url: str):
    """Workers of their own publish an edition once and post it once; a database is exclusive to nobody."""
    subscription, place = await subscribed(store), await channel(store)
    async with open_store(database_url, exclusive=True) as other:
        stores = [store, other] * 4
        new = edition_for(subscription)
        added = await asyncio.gather(*(each.add_edition(new, place, 1, NOON) for each in stores))
        (delivery,) = await other.due_deliveries(NOON, 10, SLACK)
        until = NOON + dt.timedelta(minutes=1)
        claims = await asyncio.gather(*(each.claim_delivery(delivery.id, until, NOON) for each in stores))
    assert sum(each is not None for each in added) == 1
    assert sum(claim is not None for claim in claims) == 1


async def test_no_statement_waits_for_helpers(database_url: str):
    """A search that finds nothing takes a millisecond; PostgreSQL would start two more processes for it, which takes ten."""
    database = Database(parse_url(database_url))
    async with database.reading() as connection:
        for setting, expected in (("max_parallel_workers_per_gather", "0"), ("jit", "off")):
            assert await connection.scalar(sa.text(f"SHOW {setting}")) == expected
    await database.close()


async def test_a_lost_connection_is_opened_again(store: SqlStore, postgresql: Cluster):
    """After the server dropped its connections, the bot goes on without a restart."""
    await stored(store, "One")
    await asyncio.to_thread(
        postgresql.execute,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE 'newsthread_%'",
    )
    await stored(store, "Two")
    assert [entry.title for entry in await store.ungrouped_entries(10)] == ["One", "Two"]


async def test_many_processes_may_migrate_at_once(empty_url: str):
    """Workers that start together on an empty database find it migrated once."""
    await asyncio.gather(*(asyncio.to_thread(migrate, empty_url) for _ in range(4)))
    async with open_store(empty_url, exclusive=True) as store:
        assert await store.feeds() == ()


def test_an_absent_server_is_named(postgresql: Cluster):
    """A wrong host or port is a sentence with the cure, and without the password."""
    with pytest.raises(
        StoreError, match=r"postgresql://bot:\*\*\*@127\.0\.0\.1:1/news .*Check that the server runs"
    ) as caught:
        migrate("postgresql://bot:hush@127.0.0.1:1/news")
    assert "hush" not in str(caught.value)
    with pytest.raises(StoreError, match="Check that the server runs"):
        migrate(postgresql.url("missing"))
