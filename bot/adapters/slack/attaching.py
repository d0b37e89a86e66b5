"""A file for whoever asked: into their direct messages with us, since Slack takes none for one person in a channel.

Through the upload that Slack has now (https://docs.slack.dev/messaging/working-with-files/#upload): an address, the bytes, and
where they belong.
"""

from dataclasses import replace

import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.errors import CONNECTION_ERRORS
from bot.core import wording
from bot.core.entities import Attached, Notice, Reply
from bot.core.language import say

log = structlog.get_logger()

_FAILED = say("The file did not get to you: Slack did not take it. Please try again.")


async def handed_over(client: AsyncWebClient, user: str, reply: Reply) -> Reply:
    """Send a reply's file to *user*, and return the reply as it is shown: with where the file is, or why it is nowhere."""
    if not isinstance(reply, Notice) or reply.file is None:
        return reply
    try:
        await _upload(client, user, reply.file, reply.title)
    except (SlackClientError, *CONNECTION_ERRORS) as error:
        log.warning("slack_file_not_sent", user=user, error=_reason(error))
        return replace(reply, file=None, lines=(wording.told(_told(error), reply.language),))
    there = say("The file is in your direct messages with me: {name}", name=reply.file.name)
    return replace(reply, lines=(*reply.lines, wording.told(there, reply.language)))


async def _upload(client: AsyncWebClient, user: str, attached: Attached, title: str) -> None:
    opened = await client.conversations_open(users=user)
    await client.files_upload_v2(
        channel=opened["channel"]["id"], filename=attached.name, content=attached.data, title=title
    )


def _told(error: Exception) -> str:
    if isinstance(error, SlackApiError) and error.response.get("error") == "missing_scope":
        scope = str(error.response.get("needed") or "files:write")
        return say(
            "The file did not get to you: this app lacks a permission ({scope}). Whoever runs the bot installs it again with the manifest of this version.",
            scope=scope,
        )
    return _FAILED


def _reason(error: Exception) -> str:
    """Return what went wrong, without the address of the upload, to which anybody may send."""
    return str(error.response.get("error")) if isinstance(error, SlackApiError) else type(error).__name__
