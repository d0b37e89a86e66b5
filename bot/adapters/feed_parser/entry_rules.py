"""Which of several titles, links, ids and texts of one entry count: feedparser's rules, for the lxml reader.

They look odd, and are kept as they are: an entry must come out the same whichever of the two read it.
"""

import re
from collections.abc import Mapping

from bot.adapters.feed_parser.drafts import DraftEntry
from bot.adapters.feed_parser.names import resolved

HTML_TYPES = frozenset(("html", "xhtml", "text/html", "application/xhtml+xml"))

_MOST = 50  # contents, files, pictures of one entry
_REFERENCE = re.compile("&([A-Za-z0-9_]+);")


def address_of(attributes: Mapping[str, str]) -> str | None:
    """Return the address that an element's attributes name, None where they name none."""
    return attributes.get("url") or attributes.get("uri") or attributes.get("href")


class FeedRules:
    """The link of a feed or an entry: the last `link` element, else the first permanent id."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.link: str | None = None
        self.guid = ""
        self.has_content = False
        self._has_summary = False

    def keep_link(self, value: str) -> None:
        """Take the text of a `link` element; feedparser takes "&b=2" in it for an entity and mends that."""
        address = resolved(value, self.base) if value else ""
        self.link = _REFERENCE.sub(r"&\1", address.replace("&amp;", "&"))

    def keep_address(self, attributes: Mapping[str, str]) -> bool:
        """Take the address in a `link` element's attributes. False where there is none, so that its text counts."""
        address = address_of(attributes)
        if address is None:
            return False
        relation = attributes.get("rel", "alternate").lower()
        kind = attributes.get("type", "application/atom+xml" if relation == "self" else "text/html").lower()
        if relation == "alternate" and kind in HTML_TYPES:
            self.link = resolved(address, self.base)
        return True

    def note_summary(self, *, is_content: bool, is_summary: bool) -> None:
        """Note a summary or content of the feed: a second summary counts as content, and then the next entry has content."""
        if is_content or (self._has_summary and not self.has_content):
            self.has_content = self._has_summary = True
        self._has_summary = self._has_summary or is_summary

    def keep_guid(self, value: str, *, is_permalink: bool) -> None:
        """Take the text of a `guid` or `id` element."""
        self.guid = resolved(value, self.base) if is_permalink and value else value
        if is_permalink and self.link is None:
            self.link = self.guid


class EntryRules(FeedRules):
    """What was found of an entry so far. *depth* is where its element stands, 0 before there is one."""

    def __init__(self, base: str = "", depth: int = 0, *, has_content: bool = False) -> None:
        super().__init__(base)
        self.has_content = has_content
        self.depth = depth
        self.texts: dict[str, str] = {"published": "", "updated": "", "created": ""}
        self.language = ""
        self.publisher = ""
        self.cover = ""
        self.thumbnails: list[str] = []
        self.media: list[Mapping[str, str]] = []
        self.files: list[tuple[str, str, str]] = []
        self._title, self._title_depth, self._title_language = "", 0, ""
        self._has_title = False
        self._summary: str | None = None
        self._summary_depth = 0
        self._contents: list[tuple[str, str]] = []

    def keep_title(self, value: str, language: str, depth: int, *, is_media: bool) -> None:
        """The first title that is not empty counts; media titles before it stand in, those at the outer level first."""
        if self._has_title:
            return
        if not self._title_depth or depth <= self._title_depth:
            self._title, self._title_depth = value, depth
        self._title_language = language
        self._has_title = bool(value) and not is_media

    @property
    def summary_is_content(self) -> bool:
        """A second summary counts as content, unless there is content."""
        return self._summary is not None and not self.has_content

    def keep_summary(self, value: str, depth: int) -> None:
        if not self._summary_depth or depth <= self._summary_depth:
            self._summary, self._summary_depth = value, depth

    def expect_content(self) -> None:
        self.has_content = True

    def keep_content(self, value: str, language: str) -> None:
        if len(self._contents) < _MOST:
            self._contents.append((value, language))
        if self._summary is None:
            self._summary = value

    def begin_source(self) -> None:
        """The last source counts; a title after it counts again."""
        self.publisher, self._has_title = "", False

    def keep_publisher(self, value: str) -> None:
        self.publisher = value or self.publisher

    def keep_file(self, attributes: Mapping[str, str], *, is_link: bool = False) -> None:
        """Take an `enclosure`, or a link to one, whose address is seen from `xml:base`."""
        address, kind, length = file_of(attributes)
        if len(self.files) < _MOST:
            self.files.append((resolved(address, self.base) if is_link else address, kind, length))

    def keep_media(self, attributes: Mapping[str, str]) -> None:
        if len(self.media) < _MOST:
            self.media.append(attributes)

    def keep_thumbnail(self, address: str) -> None:
        if len(self.thumbnails) < _MOST:
            self.thumbnails.append(address)

    def draft(self) -> DraftEntry:
        """Return the entry."""
        return DraftEntry(
            guid=self.guid,
            link=self.link or "",
            title=self._title,
            texts=[*(value for value, _ in self._contents), self._summary or ""],
            dates=(self.texts["published"], self.texts["updated"], self.texts["created"]),
            languages=[*(language for _, language in self._contents), self._title_language, self.language],
            publisher=self.publisher,
            images=images_of(self.cover, self.thumbnails, self.media),
            files=[*self.files, *map(file_of, filter(is_file, self.media))],
        )


def file_of(attributes: Mapping[str, str]) -> tuple[str, str, str]:
    """Return the URL, media type and length of an `enclosure`, a link to one, or a `media:content`."""
    length = attributes.get("length") or attributes.get("filesize") or ""
    return (address_of(attributes) or "", attributes.get("type", ""), length)


def is_file(media: Mapping[str, str]) -> bool:
    """Say whether a `media:content` is a file to keep: pictures are looked at, not kept."""
    return not _is_image(media)


def images_of(cover: str, thumbnails: list[str], media: list[Mapping[str, str]]) -> list[str]:
    """Return an entry's pictures, the best first: full size, then a podcast's cover, then thumbnails."""
    pictures = [address_of(each) or "" for each in media if _is_image(each)]
    return [*pictures, cover, *thumbnails]


def _is_image(media: Mapping[str, str]) -> bool:
    return media.get("medium", "").lower() == "image" or media.get("type", "").lower().startswith("image/")
