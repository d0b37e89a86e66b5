"""Slash commands on a simulated Discord: registered, acknowledged, passed on, answered."""

import dataclasses

import discord
import pytest

from bot.adapters.discord import DiscordChat
from bot.core.entities import Attached, Caller, Notice, Platform, StoryList
from bot.core.errors import ConfigError, StoreError
from tests import samples
from tests.fakes.clock import FakeClock
from tests.fakes.discord_place import DiscordPlace, shown
from tests.fakes.inbound import EV, FakeInbound

URL = "https://discord.com/api"


async def test_command_answers_with_stories(place: DiscordPlace, inbound: FakeInbound) -> None:
    """Somebody curious gets the stories they asked for, seen by them alone."""
    inbound.replies = [StoryList(title="xiaomi", items=(samples.item(),))]

    result = await place.alice.slash(place.news, "ev", request="xiaomi")

    assert place.sent("POST", "/callback") == [{"type": 5, "data": {"flags": 64}}], "acknowledged at once"
    assert result.ephemeral
    assert samples.WAITING_LIST in shown(result.response)


async def test_command_says_who_asked_and_where(place: DiscordPlace, inbound: FakeInbound) -> None:
    """Topics and subscriptions are looked up in the caller's own server and channel."""
    await place.alice.slash(place.news, "ev", request="subscribe daily 09:00 Europe/Berlin")

    ((caller, command, text, event_key),) = inbound.commands
    expected = Caller(
        platform=Platform.DISCORD,
        workspace=str(place.guild.id),
        workspace_name="EV traders",
        channel=str(place.news.id),
        user=str(place.alice.id),
        name="alice",
        is_manager=True,
    )
    assert (caller, command, text) == (expected, "/ev", "subscribe daily 09:00 Europe/Berlin")
    assert event_key.isdigit()


async def test_who_may_manage_what_is_known(place: DiscordPlace, inbound: FakeInbound) -> None:
    """Discord tells with each command what its caller may do there: nothing, in the channel, or in the whole server."""
    owner = place.guild.create_role("owner", permissions=discord.Permissions(manage_guild=True))
    carol = place.guild.add_member(place.env.create_user("carol"), roles=[owner])
    for each in (place.bob, place.alice, carol):
        await each.slash(place.news, "ev", request="feeds add example.com")

    heard = [(caller.name, caller.is_manager, caller.is_admin) for caller, *_ in inbound.commands]
    assert heard == [("bob", False, False), ("alice", True, False), ("carol", True, True)]


async def test_who_may_only_read_is_known(place: DiscordPlace, inbound: FakeInbound) -> None:
    """A channel of announcements takes commands from those who cannot write there."""
    silent = discord.PermissionOverwrite(send_messages=False)
    announcements = place.guild.create_text_channel("announcements", overwrites={place.bob: silent})
    await place.bob.slash(announcements, "ev", request="share 12")
    await place.bob.slash(place.news, "ev", request="share 12")
    assert [caller.is_reader for caller, *_ in inbound.commands] == [True, False]


async def test_what_takes_long_is_shown_in_the_place_of_the_reply(
    place: DiscordPlace, inbound: FakeInbound
) -> None:
    """One message that changes, not two."""
    inbound.doing = "Looking for feeds at example.com …"

    result = await place.alice.slash(place.news, "ev", request="feeds add example.com")

    said = [str(body) for body in place.sent("PATCH", "/@original")]
    assert ["Looking for feeds" in body for body in said] == [True, False]
    assert shown(result.response) == "**done**"
    assert not result.followups


async def test_a_list_comes_along_as_a_file(place: DiscordPlace, inbound: FakeInbound) -> None:
    """As the option “file”, up to a size that nobody's list has."""
    await place.alice.slash(place.news, "ev", request="feeds import", file=("feeds.opml", b"<opml/>"))
    assert inbound.files == [b"<opml/>"]


async def test_a_list_goes_out_as_a_file(place: DiscordPlace, inbound: FakeInbound) -> None:
    """To its caller alone: it may hold secrets."""
    inbound.replies = [Notice(title="The feeds", file=Attached(name="feeds.opml", data=b"<opml/>"))]

    result = await place.alice.slash(place.news, "ev", request="feeds export")

    assert result.ephemeral
    assert result.response is not None
    assert [each.filename for each in result.response.message.attachments] == ["feeds.opml"]


