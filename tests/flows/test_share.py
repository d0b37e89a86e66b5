"""Sharing: what somebody found is shown to the whole channel, with who shared it, once."""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.core import wording
from bot.core.entities import (
    Caller,
    Edition,
    Entry,
    NewQuestion,
    NewTopic,
    Notice,
    Platform,
    Reply,
    StoryList,
)
from bot.core.errors import ChannelGoneError, ChatUncertainError
from bot.flows.converse import Conversation
from tests.fakes.language_model import SlowModel
from tests.fakes.tools import feed_tools
from tests.flows.test_publish import TEXT as NEWS
from tests.flows.world import TOPIC, World

DENIZ = Caller(
    platform=Platform.SLACK, workspace="T1", workspace_name="Team", channel="C1", user="U1", name="deniz"
)
TEXT = "Xiaomi opens a plant in Wuhan for electric cars. It is to build 300 cars a day from autumn on. "

Say = Callable[..., Awaitable[Reply | None]]


@pytest.fixture
def say(world: World) -> Say:
    """Type something behind /ev."""
    conversation, keys = Conversation(world.needs, [TOPIC], feed_tools()), iter(range(100))

    def said(text: str, caller: Caller = DENIZ) -> Awaitable[Reply | None]:
        return conversation.command(caller, "/ev", text, f"event-{next(keys)}")

    return said


@pytest.fixture
async def xiaomi(world: World) -> Entry:
    """A story to share."""
    return await world.entry("Xiaomi opens a plant", TEXT)


def notice(reply: Reply | None) -> str:
    """The heading of what somebody is told."""
    assert isinstance(reply, Notice)
    return reply.title


async def test_a_button_below_a_search_shares_its_story_with_the_channel(
    world: World, xiaomi: Entry, say: Say
):
    """All see the card, with who shared it; whoever shares it again is told that it stands there."""
    found = await say("xiaomi")
    assert isinstance(found, StoryList)
    assert [action.label for action in found.actions] == ["Share 1", "Watch xiaomi", "Watch xiaomi for me"]
    assert notice(await say(found.actions[0].text)) == "Shared with this channel"
    assert (
        notice(await say(found.actions[0].text, replace(DENIZ, user="U2")))
        == "That story was shared here before"
    )
    (post,) = world.chat.history
    assert isinstance(post.what, Edition)
    assert [item.story_id for item in post.what.items] == [xiaomi.story_id]
    assert wording.lead(post.what) == "Shared by deniz."


async def test_what_could_not_be_posted_is_shared_again(world: World, xiaomi: Entry, say: Say):
    """The bot was not in the channel; when somebody has invited it, the button works, and then once."""
    world.chat.before.append(ChannelGoneError("not_in_channel"))
    await say(f"share {xiaomi.story_id}")
    assert world.chat.history == []
    assert notice(await say(f"share {xiaomi.story_id}")) == "Shared with this channel"
    assert notice(await say(f"share {xiaomi.story_id}")) == "That story was shared here before"
    assert len(world.chat.history) == 1


async def test_each_channel_has_its_own_shares(world: World, xiaomi: Entry, say: Say):
    """What was shared in one channel may be shared in another."""
    await say(f"share {xiaomi.story_id}")
    assert (
        notice(await say(f"share {xiaomi.story_id}", replace(DENIZ, channel="C2")))
        == "Shared with this channel"
    )
    assert len(world.chat.history) == 2


async def test_only_stories_of_the_topic_can_be_shared(world: World, say: Say):
    """A number that was guessed shows nothing of feeds that only another team reads."""
    other = await world.store.add_workspace(Platform.SLACK, "T2", "Other")
    theirs = NewTopic(name="x", command="/x", title="X", feeds=("https://secret.example/feed",))
    (topic,) = await world.store.declare_topics(other.id, [theirs], world.clock.now())
    (feed,) = await world.store.feeds(topic.id)
    secret = await replace(world, topic=topic, feed=feed).entry("Secret", TEXT)
    reply = await say(f"share {secret.story_id}")
    assert isinstance(reply, Notice)
    assert reply.lines == (f"There is no story {secret.story_id} in this topic's feeds.",)
    assert world.chat.history == []


