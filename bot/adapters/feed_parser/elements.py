"""What each element of RSS and Atom means, by where it stands: one function for each place.

A function hears the name and the attributes of an element and returns the function for that element's children.
"""

import functools
from collections.abc import Callable, Mapping

from bot.adapters.feed_parser.entry_rules import FeedRules
from bot.adapters.feed_parser.target import Context, Target

_Attributes = Mapping[str, str]

_ROOTS = frozenset(("rss", "rdf:rdf", "feed"))
_ENTRIES = frozenset(("item", "entry", "product"))
_TITLES = frozenset(("title", "dc:title", "media:title"))
_PLAIN_SUMMARIES = frozenset(("abstract", "summary", "itunes:summary"))
_SUMMARIES = _PLAIN_SUMMARIES | {"description", "dc:description", "media:description"}
_CONTENTS = frozenset(("content", "content:encoded", "fullitem"))
_LANGUAGES = frozenset(("language", "dc:language"))
_IMAGES = frozenset(("image", "textinput"))
_COVERS = frozenset(("itunes:image", "itunes:link"))
_GUIDS = frozenset(("guid", "id"))
_DATES = {
    **dict.fromkeys(("published", "issued", "pubdate", "dcterms:issued"), "published"),
    **dict.fromkeys(("updated", "modified", "lastbuilddate", "dc:date", "dcterms:modified"), "updated"),
    **dict.fromkeys(("created", "dcterms:created"), "created"),
}
_MEDIA = frozenset(("media:title", "media:description", "media:content", "media:thumbnail", "media:group"))
_IN_IMAGE = frozenset(("title", "link", "description", "name", "url", "href", "width", "height"))
_ODD_IN_ENTRY = (
    _ROOTS
    | _IMAGES
    | _ENTRIES
    | {"channel", "body", "xhtml:body", "links", "title_detail", "media_content", "media_thumbnail"}
)
_OPENED = frozenset(("subtitle", "tagline", "rights", "generator", "category", "author", *_GUIDS, *_DATES))
_ODD_IN_SOURCE = frozenset(("source", *_TITLES, *_MEDIA, *_ODD_IN_ENTRY, *_CONTENTS))
_ODD_IN_FEED = _ROOTS | {"source", "channel", "media:group"}
_TELLING = (
    (_ODD_IN_ENTRY | _TITLES | _SUMMARIES | _CONTENTS | _LANGUAGES | _MEDIA | _COVERS | _GUIDS)
    | frozenset(_DATES)
    | {"link", "source", "enclosure"}
)
"""Elements that say something to feedparser wherever they stand."""

_ODD_IN_TEXT = _TELLING | {"math", "svg", "xhtml:math", "xhtml:svg"}


def in_document(target: Target, name: str, attributes: _Attributes) -> Context:
    """Read the root."""
    if name not in _ROOTS:
        target.odd(f"root {name}")
    if name in _ROOTS | {"channel"}:
        target.begin_feed(name)
    if "href" in attributes or "lastmod" in attributes:
        target.odd("channel definition format")
    return _in_feed if name in {"feed", "channel"} else _in_root


def _in_root(target: Target, name: str, attributes: _Attributes) -> Context:
    """Read a child of `rss` or `rdf:RDF`."""
    if name == "channel":
        if "href" in attributes or "lastmod" in attributes:
            target.odd("channel definition format")
        return _in_feed
    if name in _ENTRIES:
        return _entry(target, attributes)
    if name in _IMAGES:
        return _in_image
    return in_nothing(target, name, attributes)


def _in_feed(target: Target, name: str, attributes: _Attributes) -> Context:
    """Read a child of `channel` or `feed`."""
    if name in _ENTRIES:
        return _entry(target, attributes)
    if name in _IMAGES:
        return _in_image
    read = _IN_FEED.get(name)
    if read is not None:
        return read(target, name, attributes)
    if name in _ODD_IN_FEED:
        target.odd(f"{name} of a feed")
    return in_nothing


def _feed_title(target: Target, _: str, attributes: _Attributes) -> Context:
    if target.has_title:
        target.odd("second title of a feed")
    target.has_title = True
    return _text(target, functools.partial(setattr, target.feed, "title"), attributes, "text/plain")


def _feed_language(target: Target, _: str, attributes: _Attributes) -> Context:
    return _text(target, functools.partial(setattr, target.feed, "language"), attributes)


def _feed_summary(target: Target, name: str, _: _Attributes) -> Context:
    if name != "abstract":
        target.rules.note_summary(is_content=name in _CONTENTS, is_summary=name in _PLAIN_SUMMARIES)
    return in_nothing


def _feed_link(target: Target, _: str, attributes: _Attributes) -> Context:
    return _link(target, target.rules, attributes)


def _feed_guid(target: Target, _: str, attributes: _Attributes) -> Context:
    return _guid(target, target.rules, attributes)


_IN_FEED = {
    **dict.fromkeys(_TITLES, _feed_title),
    **dict.fromkeys(_LANGUAGES, _feed_language),
    **dict.fromkeys(_GUIDS, _feed_guid),
    **dict.fromkeys((*_SUMMARIES, *_CONTENTS), _feed_summary),
    "link": _feed_link,
}


def _entry(target: Target, attributes: _Attributes) -> Context:
    target.begin_entry(attributes)
    return _in_entry


