"""What the page shows of what is stored: editions with their threads, on a real store."""

import datetime as dt

import pytest

from bot.adapters.jobs import InlineJobs
from bot.adapters.page import CALLER
from bot.app.chats import PageRecords
from bot.core.entities import Body, Message, Place, Platform, Posted, Said, Speaker
from bot.flows.converse import Conversation
from bot.flows.ledger import Budget
from bot.flows.needs import Needs
from bot.flows.ports import Store
from tests import samples
from tests.adapters.store_contract.world import channel, edition_for, subscribed
from tests.fakes.clock import FakeClock
from tests.fakes.tools import feed_tools


class Transcript:
    """The page's channel in a store, written a minute at a time."""

    def __init__(self, store: Store, seeing_all: tuple[Platform, ...] = ()) -> None:
        needs = Needs(
            store=store,
            jobs=InlineJobs(),
            clock=FakeClock(),
            chats={},
            language_models=(),
            detect_language=lambda _text: "",
            budget=Budget(),
        )
        self.conversation = Conversation(needs, (), feed_tools(), seeing_all)
        self.records = PageRecords(needs, self.conversation, feed_tools().lists)
        self._store = store
        self._at = samples.NOON

    async def place(self) -> Place:
        """The page's channel."""
        return await self.conversation.place(CALLER)

    async def post(self, number: int) -> str:
        """An edition is posted; returns the id of its message, and so of its thread."""
        new = edition_for(await subscribed(self._store), f"edition {number}")
        added = await self._store.add_edition(new, await self.place(), 1, self._at)
        assert added is not None
        await self._keep(f"m{number}", "", Speaker.BOT, Posted(edition_id=added[0].id))
        return f"m{number}"

    async def say(self, thread: str, count: int) -> None:
        """Somebody says things in a thread, or ("") in the channel."""
        for number in range(count):
            await self._keep(f"{thread}:{number}", thread, Speaker.PERSON, Said(text=f"{number}"))

    async def _keep(self, message_id: str, thread: str, speaker: Speaker, body: Body) -> None:
        self._at += dt.timedelta(minutes=1)
        place = await self.place()
        message = Message(
            place=place, thread=thread, id=message_id, speaker=speaker, user="", body=body, at=self._at
        )
        await self._store.add_message(message)


@pytest.fixture
def transcript(store: Store) -> Transcript:
    """An empty one."""
    return Transcript(store)


async def test_editions_come_with_the_number_of_their_replies(transcript: Transcript):
    """The button below an edition says how many replies there are, also of a thread longer than the channel shows."""
    quiet, busy = await transcript.post(1), await transcript.post(2)
    await transcript.say(busy, 75)
    await transcript.say("elsewhere", 1)
    shown = await transcript.records.history("")
    assert [(each.message.id, each.replies, each.edition is not None) for each in shown] == [
        (quiet, 0, True),
        (busy, 75, True),
    ]


async def test_a_long_thread_keeps_what_opened_it(transcript: Transcript):
    """However much was said in a thread, the edition that it is about stands above it."""
    busy = await transcript.post(1)
    await transcript.say(busy, 75)
    opener, *said = await transcript.records.history(busy)
    assert (opener.message.id, opener.edition is not None, len(said)) == (busy, True, 75)


async def test_the_channel_shows_its_newest_messages(transcript: Transcript):
    """After months the page still opens at once, at the end."""
    await transcript.say("", 201)
    shown = await transcript.records.history("")
    assert [each.message.body for each in shown] == [Said(text=f"{number}") for number in range(1, 201)]


@pytest.mark.parametrize(("seeing_all", "keys"), [((), ["here"]), ((Platform.PAGE,), ["elsewhere", "here"])])
async def test_the_newsroom_shows_other_channels_to_whoever_runs_the_bot_only(
    store: Store, seeing_all: tuple[Platform, ...], keys: list[str]
):
    """On this machine the page shows every channel's editions and costs; where others come, its own channel's."""
    transcript = Transcript(store, seeing_all)
    subscription = await subscribed(store)
    await store.add_edition(edition_for(subscription, "here"), await transcript.place(), 1, samples.NOON)
    await store.add_edition(edition_for(subscription, "elsewhere"), await channel(store), 1, samples.NOON)
    newsroom = transcript.records.newsroom
    assert [each.edition.planned_key for each in (await newsroom.editions()).records] == keys
    assert len(await newsroom.channels()) == (1 if seeing_all else 0)
    assert (await newsroom.costs() is not None) == bool(seeing_all)
