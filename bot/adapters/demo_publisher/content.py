"""The demo's publishers as written: a TOML file each, with entries dated by hours before the start."""

import datetime as dt
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from bot.core.errors import ConfigError


class FeedFormat(StrEnum):
    """What a publisher serves at its feed address. A *page* is a mistake many sites make: no feed at all."""

    RSS = "rss"
    ATOM = "atom"
    JSON = "json"
    PAGE = "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoEntry:
    """One article. The feed carries *teaser* where there is one, and the page always the whole of *text*.

    *age* is how long before the start it was published; a negative one is published while the demo runs.
    """

    slug: str
    title: str
    text: str
    teaser: str
    age: dt.timedelta

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text's paragraphs."""
        return tuple(part.strip() for part in self.text.split("\n\n"))


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPublisher:
    """An invented publisher with its articles, newest first."""

    slug: str
    name: str
    tagline: str
    language: str
    format: FeedFormat
    entries: tuple[DemoEntry, ...]


def read_publishers(folder: Path) -> tuple[DemoPublisher, ...]:
    """Read every publisher of *folder*, by name of file.

    Raises:
        ConfigError: there is none, or a file is no publisher.
    """
    publishers = tuple(_read(path) for path in sorted(folder.glob("*.toml")))
    if not publishers:
        raise ConfigError([f"{folder}: the demo's publishers are missing. Install newsthread again."])
    return publishers


def _read(path: Path) -> DemoPublisher:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        entries = sorted((_entry(item) for item in raw.get("entries", [])), key=lambda entry: entry.age)
        return DemoPublisher(
            slug=raw["slug"],
            name=raw["name"],
            tagline=raw["tagline"],
            language=raw["language"],
            format=FeedFormat(raw["format"]),
            entries=tuple(entries),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ConfigError(
            [f"{path}: it is no demo publisher ({error!r}). Correct or remove the file."]
        ) from error


def _entry(item: dict[str, Any]) -> DemoEntry:
    return DemoEntry(
        slug=item["slug"],
        title=item["title"],
        text=item["text"].strip(),
        teaser=item.get("teaser", ""),
        age=dt.timedelta(hours=item["hours_ago"]),
    )
