"""What lxml tells while it reads a feed, put together: texts, languages, entries. `elements` says what each element means."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias
from xml.sax.saxutils import escape

from bot.adapters.feed_parser import fields
from bot.adapters.feed_parser.drafts import DraftFeed
from bot.adapters.feed_parser.entry_rules import EntryRules, FeedRules
from bot.adapters.feed_parser.names import Names, mended
from bot.adapters.feed_parser.plain_text import LONGEST_HTML

_MOST_PARTS = 400_000
"""Elements and attributes together; 10,000 entries of fifteen elements and ten attributes have 250,000."""

_MOST_NAMES = 5_000
_MOST_PIECES = 20_000

_MARKUP_TYPES = frozenset(("xhtml", "application/xhtml+xml"))
_TYPES = _MARKUP_TYPES | {"text", "plain", "text/plain", "html", "text/html"}
_NO_ATTRIBUTES: Mapping[str, str] = MappingProxyType({})
"""In place of lxml's own, which takes as long to say that it has none as a dozen elements take."""

Context: TypeAlias = "Callable[[Target, str, Mapping[str, str]], Context]"
"""What the children of an open element mean: hears of one, and returns the context of that one's own children."""


class Odd(Exception):  # noqa: N818 -- no error: somebody else reads it
    """The document is not of the ordinary kind."""


class TooMuchError(Exception):
    """The document has more markup than a feed can have."""


class EnoughError(Exception):
    """All entries that we take were read."""


class _Tag(str):
    """A tag inside a text."""

    __slots__ = ()


@dataclass(slots=True)
class _Capture:
    """The text of one element, in the making: the pieces from *begin* on. *keep* gets it."""

    depth: int
    begin: int
    keep: Callable[[str], None] | None
    is_markup: bool


