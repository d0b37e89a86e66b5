"""Telling people of feeds that fail, on a real store: once, in the place for that, and never twice because of a crash."""

import datetime as dt
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from bot.core.entities import Feed, NewTopic, Notice, Platform
from bot.core.errors import ChannelGoneError, ChatError, ChatUnavailableError, ChatUncertainError
from bot.flows.notices import NoticeRules, Notices
from tests.fakes.chat import Post
from tests.flows.world import TOPIC, World

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)
WELL = "https://well.example/feed"
RULES = NoticeRules(platform=Platform.SLACK, channel="C1", after=DAY)


async def reads(world: World, *urls: str) -> list[Feed]:
    """Let the team's topic read these feeds."""
    topic: NewTopic = replace(TOPIC, feeds=urls)
    await world.store.declare_topics(world.place.workspace_id, [topic], world.clock.now())
    return [await world.store.add_feed(url, world.clock.now()) for url in urls]


async def fails(
    world: World, feed: Feed, error: str = "the server answered 500", *, is_gone: bool = False
) -> None:
    """Let *feed* fail from now on."""
    now = world.clock.now()
    failed = replace(feed, failing_since=now, failures=1, error=error, checked_at=now, is_gone=is_gone)
    await world.store.save_feed(failed)


def told(world: World) -> list[Notice]:
    return [post.what for post in world.chat.history if isinstance(post.what, Notice)]


async def pass_time(world: World, notices: Notices, by: dt.timedelta) -> None:
    """Let time pass, with the job running every half hour."""
    until = world.clock.now() + by
    while world.clock.now() < until:
        await notices.tell()
        world.clock.advance(30 * MINUTE)


async def test_feed_that_fails_is_told_once_after_the_threshold_and_once_when_it_is_back(
    world: World,
) -> None:
    """A day of errors is one message, a week is no second one; when the feed is read again, one more."""
    feed, _ = await reads(world, world.feed.url, WELL)
    notices = Notices(world.needs, RULES)
    await fails(world, feed)
    await pass_time(world, notices, 23 * HOUR)
    assert told(world) == []
    await pass_time(world, notices, 7 * DAY)
    (first,) = told(world)
    assert first.title == "1 feed cannot be read"
    assert first.lines[0] == ("volt-courier.example, since 23 Nov 2026, 12:00 UTC: the server answered 500")
    await world.store.save_feed(replace(feed, failing_since=None))
    await pass_time(world, notices, 7 * DAY)
    assert [notice.title for notice in told(world)] == [first.title, "1 feed read again"]


async def test_passing_errors_are_not_told(world: World) -> None:
    """A feed that recovers within the threshold bothers nobody, not even with its recovery."""
    feed, _ = await reads(world, world.feed.url, WELL)
    notices = Notices(world.needs, RULES)
    await fails(world, feed)
    await pass_time(world, notices, 5 * HOUR)
    await world.store.save_feed(feed)
    await pass_time(world, notices, 2 * DAY)
    assert told(world) == []


async def test_gone_feed_is_told_at_once(world: World) -> None:
    """A publisher who took a feed down for good will not bring it back tomorrow."""
    feed, _ = await reads(world, world.feed.url, WELL)
    await fails(world, feed, "the publisher says that it is gone for good (410)", is_gone=True)
    await Notices(world.needs, RULES).tell()
    (notice,) = told(world)
    assert notice == Notice(
        title="1 feed gone for good",
        lines=("volt-courier.example: the publisher says that it is gone for good (410)",),
    )


async def test_our_own_network_is_one_message(world: World) -> None:
    """When sixty feeds of sixty hosts fail, one message says what it must be; one more when it is over."""
    feeds = await reads(world, *(f"https://host{number}.example/feed" for number in range(60)))
    notices = Notices(world.needs, RULES)
    for feed in feeds:
        await fails(world, feed)
    await pass_time(world, notices, 3 * DAY)
    (notice,) = told(world)
    assert notice.title == "60 feeds cannot be read"
    assert len(notice.lines) == 1
    assert "our own network" in notice.lines[0]
    for feed in feeds:
        await world.store.save_feed(feed)
    await pass_time(world, notices, DAY)
    back = told(world)[1:]
    assert [notice.title for notice in back] == ["60 feeds read again"]
    assert back[0].lines[-1] == "and 50 more"


async def test_feeds_that_fail_one_after_another_are_few_messages(world: World) -> None:
    """A host whose feeds are found dead over an afternoon is not a message for each."""
    feeds = await reads(world, *(f"https://dead.example/{number}" for number in range(10)), WELL)
    notices = Notices(world.needs, RULES)
    for feed in feeds[:-1]:
        await fails(world, feed)
        await pass_time(world, notices, 30 * MINUTE)
    await pass_time(world, notices, 2 * DAY)
    assert len(told(world)) == 2
    assert [notice.title for notice in told(world)] == ["1 feed cannot be read", "9 feeds cannot be read"]