def _in_entry(target: Target, name: str, attributes: _Attributes) -> Context:
    """Read a child of `item` or `entry`."""
    rules = target.entry
    if name in _DATES:
        return _text(target, functools.partial(rules.texts.__setitem__, _DATES[name]), attributes)
    read = _IN_ENTRY.get(name)
    if read is not None:
        return read(target, name, attributes)
    if name == "link":
        if attributes.get("rel", "").lower() == "enclosure":
            rules.keep_file(attributes, is_link=True)
        return _link(target, rules, attributes)
    if name in _GUIDS:
        return _guid(target, rules, attributes)
    if name in _ODD_IN_ENTRY:
        target.odd(f"{name} in an entry")
    return in_nothing


def _title(target: Target, name: str, attributes: _Attributes) -> Context:
    language, depth, is_media = target.language, target.depth, name == "media:title"
    keep = functools.partial(target.entry.keep_title, language=language, depth=depth, is_media=is_media)
    return _text(target, keep, attributes, "text/plain")


def _summary(target: Target, name: str, attributes: _Attributes) -> Context:
    if name != "abstract" and target.entry.summary_is_content:
        return _content(target, "content", attributes)
    keep = functools.partial(target.entry.keep_summary, depth=target.depth)
    return _text(target, keep, attributes, "text/plain" if name in _PLAIN_SUMMARIES else "text/html")


def _content(target: Target, name: str, attributes: _Attributes) -> Context:
    target.entry.expect_content()
    keep = functools.partial(target.entry.keep_content, language=target.language)
    return _text(target, keep, attributes, "text/plain" if name == "content" else "text/html")


def _entry_language(target: Target, _: str, attributes: _Attributes) -> Context:
    return _text(target, functools.partial(setattr, target.entry, "language"), attributes)


def _cover(target: Target, _: str, attributes: _Attributes) -> Context:
    target.entry.cover = attributes.get("href") or attributes.get("url") or target.entry.cover
    return in_nothing


def _file(target: Target, _: str, attributes: _Attributes) -> Context:
    target.entry.keep_file(attributes)
    return in_nothing


def _media(target: Target, _: str, attributes: _Attributes) -> Context:
    if attributes:
        target.entry.keep_media(attributes)
    return _in_media


def _group(_: Target, __: str, ___: _Attributes) -> Context:
    return _in_media


def _thumbnail(target: Target, _: str, attributes: _Attributes) -> Context:
    if "url" not in attributes:
        target.odd("thumbnail without an address")
    target.entry.keep_thumbnail(attributes.get("url", ""))
    return in_nothing


def _source(target: Target, _: str, attributes: _Attributes) -> Context:
    """Read whom an entry is taken from: a text in RSS, the head of a feed in Atom."""
    target.entry.begin_source()
    target.capture(target.entry.keep_publisher, attributes)
    return _in_source


_IN_ENTRY = {
    **dict.fromkeys(_TITLES, _title),
    **dict.fromkeys(_SUMMARIES, _summary),
    **dict.fromkeys(_CONTENTS, _content),
    **dict.fromkeys(_LANGUAGES, _entry_language),
    **dict.fromkeys(_COVERS, _cover),
    "media:content": _media,
    "media:group": _group,
    "media:thumbnail": _thumbnail,
    "enclosure": _file,
    "source": _source,
}


def _in_media(target: Target, name: str, attributes: _Attributes) -> Context:
    """Read a child of `media:group` or `media:content`."""
    if name in _MEDIA:
        return _IN_ENTRY[name](target, name, attributes)
    return in_nothing(target, name, attributes)


def _in_source(target: Target, name: str, attributes: _Attributes) -> Context:
    """Read a child of `source`. Only its title is of use, and what others say is not the source's own text."""
    if name == "title" and not target.entry.publisher:
        return _text(target, target.entry.keep_publisher, attributes, "text/plain")
    if name in _ODD_IN_SOURCE:
        target.odd(f"{name} in a source")
    is_opened = name in _OPENED or not (attributes or name == "enclosure")
    target.capture(None if is_opened else functools.partial(_keep_nothing, target), {})
    return in_nothing


def _keep_nothing(target: Target, value: str) -> None:
    """Feedparser takes the text of unknown elements with attributes, which it does not open, for the source's own."""
    if value:
        target.odd("text where none is expected")


def _in_image(target: Target, name: str, _: _Attributes) -> Context:
    """Read a child of a feed's `image` or `textInput`."""
    if ":" not in name and name not in _IN_IMAGE:
        target.odd(f"{name} in an image")
    return in_nothing


def in_nothing(target: Target, name: str, _: _Attributes) -> Context:
    """Pass over a child of something that says nothing to us."""
    if name in _TELLING:
        target.odd(f"{name} out of place")
    return in_nothing


def _in_text(target: Target, name: str, _: _Attributes) -> Context:
    """Take a child of a text for markup."""
    if name in _ODD_IN_TEXT:
        target.odd(f"{name} in a text")
    target.tag(name)
    return _in_text


def _link(target: Target, rules: FeedRules, attributes: _Attributes) -> Context:
    return in_nothing if rules.keep_address(attributes) else _text(target, rules.keep_link, attributes)


def _guid(target: Target, rules: FeedRules, attributes: _Attributes) -> Context:
    is_permalink = attributes.get("ispermalink", "true") == "true"
    return _text(target, functools.partial(rules.keep_guid, is_permalink=is_permalink), attributes)


def _text(target: Target, keep: Callable[[str], None], attributes: _Attributes, default: str = "") -> Context:
    target.capture(keep, attributes, default)
    return _in_text
