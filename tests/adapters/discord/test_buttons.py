"""Buttons on a simulated Discord: what they say, and what becomes of the message that they stand below."""

import pytest

from bot.adapters.discord import DiscordChat
from bot.core.entities import Action, Notice, Weight
from tests.fakes.clock import FakeClock
from tests.fakes.discord_place import DiscordPlace, shown
from tests.fakes.inbound import FakeInbound

READ = Action(label="Read it", command="/ev", text="feeds confirm 7f", weight=Weight.PRIMARY, settles=True)
STATUS = Action(label="Status", command="/ev", text="status")
CARD = Notice(title="Volt Courier", lines=("Five entries a day.",), actions=(READ, STATUS))


async def test_a_button_says_what_could_have_been_typed(place: DiscordPlace, inbound: FakeInbound) -> None:
    """The card gives way to what came of it, so nobody presses it again."""
    inbound.replies = [CARD, Notice(title="It is read from now on")]
    asked = await place.alice.slash(place.news, "ev", request="feeds add volt-courier.example")
    assert asked.response is not None

    pressed = await place.alice.click(asked.response, label="Read it")

    (_, (caller, command, text, _)) = inbound.commands
    assert (caller.user, caller.channel) == (str(place.alice.id), str(place.news.id))
    assert (command, text) == ("/ev", "feeds confirm 7f")
    assert place.sent("POST", "/callback")[-1] == {"type": 6}, "acknowledged as a change of the message"
    assert not pressed.followups
    (changed,) = [body for body in place.sent("PATCH", "/@original") if "read from now on" in str(body)]
    assert "Read it" not in str(changed)


async def test_what_is_not_settled_stays(place: DiscordPlace, inbound: FakeInbound) -> None:
    """A button that looks something up answers below what it stands in."""
    inbound.replies = [CARD, Notice(title="Electric cars in this channel")]
    asked = await place.alice.slash(place.news, "ev", request="feeds add volt-courier.example")
    assert asked.response is not None

    pressed = await place.alice.click(asked.response, label="Status")

    assert pressed.ephemeral
    assert "in this channel" in shown(pressed.response)


async def test_buttons_work_after_a_restart(place: DiscordPlace, inbound: FakeInbound) -> None:
    """What a button says stands in it, so nothing has to be remembered."""
    inbound.replies = [CARD]
    asked = await place.alice.slash(place.news, "ev", request="feeds add volt-courier.example")
    assert asked.response is not None
    later = FakeInbound()
    await place.env.restart_bot(DiscordChat("t", "https://discord.com/api", later, FakeClock()).client)

    await place.alice.click(asked.response, label="Read it")

    assert [text for _, _, text, _ in later.commands] == ["feeds confirm 7f"]


@pytest.mark.parametrize("lines", [1, 60])
async def test_buttons_fit_below_whatever_is_said(
    place: DiscordPlace, inbound: FakeInbound, lines: int
) -> None:
    """They stand below the last message, and the components of none are too many."""
    texts = tuple(f"{number}: {'word ' * 60}" for number in range(lines))
    actions = tuple(
        Action(label=f"No. {number}", command="/ev", text=f"feeds {number}") for number in range(10)
    )
    inbound.replies = [Notice(title="Many", lines=texts, actions=actions)]

    result = await place.alice.slash(place.news, "ev", request="feeds")

    last = [result.response, *result.followups][-1]
    assert last is not None
    assert "No. 9" in str(last.components)
