"""Questions on a simulated Discord: heard in threads, in replies and in mentions, and nowhere else."""

import discord
import pytest
from typing_extensions import override

from bot.adapters.discord import DiscordChat
from bot.core.entities import NewQuestion
from bot.core.errors import StoreError
from tests import samples
from tests.fakes.discord_place import DiscordPlace
from tests.fakes.inbound import FakeInbound

QUESTION = "How long is the waiting list in China?"


@pytest.fixture
async def edition(place: DiscordPlace, chat: DiscordChat) -> discord.Message:
    """An edition that stands in the channel, with its thread."""
    await chat.post(samples.delivery(place.here), samples.edition(), "")
    return place.posts()[0]


async def test_message_in_the_thread_is_a_question(
    place: DiscordPlace, inbound: FakeInbound, edition: discord.Message
) -> None:
    """Someone replies in the thread of an edition, and it is known which edition they mean."""
    sent = await place.alice.send(place.thread(), QUESTION)

    (question,) = inbound.questions
    assert question == NewQuestion(
        caller=question.caller,
        thread=str(edition.id),
        text=QUESTION,
        event_key=str(sent.id),
        asked_at=sent.created_at,
        is_addressed=False,
        is_below_us=True,
    )
    assert question.caller.channel == str(place.news.id)
    assert question.caller.workspace == str(place.guild.id)


async def test_mention_addresses_the_bot(
    place: DiscordPlace, inbound: FakeInbound, edition: discord.Message
) -> None:
    """Whoever names the bot gets an answer, and the mention itself is no part of the question."""
    await place.alice.send(place.thread(), f"{place.mention} {QUESTION}")

    assert [(one.text, one.is_addressed, one.thread) for one in inbound.questions] == [
        (QUESTION, True, str(edition.id))
    ]


async def test_reply_in_the_channel_means_that_edition(
    place: DiscordPlace, inbound: FakeInbound, edition: discord.Message
) -> None:
    """A reply to the edition's message is a question in its thread, though it stands in the channel."""
    await place.alice.send(place.news, f"{place.mention} {QUESTION}", reply_to=edition)

    assert [(one.thread, one.is_addressed) for one in inbound.questions] == [(str(edition.id), True)]


async def test_mention_in_the_channel_opens_a_thread_of_its_own(
    place: DiscordPlace, inbound: FakeInbound
) -> None:
    """A question to the bot outside any thread is answered in a thread below the question."""
    sent = await place.alice.send(place.news, f"{place.mention} {QUESTION}")

    assert [(one.thread, one.text) for one in inbound.questions] == [(str(sent.id), QUESTION)]


@pytest.mark.usefixtures("edition")
async def test_talk_in_the_channel_is_left_alone(place: DiscordPlace, inbound: FakeInbound) -> None:
    """People who talk to each other in the channel are not listened to; a bare mention asks nothing."""
    lunch = await place.alice.send(place.news, "Who is for lunch at twelve?")
    await place.alice.send(place.news, "Me", reply_to=lunch)
    await place.alice.send(place.news, place.mention)

    assert inbound.questions == []


@pytest.mark.usefixtures("edition")
async def test_bots_are_not_listened_to(place: DiscordPlace, inbound: FakeInbound) -> None:
    """Two bots in one thread do not talk to each other for ever."""
    robot = place.guild.add_member(place.env.create_user("robot", bot=True))

    await robot.send(place.thread(), f"{place.mention} {QUESTION}")

    assert inbound.questions == []


@pytest.mark.usefixtures("edition")
async def test_failure_to_record_does_not_stop_listening(place: DiscordPlace, chat: DiscordChat) -> None:
    """One question that could not be recorded does not make the bot deaf to the next."""
    inbound = BusyInbound()
    chat.client._inbound = inbound  # noqa: SLF001 - the store fails only after the start

    await place.alice.send(place.thread(), "first?")
    await place.alice.send(place.thread(), "second?")

    assert [question.text for question in inbound.questions] == ["second?"]


class BusyInbound(FakeInbound):
    """Its store is busy once."""

    is_busy = True

    @override
    async def question(self, question: NewQuestion) -> bool:
        """Fail the first time."""
        if self.is_busy:
            self.is_busy = False
            raise StoreError("the database is locked")
        return await super().question(question)
