"""Articles of our own, invented, as files hold them: with captions, bylines and buttons between the sentences."""

import datetime as dt
from pathlib import Path
from typing import Any

from bot.core.entities import Entry, EntryId, FeedId, Story, StoryId
from bot.core.extractive import article_text
from bot.core.text import content_hash

NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
_FOLDER = Path(__file__).parent.parent / "data" / "articles"


def raw(language: str) -> str:
    """The file of the article in this language, as it stands."""
    return (_FOLDER / f"{language}.txt").read_text(encoding="utf-8")


def entry(number: int = 1, *, title: str, text: str, language: str = "en", **changes: Any) -> Entry:
    """One entry of publisher *number*."""
    values = {
        "id": EntryId(number),
        "feed_id": FeedId(number),
        "story_id": None,
        "url": f"https://paper{number}.example/story",
        "publisher": f"paper{number}.example",
        "published_at": NOON,
        "stored_at": NOON,
        "is_excerpt": False,
        "content_hash": content_hash(title, text),
        **changes,
    }
    return Entry(title=title, text=text, language=language, **values)


def article(language: str, number: int = 1) -> Entry:
    """The article in this language, as an entry."""
    title, text = article_text(raw(language))
    return entry(number, title=title, text=text, language=language)


def story(*entries: Entry) -> Story:
    """A story of these entries, the first one leading."""
    return Story(id=StoryId(1), entries=entries)
