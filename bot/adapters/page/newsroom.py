"""The newsroom over HTTP: pages to look at what was done. It decides nothing, stores nothing and changes nothing."""

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from bot.adapters.page.broadcast import Broadcast
from bot.adapters.page.views import Views
from bot.core.entities import EditionId, EntryId, StoryId
from bot.flows.ports import Clock, PageData

_MAX_ASKED = 2_000
_MAX_NUMBER = 2**53


def newsroom_routes(data: PageData, broadcast: Broadcast, clock: Clock) -> list[Route]:
    """Return the addresses of the newsroom."""
    pages = _Newsroom(data, broadcast, clock)
    return [
        Route("/stories", pages.stories),
        Route("/stories/{number:int}", pages.story),
        Route("/editions", pages.editions),
        Route("/editions/{number:int}", pages.edition),
        Route("/feeds", pages.feeds),
        Route("/channels", pages.channels),
        Route("/costs", pages.costs),
        Route("/why", pages.why),
    ]


class _Newsroom:
    def __init__(self, data: PageData, broadcast: Broadcast, clock: Clock) -> None:
        self._data = data
        self._newsroom = data.newsroom
        self._broadcast = broadcast
        self._clock = clock

    def _views(self) -> Views:
        return Views(now=self._clock.now(), cursor=self._broadcast.cursor)

    async def stories(self, request: Request) -> HTMLResponse:
        views, before = self._views(), _number(request.query_params.get("before", ""))
        about = _asked(request)
        page = await self._newsroom.stories(about, EntryId(before) if before else None)
        days = await self._newsroom.entries_a_day()
        return HTMLResponse(views.stories(page, about=about, days=days, is_first=before is None))

    async def story(self, request: Request) -> HTMLResponse:
        views, number = self._views(), _number(str(request.path_params["number"]))
        report = await self._newsroom.story(StoryId(number)) if number else None
        if report is None:
            return HTMLResponse(views.missing("stories", "There is no such story."), 404)
        return HTMLResponse(views.story(report))

    async def editions(self, request: Request) -> HTMLResponse:
        views, before = self._views(), _number(request.query_params.get("before", ""))
        page = await self._newsroom.editions(EditionId(before) if before else None)
        return HTMLResponse(views.editions(page, is_first=before is None))

    async def edition(self, request: Request) -> HTMLResponse:
        views, number = self._views(), _number(str(request.path_params["number"]))
        record = await self._newsroom.edition(EditionId(number)) if number else None
        if record is None:
            return HTMLResponse(views.missing("editions", "There is no such edition."), 404)
        return HTMLResponse(views.edition(record))

    async def feeds(self, _request: Request) -> HTMLResponse:
        views = self._views()
        days = await self._newsroom.entries_a_day()
        return HTMLResponse(views.feeds(await self._data.sources(), days))

    async def channels(self, _request: Request) -> HTMLResponse:
        return HTMLResponse(self._views().channels(await self._newsroom.channels()))

    async def costs(self, _request: Request) -> HTMLResponse:
        views, found = self._views(), await self._newsroom.costs()
        if found is None:
            return HTMLResponse(views.missing("costs", "Costs are shown to whoever runs newsthread."), 404)
        return HTMLResponse(views.costs(*found))

    async def why(self, request: Request) -> HTMLResponse:
        views, asked = self._views(), _asked(request)
        explanation = await self._newsroom.why(asked) if asked else None
        return HTMLResponse(views.why(asked, explanation))


def _asked(request: Request) -> str:
    """Return what stands in the form's field; too much of it is nobody's question."""
    return " ".join(request.query_params.get("q", "").replace("\x00", "").split())[:_MAX_ASKED]


def _number(text: str) -> int | None:
    """Return an id of ours, None for anything that is none."""
    if not (text.isascii() and text.isdecimal()) or len(text) > len(str(_MAX_NUMBER)):
        return None
    return int(text) if int(text) <= _MAX_NUMBER else None