async def test_it_holds_no_secret_and_no_book(world: World) -> None:
    """A feed's URL is not in the message, not even where its error repeats it, and a hostile title is cut."""
    secret = "https://news.example/feed?token=hush"
    feed, _ = await reads(world, secret, WELL)
    await fails(world, replace(feed, title="Buy " * 900), f"no answer from {secret}", is_gone=True)
    await Notices(world.needs, RULES).tell()
    (notice,) = told(world)
    assert "hush" not in repr(notice)
    assert len(notice.lines[0]) < 300


async def test_crash_before_it_was_written_down_does_not_tell_twice(world: World) -> None:
    """The process died between posting and remembering: the next one finds what was posted."""
    feed, _ = await reads(world, world.feed.url, WELL)
    await fails(world, feed, is_gone=True)
    await Notices(world.needs, RULES).tell()
    await world.store.mark_noticed([feed.id], None)  # what the crash would have left
    await world.store.claim("notices", world.clock.now(), world.clock.now() + 7 * HOUR)
    world.clock.advance(8 * HOUR)
    await Notices(world.needs, RULES).tell()
    assert len(told(world)) == 1
    assert (await world.store.feed(feed.id)).noticed_at is not None


@pytest.mark.parametrize(
    ("fault", "messages"),
    [
        pytest.param(ChatUnavailableError("rate limit"), 1, id="tried again"),
        pytest.param(ChatUncertainError("who knows"), 0, id="not blindly repeated"),
        pytest.param(ChannelGoneError("not invited"), 1, id="tried again when somebody may have mended it"),
    ],
)
async def test_chat_that_fails(world: World, fault: ChatError, messages: int) -> None:
    """What surely was not posted is posted later; what may have been is not."""
    feed, _ = await reads(world, world.feed.url, WELL)
    await fails(world, feed, is_gone=True)
    world.chat.before.append(fault)
    await pass_time(world, Notices(world.needs, RULES), 2 * HOUR)
    assert len(told(world)) == messages


async def test_without_its_chat_the_log_has_it(world: World) -> None:
    """Where nobody connected the chat that is named, notices do not pile up for the day somebody does."""
    feed, _ = await reads(world, world.feed.url, WELL)
    await fails(world, feed, is_gone=True)
    with capture_logs() as logs:
        await Notices(world.needs, replace(RULES, platform=Platform.DISCORD)).tell()
    assert told(world) == []
    assert [(line["event"], line["host"]) for line in logs] == [("feed_gone", "volt-courier.example")]
    assert (await world.store.feed(feed.id)).noticed_at is not None


async def test_it_stands_in_the_transcript(world: World) -> None:
    """Whoever opens the page later finds the notice where it was posted."""
    feed, _ = await reads(world, world.feed.url, WELL)
    await fails(world, feed, is_gone=True)
    await Notices(world.needs, RULES).tell()
    (message,) = await world.store.messages(world.place, "", 10)
    (post,) = world.chat.history
    assert isinstance(post, Post)
    assert (message.id, message.body) == (post.id, post.what)


UNINVITED = ChannelGoneError("the bot is not a member: invite it with /invite @newsthread")


async def test_a_channel_that_is_gone_is_told_once_and_anew_after_it_worked(world: World) -> None:
    """An edition that was refused is no line in a log: whoever runs the bot hears of it, once for each time of trouble."""
    notices = Notices(world.needs, RULES)
    await world.subscribe("daily 09:00 UTC")
    world.chat.before = [UNINVITED] * 2
    await world.pass_time(2 * DAY)
    await pass_time(world, notices, 5 * HOUR)
    (notice,) = told(world)
    assert notice.title == "1 channel gets no editions any more"
    assert notice.lines[0] == f"C1 in Team (Slack): {UNINVITED}"
    await world.pass_time(DAY)
    await pass_time(world, notices, HOUR)
    assert len(told(world)) == 1, "it works again"
    world.chat.before = [UNINVITED]
    await world.pass_time(DAY)
    await pass_time(world, notices, HOUR)
    assert [each.title for each in told(world)] == [notice.title] * 2


async def test_a_channel_is_told_of_when_the_place_for_notices_works_again(world: World) -> None:
    """What could not be told is told later."""
    notices = Notices(world.needs, RULES)
    await world.subscribe("daily 09:00 UTC")
    world.chat.before = [UNINVITED]
    await world.pass_time(DAY)
    world.chat.before = [ChatError("the place for notices is out of order")]
    await notices.tell()
    assert told(world) == []
    world.clock.advance(HOUR)
    await notices.tell()
    assert len(told(world)) == 1


async def test_an_edition_that_was_taken_back_is_no_refusal(world: World) -> None:
    """Where every edition arrived there is nothing to tell."""
    notices = Notices(world.needs, RULES)
    await world.subscribe("daily 09:00 UTC")
    await world.pass_time(2 * DAY)
    await pass_time(world, notices, HOUR)
    assert told(world) == []
