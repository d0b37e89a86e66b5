"""Forms in Slack: opened in time, corrected at their fields, answered where they were opened."""

import json
from typing import Any

import pytest

from bot.adapters.slack import modals
from bot.core import forms
from bot.core.entities import FormName, Notice
from tests.adapters.test_slack_chat import connected, slack_that
from tests.adapters.test_slack_hearing import press
from tests.fakes.inbound import EV, FakeInbound
from tests.fakes.slack_api import FakeSlack, Reply, hangs_up, refusal


def filled_in(slack: FakeSlack, **values: str) -> dict[str, Any]:
    """What Slack sends when the form of editions is submitted."""
    view = modals.modal(
        forms.form(FormName.SUBSCRIBE, EV, None), channel="C0NEWS", response_url=slack.response_url
    )
    standing = {
        "timetable": "daily 09:00",
        "zone": "Europe/Berlin",
        "quiet": None,
        "language": "en",
        **values,
    }
    state: dict[str, Any] = {
        name: {"value": {"type": "plain_text_input", "value": value}} for name, value in standing.items()
    }
    state["size"] = {"value": {"type": "static_select", "selected_option": {"value": "3"}}}
    return {
        "type": "view_submission",
        "user": {"id": "U0ALICE", "username": "alice"},
        "team": {"id": "T0VOLT"},
        "view": {**view, "id": "V1", "state": {"values": state}},
    }


async def test_a_button_opens_a_form_with_what_the_channel_has() -> None:
    """At once, since Slack lets us for three seconds; nothing is done yet."""
    inbound = FakeInbound()
    async with slack_that(views__open=[{}]) as slack, connected(slack, inbound):
        pressed = press(slack, "say?0", trigger_id="13.37")
        pressed["actions"][0]["value"] = "/ev subscribe"
        await slack.send("press", pressed, "interactive")
        await slack.until(lambda: slack.called("views.open"))
        [opened] = slack.called("views.open")
    assert inbound.commands == []
    [(caller, command, name)] = inbound.forms
    assert (caller.channel, command, name) == ("C0NEWS", "/ev", FormName.SUBSCRIBE)
    assert opened["trigger_id"] == "13.37"
    assert "weekdays 08:30" in str(opened["view"])


@pytest.mark.parametrize("answer", [refusal("expired_trigger_id"), hangs_up])
async def test_a_form_that_does_not_open_is_told(answer: Reply) -> None:
    """A press after which nothing happens would be a riddle."""
    async with slack_that(views__open=[answer]) as slack, connected(slack, FakeInbound()):
        pressed = press(slack, "say?0", trigger_id="13.37")
        pressed["actions"][0]["value"] = "/ev subscribe"
        await slack.send("press", pressed, "interactive")
        await slack.until(lambda: slack.responses)
    assert "went wrong" in slack.responses[0]["text"]
    assert slack.responses[0]["replace_original"] is False


async def test_what_is_filled_in_is_done_and_answered_where_it_was_opened() -> None:
    """As if it had been typed."""
    inbound = FakeInbound(Notice(title="This channel is subscribed"))
    role = {"user": {"is_admin": True, "team_id": "T0VOLT"}}
    async with slack_that(users__info=[role]) as slack, connected(slack, inbound):
        await slack.send("submit", filled_in(slack), "interactive")
        await slack.until(lambda: slack.responses)
    [(caller, command, text, key)] = inbound.commands
    assert (caller.channel, caller.name, caller.is_manager) == ("C0NEWS", "alice", True)
    assert (command, text, key) == ("/ev", "subscribe daily 09:00 Europe/Berlin size 3 language en", "V1")
    assert "is subscribed" in slack.responses[0]["text"]


async def test_what_is_wrong_is_said_at_its_field() -> None:
    """The form stays open, with what was filled in."""
    inbound = FakeInbound()
    async with slack_that() as slack, connected(slack, inbound):
        await slack.send("submit", filled_in(slack, zone="Berlin", timetable="sometimes"), "interactive")
        await slack.until(lambda: slack.payloads)
    [payload] = slack.payloads
    assert payload["response_action"] == "errors"
    assert set(payload["errors"]) == {"zone", "timetable"}
    assert inbound.commands == []


@pytest.mark.parametrize("name", FormName)
def test_a_form_fits_into_a_modal(name: FormName) -> None:
    """Slack refuses a view that is too large in any part."""
    view = modals.modal(forms.form(name, EV, None), channel="C0NEWS", response_url="https://hooks.example/x")
    assert len(view["private_metadata"]) <= 3_000
    for text in (view["title"], view["submit"], view["close"]):
        assert 0 < len(text["text"]) <= 24
    for block in view["blocks"]:
        assert len(block["label"]["text"]) <= 2_000
        assert len(block["element"].get("placeholder", {"text": ""})["text"]) <= 150
        assert len(block["element"].get("options", ())) <= 100
    assert modals.origin_of(view).name is name


async def test_what_is_wrong_with_a_story_is_said_in_a_form_that_its_menu_opens() -> None:
    """With a reason; answered where the menu was, to whoever said it alone."""
    inbound = FakeInbound(Notice(title="Thank you"))
    chosen = {"type": "overflow", "action_id": "say.story2", "action_ts": "1.5", "block_id": "b"}
    option = {"value": "?/ev flag 12.2", "text": {"type": "plain_text", "text": "Something is wrong …"}}
    async with slack_that(views__open=[{}]) as slack, connected(slack, inbound):
        pressed = press(slack, "", trigger_id="13.37", actions=[{**chosen, "selected_option": option}])
        await slack.send("press", pressed, "interactive")
        await slack.until(lambda: slack.called("views.open"))
        opened = slack.called("views.open")[0]["view"]
        view = json.loads(opened) if isinstance(opened, str) else opened
        options = view["blocks"][0]["element"]["options"]
        values = {
            "part": {"value": {"selected_option": options[-1]}},
            "why": {"value": {"value": "it was 41 weeks\nlong ago"}},
        }
        submitted = {
            "type": "view_submission",
            "user": {"id": "U0ALICE", "username": "alice"},
            "view": {**view, "id": "V1", "state": {"values": values}},
        }
        await slack.send("submit", submitted, "interactive")
        await slack.until(lambda: slack.responses)
    [(caller, command, text, _)] = inbound.commands
    assert (caller.channel, command, text) == ("C0NEWS", "/ev", "flag 12.2.title it was 41 weeks long ago")
    assert slack.responses[0]["response_type"] == "ephemeral"


async def test_a_form_about_what_is_gone_is_told() -> None:
    """An edition may have been withdrawn since its message was posted; a menu of an earlier version still flags at once."""
    inbound = FakeInbound()
    async with slack_that() as slack, connected(slack, inbound):
        pressed = press(slack, "say?0", trigger_id="13.37")
        pressed["actions"][0]["value"] = "/ev flag 9.9"
        await slack.send("press", pressed, "interactive")
        await slack.until(lambda: slack.responses)
        assert "nothing to fill in" in slack.responses[0]["text"]
        assert slack.called("views.open") == []
