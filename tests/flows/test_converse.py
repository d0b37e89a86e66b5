"""What happens when a chat speaks to us, command by command."""

import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import cast

import pytest

from bot.core import wording
from bot.core.entities import (
    Answer,
    Caller,
    Edition,
    NewFeed,
    NewQuestion,
    NewSubscription,
    NextEdition,
    Notice,
    Origin,
    Platform,
    Reply,
    Said,
    StoryList,
)
from bot.core.errors import StoreError
from bot.flows import manage
from bot.flows.converse import Conversation
from bot.flows.ports import Store
from tests.fakes.tools import feed_tools
from tests.flows.world import TOPIC, World

CALLER = Caller(
    platform=Platform.SLACK,
    workspace="T1",
    workspace_name="Team",
    channel="C1",
    user="U1",
    is_manager=True,
    is_admin=True,
)
PAGE = Caller(
    platform=Platform.PAGE, workspace="local", workspace_name="This page", channel="news", user="you"
)
XIAOMI = (
    "Xiaomi is setting up a team in Peking to sell its electric cars abroad. "
    "The first 300 cars are to go to Lisbon in autumn. A price has not been named by the company yet."
)
CHINESE = "小米正在北京组建团队，准备在海外销售电动汽车。首批三百辆汽车将于秋季运往里斯本。公司尚未公布价格。"

Say = Callable[..., Awaitable[Reply | None]]


@pytest.fixture
def conversation(world: World) -> Conversation:
    """The conversation of the world, as the app joins it."""
    return Conversation(world.needs, [TOPIC], feed_tools())


@pytest.fixture
def say(conversation: Conversation) -> Say:
    """Type something behind /ev."""
    keys = iter(range(1000))

    def said(text: str, caller: Caller = CALLER) -> Awaitable[Reply | None]:
        return conversation.command(caller, "/ev", text, f"event-{next(keys)}")

    return said


def titles(reply: Reply | None) -> list[str]:
    """The stories of a list."""
    assert isinstance(reply, StoryList)
    return [item.sources[0].title for item in reply.items]


def stories_of(edition: Edition) -> list[int | None]:
    """The stories of an edition."""
    return [item.story_id for item in edition.items]


def text_of(reply: Reply | None) -> str:
    """All that a notice says."""
    assert isinstance(reply, Notice)
    return "\n".join((reply.title, *reply.lines))


async def test_a_subject_finds_its_stories_newest_first(world: World, say: Say):
    """`/ev xiaomi` shows what is about Xiaomi, in whatever script, and nothing else."""
    await world.entry("Xiaomi builds a team for sales abroad", XIAOMI)
    world.clock.advance(dt.timedelta(hours=1))
    await world.entry("小米组建海外团队", CHINESE)
    await world.entry(
        "Ferry line orders battery ships",
        "The line ordered six ships. They sail in May. Each costs 9 million.",
    )
    expected = ["小米组建海外团队", "Xiaomi builds a team for sales abroad"]
    assert titles(await say("xiaomi")) == titles(await say("小米")) == expected


async def test_what_has_no_word_finds_nothing(world: World, say: Say):
    """A picture of a car is no subject: it must not look as if everything were about it."""
    await world.entry("Xiaomi builds a team for sales abroad", XIAOMI)
    assert titles(await say("🚗")) == []


async def test_since_bounds_a_search(world: World, say: Say):
    """`since:7d` leaves out what is older, and says so when nothing is left."""
    await world.entry("Xiaomi builds a team for sales abroad", XIAOMI)
    world.clock.advance(dt.timedelta(days=8))
    assert titles(await say("xiaomi since:9d")) == ["Xiaomi builds a team for sales abroad"]
    reply = await say("xiaomi since:7d")
    assert isinstance(reply, StoryList)
    assert "in the last 7 days" in reply.hint


async def test_a_bare_command_shows_the_latest(world: World, say: Say):
    """`/ev` alone is the latest stories."""
    await world.entry("Xiaomi builds a team for sales abroad", XIAOMI)
    assert titles(await say("")) == ["Xiaomi builds a team for sales abroad"]


async def test_ask_answers_from_the_archive(world: World, say: Say):
    """`/ev ask …` needs no edition."""
    await world.entry("Xiaomi builds a team for sales abroad", XIAOMI)
    reply = await say("ask Where do the first 300 cars go?")
    assert isinstance(reply, Answer)
    assert "Lisbon" in reply.sentences[0].text


