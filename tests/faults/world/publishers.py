"""Publishers: events happen, some of them report each, and their feeds say so; now and then a feed is broken.

History: each entry when it is published (`published`), and each document that was served whole (`served`).
"""

import asyncio
import email.utils
import hashlib
import random
from dataclasses import dataclass, field, replace
from html import escape

from aiohttp import web

from tests.faults.world.nature import SLOW_SECONDS, Nature

NAMES = ("north", "south", "east", "west")
_SYLLABLES = "ba be bi bo da de di do fa fe ga go ka ke ko la le lo ma me mi mo na ne no ra re ri ro sa se si so ta te ti to va ve vo".split()
_WORDS = (
    "battery plant opened carmaker orders river harbour engineers measured delivery contract winter region "
    "minister workers charging network price factory line shift supplier road test range permit court city"
).split()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Event:
    """What happened: to whom, and how much of it. *told_by*: who has reported it."""

    number: int
    names: list[str]
    figures: list[int]
    told_by: set[str] = field(default_factory=set)


class Publishers:
    """Four publishers, who report what `happen` lets happen. Nothing ever falls off their feeds."""

    def __init__(self, nature: Nature) -> None:
        self._nature = nature
        self._items: dict[str, list[str]] = {name: [] for name in NAMES}
        self._guids: dict[str, list[str]] = {name: [] for name in NAMES}
        self._events: list[_Event] = []

    def routes(self) -> list[web.RouteDef]:
        """Where their feeds are."""
        return [web.get("/feeds/{name}.xml", self._feed)]

    def happen(self, draw: random.Random) -> None:
        """Let something happen, and one to three publishers report it."""
        figures = [draw.randint(1_000, 90_000) for _ in range(2)]
        names = [_name(draw) for _ in range(3)]
        event = _Event(number=len(self._events) + 1, names=names, figures=figures)
        self._events.append(event)
        for publisher in draw.sample(NAMES, draw.choice((1, 1, 2, 3))):
            self._report(publisher, event, draw)

    def go_on(self, draw: random.Random) -> None:
        """Let all those report an event of some time ago who have not yet, with figures of their own."""
        event = draw.choice(self._events[: 1 + len(self._events) // 2])
        for publisher in NAMES:
            if publisher not in event.told_by:
                told = [*event.figures[:1], draw.randint(1_000, 90_000)]
                self._report(publisher, replace(event, figures=told), draw)

    def subject(self, draw: random.Random) -> str:
        """Return a name that is in the news."""
        return draw.choice(draw.choice(self._events).names)

    def _report(self, publisher: str, event: "_Event", draw: random.Random) -> None:
        names, figures = event.names, event.figures
        event.told_by.add(publisher)
        guid = f"{publisher}-{event.number}"
        title = f"{names[0]} {draw.choice(_WORDS)} {names[1]}: {figures[0]:,} {draw.choice(_WORDS)}"
        text = " ".join(_sentence(names, figures, draw) for _ in range(5))
        published_at = email.utils.format_datetime(self._nature.clock.now())
        self._items[publisher].insert(
            0,
            f"<item><title>{escape(title)}</title><link>https://{publisher}.example/{guid}</link>"
            f'<guid isPermaLink="false">{guid}</guid><pubDate>{published_at}</pubDate>'
            f"<description>{escape(text)}</description></item>",
        )
        self._guids[publisher].insert(0, guid)
        self._nature.histories.add("publishers", what="published", feed=publisher, guid=guid)

    async def _feed(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        body = self._document(name)
        match self._nature.faults.take("publisher"):
            case "limited":
                return web.Response(status=429, headers={"Retry-After": "30"})
            case "slow":
                await asyncio.sleep(SLOW_SECONDS)
            case "garbage":
                return web.Response(text="<html><body>Moved house!</body></html>", content_type="text/html")
            case "half a document":
                return web.Response(body=body[: len(body) // 2], content_type="application/rss+xml")
            case fault:
                if struck := await self._nature.before(request, fault):
                    return struck
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers={"ETag": etag})
        self._nature.histories.add("publishers", what="served", feed=name, guids=self._guids[name])
        return web.Response(body=body, headers={"ETag": etag, "Content-Type": "application/rss+xml"})

    def _document(self, name: str) -> bytes:
        items = "".join(self._items[name])
        head = f"<title>The {name}</title><link>https://{name}.example/</link><language>en</language><description>News</description>"
        return f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()


def _name(draw: random.Random) -> str:
    return "".join(draw.choices(_SYLLABLES, k=4)).capitalize()


def _sentence(names: list[str], figures: list[int], draw: random.Random) -> str:
    first, second = draw.sample(names, 2)
    words = draw.sample(_WORDS, 6)
    return (
        f"{first} said the {words[0]} {words[1]} near {second} had {draw.choice(figures):,} {words[2]} "
        f"before the {words[3]} {words[4]} of the {words[5]}."
    )
