"""What the page's server answers besides."""

import httpx
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from bot.adapters.page import Access, PageChat
from tests.fakes.clock import FakeClock
from tests.fakes.inbound import FakeInbound
from tests.fakes.page_data import FakePageData


async def other(scope: Scope, receive: Receive, send: Send) -> None:
    """Another application, with a proof of its own."""
    await PlainTextResponse(f"other: {scope['path']}")(scope, receive, send)


async def test_what_is_beside_the_page_needs_none_of_its_proofs() -> None:
    """Slack comes by another name and without the page's token; the page itself is as closed as before."""
    access = Access(host="0.0.0.0", names=("news.example.com",), token="t" * 16)  # noqa: S104 -- what is tested
    page = PageChat(FakeInbound(), FakePageData(), FakeClock(), access, beside={"/slack/": other})
    transport = httpx.ASGITransport(page.app)
    async with httpx.AsyncClient(transport=transport, base_url="https://slack-reaches.example") as client:
        beside = await client.post("/slack/events", content=b"x")
        assert (beside.status_code, beside.text) == (200, "other: /slack/events")
        for path in ("/", "/slackers", "/slack", "/command"):
            assert (await client.get(path)).status_code == 403
