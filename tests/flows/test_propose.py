"""Feeds that are managed from a chat: shown first, changed on a yes, for one workspace alone. On a real store and parser."""

import datetime as dt
from dataclasses import dataclass, field, replace

import pytest

from bot.core.entities import Caller, Notice, Outcome, Platform, Reply, Usage
from bot.core.errors import FetchError
from bot.core.rights import Rights, Who
from bot.core.text import canonical_url
from bot.flows.converse import Conversation
from bot.flows.refresh import Grouping
from tests.adapters.store_contract.world import new_entry
from tests.fakes.fetcher import FakeFetcher
from tests.fakes.language_model import ScriptedModel
from tests.fakes.tools import feed_tools
from tests.flows.world import FEED, TOPIC, World
from tests.kept import add_entries

SITE = "https://new-courier.example"
SECRET = f"{SITE}/rss?token=abc123"
ALICE = Caller(
    platform=Platform.SLACK,
    workspace="T1",
    workspace_name="Team",
    channel="C1",
    user="U1",
    name="alice",
    is_admin=True,
)
OTHER_TEAM = replace(ALICE, workspace="T2", workspace_name="Others")
XIAOMI = (
    "Xiaomi is setting up a team in Peking to sell its electric cars abroad. "
    "The first 300 cars are to go to Lisbon in autumn. A price has not been named by the company yet."
)


def rss(*titles: str, text: str = "News of the day.", title: str = "New Courier") -> bytes:
    """A feed, the newest entry first, one every twelve hours."""
    newest = dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC)
    items = "".join(
        f"<item><title>{each}</title><link>{SITE}/{number}</link>"
        f"<pubDate>{newest - number * dt.timedelta(hours=12):%d %b %Y %H:%M:%S} GMT</pubDate>"
        f"<description>{text}</description></item>"
        for number, each in enumerate(titles)
    )
    return f"<rss version='2.0'><channel><title>{title}</title>{items}</channel></rss>".encode()


@dataclass
class Desk:
    """A team at its chat, with a web of its own."""

    world: World
    web: FakeFetcher = field(default_factory=FakeFetcher)
    rights: Rights = field(default_factory=Rights)
    events: int = 0
    told: list[str] = field(default_factory=list)
    conversation: Conversation = field(init=False)

    def __post_init__(self) -> None:
        """Open the conversation."""
        self.reopen()

    def reopen(self) -> None:
        """Start again, as after a restart."""
        tools = feed_tools(self.web, self.world.clock)
        self.conversation = Conversation(self.world.needs, [TOPIC], tools, rights=self.rights)

    async def say(self, text: str, caller: Caller = ALICE, *, file: bytes | None = None) -> Notice:
        """Type something behind /ev."""
        self.events += 1
        return await self.again(text, caller, file=file)

    async def again(self, text: str, caller: Caller = ALICE, *, file: bytes | None = None) -> Notice:
        """Type it as the same event."""

        async def progress(notice: Notice) -> None:
            self.told.append(notice.title)

        reply: Reply | None = await self.conversation.command(
            caller, "/ev", text, f"e{self.events}", file=file, progress=progress
        )
        assert isinstance(reply, Notice)
        return reply

    async def press(self, card: Notice, label: str, caller: Caller = ALICE) -> Notice:
        """Press one of its buttons."""
        (action,) = (each for each in card.actions if each.label.startswith(label))
        assert action.settles
        return await self.say(action.text, caller)

    async def reads(self, caller: Caller = ALICE) -> list[str]:
        """What the team's topic reads."""
        (topic,) = await self.conversation.topics(caller)
        return sorted(feed.url for feed in await self.world.store.feeds(topic.id))


def text_of(notice: Notice) -> str:
    """All that it says."""
    return "\n".join((notice.title, *notice.lines))


@pytest.fixture
def desk(world: World) -> Desk:
    """A team whose web has one new feed, at an address with a secret."""
    desk = Desk(world)
    desk.web.serve(
        SECRET, rss("Harbour gets cranes", "Ferry line orders ships", "Bridge opens", "Wharf closes")
    )
    return desk