async def test_subscribe_status_digest_unsubscribe(world: World, say: Say):
    """A channel subscribes, sees when the next edition comes, gets one now, and leaves."""
    await world.entry("Xiaomi builds a team for sales abroad", XIAOMI)
    assert "No editions here" in text_of(await say("status"))
    assert "Tuesday 24 November, 09:00" in text_of(await say("subscribe daily 09:00 Europe/Berlin"))
    assert "daily 09:00 Europe/Berlin" in text_of(await say("status"))
    assert "on its way" in text_of(await say("digest"))
    (post,) = world.chat.history
    assert isinstance(post.what, Edition)
    assert "no more editions" in text_of(await say("unsubscribe"))
    assert "No editions here" in text_of(await say("status"))


async def test_pause_and_resume(world: World, say: Say):
    """A channel rests over the holidays, sees that it does, and goes on with the next planned edition."""
    assert "no subscription" in text_of(await say("pause"))
    await say("subscribe weekdays 09:00 Europe/Berlin quiet 20:00-07:00")
    assert "/ev resume" in text_of(await say("pause"))
    status = text_of(await say("status"))
    assert "weekdays 09:00 Europe/Berlin quiet 20:00-07:00" in status
    assert "Paused since Monday 23 November, 13:00" in status
    world.clock.advance(dt.timedelta(days=5))
    assert "Next: Monday 30 November, 09:00" in text_of(await say("resume"))
    assert "Paused" not in text_of(await say("status"))


async def test_status_knows_what_the_quiet_hours_hold(world: World, say: Say):
    """Planned at eleven in the evening, held since: it comes at seven, not at eleven tonight."""
    await say("subscribe daily 23:00 UTC quiet 22:00-07:00")
    assert "Next: Tuesday 24 November, 07:00" in text_of(await say("status"))
    world.clock.advance(dt.timedelta(hours=14))
    assert "Next: Tuesday 24 November, 07:00" in text_of(await say("status"))
    world.clock.advance(dt.timedelta(hours=6))
    assert "Next: Wednesday 25 November, 07:00" in text_of(await say("status"))


async def test_subscribing_ends_a_pause(say: Say):
    """Whoever asks for editions gets them."""
    await say("subscribe daily 09:00 UTC")
    await say("pause")
    assert "Next: Tuesday 24 November, 10:00" in text_of(await say("subscribe daily at 10:00 UTC"))
    assert "Paused" not in text_of(await say("status"))


async def test_watches_keep_the_channels_quiet_hours(world: World, say: Say):
    """A watch is set up first, the quiet hours later: it is quiet, too."""
    await say("watch xiaomi")
    await say("subscribe daily 09:00 Europe/Berlin quiet 22:00-07:00")
    await world.entry("Xiaomi builds a team for sales abroad", XIAOMI)
    world.clock.advance(dt.timedelta(hours=13))
    await world.tick()
    assert world.chat.history == []
    world.clock.advance(dt.timedelta(hours=6))
    await world.tick()
    assert len(world.chat.history) == 1


async def test_a_declared_watch_is_changed_where_it_is_declared(world: World, say: Say):
    """What the configuration file watches is not ended in the chat, and nobody is told that it was."""
    await world.subscribe("hourly UTC", origin=Origin.CONFIG, subject="xiaomi")
    assert "set in the configuration file" in text_of(await say("unwatch Xiaomi"))
    assert "Watched: xiaomi" in text_of(await say("status"))


async def test_an_instant_subscription_says_when_it_rests(world: World, say: Say):
    """It has no next time; in its quiet hours it says when they end."""
    assert "as soon as they are there." in text_of(await say("subscribe instant UTC quiet 22:00-07:00"))
    world.clock.advance(dt.timedelta(hours=11))
    assert "Quiet until Tuesday 24 November, 07:00" in text_of(await say("status"))


