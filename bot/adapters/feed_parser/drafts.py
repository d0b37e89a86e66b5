"""A feed as it stands in its document, and what becomes of it: one way for every format and every reader.

A reader (lxml, feedparser, JSON) says what it found, raw; here it becomes plain text, absolute links and dates. So an entry
comes out the same whoever read it.
"""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.adapters.feed_parser import fields
from bot.adapters.feed_parser.dates import DateReader
from bot.adapters.feed_parser.plain_text import line_of, longest_text, paragraphs_of, text_of
from bot.core.entities import Enclosure, ParsedEntry, ParsedFeed, Wishes
from bot.core.text import is_http_url

_MOST_ENCLOSURES = 5
_MOST_TAGS = 1_000_000
"""In the texts of one document: a microsecond each."""

_TITLE_TAG = 3  # takes three times as long
_ANY_TEXT = 10  # as long as ten tags
_BEGINNING = 1_000


@dataclass(slots=True)
class DraftEntry:
    """An entry, raw. *texts* are HTML, *plain_texts* are not; of *dates* and *languages* the first that can be read counts.

    *files* are URL, media type and length, as declared; *images* are URLs, the best first.
    """

    guid: str = ""
    link: str = ""
    title: str = ""
    texts: list[str] = field(default_factory=list)
    plain_texts: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    languages: list[str] = field(default_factory=list)
    publisher: str = ""
    images: list[str] = field(default_factory=list)
    files: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(slots=True)
class DraftFeed:
    """A feed, raw."""

    title: str = ""
    link: str = ""
    language: str = ""
    entries: list[DraftEntry] = field(default_factory=list)


def finish(draft: DraftFeed, url: str, wishes: Wishes) -> ParsedFeed:
    """Return the feed of *draft*, which came from *url*. Entries without title and text say nothing and are left out."""
    named, language = line_of(draft.title), fields.language(draft.language)
    title = "" if is_http_url(named) else named  # its address may be a secret, and titles are shown
    dates = DateReader(language)
    entries = (_entry(entry, url, title, language, dates) for entry in _within_budget(draft.entries))
    return ParsedFeed(
        title=title,
        site_url=fields.link(draft.link, url),
        language=language,
        wishes=wishes,
        entries=tuple(entry for entry in entries if entry.title or entry.text),
    )


def _within_budget(entries: list[DraftEntry]) -> Iterator[DraftEntry]:
    """Yield the entries, and let go of each. When the document's tags are used up, the rest give their beginnings."""
    tags = 0
    entries.reverse()
    while entries:
        entry = entries.pop()
        tags += _TITLE_TAG * entry.title.count("<") + sum(_ANY_TEXT + text.count("<") for text in entry.texts)
        if tags > _MOST_TAGS:
            entry.title = entry.title[:_BEGINNING]
            entry.texts = [max(entry.texts, key=len, default="")[:_BEGINNING]]
        yield entry


def _entry(draft: DraftEntry, url: str, publisher: str, language: str, dates: DateReader) -> ParsedEntry:
    languages = filter(None, map(fields.language, draft.languages))
    published = filter(None, map(dates.read, draft.dates))
    return ParsedEntry(
        guid=fields.guid(draft.guid),
        url=fields.link(draft.link, url),
        title=line_of(draft.title),
        text=_text(draft),
        published_at=next(published, None),
        language=next(languages, language),
        publisher=line_of(draft.publisher) or publisher,
        image=next(_links(_images(draft), url), ""),
        enclosures=tuple(itertools.islice(_enclosures(draft, url), _MOST_ENCLOSURES)),
    )


def _text(draft: DraftEntry) -> str:
    """Return the longest text, of several the first. A teaser beside the article cannot be it, and need not be read."""
    article = max(draft.texts, key=len, default="")
    text = text_of(article)
    texts = [
        text if markup == article else text_of(markup)
        for markup in dict.fromkeys(draft.texts)
        if markup == article or longest_text(markup) >= len(text)
    ]
    return max((*texts, *map(paragraphs_of, draft.plain_texts)), key=len, default="")


def _images(draft: DraftEntry) -> Iterable[str]:
    return (*draft.images, *(address for address, kind, _ in draft.files if kind.startswith("image/")))


def _links(addresses: Iterable[str], url: str) -> Iterator[str]:
    return filter(None, (fields.link(address, url) for address in addresses))


def _enclosures(draft: DraftEntry, url: str) -> Iterator[Enclosure]:
    seen: set[str] = set()
    for address, kind, length in draft.files:
        link = fields.link(address, url)
        if link and link not in seen:
            seen.add(link)
            yield Enclosure(url=link, media_type=fields.media_type(kind), length=fields.length(length))
