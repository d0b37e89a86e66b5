"""Edits on a simulated Discord: what stands there is replaced, also in threads, and nothing is posted."""

from dataclasses import replace

import discord
import pytest

from bot.adapters.discord import DiscordChat
from bot.core.entities import Correction, CorrectionKind, Delivery
from bot.core.errors import ChannelGoneError, MessageGoneError
from tests import samples
from tests.adapters.discord.test_posting import a_moment_ago, long_edition
from tests.fakes.clock import NOON
from tests.fakes.discord_place import DiscordPlace, shown

SLIP = Correction(kind=CorrectionKind.TITLE, by="1", at=NOON, story=1, before="a", after="b", reason="a slip")


async def posted(place: DiscordPlace, chat: DiscordChat) -> tuple[Delivery, Delivery]:
    """An edition of two parts as it was posted."""
    first = samples.delivery(place.here)
    second = samples.delivery(place.here, part=1, key="edition-7-part-1")
    opened = await chat.post(first, long_edition(), "")
    other = await chat.post(second, long_edition(), opened)
    return replace(first, message_id=opened), replace(second, message_id=other)


async def test_both_parts_are_edited_in_place(place: DiscordPlace, chat: DiscordChat) -> None:
    """The channel and the thread show what is right; there are as many messages as before, and each is found by its key."""
    first, second = await posted(place, chat)
    right = replace(long_edition(), corrections=(SLIP,))
    await chat.edit(first, right, "", parts=2)
    await chat.edit(second, right, first.message_id, parts=2)
    (message,), (rest,) = place.posts(), place.posts(place.thread())
    assert "**Corrected 13:00: the title of story 1 is now the publisher's own (a slip)**" in shown(message)
    assert "### 6. " in shown(rest)
    assert await chat.find_posted(replace(first, due_at=a_moment_ago(place)), "") == str(message.id)


async def test_a_withdrawn_edition_shows_no_stories(place: DiscordPlace, chat: DiscordChat) -> None:
    """What was taken back is named by title and not told again; the second message says that nothing is left."""
    first, second = await posted(place, chat)
    gone = replace(long_edition(), corrections=(replace(SLIP, kind=CorrectionKind.WITHDRAWN, story=0),))
    await chat.edit(first, gone, "", parts=2)
    await chat.edit(second, gone, first.message_id, parts=2)
    (message,), (rest,) = place.posts(), place.posts(place.thread())
    assert "**Withdrawn 13:00: a slip**" in shown(message)
    assert samples.WAITING_LIST not in shown(message)
    assert "nothing here any more" in shown(rest)


async def test_a_deleted_message_stays_deleted(place: DiscordPlace, chat: DiscordChat) -> None:
    """An edit never posts: it says that the message is gone."""
    first, _ = await posted(place, chat)
    await place.posts()[0].delete()
    with pytest.raises(MessageGoneError, match="deleted"):
        await chat.edit(first, replace(long_edition(), corrections=(SLIP,)), "", parts=2)
    assert place.posts() == []


async def test_a_channel_that_is_gone_is_told(place: DiscordPlace, chat: DiscordChat) -> None:
    """Whoever looks reads that the channel is not there any more."""
    first, _ = await posted(place, chat)
    channel = place.env.bot.get_channel(place.news.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.delete()
    with pytest.raises(ChannelGoneError):
        await chat.edit(first, replace(long_edition(), corrections=(SLIP,)), "", parts=2)
