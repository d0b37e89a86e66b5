"""What is there: the feeds."""

from bot.core import health
from bot.core.entities import Notice, Topic
from bot.core.language import say, some
from bot.flows.needs import Needs

_LISTED = 100
"""Feeds that a chat lists; thousands would be hundreds of messages."""


async def feeds(needs: Needs, topic: Topic) -> Notice:
    """List the topic's feeds with their health, the worst first; never their URLs, which may hold secrets."""
    found = sorted(await needs.store.feeds(topic.id), key=health.severity)
    title = some(len(found), "{topic}: {n} feed", "{topic}: {n} feeds", topic=topic.title)
    lines = [health.line(feed) for feed in found[:_LISTED]]
    if len(found) > _LISTED:
        lines.append(say("and {n} more", n=len(found) - _LISTED))
    return Notice(title=title, lines=tuple(lines))
