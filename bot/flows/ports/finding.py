"""Port to the part of the database that finds entries by what people type. What holds for `storing` holds here."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Protocol

from bot.core.entities import Criteria, Found, StoryId, TopicId


class FindingStore(Protocol):
    """Searching what a topic's feeds brought, and the words of its headlines. An entry is found when it has been indexed."""

    async def has_unindexed(self) -> bool:
        """Whether a search misses any entry that is stored."""

    async def index_entries(self, limit: int) -> int:
        """Let searches find the next *limit* entries that they do not yet, fewer where texts are long; return how many.

        The oldest first; 0: there are none left.
        """

    async def find_entries(self, criteria: Criteria, topic_id: TopicId, limit: int) -> tuple[Found, ...]:
        """The newest *limit* entries that the topic's feeds brought, that have a story and meet *criteria*, newest first."""

    async def headline_words(self, words: Collection[str]) -> Mapping[str, int]:
        """In how many headlines, of whatever feed, each of these folded words stood; one without any is left out."""

    async def headline_words_from(self, beginning: str, limit: int) -> Mapping[str, int]:
        """The folded words of headlines that begin so and go on, the most frequent first, with their counts."""

    async def tag_stories(
        self, topic_id: TopicId, tags: Mapping[StoryId, Collection[str]], now: dt.datetime
    ) -> None:
        """Remember the keys of the tags that stories of the topic were told with, from now on."""
