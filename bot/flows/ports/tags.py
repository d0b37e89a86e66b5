"""Port to the part of the database that remembers tags. What holds for `storing` holds here."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Protocol

from bot.core.entities import KnownTag, TopicId


class TagStore(Protocol):
    """The vocabulary of each topic."""

    async def known_tags(
        self, topic_id: TopicId, *, keys: Collection[str] | None = None, limit: int | None = None
    ) -> tuple[KnownTag, ...]:
        """The tags that the topic used before, the most used first: all, those of these *keys*, or so many."""

    async def use_tags(self, topic_id: TopicId, spellings: Mapping[str, str], now: dt.datetime) -> None:
        """Count a use of each key; its spelling stays what it was first. What is too much for a vocabulary falls out."""
