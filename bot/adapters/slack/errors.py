"""What Slack's refusals mean to us: the SDK's exceptions become those of `bot.core.errors`.

Codes: https://docs.slack.dev/reference/methods/chat.postMessage/#errors. It decides nothing about retrying: that is the
caller's, who knows what was at stake.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.core.errors import (
    ChannelGoneError,
    ChatError,
    ChatUnavailableError,
    ChatUncertainError,
    InstallationGoneError,
    MessageGoneError,
)
from bot.flows.ports import Clock

_WAIT = frozenset({
    "ratelimited", "rate_limited", "service_unavailable", "request_timeout", "team_added_to_org", "org_login_required",
})  # fmt: skip
_UNKNOWN = frozenset({"", "internal_error", "fatal_error"})
"""Slack says of both that part may have been done; "" is a failure of the HTTP server, which says nothing at all."""

_REINSTALL = "the token is not valid (any more): install the app again and, without public_url, put its new tokens into the environment"
_POLICY = "the channel's posting policy keeps the app out: have an admin of the workspace allow it, or choose another"
_CURE = {
    "channel_not_found": "it does not exist or is private: check the id, and invite the bot with /invite @newsthread",
    "not_in_channel": "the bot is not a member: invite it with /invite @newsthread",
    "is_archived": "it is archived: unarchive it, or choose another",
    "user_not_found": "that person does not exist here",
    "messages_tab_disabled": "the app takes no direct messages: allow the messages tab in its App Home settings",
    "account_inactive": "the app was removed from the workspace: install it again",
    "token_revoked": _REINSTALL,
    "token_expired": _REINSTALL,
    "invalid_auth": _REINSTALL,
    "invalid_refresh_token": _REINSTALL,
    "not_authed": "there is no token: put it into the environment",
    "not_allowed_token_type": "the wrong kind of token: the bot token begins with xoxb-, the app token with xapp-",
    "no_permission": "the token lacks a permission: install the app again",
    "ekm_access_denied": "the workspace's administrators have suspended posting",
    "team_access_not_granted": "the app was not given access to this workspace: ask an admin of the organization",
    "restricted_action": _POLICY,
    "restricted_action_read_only_channel": _POLICY,
    "restricted_action_thread_only_channel": _POLICY,
    "restricted_action_non_threadable_channel": _POLICY,
    "restricted_action_thread_locked": "the thread is locked",
    "message_not_found": "the message was deleted",
    "edit_window_closed": "the workspace allows no edits of messages that old",
    "cant_update_message": "the message is not the bot's own (any more): was the app installed anew?",
}
_KINDS: dict[str, type[ChatError]] = {
    "message_not_found": MessageGoneError,
    "edit_window_closed": ChatError,
    "cant_update_message": ChatError,
}
_INSTALLATION = frozenset({
    "account_inactive", "token_revoked", "token_expired", "invalid_auth", "not_authed", "not_allowed_token_type",
    "team_access_not_granted", "invalid_refresh_token",
})  # fmt: skip
"""Those that are about the app in this workspace, whatever the channel."""

CONNECTION_ERRORS = (aiohttp.ClientError, OSError, TimeoutError)
_PAUSE = dt.timedelta(seconds=30)
"""How long to wait where Slack names no time."""


@contextmanager
def translate_errors(clock: Clock, subject: str) -> Iterator[None]:
    """Raise what goes wrong inside as one of our errors, with *subject* (a channel) in its message.

    Raises:
        ChatUnavailableError: nothing was done, because of a rate limit or because Slack could not be reached.
        ChatUncertainError: the connection broke, or Slack failed, after the request was sent.
        ChannelGoneError: *subject* or a permission is missing. InstallationGoneError: the app or its token is not valid here
            any more. ChatError: refused for another reason.
    """
    try:
        yield
    except SlackApiError as error:
        raise _meaning(error, subject, clock.now()) from error
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
        raise ChatUnavailableError(
            f"{subject}: Slack cannot be reached; check the network, or api_url in [slack]"
        ) from error
    except CONNECTION_ERRORS as error:
        raise ChatUncertainError(
            f"{subject}: the connection to Slack broke, or Slack took too long"
        ) from error
    except SlackClientError as error:
        raise ChatError(f"{subject}: {error}") from error


@contextmanager
def nothing_at_stake() -> Iterator[None]:
    """For requests that only read: an unknown outcome is simply a reason to ask again."""
    try:
        yield
    except ChatUncertainError as error:
        raise ChatUnavailableError(str(error)) from error


def _meaning(error: SlackApiError, subject: str, now: dt.datetime) -> ChatError:
    response = error.response
    if not isinstance(
        response, AsyncSlackResponse
    ):  # what came was no JSON: a proxy's page, or half an answer
        return ChatUncertainError(f"{subject}: Slack's answer cannot be read")
    code = str(response.get("error") or "")
    if code in _WAIT or (not code and response.status_code == 429):  # noqa: PLR2004 - better known by its number
        retry_at = now + _retry_after(response)
        return ChatUnavailableError(f"{subject}: Slack asks us to wait ({code or 429})", retry_at=retry_at)
    if code in _UNKNOWN:
        return ChatUncertainError(f"{subject}: Slack failed ({code or response.status_code})")
    if code == "missing_scope":
        needed = response.get("needed") or "?"
        cure = f"the app lacks the scope {needed}: add it (`newsthread slack manifest` has all) and install it again"
        return ChannelGoneError(f"{subject}: {cure}")
    if code in _CURE:
        gone = InstallationGoneError if code in _INSTALLATION else _KINDS.get(code, ChannelGoneError)
        return gone(f"{subject}: {_CURE[code]} ({code})")
    return ChatError(f"{subject}: Slack refused: {code}")


def _retry_after(response: AsyncSlackResponse) -> dt.timedelta:
    named = response.headers.get("Retry-After", "")
    return dt.timedelta(seconds=int(named)) if named.isdecimal() else _PAUSE
