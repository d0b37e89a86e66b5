"""Slack's payloads as our values: who speaks, what they ask, in plain text. Pure.

It passes over whatever no person has just said: bots (this one too), edits, joins, deletions.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.adapters.slack.blocks import OPENING, SETTLING
from bot.core.entities import Caller, FormName, NewQuestion, Platform, opening

_SPOKEN = frozenset({"", "file_share", "thread_broadcast"})
"""Subtypes of `message` that somebody wrote (https://docs.slack.dev/reference/events/message/#subtypes)."""

_VOTES = {"+1": 1, "thumbsup": 1, "-1": -1, "thumbsdown": -1}

_MARKUP = re.compile(r"<([^<>]*)>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Us:
    """Where the app is installed, and which user of the workspace it is."""

    team: str
    team_name: str
    user: str

    def caller(self, channel: str, user: str, name: str = "", *, is_admin: bool = False) -> Caller:
        """Somebody in a channel. The workspace is ours, even where a guest of a shared channel speaks."""
        return Caller(
            platform=Platform.SLACK,
            workspace=self.team,
            workspace_name=self.team_name,
            channel=channel,
            user=user,
            name=name,
            is_manager=is_admin,
            is_admin=is_admin,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A button of ours that somebody pressed: what it says, and where. *settles*: its message gives way to the reply. *opens*: a form, and about what.

    *response_url* is "" in somebody's home, whose *channel* is their direct messages with us.
    """

    channel: str
    user: str
    name: str
    command: str
    text: str
    event_key: str
    response_url: str
    trigger: str
    settles: bool
    opens: tuple[FormName, str] | None


def pressed(body: Mapping[str, Any]) -> Pressed | None:
    """Return which button a `block_actions` payload is about; None where it stands neither in a channel nor in somebody's home."""
    [action, *_] = body["actions"]
    view = body.get("view") or {}
    is_home = view.get("type") == "home"
    channel = view.get("private_metadata") if is_home else (body.get("channel") or {}).get("id")
    if not channel or not (is_home or body.get("response_url")):
        return None
    # How a button works, its id says; what is chosen from a menu says it itself.
    said = action.get("value") or action["selected_option"]["value"]
    command, _, text = said.lstrip(OPENING + SETTLING).partition(" ")
    is_opening = OPENING in action["action_id"] or said.startswith(OPENING)
    return Pressed(
        channel=channel,
        user=body["user"]["id"],
        name=body["user"].get("username", ""),
        command=command,
        text=text,
        event_key=f"{channel}:{body['user']['id']}:{action['action_ts']}",
        response_url=body.get("response_url") or "",
        trigger=body.get("trigger_id", ""),
        settles=SETTLING in action["action_id"],
        opens=opening(text) if is_opening else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reacted:
    """Somebody's reaction to a message: 1 likes it, -1 does not, 0 takes it back."""

    channel: str
    user: str
    message: str
    vote: int


def reaction(event: Mapping[str, Any], us: Us) -> Reacted | None:
    """Return what a `reaction_added` or `reaction_removed` event says about a message of ours; None for any other.

    A thumb has its skin's colour behind its name (https://docs.slack.dev/reference/events/reaction_added/).
    """
    item, name = event.get("item") or {}, str(event.get("reaction", "")).partition("::")[0]
    is_about_us = item.get("type") == "message" and event.get("item_user", us.user) == us.user
    if not is_about_us or name not in _VOTES or event.get("user") in (None, us.user):
        return None
    vote = _VOTES[name] if event["type"] == "reaction_added" else 0
    return Reacted(channel=item["channel"], user=event["user"], message=item["ts"], vote=vote)


def question(event: Mapping[str, Any], us: Us) -> NewQuestion | None:
    """Return what a `message` or `app_mention` event asks; None where nobody speaks to us or in a thread.

    A mention arrives as both, with different event ids: channel and ts make them one.
    """
    if not _is_spoken(event, us):
        return None
    is_addressed = (
        event["type"] == "app_mention" or event.get("channel_type") == "im" or _mention(us) in event["text"]
    )
    text = plain(event["text"], us)
    if not text or not (is_addressed or event.get("thread_ts")):
        return None
    return NewQuestion(
        caller=us.caller(event["channel"], event["user"]),
        thread=event.get("thread_ts") or event["ts"],
        text=text,
        event_key=f"{event['channel']}:{event['ts']}",
        asked_at=dt.datetime.fromtimestamp(float(event["ts"]), dt.UTC),
        is_addressed=is_addressed,
        is_below_us=event.get("parent_user_id") == us.user,
    )


def plain(text: str, us: Us) -> str:
    """Return what was typed: Slack's markup and entities undone, our own mention left out.

    https://docs.slack.dev/messaging/formatting-message-text/#retrieving-messages
    """
    typed = _MARKUP.sub(lambda found: _typed(found.group(1)), text.replace(_mention(us), " "))
    return " ".join(typed.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").split())


def _is_spoken(event: Mapping[str, Any], us: Us) -> bool:
    is_ours = event.get("user") == us.user
    is_person = bool(event.get("user")) and not event.get("bot_id") and not is_ours
    is_new = (event.get("subtype") or "") in _SPOKEN and not event.get("hidden")
    return is_person and is_new and bool(event.get("text"))


def _mention(us: Us) -> str:
    return f"<@{us.user}>"


def _typed(markup: str) -> str:
    target, _, label = markup.partition("|")
    match target[:1]:
        case "@" | "#":
            return f"{target[0]}{label}" if label else ""
        case "!":
            return label or f"@{target[1:]}"
        case _:
            return target.removeprefix("mailto:").removeprefix("tel:")
