"""The database, on SQLAlchemy Core: an SQLite file, or PostgreSQL. One schema, the same answers from both.

Who opens a database migrates it first. It refuses to serve one whose schema is not this version's.
"""

import contextlib
from collections.abc import AsyncIterator

from bot.adapters.sql import schema
from bot.adapters.sql.channels import SqlChannels
from bot.adapters.sql.checks import SqlChecks
from bot.adapters.sql.corrections import SqlCorrections
from bot.adapters.sql.due import SqlDue
from bot.adapters.sql.editions import SqlEditions
from bot.adapters.sql.engine import Database, file_of, libpq_url, masked, parse_url
from bot.adapters.sql.entries import SqlEntries
from bot.adapters.sql.feeds import SqlFeeds
from bot.adapters.sql.filters import SqlFilters
from bot.adapters.sql.finding import SqlFinding
from bot.adapters.sql.grouping import SqlGrouping
from bot.adapters.sql.indexing import SqlIndexing
from bot.adapters.sql.installations import SqlInstallations
from bot.adapters.sql.links import SqlLinks
from bot.adapters.sql.locking import only_process
from bot.adapters.sql.migrating import Progress, migrate, stored_revision
from bot.adapters.sql.mutes import SqlMutes
from bot.adapters.sql.newsroom import SqlNewsroom
from bot.adapters.sql.opinions import SqlOpinions
from bot.adapters.sql.outcomes import SqlOutcomes
from bot.adapters.sql.proposals import SqlProposals
from bot.adapters.sql.pruning import SqlPruning
from bot.adapters.sql.search import SqlSearch
from bot.adapters.sql.stories import SqlStories
from bot.adapters.sql.summaries import SqlSummaries
from bot.adapters.sql.tags import SqlTags
from bot.adapters.sql.threads import SqlThreads
from bot.adapters.sql.topics import SqlTopics
from bot.adapters.sql.vitals import SqlVitals
from bot.adapters.sql.workspaces import SqlWorkspaces
from bot.core.errors import StoreError

__all__ = ["Progress", "SqlStore", "libpq_url", "migrate", "open_store"]


class SqlStore(
    SqlFeeds,
    SqlChecks,
    SqlEntries,
    SqlLinks,
    SqlSearch,
    SqlIndexing,
    SqlFinding,
    SqlGrouping,
    SqlStories,
    SqlSummaries,
    SqlTags,
    SqlTopics,
    SqlMutes,
    SqlFilters,
    SqlWorkspaces,
    SqlInstallations,
    SqlEditions,
    SqlOutcomes,
    SqlCorrections,
    SqlOpinions,
    SqlDue,
    SqlThreads,
    SqlProposals,
    SqlPruning,
    SqlVitals,
    SqlNewsroom,
    SqlChannels,
):
    """The port `Store`, whole."""


@contextlib.asynccontextmanager
async def open_store(url: str, *, exclusive: bool) -> AsyncIterator[SqlStore]:
    """Open the migrated database at *url*: `sqlite:///path/to.db` or `postgresql://user:password@host/database`.

    *exclusive*: hold an SQLite file so that no second newsthread runs on it; looking something up needs no such hold.
    On PostgreSQL it means nothing.

    Raises:
        StoreError: it cannot be opened, or its schema is not this version's. StoreBusyError: another newsthread holds it.
    """
    parsed = parse_url(url)
    path = file_of(parsed)
    with only_process(path) if path and exclusive else contextlib.nullcontext():
        database = Database(parsed)
        try:
            await _check_revision(database, masked(parsed))
            if path and exclusive:
                await _free_the_dead(database)
            store = SqlStore(database)
            try:
                yield store
            finally:
                await store.finish()
        finally:
            await database.close()


async def _check_revision(database: Database, name: str) -> None:
    async with database.reading() as connection:
        revision = await connection.run_sync(stored_revision)
    if revision != schema.REVISION:
        raise StoreError(f"{name} is not migrated to this version's schema: run `newsthread migrate`")


async def _free_the_dead(database: Database) -> None:
    """Take back what a process that died still held: we have the file to ourselves, so nobody is at it.

    Deliveries keep their leases: a message that may be under way is looked for when its lease has run out.
    """
    question = schema.question.c
    async with database.writing() as connection:
        await connection.execute(schema.lease.delete())
        await connection.execute(
            schema.question.update().where(question.is_open.is_(True)).values(due_at=question.asked_at)
        )