async def test_a_watch_brings_news_of_its_subject(world: World, say: Say):
    """An hour after it was found, once; other news wait for the edition, which recaps what the watch told."""
    await say("subscribe daily 09:00 UTC")
    assert "watching “小米”" in text_of(await say("watch 小米"))
    assert "Watched: 小米" in text_of(await say("status"))
    world.clock.advance(dt.timedelta(minutes=5))
    xiaomi = await world.entry("Xiaomi builds a team for sales abroad", XIAOMI)
    other = await world.entry(
        "Ferry line orders battery ships",
        "The line ordered four battery ships in Bergen. They sail from 2028. Each carries 400 cars.",
    )
    for _ in range(3):
        await world.pass_time(dt.timedelta(hours=1))
    (post,) = world.chat.history
    assert isinstance(post.what, Edition)
    assert (post.what.title, stories_of(post.what)) == ("Electric cars: 小米", [xiaomi.story_id])
    await world.pass_time(dt.timedelta(hours=20))
    edition = world.chat.history[-1].what
    assert isinstance(edition, Edition)
    assert stories_of(edition) == [other.story_id]
    assert "Told here already: Xiaomi builds a team for sales abroad." in wording.lead(edition)


async def test_watches_are_ended_one_by_one(say: Say):
    """Ending a watch leaves the others and the subscription; a subject is known in whatever case it was typed."""
    await say("subscribe daily 09:00 UTC")
    await say("watch Xiaomi")
    await say("watch xiaomi")
    await say("watch BYD")
    assert text_of(await say("watch")).count("since") == 2
    assert "no longer" in text_of(await say("unwatch XIAOMI"))
    assert "Xiaomi" not in text_of(await say("watch"))
    assert "daily 09:00 UTC" in text_of(await say("status"))
    await say("unsubscribe")
    assert "BYD" in text_of(await say("watch"))


async def test_what_is_muted_is_not_told_here(world: World, say: Say):
    """Whoever mutes is named, `why` tells, and unmuting undoes it."""
    await say("subscribe daily 09:00 UTC")
    assert "muted here" in text_of(await say("mute Xiaomi"))
    assert "Xiaomi, since 23 Nov 2026, 12:00 UTC, by U1" in text_of(await say("mute"))
    entry = await world.entry("Xiaomi builds a team for sales abroad", XIAOMI)
    await world.pass_time(dt.timedelta(days=1))
    edition = world.chat.history[-1].what
    assert isinstance(edition, Edition)
    assert edition.items == ()
    assert "“Xiaomi” is muted in this channel" in text_of(await say(f"why {entry.url}"))
    assert "heard again" in text_of(await say("unmute xiaomi"))
    assert "Nothing" in text_of(await say("mute"))


async def test_digest_needs_a_subscription(say: Say):
    """Without one, the reply says how to get one."""
    assert "subscribe daily 09:00" in text_of(await say("digest"))


async def test_why_tells_each_stage(world: World, say: Say):
    """`/ev why <url>`: seen, in which story, and what the edition made of it; tracking parameters do not matter."""
    entry = await world.entry("Xiaomi builds a team for sales abroad", XIAOMI)
    await say("subscribe daily 09:00 UTC")
    await world.pass_time(dt.timedelta(days=1))
    told = text_of(await say(f"why {entry.url}?utm_source=chat"))
    assert "Seen 23 Nov 2026, 12:00 UTC: in Volt Courier" in told
    assert "In a story of 1 entry by Volt Courier" in told
    assert "in “Electric cars”, at place 1 of 1" in told
    assert "Not seen" in text_of(await say("why https://elsewhere.example/article"))


async def test_why_keeps_what_other_channels_mute_and_watch_to_themselves(world: World, say: Say):
    """One channel mutes Xiaomi and watches it: the other one's `why` tells of its own edition only, and the command line's of all."""
    entry = await world.entry("Xiaomi builds a team for sales abroad", XIAOMI)
    await say("subscribe daily 09:00 UTC")
    await say("watch Lisbon")
    await say("mute xiaomi")
    other = replace(world.place, channel="C2")
    await manage.subscribe(world.needs, world.topic, other, "daily 09:00 UTC")
    await world.pass_time(dt.timedelta(days=1))
    assert "“xiaomi” is muted" in text_of(await say(f"why {entry.url}"))
    elsewhere = text_of(await manage.why(world.needs, world.topic, entry.url, other))
    assert "at place 1 of 1" in elsewhere
    assert "muted" not in elsewhere
    everywhere = text_of(await manage.why(world.needs, world.topic, entry.url, None))
    assert "at place 1 of 1" in everywhere
    assert "“xiaomi” is muted" in everywhere


