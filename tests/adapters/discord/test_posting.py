"""Editions and answers on a simulated Discord: posted once, in the right place, and honest about what went wrong."""

import dataclasses
import datetime as dt

import discord
import pytest

from bot.adapters.discord import DiscordChat, views
from bot.core.entities import Edition, Notice
from bot.core.errors import (
    ChannelGoneError,
    ChatError,
    ChatUnavailableError,
    ChatUncertainError,
    InstallationGoneError,
)
from tests import samples
from tests.fakes.clock import FakeClock
from tests.fakes.discord_place import DiscordPlace, shown


def long_edition() -> Edition:
    """An edition that takes two messages."""
    return samples.edition(*(samples.item(number) for number in range(1, 7)))


def a_moment_ago(place: DiscordPlace) -> dt.datetime:
    """The simulated clock stands still, but nobody is answered in the same millisecond."""
    return place.env.now() - dt.timedelta(seconds=1)


async def test_edition_stands_in_the_channel_with_a_thread(place: DiscordPlace, chat: DiscordChat) -> None:
    """A team gets one message with the stories, and a thread to ask in."""
    message_id = await chat.post(samples.delivery(place.here), samples.edition(), "")

    (message,) = place.posts()
    assert message_id == str(message.id)
    assert samples.WAITING_LIST in shown(message)
    assert (str(place.thread().id), place.thread().name) == (message_id, "Electric cars · 2026-11-23")


async def test_rest_of_an_edition_stands_in_the_thread(place: DiscordPlace, chat: DiscordChat) -> None:
    """What had no room in the channel is in the thread, so the channel stays readable."""
    edition = long_edition()
    assert chat.parts(edition) == 2

    first = await chat.post(samples.delivery(place.here), edition, "")
    second = await chat.post(samples.delivery(place.here, part=1, key="edition-7-part-1"), edition, first)

    (rest,) = place.posts(place.thread())
    assert str(rest.id) == second
    assert "### 6. " in shown(rest)


async def test_notice_stands_in_the_channel_once(
    place: DiscordPlace, chat: DiscordChat, clock: FakeClock
) -> None:
    """Whoever runs the bot reads of a dead feed once, even if the process died before it remembered having told them."""
    notice = Notice(title="1 feed cannot be read", lines=("Volt Courier, since noon: it answered 500",))
    clock.at = place.env.now()
    first = await chat.notify(place.here.channel, notice, "notice:1")
    again = await chat.notify(place.here.channel, notice, "notice:1")

    (message,) = place.posts()
    assert first == again == str(message.id)
    assert "it answered 500" in shown(message)
    assert place.news.threads == []


async def test_answer_stands_in_the_thread(place: DiscordPlace, chat: DiscordChat) -> None:
    """Someone who asked in the thread reads the answer there, with its source."""
    first = await chat.post(samples.delivery(place.here), samples.edition(), "")

    answered = await chat.answer(samples.question(place.here, thread=first), samples.answer())

    (answer,) = place.posts(place.thread())
    assert str(answer.id) == answered
    assert "Buyers in China wait 41 weeks. ([volt-courier.example](https://" in shown(answer)


async def test_thread_that_could_not_be_opened_is_opened_for_the_answer(
    place: DiscordPlace, chat: DiscordChat
) -> None:
    """A post counts although its thread failed; whoever then asks is answered in a thread all the same."""
    place.env.inject_error("POST", "/channels/*/messages/*/threads", status=403, code=50013)
    first = await chat.post(samples.delivery(place.here), samples.edition(), "")
    assert place.news.threads == []

    await chat.answer(samples.question(place.here, thread=first), samples.answer())

    assert str(place.thread().id) == first
    assert len(place.posts(place.thread())) == 1
    assert len(place.posts()) == 1


async def test_question_in_the_channel_is_answered_in_its_own_thread(
    place: DiscordPlace, chat: DiscordChat
) -> None:
    """A mention outside any thread is answered below the question itself."""
    asked = await place.alice.send(place.news, f"{place.mention} How long is the waiting list in China?")

    await chat.answer(samples.question(place.here, thread=str(asked.id)), samples.answer())

    assert place.thread().id == asked.id
    assert place.thread().name == "How long is the waiting list in China?"


async def test_every_attempt_carries_the_same_nonce(place: DiscordPlace, chat: DiscordChat) -> None:
    """Discord itself drops a repeat within minutes, because it can tell that it is one."""
    delivery = samples.delivery(place.here)
    await chat.post(delivery, samples.edition(), "")
    await chat.post(delivery, samples.edition(), "")

    first, second = place.sent("POST", f"/channels/{place.news.id}/messages")
    assert first["nonce"] == second["nonce"]
    assert first["enforce_nonce"]
    assert len(first["nonce"]) <= 25


