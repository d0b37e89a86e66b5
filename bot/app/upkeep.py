"""What the command line needs of adapters without a running program: migration, and the manifest of the Slack app."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bot.adapters.clock import SystemClock
from bot.adapters.sql import Progress, libpq_url, migrate, open_store
from bot.app.joining import retention_of
from bot.flows.prune import prune
from bot.settings import Settings


async def migrate_database(settings: Settings, progress: Progress | None = None) -> str:
    """Create the database or bring it to this version's form, with the jobs' tables on PostgreSQL, and return where it is, without a password.

    *progress* is told how far a migration is that visits every row.

    Raises:
        StoreError: it cannot be opened or changed; StoreBusyError: another newsthread holds it.
    """
    await asyncio.to_thread(
        migrate, settings.database_url, progress
    )  # Alembic cannot run inside a running loop
    if not settings.database_url.startswith("sqlite"):
        from bot.adapters.jobs.procrastinate import install  # noqa: PLC0415 -- loaded only where it is used

        await asyncio.to_thread(install, libpq_url(settings.database_url))
    return where_is(settings)


async def prune_database(settings: Settings) -> Mapping[str, int]:
    """Delete what is older than the configuration keeps, and return how many rows of each kind went.

    Raises:
        StoreError: the database cannot be opened or changed.
    """
    await asyncio.to_thread(migrate, settings.database_url)
    async with open_store(settings.database_url, exclusive=False) as store:
        return await prune(store, SystemClock(), retention_of(settings.retention))


async def back_up_database(settings: Settings, target: Path) -> int:
    """Write the SQLite database to *target*, also while newsthread runs, and return the size of the copy in bytes.

    Raises:
        StoreError: it cannot be done; the text says why.
    """
    from bot.adapters.sql.backing_up import back_up  # noqa: PLC0415 -- loaded only where it is used

    return await asyncio.to_thread(back_up, settings.database_url, target)


def where_is(settings: Settings) -> str:
    """Return where the database is, without user and password."""
    parts = urlsplit(settings.database_url)
    return f"{parts.hostname}{parts.path}" if parts.hostname else parts.path.removeprefix("/")


def slack_manifest(settings: Settings) -> dict[str, Any]:
    """Return the manifest of a Slack app with the commands of the configuration's topics."""
    from bot.adapters.slack import manifest  # noqa: PLC0415 -- loads all of Bolt

    return manifest([topic.declared() for topic in settings.topics], settings.slack.public_url or "")
