"""Checks everything the bot needs, one thing at a time, and says of each that fails what to do about it.

It changes nothing: it posts no message, stores no entry and migrates no database.
"""

import asyncio
import contextlib
import errno
import socket
import tempfile
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import TYPE_CHECKING

from bot.adapters.clock import SystemClock
from bot.adapters.sql import open_store
from bot.app.checking import Check, FeedPlace, check_feeds
from bot.app.checking_chats import check_chats
from bot.app.upkeep import where_is
from bot.app.writers import open_language_models
from bot.core import newsroom
from bot.core.errors import BotError
from bot.core.wording import moment
from bot.flows.ports import Clock
from bot.flows.unreached import unreached
from bot.settings import LanguageModelSettings, Settings

if TYPE_CHECKING:
    from bot.adapters.openai_model import OpenAIModel

_PRICED_TOKENS = 1_000_000
_OFFERED = 10


async def check(settings: Settings) -> AsyncGenerator[Check, None]:
    """Look at everything that *settings* name, and yield each finding as it comes."""
    clock = SystemClock()
    yield await _database(settings)
    for finding in await _unreached(settings, clock):
        yield finding
    async with contextlib.aclosing(
        check_feeds(_declared(settings), settings.reading, clock)
    ) as findings:  # whoever looks on may stop in between
        async for finding in findings:
            yield finding
    for finding in await check_chats(settings, clock):
        yield finding
    for finding in await _language_models(settings, clock):
        yield finding
    if settings.page.enabled:
        yield _page(settings)


async def _database(settings: Settings) -> Check:
    where = where_is(settings)
    if _is_new_file(settings):
        return await asyncio.to_thread(_new_file, where)
    try:
        async with open_store(settings.database_url, exclusive=False):
            return Check(name="database", ok=True, detail=f"{where}, in this version's form")
    except BotError as error:
        return Check(name="database", ok=False, detail=str(error))


async def _unreached(settings: Settings, clock: Clock) -> list[Check]:
    """Tell of channels that refused their newest edition, as far as the database can be read."""
    if _is_new_file(settings):
        return []
    try:
        async with open_store(settings.database_url, exclusive=False) as store:
            found = await unreached(store, clock.now())
    except BotError:
        return []  # which `_database` tells of
    return [
        Check(
            name=newsroom.channel_label(each.channel),
            ok=False,
            detail=f"refused the edition of {moment(each.tried_at)}: {each.error}",
            cure=""
            if each.is_installed
            else "Install newsthread there again, or take its subscriptions away.",
        )
        for each in found
    ]


def _is_new_file(settings: Settings) -> bool:
    return settings.database_url.startswith("sqlite") and not Path(where_is(settings)).exists()


def _new_file(where: str) -> Check:
    """Try the folder with a file that is gone again at once: permissions do not say what a file system allows."""
    folder = next(parent for parent in Path(where).absolute().parents if parent.exists())
    try:
        with tempfile.TemporaryFile(dir=folder):
            return Check(name="database", ok=True, detail=f"{where} will be made at the first start")
    except OSError as error:
        return Check(
            name="database",
            ok=False,
            detail=f"{where} cannot be made: {folder}: {error.strerror}",
            cure="Make the folder writable, or write another place as url in [storage].",
        )


def _declared(settings: Settings) -> list[FeedPlace]:
    cure = "If it stays so, correct or remove it in the configuration."
    return [
        FeedPlace(name=f"topics[{topic_number}].feeds[{feed_number}]", url=url, cure=cure)
        for topic_number, topic in enumerate(settings.topics, 1)
        for feed_number, url in enumerate(topic.feeds, 1)
    ]


async def _language_models(settings: Settings, clock: Clock) -> list[Check]:
    async with open_language_models(settings, clock) as opened:
        if not opened:
            return [Check(name="language model", ok=True, detail="none: bullets and answers are extracts")]
        names = ("language model", "cheaper language model")
        found = [await _language_model(name, one) for name, one in zip(names, opened, strict=False)]
    return [*found, *_budget(settings.language_model)]


async def _language_model(name: str, language_model: "OpenAIModel") -> Check:
    try:
        await language_model.ping()
    except BotError as error:
        return Check(name=name, ok=False, detail=str(error), cure=await _offered(language_model))
    return Check(name=name, ok=True, detail=f"{language_model.name} answers")


async def _offered(language_model: "OpenAIModel") -> str:
    """Return what the server offers instead, where it has no language model of that name."""
    try:
        names = await language_model.names()
    except BotError:  # it has been told already
        return ""
    if not names or language_model.name in names:
        return ""
    return f"The server offers: {', '.join(names[:_OFFERED])}."


def _budget(wanted: LanguageModelSettings | None) -> list[Check]:
    """Look for budgets that cannot work: nobody would notice before the bill comes, or that nothing is ever asked."""
    budgets = [wanted.daily_budget, wanted.workspace_daily_budget] if wanted else []
    given = [budget for budget in budgets if budget is not None]
    if wanted is None or not given:
        return []
    detail = cure = ""
    kept = wanted.cheaper.budget_share if wanted.cheaper else 0.0
    longest_reply = wanted.max_tokens * wanted.output_price / _PRICED_TOKENS
    if not wanted.input_price and not wanted.output_price:
        detail = "is never spent, since the language model has no prices"
        cure = "Write input_price and output_price, per million tokens, beside it."
    elif min(given) * (1 - kept) < longest_reply:
        detail = f"is less than a single reply of {wanted.name} may cost ({longest_reply:.4f}), so it is never asked"
        cure = "Raise it, or lower max_tokens or budget_share." if kept else "Raise it, or lower max_tokens."
    return [Check(name="budget", ok=False, detail=detail, cure=cure)] if detail else []


def _page(settings: Settings) -> Check:
    host, port = settings.page.host, settings.page.port
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            reason = "is taken" if error.errno == errno.EADDRINUSE else f"cannot be used ({error.strerror})"
            return Check(
                name="page",
                ok=False,
                detail=f"port {port} of {host} {reason}",
                cure="If newsthread runs already, all is well. Else write another port in [page].",
            )
    return Check(name="page", ok=True, detail=f"port {port} of {host} is free")
