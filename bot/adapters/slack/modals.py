"""Forms as Slack's modals, and what was filled in. Pure.

Limits: 24 characters a title and a button, 3,000 the metadata, 100 options
(https://docs.slack.dev/reference/views/modal-views/).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.core.entities import FormName
from bot.core.forms import Field, FieldKind, Form
from bot.core.language import Reader, in_language, say
from bot.core.text import shorten

CALLBACK = "form"
CHANNEL = "channel"
"""The field that chooses one; forms of ours have none of that name."""

_MAX_TITLE = 24
_MAX_PLACEHOLDER = 150
_VALUE = "value"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a modal was opened: what comes of it is answered there."""

    channel: str
    command: str
    name: FormName
    about: str
    response_url: str
    language: str


def modal(form: Form, *, channel: str, response_url: str) -> dict[str, Any]:
    """Return the view of a form. Without a *response_url* it is answered in *channel*."""
    # Pressed in somebody's home, it is about no channel yet. Those that they may choose from, Slack knows.
    is_channels = form.name is FormName.SUBSCRIBE and not response_url
    chosen = [_channel(form.language)] if is_channels else []
    origin = {
        "channel": channel,
        "command": form.command,
        "form": str(form.name),
        "about": form.about,
        "response_url": response_url,
        "language": form.language,
    }
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": _plain(shorten(form.title, _MAX_TITLE)),
        "submit": _plain(shorten(form.submit, _MAX_TITLE)),
        "close": _plain(in_language(say("Cancel"), Reader(form.language))),
        "private_metadata": json.dumps(origin),
        "blocks": [*chosen, *map(_input, form.fields)],
    }


def origin_of(view: Mapping[str, Any]) -> Origin:
    """Return where a modal was opened."""
    kept = json.loads(view["private_metadata"])
    return Origin(
        channel=kept["channel"],
        command=kept["command"],
        name=FormName(kept["form"]),
        about=kept.get("about", ""),
        response_url=kept["response_url"],
        language=kept["language"],
    )


def filled(view: Mapping[str, Any]) -> dict[str, str]:
    """Return what was filled in, by field."""
    return {name: _written(block[_VALUE]) for name, block in view["state"]["values"].items()}


def _written(state: Mapping[str, Any]) -> str:
    chosen = state.get("selected_option")
    return str(chosen["value"] if chosen else state.get("selected_conversation") or state.get("value") or "")


def _channel(language: str) -> dict[str, Any]:
    """https://docs.slack.dev/reference/block-kit/block-elements/multi-select-menu-element/#conversation_select."""
    element = {
        "type": "conversations_select",
        "action_id": _VALUE,
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    label = in_language(say("Channel"), Reader(language))
    return {"type": "input", "block_id": CHANNEL, "label": _plain(label), "element": element}


def _input(field: Field) -> dict[str, Any]:
    block = {
        "type": "input",
        "block_id": field.name,
        "label": _plain(field.label),
        "optional": not field.is_required,
        "element": _choice(field) if field.kind is FieldKind.CHOICE else _line(field),
    }
    # What stands in a field hides its placeholder.
    return {**block, "hint": _plain(field.hint)} if field.hint and field.value else block


def _line(field: Field) -> dict[str, Any]:
    element: dict[str, Any] = {
        "type": "plain_text_input",
        "action_id": _VALUE,
        "multiline": field.kind is FieldKind.TEXT,
        "max_length": field.longest,
    }
    if field.hint:
        element["placeholder"] = _plain(shorten(field.hint, _MAX_PLACEHOLDER))
    return {**element, "initial_value": field.value} if field.value else element


def _choice(field: Field) -> dict[str, Any]:
    options = [_option(choice) for choice in field.choices]
    element: dict[str, Any] = {"type": "static_select", "action_id": _VALUE, "options": options}
    return {**element, "initial_option": _option(field.value)} if field.value in field.choices else element


def _option(choice: str) -> dict[str, Any]:
    return {"text": _plain(choice), "value": choice}


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": False}
