"""The manifest that creates the Slack app: its commands, its permissions, its events. Pure; it asks Slack for nothing.

Schema: https://docs.slack.dev/reference/app-manifest/ and github.com/slackapi/manifest-schema.
"""

from collections.abc import Iterable
from typing import Any

from bot.core.entities import NewTopic, Topic
from bot.core.text import shorten

SCOPES = (
    "app_mentions:read",
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "reactions:read",
    "users:read",
)
"""Post and be asked: *history* brings thread replies, and lets us look whether a message of ours was posted. *users:read* says
who is an admin, for what not everybody may change; by *reactions:read* thumbs steer a channel; by *im:write* we open the direct messages of who watches something alone; by
*files:write* whoever asks for the list of feeds gets it as a file."""

EVENTS = (
    "app_home_opened",
    "app_mention",
    "message.channels",
    "message.groups",
    "message.im",
    "reaction_added",
    "reaction_removed",
)

LEAVING = ("app_uninstalled", "tokens_revoked")
"""Where people install the app themselves, they take it out themselves."""

EVENTS_PATH, INSTALL_PATH, REDIRECT_PATH = "/slack/events", "/slack/install", "/slack/oauth_redirect"

_MAX_DESCRIPTION = 100
_USAGE = "[subject] | ask … | subscribe daily 09:00 Europe/Berlin | help"


def manifest(topics: Iterable[Topic | NewTopic], public_url: str = "") -> dict[str, Any]:
    """Return the manifest of an app that answers the commands of *topics*, ready to be written as JSON or YAML.

    With a *public_url* Slack sends what it hears there; without one, over the connection that we open (Socket Mode).
    """
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": "newsthread",
            "description": "News digests: stories instead of links, and answers in the thread.",
        },
        "features": {
            "bot_user": {"display_name": "newsthread", "always_online": True},
            # Without the messages tab nobody can write to the app, so nobody could ask it in private.
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "slash_commands": [_command(topic, public_url) for topic in topics],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}, **_where("redirect_urls", public_url)},
        "settings": {
            "event_subscriptions": {
                "bot_events": [*EVENTS, *(LEAVING if public_url else ())],
                **_where("request_url", public_url),
            },
            "interactivity": {"is_enabled": True, **_where("request_url", public_url)},
            "org_deploy_enabled": False,
            "socket_mode_enabled": not public_url,
            "token_rotation_enabled": False,
        },
    }


def _where(key: str, public_url: str) -> dict[str, Any]:
    """Return the addresses that Slack needs where it sends what it hears to one."""
    if not public_url:
        return {}
    return {key: [public_url + REDIRECT_PATH] if key == "redirect_urls" else public_url + EVENTS_PATH}


def _command(topic: Topic | NewTopic, public_url: str) -> dict[str, Any]:
    return {
        "command": topic.command,
        "description": shorten(f"News about {topic.title}", _MAX_DESCRIPTION),
        "usage_hint": _USAGE,
        "should_escape": True,
        **_where("url", public_url),
    }
