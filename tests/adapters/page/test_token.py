"""The page off loopback: a token, asked for once in a browser, and nothing without it."""

import httpx
import lxml.html
import pytest

from bot.adapters.page import Access
from tests.adapters.page.browser import EDITION, KEY, Page

TOKEN = "correct-horse-battery"
HERE = "http://news.example.com"
ACCESS = Access(host="192.0.2.7", names=("news.example.com",), token=TOKEN)
HTML = {"Accept": "text/html"}


@pytest.fixture
def client() -> httpx.AsyncClient:
    """A browser at the page's name; it keeps cookies."""
    page = Page(EDITION, access=ACCESS)
    transport = httpx.ASGITransport(page.chat.app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url=HERE)


async def show(client: httpx.AsyncClient, token: str, origin: str = HERE) -> httpx.Response:
    """Fill in the form."""
    return await client.post("/login", data={"token": token}, headers={"Origin": origin})


@pytest.mark.parametrize("path", ["/", "/stories", "/editions/7", "/why?q=x", "/events", "/sources", "/x"])
async def test_nothing_is_shown_without_the_token(client: httpx.AsyncClient, path: str) -> None:
    """Browsers are led to the form, programs are told; neither learns anything."""
    led = await client.get(path, headers=HTML)
    told = await client.get(path)
    assert (led.status_code, led.headers["location"]) == (303, "/login")
    assert (told.status_code, told.text) == (401, "This page asks for its token first.\n")


async def test_nothing_is_done_without_the_token(client: httpx.AsyncClient) -> None:
    """A command that comes without it is refused, even from the page's own address."""
    fields = {"text": "/ev help", "event_key": KEY}
    response = await client.post("/command", data=fields, headers={"Origin": HERE})
    assert response.status_code == 401


async def test_the_token_opens_the_page(client: httpx.AsyncClient) -> None:
    """Shown once, the browser keeps a key that scripts cannot read and other sites cannot use for a form."""
    form = lxml.html.fromstring((await client.get("/login")).text)
    assert form.xpath("//form/@method") == ["post"]
    shown = await show(client, f" {TOKEN} ")
    assert (shown.status_code, shown.headers["location"]) == (303, "/")
    cookie = shown.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert TOKEN not in cookie
    assert (await client.get("/")).status_code == 200
    assert (await client.get("/stories")).status_code == 200


@pytest.mark.parametrize("token", ["", "wrong", TOKEN[:-1], f"{TOKEN}x", "ü"])
async def test_a_wrong_token_opens_nothing(client: httpx.AsyncClient, token: str) -> None:
    """Whoever guesses is told that it is wrong, and gets no key."""
    response = await show(client, token)
    assert (response.status_code, "set-cookie" in response.headers) == (401, False)
    assert (await client.get("/")).status_code == 401


@pytest.mark.parametrize("key", ["", TOKEN, Access(token="another-token-of-many").key])
async def test_a_made_up_key_opens_nothing(client: httpx.AsyncClient, key: str) -> None:
    """Neither the token itself nor a key of another token is one; so a new token sends everybody back to the form."""
    client.cookies.set("newsthread", key)
    assert (await client.get("/")).status_code == 401


async def test_the_form_sends_its_origin(client: httpx.AsyncClient) -> None:
    """A form under "no-referrer" has no origin, and would be refused: this page alone says where it comes from, to itself."""
    assert (await client.get("/login")).headers["referrer-policy"] == "same-origin"
    await show(client, TOKEN)
    assert (await client.get("/")).headers["referrer-policy"] == "no-referrer"
    assert (await show(client, TOKEN, "https://evil.example")).status_code == 403


async def test_another_name_is_refused_with_the_token_too(client: httpx.AsyncClient) -> None:
    """A site that points its own name here reaches neither page nor form."""
    response = await client.get("/login", headers={"Host": "evil.example"})
    assert response.status_code == 403


@pytest.mark.parametrize("host", ["news.example.com:1/login?x=", "news.example.com:1/static/?x="])
async def test_no_host_header_opens_another_path(client: httpx.AsyncClient, host: str) -> None:
    """What is open without the token is decided by the path alone, not by an address that the request made up."""
    assert (await client.get("/stories", headers={"Host": host})).status_code == 401


async def test_what_watches_over_it_needs_no_token(client: httpx.AsyncClient) -> None:
    """Health checks and the form's own look are open; they tell nothing."""
    for path in ("/healthz", "/static/page.css", "/static/mark.svg"):
        assert (await client.get(path)).status_code == 200
    assert (await client.get("/healthz/x", headers=HTML)).status_code == 303


async def test_too_long_a_form_is_refused(client: httpx.AsyncClient) -> None:
    """Nobody fills the memory through the form."""
    assert (await show(client, "x" * 10_000)).status_code == 413


async def test_on_loopback_there_is_no_form() -> None:
    """Where nobody else can reach it, nobody is asked."""
    assert (await Page().get("/login")).status_code == 404
    assert (await Page(EDITION).get("/")).status_code == 200