async def test_earlier_attempt_is_found_again(place: DiscordPlace, chat: DiscordChat) -> None:
    """After a crash between posting and recording, the message that stands is not posted a second time."""
    due_at = place.env.now()
    first = samples.delivery(place.here, key="first", due_at=due_at)
    other = samples.delivery(place.here, key="other", due_at=due_at)
    posted = await chat.post(first, samples.edition(), "")
    await place.alice.send(place.news, "Interesting!")

    assert await chat.find_posted(first, "") == posted
    assert await chat.find_posted(other, "") is None


async def test_one_message_is_recognized_by_its_mark(place: DiscordPlace, chat: DiscordChat) -> None:
    """Somebody speaks of a message: which delivery it is; none, where it is another's or gone."""
    first, other = (samples.delivery(place.here, key=key) for key in ("first", "other"))
    posted = await chat.post(first, samples.edition(), "")
    remark = await place.alice.send(place.news, "Interesting!")

    assert await chat.recognize(posted, [other, first]) == first
    assert await chat.recognize(posted, [other]) is None
    assert await chat.recognize(str(remark.id), [first]) is None
    assert await chat.recognize("1", [first]) is None


async def test_earlier_attempt_in_a_thread_is_found_again(place: DiscordPlace, chat: DiscordChat) -> None:
    """The later parts of an edition are not repeated either; a thread that was never opened holds none."""
    rest = samples.delivery(place.here, part=1, key="rest", due_at=place.env.now())
    place.env.inject_error("POST", "/channels/*/messages/*/threads", status=403, code=50013)
    first = await chat.post(samples.delivery(place.here), long_edition(), "")
    assert await chat.find_posted(rest, first) is None

    posted = await chat.post(rest, long_edition(), first)

    assert await chat.find_posted(rest, first) == posted


async def test_answer_that_stands_already_is_not_posted_again(place: DiscordPlace, chat: DiscordChat) -> None:
    """The process died after posting; much later the second attempt finds the first, whose nonce is forgotten."""
    asked = await place.alice.send(place.news, f"{place.mention} How long is the waiting list in China?")
    question = samples.question(place.here, thread=str(asked.id), asked_at=a_moment_ago(place))
    posted = await chat.answer(question, samples.answer())

    again = await chat.answer(dataclasses.replace(question, attempts=2), samples.answer())

    assert again == posted
    assert len(place.posts(place.thread())) == 1


async def test_answer_that_does_not_stand_yet_is_posted_by_the_next_attempt(
    place: DiscordPlace, chat: DiscordChat
) -> None:
    """The process died before posting, even before opening the thread: the answer comes all the same."""
    asked = await place.alice.send(place.news, f"{place.mention} How long is the waiting list in China?")
    question = samples.question(place.here, thread=str(asked.id), asked_at=a_moment_ago(place), attempts=2)

    posted = await chat.answer(question, samples.answer())

    assert [str(message.id) for message in place.posts(place.thread())] == [posted]


async def test_answer_that_was_cut_short_is_completed(place: DiscordPlace, chat: DiscordChat) -> None:
    """Of an answer in several messages only those are posted that are not there."""
    sentence = samples.answer().sentences[0]
    long_answer = samples.answer(
        sentences=(dataclasses.replace(sentence, text="Forty-one weeks. " * 90),) * 5
    )
    first = await chat.post(samples.delivery(place.here), samples.edition(), "")
    question = samples.question(place.here, thread=first, asked_at=a_moment_ago(place))
    whole = len(views.reply_pages(long_answer))
    assert whole > 1
    posted = await chat.answer(question, samples.answer())  # it has the first message's key, and no more

    again = await chat.answer(dataclasses.replace(question, attempts=2), long_answer)

    assert again == posted
    assert len(place.posts(place.thread())) == whole


async def test_nothing_was_posted_in_an_empty_channel(place: DiscordPlace, chat: DiscordChat) -> None:
    """The first edition of a new channel is not given up as uncertain."""
    delivery = samples.delivery(place.here, due_at=place.env.now())

    assert await chat.find_posted(delivery, "") is None


async def test_unreadable_history_is_uncertain(place: DiscordPlace, chat: DiscordChat) -> None:
    """Where the bot may not read what stands there, nobody claims to know."""
    hidden = discord.PermissionOverwrite(read_message_history=False)
    secret = place.guild.create_text_channel("secret", overwrites={place.guild.default_role: hidden})
    await place.alice.send(secret, "hello")
    there = dataclasses.replace(place.here, channel=str(secret.id))
    delivery = samples.delivery(there, due_at=place.env.now())

    with pytest.raises(ChatUncertainError):
        await chat.find_posted(delivery, "")


