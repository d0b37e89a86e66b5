"""What people look for, and what is found."""

import datetime as dt
from dataclasses import dataclass

from bot.core.entities.ids import EntryId, StoryId
from bot.core.entities.reading import Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """What an entry must be to be found: all of it.

    It is about *subject*; all folded words of *publishers* stand in its publisher's name; its story was told with each of
    *tags*, a tag by any of the keys of its names (`bot.core.tagging.key`); it was published from *since* on. *now* is where
    the newest are looked for first.
    """

    subject: Subject
    since: dt.datetime
    now: dt.datetime
    publishers: tuple[str, ...] = ()
    tags: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An entry that was found, as far as ranking needs it."""

    entry_id: EntryId
    story_id: StoryId
    publisher: str
    title: str
    published_at: dt.datetime