async def test_a_share_comes_through_a_crash_and_quiet_hours_once(world: World, xiaomi: Entry, say: Say):
    """It is a delivery like any other: what nobody knows the outcome of is looked for, not repeated."""
    world.chat.after.append(ChatUncertainError("lost"))
    await say(f"share {xiaomi.story_id}")
    assert len(world.chat.history) == 1
    await world.pass_time(dt.timedelta(hours=6))
    assert len(world.chat.history) == 1


async def test_the_thread_of_a_share_answers(world: World, xiaomi: Entry, say: Say):
    """Whoever asks below the card gets an answer from its sources."""
    await say(f"share {xiaomi.story_id}")
    (post,) = world.chat.history
    question = NewQuestion(
        caller=DENIZ,
        thread=post.id,
        text="How many cars a day is it to build?",
        event_key="q1",
        asked_at=world.clock.now(),
        is_addressed=True,
    )
    assert await Conversation(world.needs, [TOPIC], feed_tools()).question(question)
    assert len(world.chat.history) == 2


async def test_an_edition_does_not_tell_again_what_was_shared(world: World, xiaomi: Entry, say: Say):
    """The channel had it already; the next edition says so in a line."""
    subscription = await world.subscribe()
    await say(f"share {xiaomi.story_id}")
    await world.pass_time(dt.timedelta(days=1))
    edition = await world.store.last_edition(subscription.id)
    assert edition is not None
    assert edition.items == ()
    assert len(edition.recap) == 1


@pytest.mark.usefixtures("xiaomi")
async def test_a_watch_button_names_what_was_meant(say: Say):
    """After a misspelling the word that was meant is watched; for the beginning of a word there is nothing to watch."""
    for asked, labels in (
        ("xaiomi", ["Share 1", "Watch xiaomi", "Watch xiaomi for me"]),
        ("xiao", ["Share 1"]),
    ):
        found = await say(asked)
        assert isinstance(found, StoryList)
        assert [action.label for action in found.actions] == labels


@pytest.mark.usefixtures("xiaomi")
async def test_what_a_button_could_not_say_is_left_to_typing(say: Say):
    """Discord's buttons hold a hundred characters; a long subject has none for watching."""
    words = "xiaomi opens a plant in wuhan for electric cars " * 2
    found = await say(words)
    assert isinstance(found, StoryList)
    assert [action.label for action in found.actions] == ["Share 1"]


@pytest.mark.parametrize("timetable", ["daily 09:00 UTC", "instant UTC"])
async def test_what_is_shared_while_an_edition_is_written_is_told_once(
    world: World, say: Say, timetable: str
):
    """A language model takes its minutes; who shares a story meanwhile has told it, and the edition tells the rest."""
    await world.entry(
        "Nio recalls cars", "Nio calls back 900 electric cars because of a cable. Owners get a letter in May."
    )
    world.clock.advance(dt.timedelta(minutes=1))
    subscription = await world.subscribe(timetable)
    await world.tick()
    shared = await world.entry("Second battery plant opens", NEWS)
    other = await world.entry("Third battery plant opens", NEWS.replace("Izmir", "Bursa"))
    slow = SlowModel()
    world.language_models = (slow,)
    world.clock.advance(dt.timedelta(hours=21))
    writing = asyncio.create_task(world.tick())
    await asyncio.wait_for(slow.is_asked.wait(), timeout=20)
    await say(f"share {shared.story_id}")
    slow.may_reply.set()
    await writing
    editions = [post.what for post in world.chat.history if isinstance(post.what, Edition)]
    told = [item.story_id for edition in editions for item in edition.items]
    assert sorted(told) == sorted({*told})
    assert {shared.story_id, other.story_id} <= {*told}
    decisions = await world.store.decisions(shared.id)
    assert [
        (each.stage, str(each.reason)) for each in decisions if each.subscription_id == subscription.id
    ] == [("edition", "told here before")]
    if timetable.startswith("daily"):
        [digest] = [each for each in editions if other.story_id in {item.story_id for item in each.items}]
        assert digest.recap == ("Second battery plant opens",)
        assert digest.coverage.left_out == 1
