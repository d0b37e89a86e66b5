"""Watching alone: one person hears of a subject by direct message, and nobody else hears that they do."""

import datetime as dt
from dataclasses import replace

import pytest

from bot.core.entities import Edition, Notice, Place
from bot.flows.converse import Conversation
from tests.fakes.tools import feed_tools
from tests.flows.test_converse import CALLER, PAGE, XIAOMI, Say, text_of
from tests.flows.world import TOPIC, World

HOUR = dt.timedelta(hours=1)
MEMBER = replace(CALLER, is_manager=False, is_admin=False)
OTHER = replace(MEMBER, user="U2")
OWN = "DU1"


@pytest.fixture
def conversation(world: World) -> Conversation:
    """The conversation of the world, as the app joins it."""
    return Conversation(world.needs, [TOPIC], feed_tools())


@pytest.fixture
def say(conversation: Conversation) -> Say:
    """Type something behind /ev."""
    keys = iter(range(1000))
    return lambda text, caller=MEMBER: conversation.command(caller, "/ev", text, f"alone-{next(keys)}")


async def has_found(world: World) -> None:
    """Something about Xiaomi comes, and an hour passes."""
    await world.entry(f"Xiaomi builds a team for sales abroad ({world.clock.now():%d %H:%M})", XIAOMI)
    await world.pass_time(2 * HOUR)


def told_in(world: World, channel: str) -> list[str]:
    """The titles of the editions that were posted in a channel."""
    return [
        post.what.title
        for post in world.chat.history
        if post.channel == channel and isinstance(post.what, Edition)
    ]


async def test_news_come_to_whoever_asked_alone(world: World, say: Say):
    """A first message shows that it works; the news come there, not into the channel, which is told them all the same."""
    await say("subscribe daily 09:00 UTC", CALLER)
    assert "to you alone, as a direct message" in text_of(await say("watch xiaomi for me"))
    (greeting,) = world.chat.history
    assert greeting.channel == OWN
    assert isinstance(greeting.what, Notice)
    assert "/ev unwatch xiaomi for me" in text_of(greeting.what)
    await has_found(world)
    assert told_in(world, OWN) == ["Electric cars: xiaomi"]
    assert told_in(world, "C1") == []
    await world.pass_time(20 * HOUR)
    edition = world.chat.history[-1]
    assert (edition.channel, len(told_in(world, "C1"))) == ("C1", 1)
    assert isinstance(edition.what, Edition)
    assert [item.summary.title for item in edition.what.items]
    assert "Told here already" not in str(edition.what.recap)


async def test_a_person_is_not_told_more_often_than_a_channel(world: World, say: Say):
    """Three stories within an hour are one message."""
    await say("watch xiaomi for me")
    for minute in range(3):
        await world.entry(f"Xiaomi opens plant number {minute}", XIAOMI.replace("Peking", f"City{minute}"))
        world.clock.advance(dt.timedelta(minutes=5))
        await world.tick()
    await world.pass_time(HOUR)
    assert len(told_in(world, OWN)) == 1


async def test_nobody_else_sees_it_in_a_chat(world: World, say: Say, conversation: Conversation):
    """Neither the channel's list, its status and changes, what is completed there, nor `why` tell of it; its owner sees it."""
    await say("watch xiaomi for me")
    await has_found(world)
    for asked in ("watch", "status", "watch for me", "why Xiaomi builds a team"):
        said = text_of(await say(asked, OTHER))
        assert not any(each in said for each in ("xiaomi, since", "For you alone", "direct message", OWN))
    assert "unwatch" not in text_of(await say("why Xiaomi builds a team", OTHER))
    assert await conversation.suggest(OTHER, "/ev", "unwatch x") == ("unwatch x",)
    assert "unwatch xiaomi for me" in await conversation.suggest(MEMBER, "/ev", "unwatch x")
    mine = text_of(await say("watch"))
    assert mine.splitlines()[-2:] == ["For you alone:", "xiaomi, since 23 Nov 2026, 12:00 UTC"]
    assert "xiaomi, since" in text_of(await say("watch for me"))


