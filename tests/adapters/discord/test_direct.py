"""Direct messages on a simulated Discord: what one person watches alone reaches them, or it is said why not."""

from dataclasses import replace

import pytest
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle

from bot.adapters.discord import DiscordChat
from bot.core.entities import Notice, Place
from bot.core.errors import ChannelGoneError
from tests import samples
from tests.fakes.clock import FakeClock
from tests.fakes.discord_place import DiscordPlace, shown


async def own_place(place: DiscordPlace, chat: DiscordChat, person: MemberActor) -> Place:
    """Where the bot writes to somebody alone."""
    name = await chat.direct(str(place.guild.id), str(person.id))
    return replace(place.here, channel=name)


def direct_messages(place: DiscordPlace) -> ChannelHandle:
    """Bob's direct messages with the bot."""
    return place.bob.user.dm_channel


async def test_an_edition_reaches_one_person_alone(place: DiscordPlace, chat: DiscordChat) -> None:
    """It stands in their direct messages, without buttons that nobody would answer there, and nowhere else."""
    own = await own_place(place, chat, place.bob)
    assert own.is_direct
    message_id = await chat.post(samples.delivery(own), samples.edition(), "")
    (message,) = place.posts(direct_messages(place))
    assert str(message.id) == message_id
    assert samples.WAITING_LIST in shown(message)
    assert "custom_id" not in str(place.sent("POST", "/messages"))
    assert place.posts() == []
    assert place.sent("POST", "/threads") == []


async def test_what_belongs_into_a_thread_replies_there(place: DiscordPlace, chat: DiscordChat) -> None:
    """Direct messages have no threads: the rest of an edition, or its news, reply to its first message."""
    own = await own_place(place, chat, place.bob)
    edition = samples.edition(*(samples.item(number) for number in range(1, 7)))
    first = await chat.post(samples.delivery(own), edition, "")
    second = await chat.post(samples.delivery(own, part=1, key="edition-7-part-1"), edition, first)
    _, rest = place.posts(direct_messages(place))
    assert str(rest.id) == second
    assert rest.reference is not None
    assert str(rest.reference.message_id) == first


async def test_it_is_found_and_edited_there(place: DiscordPlace, chat: DiscordChat, clock: FakeClock) -> None:
    """An unknown outcome is looked for where it was posted, and a correction finds it."""
    clock.at = place.env.now()
    own = await own_place(place, chat, place.bob)
    delivery = samples.delivery(own, due_at=clock.at)
    assert await chat.find_posted(delivery, "") is None
    message_id = await chat.post(delivery, samples.edition(), "")
    assert await chat.find_posted(delivery, "") == message_id
    corrected = samples.edition(samples.item(2))
    await chat.edit(replace(delivery, message_id=message_id), corrected, "", parts=1)
    (message,) = place.posts(direct_messages(place))
    assert corrected.items[0].summary.title in shown(message)


async def test_whoever_takes_none_is_told_apart(place: DiscordPlace, chat: DiscordChat) -> None:
    """Discord refuses to open nothing, but to send: that is a channel that is gone, and the error does not say whose."""
    closed = place.guild.add_member(place.env.create_user("closed", bot=True))
    own = await own_place(place, chat, closed)
    with pytest.raises(ChannelGoneError, match="takes no direct messages") as caught:
        await chat.notify(own.channel, Notice(title="Watching “xiaomi”"), "watch:1")
    assert str(closed.id) not in str(caught.value)


async def test_who_left_the_server_gets_nothing_of_it(place: DiscordPlace, chat: DiscordChat) -> None:
    """They may share another server with the bot; what this one reads is not theirs any more."""
    own = await own_place(place, chat, place.bob)
    place.guild.remove_member(place.bob)
    with pytest.raises(ChannelGoneError, match="no member of the server any more"):
        await chat.post(samples.delivery(own), samples.edition(), "")
    assert place.posts(direct_messages(place)) == []
