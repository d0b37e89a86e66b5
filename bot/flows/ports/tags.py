"""Port to the part of the database that remembers tags. What holds for `storing` holds here."""

import datetime as dt
from collections.abc import Mapping
from typing import Protocol

from bot.core.entities import KnownTag, TopicId


class TagStore(Protocol):
    """The vocabulary of each topic."""

    async def known_tags(self, topic_id: TopicId) -> tuple[KnownTag, ...]:
        """The tags that the topic used before, the most used first."""

    async def use_tags(self, topic_id: TopicId, spellings: Mapping[str, str], now: dt.datetime) -> None:
        """Count a use of each key; its spelling stays what it was first. What is too much for a vocabulary falls out."""
