"""The newsroom over HTTP: pages to look at what was done, and forms to put it right. It decides nothing and stores nothing."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.adapters.page.broadcast import Broadcast
from bot.adapters.page.fields import NOT_OURS, ORIGIN_WITH_FORMS, fields_of
from bot.adapters.page.languages import language_of
from bot.adapters.page.views import Views
from bot.core.entities import EditionId, EntryId, FlagId, Notice, StoryId, Topic
from bot.core.errors import CommandError
from bot.core.language import say
from bot.flows.ports import Clock, PageData

Topics = Callable[[], Awaitable[Sequence[Topic]]]

_MAX_ASKED = 2_000
_MAX_BODY = 8_192
_MAX_FIELDS = 4
_MAX_NUMBER = 2**53


def newsroom_routes(data: PageData, topics: Topics, broadcast: Broadcast, clock: Clock) -> list[Route]:
    """Return the addresses of the newsroom; *topics* tells those of the page."""
    pages = _Newsroom(data, topics, broadcast, clock)
    return [
        Route("/stories", pages.stories),
        Route("/stories/{number:int}", pages.story),
        Route("/editions", pages.editions),
        Route("/editions/{number:int}", pages.edition),
        Route("/editions/{number:int}/correct", pages.correct, methods=["POST"]),
        Route("/editions/{number:int}/withdraw", pages.withdraw, methods=["POST"]),
        Route("/feeds", pages.feeds),
        Route("/channels", pages.channels),
        Route("/feedback", pages.feedback),
        Route("/feedback/flags/{number:int}", pages.decide, methods=["POST"]),
        Route("/costs", pages.costs),
        Route("/why", pages.why),
    ]


class _Newsroom:
    def __init__(self, data: PageData, topics: Topics, broadcast: Broadcast, clock: Clock) -> None:
        self._data = data
        self._topics = topics
        self._newsroom = data.newsroom
        self._desk = data.desk
        self._broadcast = broadcast
        self._clock = clock

    def _views(self, request: Request) -> Views:
        return Views(now=self._clock.now(), cursor=self._broadcast.cursor, language=language_of(request))

    async def stories(self, request: Request) -> HTMLResponse:
        views, before = self._views(request), _number(request.query_params.get("before", ""))
        about = _asked(request)
        page = await self._newsroom.stories(about, EntryId(before) if before else None)
        days = await self._newsroom.entries_a_day()
        return HTMLResponse(views.stories(page, about=about, days=days, is_first=before is None))

    async def story(self, request: Request) -> HTMLResponse:
        views, number = self._views(request), _number(str(request.path_params["number"]))
        report = await self._newsroom.story(StoryId(number)) if number else None
        if report is None:
            return HTMLResponse(views.missing("stories", say("There is no such story.")), 404)
        return HTMLResponse(views.story(report))

    async def editions(self, request: Request) -> HTMLResponse:
        views, before = self._views(request), _number(request.query_params.get("before", ""))
        page = await self._newsroom.editions(EditionId(before) if before else None)
        return HTMLResponse(views.editions(page, is_first=before is None))

    async def edition(self, request: Request) -> HTMLResponse:
        return await self._edition(request)

    async def _edition(self, request: Request, problem: str = "") -> HTMLResponse:
        views, number = self._views(request), _number(str(request.path_params["number"]))
        record = await self._newsroom.edition(EditionId(number)) if number else None
        if record is None:
            return HTMLResponse(views.missing("editions", say("There is no such edition.")), 404)
        status = 422 if problem else 200
        return HTMLResponse(views.edition(record, problem), status, ORIGIN_WITH_FORMS)

    async def correct(self, request: Request) -> Response:
        fields = await fields_of(request, max_body=_MAX_BODY, max_fields=_MAX_FIELDS)
        story, what = _number(fields.get("story", "")), fields.get("what", "")
        edition_id, reason = EditionId(request.path_params["number"]), _reason(fields)
        return await self._put_right(
            request, lambda: self._desk.correct(edition_id, story or 0, what, reason)
        )

    async def withdraw(self, request: Request) -> Response:
        fields = await fields_of(request, max_body=_MAX_BODY, max_fields=_MAX_FIELDS)
        edition_id = EditionId(request.path_params["number"])
        return await self._put_right(request, lambda: self._desk.withdraw(edition_id, _reason(fields)))

    async def _put_right(self, request: Request, do: Callable[[], Awaitable[Notice]]) -> Response:
        """Do it, and show the edition as it is then; a person's mistake stands above it."""
        try:
            await do()
        except CommandError as error:
            return await self._edition(request, error.text)
        address = f"/editions/{request.path_params['number']}"
        return RedirectResponse(address, 303, ORIGIN_WITH_FORMS)

    async def feeds(self, request: Request) -> HTMLResponse:
        views = self._views(request)
        days = await self._newsroom.entries_a_day()
        return HTMLResponse(views.feeds(await self._data.sources(), days, await self._topics()))

    async def channels(self, request: Request) -> HTMLResponse:
        return HTMLResponse(self._views(request).channels(await self._newsroom.channels()))

    async def feedback(self, request: Request) -> HTMLResponse:
        return await self._feedback(request)

    async def _feedback(self, request: Request, problem: str = "") -> HTMLResponse:
        html = self._views(request).feedback(await self._newsroom.feedback(), problem)
        return HTMLResponse(html, 422 if problem else 200, ORIGIN_WITH_FORMS)

    async def decide(self, request: Request) -> Response:
        fields = await fields_of(request, max_body=_MAX_BODY, max_fields=_MAX_FIELDS)
        decision = fields.get("decision", "")
        if decision not in ("wrong", "right"):
            raise HTTPException(400, NOT_OURS)
        try:
            await self._desk.decide(FlagId(request.path_params["number"]), is_wrong=decision == "wrong")
        except CommandError as error:
            return await self._feedback(request, error.text)
        return RedirectResponse("/feedback", 303, ORIGIN_WITH_FORMS)

    async def costs(self, request: Request) -> HTMLResponse:
        views, found = self._views(request), await self._newsroom.costs()
        if found is None:
            return HTMLResponse(
                views.missing("costs", say("Costs are shown to whoever runs newsthread.")), 404
            )
        return HTMLResponse(views.costs(*found))

    async def why(self, request: Request) -> HTMLResponse:
        views, asked = self._views(request), _asked(request)
        explanation = await self._newsroom.why(asked) if asked else None
        return HTMLResponse(views.why(asked, explanation))


def _asked(request: Request) -> str:
    """Return what stands in the form's field; too much of it is nobody's question."""
    return " ".join(request.query_params.get("q", "").replace("\x00", "").split())[:_MAX_ASKED]


def _reason(fields: Mapping[str, str]) -> str:
    return fields.get("reason", "").replace("\x00", "")


def _number(text: str) -> int | None:
    """Return an id of ours, None for anything that is none."""
    if not (text.isascii() and text.isdecimal()) or len(text) > len(str(_MAX_NUMBER)):
        return None
    return int(text) if int(text) <= _MAX_NUMBER else None