async def test_it_is_ended_by_its_owner_only(say: Say):
    """Somebody else's "unwatch" finds nothing to end; the channel's own watch is another one."""
    await say("watch xiaomi", CALLER)
    await say("watch Xiaomi for me")
    assert "You do not watch “xiaomi”" in text_of(await say("unwatch xiaomi for me", OTHER))
    assert "no longer" in text_of(await say("unwatch for me XIAOMI"))
    assert "Nothing yet" in text_of(await say("watch for me"))
    assert "xiaomi, since" in text_of(await say("watch"))


async def test_closed_direct_messages_are_said_at_once(world: World, say: Say):
    """Who lets nobody write to them is told so, and nothing is watched."""
    world.chat.closed.add(OWN)
    assert "I may not write to you." in text_of(await say("watch xiaomi for me"))
    assert "Nothing yet" in text_of(await say("watch for me"))
    assert await world.store.subscriptions() == ()


async def test_a_watch_rests_when_messages_are_refused_later(world: World, say: Say):
    """After three refusals nothing is composed for them any more; they see it, and asking again goes on."""
    await say("watch xiaomi for me")
    world.chat.closed.add(OWN)
    for _ in range(3):
        await has_found(world)
    await world.pass_time(2 * HOUR)
    (kept,) = await world.store.subscriptions()
    assert kept.paused_at is not None
    assert "because messages to you were refused" in text_of(await say("watch for me"))
    world.chat.closed.clear()
    await say("watch xiaomi for me")
    assert "xiaomi, since" in text_of(await say("watch for me"))
    await has_found(world)
    assert told_in(world, OWN) == ["Electric cars: xiaomi"]


async def test_everybody_may_and_it_is_nobodys_change(world: World, say: Say):
    """No right to change the channel is needed, and the channel's log of changes has nothing of it."""
    await say("watch xiaomi for me")
    assert await world.store.changes(world.place, world.topic.id, 5) == ()


async def test_a_person_has_a_bounded_number_of_watches(say: Say):
    """Twenty, as a channel has."""
    for number in range(20):
        await say(f"watch subject{number} for me")
    assert "You watch 20 subjects already" in text_of(await say("watch another for me"))


async def test_the_quiet_hours_are_those_of_where_it_was_asked(world: World, say: Say):
    """Nobody is woken: the channel in which somebody asked has quiet hours, and so they have them."""
    await say("subscribe daily 09:00 Europe/Berlin quiet 13:00-20:00", CALLER)
    await say("watch xiaomi for me")
    await has_found(world)
    assert told_in(world, OWN) == []
    await world.pass_time(6 * HOUR)
    assert told_in(world, OWN) == ["Electric cars: xiaomi"]


async def test_where_there_is_but_one_reader_it_is_their_channel(say: Say, conversation: Conversation):
    """The page has one reader: what they watch alone is what their channel watches."""
    await say("watch xiaomi for me", PAGE)
    place = await conversation.place(PAGE)
    assert place == Place(workspace_id=place.workspace_id, platform=PAGE.platform, channel="news")
    assert "xiaomi, since" in text_of(await say("watch", PAGE))
    assert "no longer" in text_of(await say("unwatch xiaomi", PAGE))


async def test_a_watch_speaks_the_language_of_where_it_was_asked(world: World, say: Say):
    """A channel's as its subscription has it, also when that changes; somebody's own stays as it was, whatever they subscribe to."""

    async def languages() -> dict[str, str]:
        subscriptions = await world.store.subscriptions()
        return {each.place.channel: each.language for each in subscriptions if each.subject}

    await say("subscribe daily 09:00 UTC language de", CALLER)
    await say("watch xiaomi", CALLER)
    await say("watch xiaomi for me")
    assert await languages() == {"C1": "de", OWN: "de"}
    await say("subscribe daily 09:00 UTC language tr", CALLER)
    await say("subscribe daily 08:00 UTC", replace(MEMBER, channel=OWN))
    assert await languages() == {"C1": "tr", OWN: "de"}
