"""Showing the page's token, once in a browser. It keeps no sessions: the cookie is worth what the token is."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.adapters.page.fields import ORIGIN_WITH_FORMS, fields_of
from bot.adapters.page.guard import COOKIE, LOGIN, Access
from bot.adapters.page.languages import language_of
from bot.adapters.page.render import template
from bot.core.language import say

_DAYS = 30
_MAX_BODY = 4_096
_WRONG = say("That is not the token. It is the PAGE_TOKEN of whoever runs newsthread.")


def login_routes(access: Access) -> list[Route]:
    """Return the address of the form."""

    async def form(request: Request) -> HTMLResponse:
        return _form(request, "")

    async def show(request: Request) -> Response:
        if not access.allows(await _token(request)):
            return _form(request, _WRONG, 401)
        response = RedirectResponse("/", status_code=303, headers=ORIGIN_WITH_FORMS)
        response.set_cookie(
            COOKIE,
            access.key,
            max_age=_DAYS * 24 * 3600,
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return response

    return [Route(LOGIN, show, methods=["POST"]), Route(LOGIN, form)] if access.token else []


def _form(request: Request, problem: str, status_code: int = 200) -> HTMLResponse:
    html = template("login.html", language_of(request)).render(problem=problem)
    return HTMLResponse(html, status_code, ORIGIN_WITH_FORMS)


async def _token(request: Request) -> str:
    fields = await fields_of(request, max_body=_MAX_BODY, max_fields=1)
    return fields.get("token", "").strip()