class Target:
    """Hears of elements from lxml, and asks the context of each what it means: the first is *document*'s."""

    def __init__(self, document: "Context", *, is_strict: bool) -> None:
        self.feed = DraftFeed()
        self.is_feed = False
        self._is_strict = is_strict
        self._is_atom = False
        self._names = Names()
        self.depth = 0
        self._parts = 0
        self._contexts: list[Context] = [document]
        self._captures: list[_Capture] = []
        self._pieces: list[str] = []
        self.data = (
            self._pieces.append
        )  # called for each reference to a letter, so it is no function of Python
        self._languages: list[tuple[int, str]] = []
        self.has_title = False
        self.base = ""
        self.rules = FeedRules("")
        self.entry = EntryRules()

    # What lxml calls.

    def start_ns(self, prefix: str | None, uri: str) -> None:
        self._parts += 1
        if not self._names.declare(prefix or "", uri):
            self.odd(f"two prefixes for {uri}")

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if not self._captures:
            self._pieces.clear()  # white space between elements
        self.depth += 1
        self._parts += 1 + len(attributes)
        if self._parts > _MOST_PARTS or self._names.count > _MOST_NAMES:
            raise TooMuchError
        names = self._names
        if attributes:
            attributes = {names[name]: value for name, value in attributes.items()}
            self._inherit(attributes)
        else:
            attributes = _NO_ATTRIBUTES
        self._contexts.append(self._contexts[-1](self, names[tag], attributes))

    def end(self, tag: str) -> None:
        depth = self.depth
        self.depth -= 1
        self._contexts.pop()
        if self._captures:
            capture = self._captures[-1]
            if capture.depth == depth:
                self._end_text(self._captures.pop())
            elif capture.is_markup:
                self._pieces.append(_Tag(f"</{self._names[tag].rpartition(':')[2]}>"))
        if self._languages and self._languages[-1][0] == depth:
            self._languages.pop()
        if depth == self.entry.depth:
            self._end_entry()
            if len(self.feed.entries) >= fields.ENTRY_LIMIT:
                raise EnoughError

    def settle(self) -> None:
        """Let go of what no element needs, and of more text than is kept. To be called now and then."""
        if not self._captures:
            self._pieces.clear()
            return
        capture = self._captures[-1]
        own = self._pieces[capture.begin :]
        if len(own) > _MOST_PIECES or sum(map(len, own)) > LONGEST_HTML:
            text = "".join(_marked_up(own) if capture.is_markup else own)[:LONGEST_HTML]
            self._pieces[capture.begin :] = [_Tag(text) if capture.is_markup else text]

    def close(self) -> None:
        if self.entry.depth:  # the document was cut off in the middle of it
            self._end_entry()

    # What contexts call.

    @property
    def language(self) -> str:
        """The language that `xml:lang` says here."""
        return self._languages[-1][1] if self._languages else ""

    def odd(self, what: str) -> None:
        if self._is_strict:
            raise Odd(what)

    def begin_feed(self, name: str) -> None:
        self.is_feed = True
        self._is_atom = name == "feed" and self._names.is_atom
        if name in {"rss", "feed"}:
            self.feed.language = self.language

    def begin_entry(self, attributes: Mapping[str, str]) -> None:
        if self.entry.depth:
            self.odd("entry in an entry")
            self._end_entry()
        if "href" in attributes or "lastmod" in attributes:
            self.odd("channel definition format")
        self.entry = EntryRules(self.base, self.depth, has_content=self.rules.has_content)
        self.entry.guid = attributes.get("rdf:about", "")

    def capture(
        self, keep: Callable[[str], None] | None, attributes: Mapping[str, str], default: str = ""
    ) -> None:
        """Let *keep* have the text of the element that begins here. *default*: its plain type, where it may have one."""
        is_markup = bool(attributes) and self._is_markup(attributes, default)
        self._captures.append(_Capture(self.depth, len(self._pieces), keep, is_markup))

    def _is_markup(self, attributes: Mapping[str, str], default: str) -> bool:
        kind = attributes.get("type", default).lower() if default else "text"
        if attributes.get("mode") == "base64" or kind not in _TYPES:
            self.odd(f"type {kind}")
        if kind not in _MARKUP_TYPES:
            return False
        if not self._is_atom:
            self.odd("markup outside Atom")
        return True

    def tag(self, name: str) -> None:
        """Note a tag inside the text that is captured."""
        capture = self._captures[-1]
        if not capture.is_markup:
            self.odd(f"{name} inside a text")
            capture.is_markup = True
        self._pieces.append(_Tag(f"<{name.rpartition(':')[2]}>"))

    def _inherit(self, attributes: Mapping[str, str]) -> None:
        base = attributes.get("xml:base", attributes.get("base"))
        if base is not None:
            if self.depth > 1:
                self.odd("xml:base within")
            else:
                self.base = self.rules.base = base
        language = attributes.get("xml:lang", attributes.get("lang"))
        if language is not None:
            self._languages.append((self.depth, language))

    def _end_text(self, capture: _Capture) -> None:
        pieces = self._pieces[capture.begin :]
        del self._pieces[capture.begin :]
        if capture.is_markup:
            pieces = _unwrapped(_marked_up(pieces)) if self._is_atom else _marked_up(pieces)
        if capture.keep:
            capture.keep(mended("".join(pieces)[:LONGEST_HTML].strip()))

    def _end_entry(self) -> None:
        self.feed.entries.append(self.entry.draft())
        self.entry = EntryRules()
        self.rules.has_content = False


def _marked_up(pieces: list[str]) -> list[str]:
    """Return XML's pieces of text and tags as HTML's."""
    return [piece if isinstance(piece, _Tag) else escape(piece) for piece in pieces]


def _unwrapped(pieces: list[str]) -> list[str]:
    """Return XHTML without the one `div` around all of it (RFC 4287, 3.1.1.3)."""
    while len(pieces) > 1 and not pieces[-1].strip():
        del pieces[-1]
    while len(pieces) > 1 and not pieces[0].strip():
        del pieces[0]
    if not pieces or pieces[0] != "<div>" or pieces[-1] != "</div>":
        return pieces
    depth = 0
    for piece in pieces[:-1]:
        depth += -1 if piece.startswith("</") else piece.startswith("<")
        if not depth and piece.startswith("</"):
            return pieces
    return pieces[1:-1]