async def test_command_alone_asks_for_the_news(place: DiscordPlace, inbound: FakeInbound) -> None:
    """`/ev` with nothing behind it works, as the help says."""
    await place.alice.slash(place.news, "ev")

    assert [text for _, _, text, _ in inbound.commands] == [""]


async def test_command_in_a_thread_belongs_to_its_channel(
    place: DiscordPlace, chat: DiscordChat, inbound: FakeInbound
) -> None:
    """In the thread of an edition, `/ev subscribe` and `/ev ask` mean the channel that has the subscription."""
    await chat.post(samples.delivery(place.here), samples.edition(), "")

    await place.alice.slash(place.thread(), "ev", request="ask who designed it?")

    assert [caller.channel for caller, *_ in inbound.commands] == [str(place.news.id)]


async def test_long_reply_comes_in_several_messages(place: DiscordPlace, inbound: FakeInbound) -> None:
    """What has no room in one message follows, rather than being cut away."""
    items = tuple(samples.item(number) for number in range(1, 9))
    inbound.replies = [StoryList(title="xiaomi", items=items, hint="That is all.")]

    result = await place.alice.slash(place.news, "ev", request="xiaomi")

    texts = [shown(result.response), *(shown(followup) for followup in result.followups)]
    assert len(texts) > 1
    assert sum(text.count(samples.WAITING_LIST) for text in texts) == len(items)
    assert all(followup.ephemeral for followup in result.followups)
    assert texts[-1].endswith("That is all.")


@pytest.mark.parametrize("trouble", [StoreError("the disk is full"), RuntimeError("a bug")])
async def test_trouble_is_told_to_the_caller(
    place: DiscordPlace, inbound: FakeInbound, trouble: Exception
) -> None:
    """Whoever asked is told that it failed, instead of watching "thinking…" for a quarter of an hour."""
    inbound.replies = [trouble]

    result = await place.alice.slash(place.news, "ev", request="xiaomi")

    assert "Something went wrong" in shown(result.response)
    assert str(trouble) not in shown(result.response)


async def test_reply_cannot_ping(place: DiscordPlace, inbound: FakeInbound) -> None:
    """A hostile subject that comes back in a heading wakes nobody."""
    inbound.replies = [Notice(title=f"@everyone {place.alice.mention}", lines=("@here",))]

    result = await place.alice.slash(place.news, "ev", request="@everyone")

    assert result.response is not None
    message = result.response.message
    assert (message.mention_everyone, message.mentions) == (False, [])


async def test_commands_are_registered_once(place: DiscordPlace) -> None:
    """A restart with the same topics does not spend Discord's 200 registrations a day."""
    await place.env.restart_bot(DiscordChat("t", URL, FakeInbound(), FakeClock()).client)

    assert len(place.sent("PUT", "/commands")) == 1


async def test_changed_topics_are_registered_again(place: DiscordPlace) -> None:
    """A topic added to the configuration has its command after the next start."""
    grid = dataclasses.replace(EV, name="grid", command="/grid", title="Power grids")
    inbound = FakeInbound(topics=(EV, grid))
    await place.env.restart_bot(DiscordChat("t", URL, inbound, FakeClock()).client)

    await place.alice.slash(place.news, "grid", request="help")

    assert [command for _, command, _, _ in inbound.commands] == ["/grid"]


async def test_failed_registration_leaves_the_bot_at_work(place: DiscordPlace) -> None:
    """Discord's trouble with commands does not stop editions and answers; the commands it knows still work."""
    place.env.inject_error("GET", "/applications/*/commands", status=500)
    inbound = FakeInbound()
    await place.env.restart_bot(DiscordChat("t", URL, inbound, FakeClock()).client)

    await place.alice.slash(place.news, "ev", request="help")

    assert [text for _, _, text, _ in inbound.commands] == ["help"]


async def test_impossible_command_is_named() -> None:
    """A command that Discord would refuse is reported with its topic and with what to write instead."""
    topic = dataclasses.replace(EV, command="/Electric Cars")
    chat = DiscordChat("t", URL, FakeInbound(topics=(topic,)), FakeClock())

    with pytest.raises(ConfigError, match=r"topic ev: .*/Electric Cars"):
        await chat.client.setup_hook()


def test_only_what_is_needed_is_asked_of_discord() -> None:
    """Without the option no privileged intent is requested, so the bot starts on every account."""
    chat = DiscordChat("t", URL, FakeInbound(), FakeClock())

    wanted = discord.Intents(guilds=True, guild_messages=True, guild_reactions=True)
    assert chat.client.intents == wanted