@pytest.mark.parametrize("refusal", [{"status": 403, "code": 50001}, {"status": 404, "code": 10003}])
async def test_lost_channel_leaves_its_delivery_uncertain(
    place: DiscordPlace, chat: DiscordChat, refusal: dict[str, int]
) -> None:
    """A bot that was thrown out of a channel cannot tell what stands there."""
    place.env.inject_error("GET", "/channels/*/messages", **refusal)  # type: ignore[arg-type]  # all are numbers

    with pytest.raises(ChatUncertainError, match="history cannot be read"):
        await chat.find_posted(samples.delivery(place.here, due_at=place.env.now()), "")


@pytest.mark.parametrize("status", [429, 503])
async def test_history_that_cannot_be_read_now_is_read_later(
    place: DiscordPlace, chat: DiscordChat, status: int
) -> None:
    """Discord's trouble during a restart must not cost a channel its edition: looking again will tell."""
    place.env.inject_error("GET", "/channels/*/messages", status=status)

    with pytest.raises(ChatUnavailableError):
        await chat.find_posted(samples.delivery(place.here, due_at=place.env.now()), "")


@pytest.mark.parametrize(
    ("refusal", "expected", "hint"),
    [
        ({"status": 404, "code": 10003}, ChannelGoneError, "check the id"),
        ({"status": 404, "code": 10004}, InstallationGoneError, "invite it"),
        ({"status": 403, "code": 50001}, ChannelGoneError, "View Channel"),
        ({"status": 403, "code": 50013}, ChannelGoneError, "Send Messages"),
        ({"status": 400, "code": 50035}, ChatError, "50035"),
        ({"status": 500}, ChatUncertainError, "HTTP 500"),
        ({"status": 503}, ChatUncertainError, "HTTP 503"),
    ],
)
async def test_refusals_are_told_apart(
    place: DiscordPlace, chat: DiscordChat, refusal: dict[str, int], expected: type[ChatError], hint: str
) -> None:
    """A missing permission pauses the channel and says which one; a broken server is not taken for either outcome."""
    place.env.inject_error("POST", "/channels/*/messages", **refusal)  # type: ignore[arg-type]  # all are numbers

    with pytest.raises(ChatError, match=hint) as caught:
        await chat.post(samples.delivery(place.here), samples.edition(), "")

    assert type(caught.value) is expected


async def test_turned_away_before_discord_waits(
    place: DiscordPlace, chat: DiscordChat, clock: FakeClock
) -> None:
    """A 429 from the network in front of Discord is not hammered: hammering it bans the address."""
    place.env.inject_error("POST", "/channels/*/messages", status=429)

    with pytest.raises(ChatUnavailableError) as caught:
        await chat.post(samples.delivery(place.here), samples.edition(), "")

    assert caught.value.retry_at == clock.now() + dt.timedelta(minutes=10)


async def test_part_that_does_not_exist_is_refused(place: DiscordPlace, chat: DiscordChat) -> None:
    """An edition composed by another release with more parts ends as failed, with the reason."""
    with pytest.raises(ChatError, match="1 parts"):
        await chat.post(samples.delivery(place.here, part=3), samples.edition(), "1")


async def test_workspace_of_a_channel(place: DiscordPlace, chat: DiscordChat) -> None:
    """A channel named in the configuration leads to the server it belongs to."""
    assert await chat.workspace_of(str(place.news.id)) == (str(place.guild.id), "EV traders")


async def test_workspace_of_a_wrong_channel(place: DiscordPlace, chat: DiscordChat) -> None:
    """A mistyped or unsuitable channel is named, with what to do."""
    voice = place.guild.create_forum_channel("ideas")

    for channel, hint in (
        ("general", "Copy Channel ID"),
        ("123", "check the id"),
        (str(voice.id), "text channel"),
    ):
        with pytest.raises(ChannelGoneError, match=hint):
            await chat.workspace_of(channel)


async def test_workspace_of_during_an_outage(place: DiscordPlace, chat: DiscordChat) -> None:
    """An outage at start-up is something to wait for, not a wrong configuration."""
    other = place.guild.create_text_channel("other")
    chat.client._connection.clear()  # noqa: SLF001 - as in a process without a gateway: nothing is cached
    place.env.inject_error("GET", "/channels/*", status=502)

    with pytest.raises(ChatUnavailableError):
        await chat.workspace_of(str(other.id))
