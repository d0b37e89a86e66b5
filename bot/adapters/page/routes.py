"""The page over HTTP: history, fragments, a stream of events, and two forms. It decides nothing and stores nothing."""

import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from bot.adapters.page.broadcast import Broadcast
from bot.adapters.page.conversation import MAX_TEXT, UNKNOWN_THREAD, Conversation, too_long
from bot.adapters.page.fields import NOT_OURS, body_of, fields_of
from bot.adapters.page.guard import Access, Guard
from bot.adapters.page.languages import language_of
from bot.adapters.page.login import login_routes
from bot.adapters.page.render import (
    render_form,
    render_page,
    render_problem,
    render_sources,
    render_thread,
    slash_of,
)
from bot.core.entities import FormName, Notice
from bot.core.errors import BotError
from bot.core.forms import Form, FormError, typed
from bot.core.language import say

log = structlog.get_logger()

_MAX_BODY = 32_768
_MAX_FIELDS = 4
_MAX_FORM_FIELDS = 12
_MAX_LIST = 8 * 1024 * 1024
_NO_FORM = Notice(title=say("There is no such form."), lines=(say("Reload the page to see what is."),))
_FAILED = Notice(
    title=say("That did not work just now."),
    lines=(say("Nothing is lost: try again. If it keeps happening, the log says why."),),
)

_Say = Callable[[str, str, str], Awaitable[list[Mapping[str, str]] | Notice]]


@dataclass(frozen=True, slots=True)
class _Typed:
    text: str
    event_key: str


def web_app(
    conversation: Conversation, broadcast: Broadcast, newsroom: Sequence[BaseRoute], access: Access
) -> ASGIApp:
    """Return the ASGI application, with the pages of the *newsroom*, for those whom *access* lets in."""
    page = _Page(conversation, broadcast)
    app = Starlette(
        routes=[
            Route("/", page.index),
            Route("/events", page.events),
            Route("/sources", page.sources),
            *login_routes(access),
            Route("/command", page.command, methods=["POST"]),
            Route("/forms/{form}", page.form),
            Route("/forms/{form}", page.filled, methods=["POST"]),
            Route("/feeds.opml", page.export),
            Route("/feeds/import", page.import_list, methods=["POST"]),
            Route("/threads/{thread:path}/question", page.question, methods=["POST"]),
            Route("/threads/{thread:path}", page.thread),
            *newsroom,
            Mount("/static", StaticFiles(directory=Path(__file__).parent / "static")),
        ],
        exception_handlers={BotError: _failed, Exception: _failed},
    )
    # Outermost, so that even the response to a defect of ours is fenced.
    return Guard(app, access)


