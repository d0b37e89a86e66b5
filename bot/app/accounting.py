"""What language models have cost: what `newsthread costs` shows. It reads the book, and asks nobody."""

import asyncio
import datetime as dt
from dataclasses import dataclass

from bot.adapters.clock import SystemClock
from bot.adapters.sql import migrate, open_store
from bot.app.joining import budget_of
from bot.core.entities import Usage, UsageTotal
from bot.flows.ledger import Budget
from bot.flows.ports import Clock
from bot.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The calls of some days, alike ones together, newest day first; the newest single calls; and what a day may cost."""

    totals: tuple[UsageTotal, ...]
    calls: tuple[Usage, ...]
    today: dt.date
    budget: Budget


async def account(settings: Settings, *, days: int, calls: int, clock: Clock | None = None) -> Account:
    """Return what the last *days* (today included, UTC) have cost, and the newest *calls* one by one.

    Raises:
        StoreError: the database cannot be opened.
    """
    today = (clock or SystemClock()).now().date()
    await asyncio.to_thread(migrate, settings.database_url)  # Alembic cannot run inside a running loop
    async with open_store(settings.database_url, exclusive=False) as store:
        totals = [await store.usage_totals(today - dt.timedelta(days=ago)) for ago in range(days)]
        return Account(
            totals=tuple(total for day in totals for total in day),
            calls=await store.calls(calls) if calls else (),
            today=today,
            budget=budget_of(settings.language_model),
        )
