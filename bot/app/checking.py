"""Reads feeds to see whether they can be read, some at once, and says of each that cannot what to do about it.

It keeps nothing of what they say.
"""

import asyncio
import contextlib
import socket
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from bot.app.building import open_parser, open_web
from bot.core.errors import BotError
from bot.core.wording import counted
from bot.flows.ports import Clock, FeedParser, Fetcher, NotModified, Validators
from bot.settings import ReadingSettings

_FEEDS_AT_ONCE = 8
_UNCONDITIONALLY = Validators()


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing looked at. *cure* says what to do; "" where *detail* says it, or nothing has to be done."""

    name: str
    ok: bool
    detail: str
    cure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedPlace:
    """A feed to look at. *name* tells which it is without its address; *validators* ask whether it has changed."""

    name: str
    url: str
    cure: str
    validators: Validators = _UNCONDITIONALLY


@dataclass(frozen=True, slots=True, kw_only=True)
class _Failure:
    """A feed that could not be read. *is_unreachable*: its host's name could not be looked up, as without a network."""

    check: Check
    is_unreachable: bool


async def check_feeds(
    places: Sequence[FeedPlace], settings: ReadingSettings, clock: Clock
) -> AsyncGenerator[Check, None]:
    """Yield what is well as it comes, and then the rest: where no feed can be reached, it is not for the feeds to cure."""
    failed: list[_Failure] = []
    is_online = False
    async with (
        open_web(settings, clock) as fetcher,
        open_parser() as parser,
        _looking(places, fetcher, parser) as looks,
    ):
        for finished in asyncio.as_completed(looks):
            found = await finished
            is_online = is_online or not (isinstance(found, _Failure) and found.is_unreachable)
            if isinstance(found, _Failure):
                failed.append(found)
            else:
                yield found
    for each in failed:
        yield each.check if is_online or len(failed) == 1 else replace(each.check, cure="")
    if not is_online and len(failed) > 1:
        yield Check(name="feeds", ok=False, detail="none of the feeds could be reached: is there a network?")


@contextlib.asynccontextmanager
async def _looking(
    places: Sequence[FeedPlace], fetcher: Fetcher, parser: FeedParser
) -> AsyncIterator[list[asyncio.Task[Check | _Failure]]]:
    """Look at all feeds, some at once; what is not done at the end is dropped."""
    turns = asyncio.Semaphore(_FEEDS_AT_ONCE)

    async def look(place: FeedPlace) -> Check | _Failure:
        async with turns:
            return await _look(place, fetcher, parser)

    looks = [asyncio.create_task(look(place)) for place in places]
    try:
        yield looks
    finally:
        for task in looks:
            task.cancel()
        await asyncio.gather(*looks, return_exceptions=True)


async def _look(place: FeedPlace, fetcher: Fetcher, parser: FeedParser) -> Check | _Failure:
    where = urlsplit(place.url).hostname  # all else of it may be a secret; its name tells which it is
    try:
        fetched = await fetcher.fetch_feed(place.url, place.validators)
        if isinstance(fetched, NotModified):
            return Check(name=place.name, ok=True, detail=f"{where}: unchanged")
        parsed = await parser.parse(fetched)
    except BotError as error:
        finding = Check(name=place.name, ok=False, detail=f"{where}: {error}", cure=place.cure)
        return _Failure(check=finding, is_unreachable=isinstance(error.__cause__, socket.gaierror))
    entries = counted(len(parsed.entries), "entry", "entries")
    return Check(name=place.name, ok=True, detail=f"{where}: {parsed.title or 'untitled'}, {entries}")