class _Page:
    def __init__(self, conversation: Conversation, broadcast: Broadcast) -> None:
        self._conversation = conversation
        self._broadcast = broadcast

    async def index(self, request: Request) -> HTMLResponse:
        # The cursor first: what is pushed while the history is read then comes twice, which is harmless, not never.
        cursor = self._broadcast.cursor
        html = render_page(
            topics=await self._conversation.topics(),
            lines=await self._conversation.channel(),
            reports=await self._conversation.sources(),
            cursor=cursor,
            language=language_of(request),
        )
        return HTMLResponse(html)

    async def thread(self, request: Request) -> HTMLResponse:
        thread = request.path_params["thread"]
        lines = await self._conversation.lines(thread)
        if not thread or not lines:
            return HTMLResponse(render_problem(UNKNOWN_THREAD, language_of(request)), 404)
        return HTMLResponse(render_thread(thread, lines, language_of(request)))

    async def sources(self, request: Request) -> HTMLResponse:
        return HTMLResponse(render_sources(await self._conversation.sources(), language_of(request)))

    async def events(self, request: Request) -> StreamingResponse:
        after = request.headers.get("last-event-id") or request.query_params.get("after", "")
        return StreamingResponse(
            self._broadcast.listen(after, language_of(request)), media_type="text/event-stream"
        )

    async def command(self, request: Request) -> Response:
        return await _said(request, await _typed(request), self._conversation.command)

    async def form(self, request: Request) -> Response:
        form = await self._form(request)
        if form is None:
            return HTMLResponse(render_problem(_NO_FORM, language_of(request)), 404)
        return HTMLResponse(render_form(form))

    async def filled(self, request: Request) -> Response:
        """Do what was filled in; what is wrong comes back by field."""
        fields = await fields_of(request, max_body=_MAX_BODY, max_fields=_MAX_FORM_FIELDS)
        form = await self._form(request)
        if form is None:
            return _problem(request, _NO_FORM, 404)
        try:
            filled = {field.name: fields.get(field.name, "") for field in form.fields}
            text = typed(form.name, filled, form.about)
        except FormError as error:
            return JSONResponse({"problems": error.told(form.language)})
        key = _key(fields.get("event_key", ""))
        typed_text = _Typed(f"{slash_of(form.command)} {text}", key)
        return await _said(request, typed_text, self._conversation.command)

    async def _form(self, request: Request) -> Form | None:
        name, command = request.path_params["form"], request.query_params.get("command", "")
        if name not in set(FormName):
            return None
        return await self._conversation.form(command, FormName(name), request.query_params.get("about", ""))

    async def export(self, _request: Request) -> Response:
        document = await self._conversation.export()
        named = {"Content-Disposition": 'attachment; filename="feeds.opml"'}
        return Response(document, media_type="text/x-opml", headers=named)

    async def import_list(self, request: Request) -> Response:
        """Show what the list in the body holds: the card stands in the channel, and asks."""
        key = _key(request.query_params.get("event_key", ""))
        command = request.query_params.get("command", "")
        document = await body_of(request, max_body=_MAX_LIST)

        async def say(text: str, event_key: str, language: str) -> list[Mapping[str, str]] | Notice:
            return await self._conversation.command(text, event_key, language, document)

        return await _said(request, _Typed(f"{slash_of(command)} feeds import", key), say)

    async def question(self, request: Request) -> Response:
        thread = request.path_params["thread"]

        async def ask(text: str, event_key: str, language: str) -> list[Mapping[str, str]] | Notice:
            return await self._conversation.question(thread, text, event_key, language)

        return await _said(request, await _typed(request), ask)


async def _said(request: Request, typed: _Typed, speak: _Say) -> Response:
    if len(typed.text) > MAX_TEXT:
        return _problem(request, too_long(typed.text))
    outcome = await speak(typed.text, typed.event_key, language_of(request))
    if isinstance(outcome, Notice):
        return _problem(request, outcome, 404 if outcome is UNKNOWN_THREAD else 200)
    return JSONResponse({"messages": outcome})


def _problem(request: Request, notice: Notice, status_code: int = 200) -> JSONResponse:
    return JSONResponse({"problem": render_problem(notice, language_of(request))}, status_code)


async def _typed(request: Request) -> _Typed:
    """Read the form: "text", and "event_key", a UUID that the browser keeps when it tries again.

    Raises:
        HTTPException: 413 for a body that is too large, 400 for one that our page did not send.
    """
    fields = await fields_of(request, max_body=_MAX_BODY, max_fields=_MAX_FIELDS)
    event_key = _key(fields.get("event_key", ""))
    if "text" not in fields:
        raise HTTPException(400, NOT_OURS)
    text = fields["text"].replace("\x00", "").strip()
    if not text:
        raise HTTPException(400, "There is no text.")
    return _Typed(text, event_key)


def _key(text: str) -> str:
    """Return the key of an event, a UUID that the browser keeps when it tries again."""
    try:
        return str(uuid.UUID(text))
    except ValueError as error:
        raise HTTPException(400, NOT_OURS) from error


async def _failed(request: Request, error: Exception) -> Response:
    if isinstance(error, BotError):  # any other is a defect, and uvicorn logs it
        log.error("page_request_failed", path=request.url.path, error=str(error))
    if request.method == "POST":
        return _problem(request, _FAILED, 503)
    return HTMLResponse(render_problem(_FAILED, language_of(request)), 503)