async def test_why_tells_why_there_is_only_an_excerpt(world: World, say: Say):
    """Whoever wonders about a thin story learns that the page was behind a paywall."""
    entry = await world.entry("Xiaomi hires", XIAOMI, excerpt_reason="its page is behind a paywall")
    assert "Only an excerpt: its page is behind a paywall" in text_of(await say(f"why {entry.url}"))


async def test_feeds_never_show_their_addresses(say: Say):
    """A feed's URL may hold a secret: the list has names and health."""
    listed = text_of(await say("feeds"))
    assert "volt-courier.example — not read yet" in listed
    assert "https://" not in listed


async def test_of_thousands_of_feeds_a_chat_lists_the_worst(world: World, say: Say):
    """They would be hundreds of messages; how many are left out is said."""
    new = [
        NewFeed(url=f"https://many.example/{number}", next_check_at=world.clock.now())
        for number in range(150)
    ]
    await world.store.link_feeds(world.topic.id, new)
    listed = await say("feeds")
    assert isinstance(listed, Notice)
    assert "151 feeds" in listed.title
    assert len(listed.lines) == 101
    assert listed.lines[-1] == "and 51 more"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("watch !!", "no word to look for"),
        ("unwatch xiaomi", "/ev watch"),
        ("unmute xiaomi", "/ev mute"),
        ("feeds nothing", "feeds add|remove|import|export"),
        ("feeds import", "Which list?"),
        ("feeds confirm 7f3a", "not here any more"),
        ("subscribe every 5h", "every 1, 2, 3, 4, 6, 8 or 12 hours"),
        ("subscribe", "daily 09:00 Europe/Berlin"),
        ("ask", "ask how long"),
        ("help", "/ev xiaomi since:7d"),
    ],
)
async def test_replies_teach(say: Say, text: str, expected: str):
    """What cannot be done is said, with what can be."""
    assert expected in text_of(await say(text))


async def test_an_event_is_handled_once(conversation: Conversation):
    """The second delivery of a command has no reply and no effect."""
    replies = [await conversation.command(CALLER, "/ev", "help", "same") for _ in range(2)]
    assert [reply is None for reply in replies] == [False, True]


async def test_an_unknown_command_names_those_there_are(conversation: Conversation):
    """A command registered by mistake says which ones there are."""
    reply = await conversation.command(CALLER, "/news", "", "event")
    assert "There is: /ev" in text_of(reply)


async def test_a_workspace_has_topics_when_it_is_first_met(conversation: Conversation, world: World):
    """A team that installs the bot finds the configuration's topics, as its own."""
    other = Caller(platform=Platform.SLACK, workspace="T2", workspace_name="Other", channel="C9", user="U9")
    (topic,) = await conversation.topics(other)
    assert (topic.name, topic.workspace_id == world.topic.workspace_id) == ("ev", False)


async def test_the_page_keeps_what_was_typed(conversation: Conversation, say: Say, world: World):
    """A reload of the page shows command and reply; on other platforms only the caller saw them."""
    await say("help", PAGE)
    await say("help")
    place = await conversation.place(PAGE)
    typed, reply = await world.store.messages(place, "", 10)
    assert typed.body == Said(text="/ev help")
    assert isinstance(reply.body, Notice)
    assert await world.store.messages(world.place, "", 10) == ()


async def test_a_workspace_sees_only_its_own_channels(conversation: Conversation, world: World):
    """A question from another team about our thread is not answered from it."""
    await world.subscribe("daily 09:00 UTC")
    await world.pass_time(dt.timedelta(days=1))
    other = Caller(platform=Platform.SLACK, workspace="T2", workspace_name="Other", channel="C1", user="U9")
    question = NewQuestion(
        caller=other,
        thread=world.chat.history[0].id,
        text="How long is the waiting list?",
        event_key="e1",
        asked_at=world.clock.now(),
        is_addressed=False,
    )
    assert not await conversation.question(question)


async def test_size_and_language_are_the_channels_own(world: World, say: Say):
    """What is not said stays as it was."""
    await say("subscribe daily 09:00 UTC size 3 language de")
    assert "3 Meldungen" in text_of(await say("subscribe daily 10:00 UTC"))
    (kept,) = await world.store.subscriptions(world.place)
    assert (kept.size, kept.language) == (3, "de")
    assert "99" in text_of(await say("subscribe daily 09:00 UTC size 99"))
    assert (await world.store.subscriptions(world.place)) == (kept,)