async def test_a_feed_is_shown_before_it_is_read(desk: Desk):
    """What it brings, how often, what it costs; and nothing of its address but the host."""
    card = await desk.say(f"feeds add {SECRET}")
    said = text_of(card)
    assert "read New Courier?" in card.title
    assert "new-courier.example · about 2 a day" in said
    assert "23 Nov 2026, 08:00 UTC: Harbour gets cranes" in said
    assert "None of its newest entries is in a story here yet." in said
    assert "It costs nothing: there is no language model here." in said
    assert [action.label for action in card.actions] == ["Read it", "No"]
    assert "abc123" not in said + repr(card.actions)
    assert desk.told == ["Looking for feeds at new-courier.example …"]
    assert await desk.reads() == [FEED]


async def test_yes_reads_it_at_once_and_says_who_did(desk: Desk):
    """It is due at the next tick, under its own name, kept over a restart of the configuration."""
    card = await desk.say(f"feeds add {SECRET}")
    done = await desk.press(card, "Read it")
    assert "reads New Courier (new-courier.example) from now on" in done.title
    assert await desk.reads() == [SECRET, FEED]
    due = await desk.world.store.due_feeds(desk.world.clock.now() + dt.timedelta(seconds=1), limit=9)
    assert "New Courier" in [feed.title for feed in due]
    (change,) = await desk.world.store.changes(desk.world.place, desk.world.topic.id, 9)
    assert (change.by, change.what) == ("alice", "feeds add New Courier (new-courier.example)")
    assert change.channel == "", "feeds are those of the workspace, so all of it may see it"
    desk.reopen()
    assert await desk.reads() == [SECRET, FEED]
    assert "reads New Courier already" in (await desk.say(f"feeds add {SECRET}")).title


async def test_no_changes_nothing(desk: Desk):
    """And a yes after it is too late."""
    card = await desk.say(f"feeds add {SECRET}")
    assert "nothing was changed" in (await desk.press(card, "No")).title
    assert "has its answer already" in (await desk.press(card, "Read it")).title
    assert await desk.reads() == [FEED]


async def test_a_no_after_the_yes_does_not_say_that_nothing_was_changed(desk: Desk):
    """Its buttons may still stand on somebody's screen; and what is not here is not declined."""
    card = await desk.say(f"feeds add {SECRET}")
    await desk.press(card, "Read it")
    assert "has its answer already" in (await desk.press(card, "No")).title
    assert await desk.reads() == sorted([SECRET, FEED])
    assert "not here any more" in text_of(await desk.say("feeds decline nothing"))


async def test_the_same_event_makes_one_proposal(desk: Desk):
    """A client that repeats what it sent gets nothing twice; two presses of a button are one change."""
    card = await desk.say(f"feeds add {SECRET}")
    await desk.press(card, "Read it")
    assert "has its answer already" in (await desk.press(card, "Read it")).title
    assert len(await desk.world.store.changes(desk.world.place, desk.world.topic.id, 9)) == 1


async def test_a_proposal_is_good_for_a_day_and_for_its_channel(desk: Desk):
    """Whoever knows its key elsewhere can do nothing with it, and learns nothing."""
    card = await desk.say(f"feeds add {SECRET}")
    for stranger in (replace(ALICE, channel="C2"), OTHER_TEAM):
        assert "not here any more" in text_of(await desk.press(card, "Read it", stranger))
    desk.world.clock.advance(dt.timedelta(hours=25))
    assert "not here any more" in text_of(await desk.press(card, "Read it"))
    assert await desk.reads() == [FEED]


async def test_another_workspace_reads_and_learns_nothing_of_it(desk: Desk):
    """Not in its feeds, not in its list, not in its status, not as something that is read already, not by its articles."""
    assert await desk.reads(OTHER_TEAM) == [FEED], "it is there before anything is added"
    await desk.press(await desk.say(f"feeds add {SECRET}"), "Read it")
    assert await desk.reads(OTHER_TEAM) == [FEED]
    for asked in ("feeds", "status"):
        assert "Courier (new" not in text_of(await desk.say(asked, OTHER_TEAM))
        assert "New Courier" not in text_of(await desk.say(asked, OTHER_TEAM))
    assert "No topic reads a feed" in text_of(await desk.say("feeds remove New Courier", OTHER_TEAM))
    card = await desk.say(f"feeds add {SECRET}", OTHER_TEAM)
    assert "read New Courier?" in card.title
    assert "None of its newest entries is in a story here yet." in text_of(card)


