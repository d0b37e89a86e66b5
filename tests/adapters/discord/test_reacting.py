"""Thumbs and buttons on a simulated Discord: passed on, and told from what is not for us."""

import dataclasses

import discord

from bot.adapters.discord import DiscordChat, views
from bot.core import offers
from bot.core.entities import EXTRACTS, QuestionId
from tests import samples
from tests.fakes.discord_place import DiscordPlace
from tests.fakes.inbound import FakeInbound


async def test_thumbs_are_passed_on(place: DiscordPlace, chat: DiscordChat, inbound: FakeInbound) -> None:
    """Up, down and taken back, with the channel that the edition is in; other reactions are nothing."""
    message_id = await chat.post(samples.delivery(place.here), samples.edition(), "")
    (message,) = place.posts()
    for emoji in ("👍", "👎🏽", "🎉"):
        await place.alice.react(message, emoji)
    await place.alice.unreact(message, "👍")
    heard = [(caller.channel, caller.user, of, vote) for caller, of, vote in inbound.reactions]
    alice = str(place.alice.id)
    channel = str(place.news.id)
    assert heard == [
        (channel, alice, message_id, 1),
        (channel, alice, message_id, -1),
        (channel, alice, message_id, 0),
    ]


def labels(message: discord.Message) -> list[str | None]:
    """What the buttons of a message say."""
    view = discord.ui.LayoutView.from_message(message)
    return [part.label for part in view.walk_children() if isinstance(part, discord.ui.Button)]


async def test_an_edition_has_a_button_that_leads_on(
    place: DiscordPlace, chat: DiscordChat, inbound: FakeInbound
) -> None:
    """One button below the first message, and none below the rest in the thread; pressed, it asks for the stories."""
    edition = samples.edition(*(samples.item(number) for number in range(1, 7)))
    first = await chat.post(samples.delivery(place.here), edition, "")
    await chat.post(samples.delivery(place.here, part=1, key="edition-7-part-1"), edition, first)
    (message,), (rest,) = place.posts(), place.posts(place.thread())
    assert (labels(message), labels(rest)) == (["Flag, more or less…"], [])
    await place.alice.click(message, label="Flag, more or less…")
    [(_, command, text, _)] = inbound.commands
    assert (command, text) == ("/ev", "story 7")


async def test_an_answer_has_buttons_to_judge_it(place: DiscordPlace, chat: DiscordChat) -> None:
    """Right and wrong stand below the answer in its thread."""
    thread = await chat.post(samples.delivery(place.here), samples.edition(), "")
    answer = samples.answer(writer=EXTRACTS)
    judged = dataclasses.replace(answer, actions=offers.for_answer(QuestionId(3), answer, "/ev"))
    await chat.answer(samples.question(place.here, thread=thread), judged)
    (posted,) = place.posts(place.thread())
    assert labels(posted) == ["Right", "Wrong"]


def test_the_fullest_page_has_room_for_the_button() -> None:
    """As many texts as a page takes, and the button: Discord takes forty components."""
    page = ("text",) * views.MAX_TEXTS
    view = views.layout(page, 1, offers.for_edition(samples.edition()))
    assert sum(1 for _ in view.walk_children()) <= 40
