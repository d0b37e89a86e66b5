"""Looking: what a search asks of the database, and which of what comes back is the topic's."""

import datetime as dt

from bot.core import editions, tagging
from bot.core.entities import Criteria, Found, Subject, Topic
from bot.core.searches import Search
from bot.core.text import search_tokens
from bot.flows.needs import Needs

LOOKED_AT = 300
"""The newest entries that are ranked: enough for twenty pages where each story has three of them."""

_TAGS = 300
"""Tags that what was typed is compared with, those used most."""

_LATEST = dt.timedelta(days=7)
_ARCHIVE = dt.timedelta(days=365 * 5)


def asked_for(asked: Search, about: Subject, topic: Topic, now: dt.datetime) -> Criteria:
    """Return what *asked* means. Where it names nothing at all, the last week is meant."""
    is_narrow = bool(about.groups or asked.by.publishers or asked.by.tags)
    return Criteria(
        subject=about,
        since=now - (asked.since or (_ARCHIVE if is_narrow else _LATEST)),
        now=now,
        publishers=tuple(token for name in asked.by.publishers for token in search_tokens(name)),
        tags=tuple(_keys(tag, topic) for tag in asked.by.tags),
    )


def _keys(tag: str, topic: Topic) -> tuple[str, ...]:
    """Return the keys under which a tag may stand: its own, and those of its other names in the topic."""
    own = tagging.key(tag)
    keys = [own]
    for name, others in topic.aliases.items():
        same = [tagging.key(each) for each in (name, *others)]
        keys += same if own in same else []
    return tuple(dict.fromkeys(keys))


async def names_of(needs: Needs, topic: Topic, *, others: bool = False) -> list[str]:
    """Return what the topic itself calls things: its subjects (with their *others*, too), and the tags it used most."""
    tags = await needs.store.known_tags(topic.id, limit=_TAGS)
    forms = [form for forms in topic.aliases.values() for form in forms] if others else []
    return [*topic.aliases, *forms, *(tag.label for tag in tags)]


async def look(needs: Needs, topic: Topic, criteria: Criteria, limit: int = LOOKED_AT) -> tuple[Found, ...]:
    """Return the newest entries that meet *criteria* and belong to the topic, newest first."""
    found = await needs.store.find_entries(criteria, topic.id, limit)
    if not topic.include and not topic.exclude:
        return found
    entries = await needs.store.entries([each.entry_id for each in found])
    ours = {entry.id for entry in entries if editions.belongs(entry, topic)}
    return tuple(each for each in found if each.entry_id in ours)