async def test_what_is_told_already_is_counted_by_link_and_by_what_it_tells(desk: Desk):
    """The same article through another feed, and the same event told by another publisher in other words."""
    store, clock = desk.world.store, desk.world.clock
    told = [
        new_entry("Xiaomi builds a team for sales abroad", text=XIAOMI, published_at=clock.now()),
        new_entry("Ferry line orders ships", link=canonical_url(f"{SITE}/1"), published_at=clock.now()),
    ]
    await add_entries(store, desk.world.feed.id, told, clock.now)
    await Grouping(store, clock).group_new_entries()
    other_words = (
        "Xiaomi builds team in Peking for sales abroad: first 300 electric cars to go to Lisbon in autumn"
    )
    desk.web.serve(SECRET, rss(other_words, "Ferry line orders ships", "Wharf closes", text="Short."))
    said = text_of(await desk.say(f"feeds add {SECRET}"))
    assert "2 of its newest 3 entries are in stories here already" in said
    elsewhere = text_of(await desk.say(f"feeds add {SECRET}", OTHER_TEAM))
    assert "2 of its newest 3" in elsewhere, "the other team reads the same declared feed"


async def test_the_cost_is_that_of_the_last_weeks(desk: Desk):
    """Two new entries a day at 0.0045 a story; unknown as long as nothing was written."""
    desk.world.language_models = (ScriptedModel(),)
    desk.reopen()
    assert "not known yet" in text_of(await desk.say(f"feeds add {SECRET}"))
    for purpose, micros in (("summary", 4_000), ("summary repair", 500), ("answer", 90_000)):
        usage = Usage(
            at=desk.world.clock.now(),
            purpose=purpose,
            writer="w",
            prompt_tokens=1,
            completion_tokens=1,
            cost_micros=micros,
            workspace_id=desk.world.place.workspace_id,
            outcome=Outcome.REPLIED,
        )
        await desk.world.store.open_call(usage, ())
    said = text_of(await desk.say(f"feeds add {SECRET}"))
    assert "At most about 0.0090 a day" in said
    assert "a story costs about 0.0045" in said


async def test_a_site_with_several_feeds_offers_each(desk: Desk):
    """The second button reads the second."""
    comments = f"{SITE}/comments"
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" href="{url}">' for url in (SECRET, comments)
    )
    desk.web.serve(SITE, f"<html><head>{links}</head></html>".encode(), content_type="text/html")
    desk.web.serve(comments, rss("A word on cranes", title="Comments"))
    card = await desk.say(f"feeds add {SITE}")
    assert [action.label for action in card.actions] == ["Read: New Courier", "Read: Comments", "No"]
    assert "Or Comments: new-courier.example" in text_of(card)
    await desk.press(card, "Read: Comments")
    assert await desk.reads() == [comments, FEED]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("feeds add nothing-there.example", "nothing-there.example: the server answered 404"),
        ("feeds add xiaomi", "is no web address"),
        ("feeds add", "For example: feeds add example.com"),
        ("feeds confirm nothing", "not here any more"),
    ],
)
async def test_a_mistake_says_what_to_do(desk: Desk, typed: str, words: str):
    """In words, with the host alone."""
    assert words in text_of(await desk.say(typed))


async def test_a_refused_address_shows_no_secret(desk: Desk):
    """Also where it cannot be read."""
    desk.web.fail(SECRET, FetchError("the server answered 403", url=SECRET))
    assert "abc123" not in text_of(await desk.say(f"feeds add {SECRET}"))
    assert "abc123" not in text_of(await desk.say(f"feeds add {SECRET} and more"))


async def test_a_feed_is_removed_after_a_question(desk: Desk):
    """It is named without its address; what it brought stays."""
    await desk.press(await desk.say(f"feeds add {SECRET}"), "Read it")
    card = await desk.say("feeds remove new-courier.example")
    assert "read New Courier (new-courier.example) no more?" in card.title
    assert "abc123" not in text_of(card)
    assert await desk.reads() == [SECRET, FEED]
    done = await desk.press(card, "Read it no more")
    assert "reads New Courier (new-courier.example) no more" in done.title
    assert await desk.reads() == [FEED]
    newest, _ = await desk.world.store.changes(desk.world.place, desk.world.topic.id, 9)
    assert newest.what == "feeds remove New Courier (new-courier.example)"


async def test_what_the_file_declares_is_changed_there(desk: Desk):
    """And the refusal says where."""
    said = text_of(await desk.say(f"feeds remove {FEED}"))
    assert "set in the configuration file, in the feeds of the topic “ev”" in said
    assert await desk.reads() == [FEED]