async def test_suggestions_are_of_the_channel_alone(conversation: Conversation, say: Say):
    """What another channel watches or mutes is not offered here."""
    await say("watch xiaomi")
    await say("mute e-scooter")
    elsewhere = replace(CALLER, channel="C2")
    assert "unwatch xiaomi" in await conversation.suggest(CALLER, "/ev", "unwatch")
    assert "unmute e-scooter" in await conversation.suggest(CALLER, "/ev", "unmute")
    for begun in ("unwatch", "unmute"):
        assert await conversation.suggest(elsewhere, "/ev", begun) == (begun,)
    assert "feeds remove volt-courier.example" in await conversation.suggest(
        CALLER, "/ev", "feeds remove volt"
    )
    assert await conversation.suggest(CALLER, "/nothing", "") == ()


async def test_status_tells_of_the_last_edition_and_of_failing_feeds(world: World, say: Say):
    """What came, whether it was posted, and which sources need somebody."""
    await world.entry("Xiaomi builds a team for sales abroad", XIAOMI)
    await say("subscribe daily 18:00 UTC")
    assert "Last:" not in text_of(await say("status"))
    await world.pass_time(dt.timedelta(hours=9))
    status = text_of(await say("status"))
    assert "Last: Monday 23 November, 18:00, 1 story, posted." in status
    assert "Failing:" not in status
    await world.store.save_feed(
        replace(world.feed, failures=9, error="HTTP 500", checked_at=world.clock.now())
    )
    assert "Failing: volt-courier.example" in text_of(await say("status"))
    assert "Last:" not in text_of(await say("status", replace(CALLER, channel="C2")))


async def test_a_preview_is_what_will_be_posted_and_posts_nothing(world: World, say: Say):
    """Whoever asks sees the next edition; the window stays, so the edition tells the same afterwards."""
    await say("subscribe daily 09:00 UTC")
    entry = await world.entry("Xiaomi builds a team for sales abroad", XIAOMI)
    world.clock.advance(dt.timedelta(minutes=1))
    shown = await say("preview")
    assert isinstance(shown, NextEdition)
    assert "Nothing was posted" in shown.note
    assert [item.story_id for item in shown.edition.items] == [entry.story_id]
    assert world.chat.history == []
    await world.pass_time(dt.timedelta(days=1))
    (posted,) = (post.what for post in world.chat.history if isinstance(post.what, Edition))
    assert posted.items == shown.edition.items
    assert posted.is_first, "the preview was none"


async def test_a_preview_needs_a_subscription(say: Say):
    """Without one nobody knows what the next edition would be."""
    assert "Subscribe this channel first" in text_of(await say("preview"))


async def test_a_channel_is_spoken_to_in_its_language_and_by_its_clock(world: World, say: Say):
    """A German channel in Berlin: answers, errors and lists are German, times are its own."""
    await say("subscribe daily 09:00 Europe/Berlin")
    (subscription,) = await world.store.subscriptions()
    german = NewSubscription(
        topic_id=subscription.topic_id,
        place=subscription.place,
        timetable=subscription.timetable,
        language="de",
        size=5,
        origin=Origin.CHAT,
    )
    await world.store.add_subscription(german, world.clock.now())
    assert "Nächste: Dienstag, 24. November, 09:00." in text_of(await say("status"))
    assert "Das hat nicht geklappt" in text_of(await say("unwatch tesla"))
    assert "tesla" in text_of(await say("unwatch tesla"))
    await say("mute e-scooter")
    assert "e-scooter, seit 23. Nov. 2026, 13:00, von " in text_of(await say("mute"))


class _Away:
    """The world's store, in which mutes cannot be read at the moment."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    async def mutes(self, *_: object) -> None:
        """Refuse."""
        raise StoreError("the database is away")


async def test_what_is_out_of_order_is_said(world: World):
    """Who typed a command hears that it failed, and may try again."""
    store = cast("Store", _Away(world.store))
    conversation = Conversation(replace(world.needs, store=store), [TOPIC], feed_tools())
    reply = await conversation.command(CALLER, "/ev", "mute lidl", "event-1")
    assert text_of(reply) == "That did not work\nSomething here is out of order; please try again."
