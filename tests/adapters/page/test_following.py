"""The page beside other processes: it shows what they say, once, and what is said here as before."""

import asyncio
from dataclasses import replace

from typing_extensions import override

from bot.adapters.page.broadcast import Broadcast
from bot.adapters.page.conversation import Conversation
from bot.adapters.page.following import Following
from bot.adapters.page.render import Line, render_line
from bot.core.entities import Correction, CorrectionKind, Said, Shown
from bot.core.errors import StoreError
from tests import samples
from tests.adapters.page.browser import EDITION, THREAD, shown
from tests.fakes.clock import FakeClock
from tests.fakes.inbound import FakeInbound
from tests.fakes.page_data import FakePageData


class Place:
    """A page that follows, and what it has pushed to its browsers."""

    def __init__(self, data: FakePageData) -> None:
        self.data = data
        self._broadcast = Broadcast()
        self.conversation = Conversation(FakeInbound(), data, FakeClock(), self._broadcast)
        self.following = Following(data, self.conversation, FakeClock(), every=0.001)

    def pushed(self, thread: str = "") -> list[str]:
        """The ids of messages that open pages were sent."""
        return [line.id for line in self._broadcast.recent(thread)]

    def lines(self) -> list[Line]:
        """What open pages were sent for the channel."""
        return self._broadcast.recent("")


async def test_what_a_worker_posts_appears_on_open_pages():
    """An edition that another process posted, and an answer in its thread, are shown without reloading, and once."""
    place = Place(FakePageData(shown("old", Said(text="before"))))
    await place.following.look()
    place.data.shown += [EDITION, shown("answer:1", samples.answer(), thread=THREAD)]
    for _ in range(3):
        await place.following.look()
    assert place.pushed() == [THREAD]
    assert place.pushed(THREAD) == [THREAD, "answer:1"]


async def test_what_is_said_here_is_not_shown_twice():
    """Whoever types a command sees it once, though it stands in the transcript a moment later."""
    place = Place(FakePageData())
    await place.following.look()
    await place.conversation.follow([shown("m1", Said(text="typed"))])
    place.data.shown.append(shown("m1", Said(text="typed")))
    await place.following.look()
    assert place.pushed() == ["m1"]


async def test_a_database_that_is_away_for_a_moment_does_not_end_it():
    """PostgreSQL is restarted: when it is back, so is the page."""
    seen = asyncio.Event()

    class Shaky(FakePageData):
        fails = 2

        @override
        async def arrived(self, after: int | None) -> tuple[int, tuple[Shown, ...]]:
            if self.fails:
                self.fails -= 1
                raise StoreError("away")
            if after is not None:
                seen.set()
            return await super().arrived(after)

    place = Place(Shaky())
    async with asyncio.timeout(20), place.following.running():
        await seen.wait()


async def test_what_a_worker_edits_is_shown_again_once():
    """Another process put an edition right: open pages replace what they show, once for each correction."""
    place = Place(FakePageData(EDITION))
    await place.following.look()
    place.data.edited_ids = {THREAD}
    for _ in range(3):
        await place.following.look()
    assert place.pushed() == [THREAD]


async def test_an_edit_is_shown_under_the_messages_own_name():
    """An edition that is put right comes again as it is by now, at its old place and with its replies; one that is too old does not."""
    place = Place(FakePageData(EDITION, shown("r1", Said(text="how long?"), thread=THREAD)))
    right = samples.edition(
        corrections=(
            Correction(kind=CorrectionKind.WITHDRAWN, by="you", at=samples.NOON, reason="it was not so"),
        )
    )
    place.data.shown[0] = replace(EDITION, edition=right)
    await place.conversation.show_again(THREAD, "")
    await place.conversation.show_again("of last year", "")
    (line,) = place.lines()
    assert (line.id, line.at, line.replies) == (THREAD, EDITION.message.at, 1)
    html = render_line(line)
    assert "Withdrawn 13:00: it was not so" in html
    assert samples.WAITING_LIST not in html