OPML = f"""<opml version="2.0"><body>
<outline text="New Courier" xmlUrl="{SECRET}"/>
<outline text="Old" xmlUrl="{FEED}"/>
<outline text="Nowhere" xmlUrl="mailto:a@b.example"/>
</body></opml>""".encode()


@pytest.mark.parametrize("is_file", [True, False])
async def test_a_list_is_shown_before_it_is_read(desk: Desk, *, is_file: bool):
    """From a file, or from an address: what is new, what is known, what cannot be used."""
    desk.web.serve("https://lists.example/feeds.opml", OPML)
    typed = "feeds import" if is_file else "feeds import https://lists.example/feeds.opml"
    card = await desk.say(typed, file=OPML if is_file else None)
    said = text_of(card)
    assert "read 1 feed?" in card.title
    assert "New Courier (new-courier.example)" in said
    assert "1 feed read already" in said
    assert "Nowhere" in said
    assert "abc123" not in said
    assert await desk.reads() == [FEED]
    assert "reads 1 feed more" in (await desk.press(card, "Read 1 feed")).title
    assert await desk.reads() == [SECRET, FEED]
    assert "nothing new" in (await desk.say("feeds import", file=OPML)).title


async def test_an_address_that_stands_for_a_title_shows_no_secret(desk: Desk):
    """Some readers export it where a feed has none, and some feeds have none but that."""
    listed = f'<opml version="2.0"><body><outline text="{SECRET}" xmlUrl="{SECRET}"/></body></opml>'.encode()
    desk.web.serve(SECRET, rss("Harbour gets cranes", title=SECRET))
    for card in (await desk.say("feeds import", file=listed), await desk.say(f"feeds add {SECRET}")):
        assert "abc123" not in text_of(card)
        await desk.press(card, "Read")
    for typed in ("status", "feeds"):
        said = text_of(await desk.say(typed))
        assert "new-courier.example" in said
        assert "abc123" not in said


async def test_a_file_that_is_no_list_is_named(desk: Desk):
    """As on the command line."""
    assert "did not work" in (await desk.say("feeds import", file=b"hello")).title


async def test_a_list_goes_where_files_are_taken(desk: Desk):
    """Discord shows a file to one person, Slack sends it to them; a terminal writes one."""
    for platform in (Platform.DISCORD, Platform.SLACK):
        exported = await desk.say("feeds export", replace(ALICE, platform=platform))
        assert exported.file is not None
        assert FEED.encode() in exported.file.data
    terminal = await desk.say("feeds export", replace(ALICE, platform=Platform.TERMINAL))
    assert terminal.file is None
    assert "newsthread feeds export FILE" in text_of(terminal)


async def test_who_may_not_is_told_who_may(desk: Desk):
    """Nothing is looked up for them, and nothing is kept as a change."""
    member = replace(ALICE, is_admin=False)
    said = text_of(await desk.say(f"feeds add {SECRET}", member))
    assert "Admins and owners of this workspace" in said
    assert desk.web.asked == []
    card = await desk.say(f"feeds add {SECRET}")
    await desk.press(card, "Read it", member)
    assert await desk.reads() == [FEED]
    desk.rights = Rights(feeds=Who.EVERYONE)
    desk.reopen()
    await desk.press(card, "Read it", member)
    assert await desk.reads() == [SECRET, FEED]


async def test_what_a_channel_changes_is_kept_with_who(desk: Desk):
    """Its own, and nothing that was only asked, refused or mistaken."""
    for typed in ("subscribe daily 09:00 UTC", "status", "watch", "mute e-scooter", "unmute nothing"):
        await desk.say(typed)
    store, place, topic_id = desk.world.store, desk.world.place, desk.world.topic.id
    kept = await store.changes(place, topic_id, 9)
    assert [(each.by, each.what) for each in kept] == [
        ("alice", "mute e-scooter"),
        ("alice", "subscribe daily 09:00 UTC"),
    ]
    assert await store.changes(replace(place, channel="C2"), topic_id, 9) == ()
    assert "alice, 23 Nov 2026, 12:00 UTC: /ev mute e-scooter" in text_of(await desk.say("status"))
    assert "alice" not in text_of(await desk.say("status", replace(ALICE, channel="C2")))
