"""A page with its fakes, and a browser's requests to it, without a socket."""

import datetime as dt
import uuid

import httpx
import lxml.html

from bot.adapters.page import Access, PageChat
from bot.core.entities import Body, EditionId, Message, Posted, Reply, Shown, Speaker
from tests import samples
from tests.fakes.clock import FakeClock
from tests.fakes.inbound import FakeInbound
from tests.fakes.newsroom import FakeNewsroom
from tests.fakes.page_data import FakePageData

OWN = "http://127.0.0.1:8321"
KEY = str(uuid.UUID(int=7))
THREAD = samples.delivery().key


def shown(
    message_id: str, body: Body, *, thread: str = "", speaker: Speaker = Speaker.BOT, minute: int = 0
) -> Shown:
    """A message of the transcript, an edition with its text at hand."""
    message = Message(
        place=samples.delivery().place,
        thread=thread,
        id=message_id,
        speaker=speaker,
        user="you",
        body=body,
        at=samples.NOON + dt.timedelta(minutes=minute),
    )
    return Shown(message=message, edition=samples.edition() if isinstance(body, Posted) else None)


EDITION = shown(THREAD, Posted(edition_id=EditionId(7)))


class Page:
    """A page with its fakes, and a browser's requests to it."""

    def __init__(
        self,
        *transcript: Shown,
        replies: tuple[Reply | Exception, ...] = (),
        newsroom: FakeNewsroom | None = None,
        access: Access | None = None,
    ) -> None:
        self.inbound = FakeInbound(*replies)
        self.newsroom = newsroom or FakeNewsroom()
        self.data = FakePageData(*transcript, newsroom=self.newsroom)
        self.clock = FakeClock()
        self.chat = PageChat(self.inbound, self.data, self.clock, access)

    async def get(self, path: str, **headers: str) -> httpx.Response:
        """Ask as a browser does."""
        async with self._client() as client:
            return await client.get(path, headers=headers)

    async def post(self, path: str, text: str, **headers: str) -> httpx.Response:
        """Send a form as our own script does."""
        async with self._client() as client:
            return await client.post(
                path, data={"text": text, "event_key": KEY}, headers={"Origin": OWN, **headers}
            )

    async def send(self, path: str, origin: str = OWN, **fields: str) -> httpx.Response:
        """Send a form as a browser does."""
        async with self._client() as client:
            return await client.post(path, data=fields, headers={"Origin": origin})

    async def deliver(self, path: str, body: dict[str, str] | bytes, **headers: str) -> httpx.Response:
        """Send a form's fields, or a file."""
        sent = {"content": body} if isinstance(body, bytes) else {"data": body}
        async with self._client() as client:
            return await client.post(path, headers={"Origin": OWN, **headers}, **sent)

    async def html(self, path: str = "/") -> lxml.html.HtmlElement:
        """A page or fragment, parsed."""
        return lxml.html.fromstring((await self.get(path)).text)

    def _client(self) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(self.chat.app, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url=OWN)


def texts(root: lxml.html.HtmlElement, css_class: str) -> list[str]:
    """What the elements of a class say, spaces folded."""
    return [" ".join(" ".join(found.itertext()).split()) for found in root.find_class(css_class)]
