"""Forms and suggestions on a simulated Discord."""

import pytest

from bot.core.entities import Action, FormName, Notice
from tests.fakes.discord_place import DiscordPlace, shown
from tests.fakes.inbound import FakeInbound

HELP = Notice(
    title="What /ev can do",
    actions=tuple(Action(label=f"{name} …", command="/ev", form=name) for name in FormName),
)
GOOD = {"timetable": "daily 09:00", "zone": "Europe/Berlin", "size": ["3"], "language": "en"}


async def test_a_form_is_another_way_to_type(place: DiscordPlace, inbound: FakeInbound) -> None:
    """A button opens it, with what the channel has; submitting it says what could have been typed."""
    inbound.replies = [HELP, Notice(title="This channel is subscribed")]
    helped = await place.alice.slash(place.news, "ev", request="help")
    assert helped.response is not None
    opened = await place.alice.click(helped.response, label="subscribe …")

    done = await place.alice.submit_modal(opened, GOOD)

    assert [(command, name) for _, command, name in inbound.forms] == [("/ev", FormName.SUBSCRIBE)]
    caller, command, text, _ = inbound.commands[-1]
    assert (command, text) == ("/ev", "subscribe daily 09:00 Europe/Berlin size 3 language en")
    assert caller.is_manager
    assert done.ephemeral
    assert "is subscribed" in shown(done.response)


async def test_what_is_wrong_is_said_with_a_way_back(place: DiscordPlace, inbound: FakeInbound) -> None:
    """Discord's modals show nothing at a field, so each field is named, and the form is a press away."""
    inbound.replies = [HELP]
    helped = await place.alice.slash(place.news, "ev", request="help")
    assert helped.response is not None
    opened = await place.alice.click(helped.response, label="subscribe …")

    wrong = await place.alice.submit_modal(opened, {**GOOD, "zone": "Berlin"})

    assert wrong.response is not None
    assert "Time zone: “Berlin” is no time zone" in shown(wrong.response).replace("\\", "")
    assert len(inbound.commands) == 1
    again = await place.alice.click(wrong.response, label="Fill it in again …")
    await place.alice.submit_modal(again, GOOD)
    assert len(inbound.commands) == 2


@pytest.mark.parametrize(
    ("label", "values", "text"),
    [
        ("add-feed …", {"address": "example.com"}, "feeds add example.com"),
        ("ask …", {"question": "How long is the waiting list?"}, "ask How long is the waiting list?"),
    ],
)
async def test_the_short_forms(
    place: DiscordPlace, inbound: FakeInbound, label: str, values: dict[str, str], text: str
) -> None:
    """Without the message-content intent, a form is how to ask."""
    inbound.replies = [HELP]
    helped = await place.alice.slash(place.news, "ev", request="help")
    assert helped.response is not None
    opened = await place.alice.click(helped.response, label=label)
    await place.alice.submit_modal(opened, values)
    assert inbound.commands[-1][2] == text


async def test_what_may_be_typed_next_is_offered(place: DiscordPlace, inbound: FakeInbound) -> None:
    """As much as Discord takes: 25 of 100 characters."""
    inbound.suggestions = ("subscribe daily 09:00", "x" * 101, *(f"feed {number}" for number in range(40)))
    offered = await place.alice.autocomplete(place.news, "ev", "request", "sub")
    texts = [choice["value"] for choice in offered]
    assert texts[:2] == ["sub", "subscribe daily 09:00"]
    assert len(texts) == 25
    assert all(len(text) <= 100 for text in texts)


async def test_what_is_wrong_with_a_story_is_said_with_a_reason(
    place: DiscordPlace, inbound: FakeInbound
) -> None:
    """A button opens it, about that story; of one that is gone it is said so."""
    here, gone = (
        Action(label=f"Wrong in {about}", command="/ev", form=FormName.FLAG, text=about)
        for about in ("12.2", "9.9")
    )
    inbound.replies = [Notice(title="Which?", actions=(here, gone)), Notice(title="Thank you")]
    helped = await place.alice.slash(place.news, "ev", request="story 12")
    assert helped.response is not None
    opened = await place.alice.click(helped.response, label="Wrong in 12.2")
    title = "Title: Waiting list for the sedan grows to 41 weeks"
    done = await place.alice.submit_modal(opened, {"part": [title], "why": "it was 14"})
    assert [text for _, _, text, _ in inbound.commands] == ["story 12", "flag 12.2.title it was 14"]
    assert "Thank you" in shown(done.response)
    told = await place.alice.click(helped.response, label="Wrong in 9.9")
    assert "nothing to fill in" in shown(told.response)
