"""What lxml tells while it reads a feed, put together: texts, languages, entries. `elements` says what each element means."""

from collections.abc import Callable, Mapping
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
_MOST_PIECES = 100_000

_PLAIN_TYPES = frozenset(("text", "plain", "text/plain", "html", "text/html"))
_MARKUP_TYPES = frozenset(("xhtml", "application/xhtml+xml"))

Context: TypeAlias = "Callable[[Target, str, Mapping[str, str]], Context]"
"""What the children of an open element mean: hears of one, and returns the context of that one's own children."""


class Odd(Exception):  # noqa: N818 -- no error: somebody else reads it
    """The document is not of the ordinary kind."""


class TooMuchError(Exception):
    """The document has more markup than a feed can have."""


class EnoughError(Exception):
    """All entries that we take were read."""


class _Capture:
    """The text of one element, in the making. *keep* gets it. What is beyond the limits is dropped."""

    __slots__ = ("depth", "is_markup", "keep", "letters", "pieces")

    def __init__(self, depth: int, keep: Callable[[str], None] | None, *, is_markup: bool = False) -> None:
        self.depth = depth
        self.keep = keep
        self.is_markup = is_markup
        self.pieces: list[str] = []
        self.letters = 0

    def add(self, text: str) -> None:
        """Take the next piece of text. lxml gives a letter at a time where each is a reference."""
        text = text[: LONGEST_HTML - self.letters]
        self.letters += len(text)
        if not text:
            return
        if len(self.pieces) > _MOST_PIECES:
            if self.is_markup:
                return
            self.pieces = ["".join(self.pieces)]
        self.pieces.append(escape(text) if self.is_markup else text)

    def add_tag(self, tag: str) -> None:
        """Take a tag as a piece of its own."""
        if len(self.pieces) <= _MOST_PIECES:
            self.pieces.append(tag)


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
        self.depth += 1
        self._parts += 1 + len(attributes)
        if self._parts > _MOST_PARTS or self._names.count > _MOST_NAMES:
            raise TooMuchError
        if attributes:
            attributes = {self._names.of(name): value for name, value in attributes.items()}
            self._inherit(attributes)
        self._contexts.append(self._contexts[-1](self, self._names.of(tag), attributes))

    def data(self, text: str) -> None:
        if self._captures:
            self._captures[-1].add(text)

    def end(self, tag: str) -> None:
        depth = self.depth
        self.depth -= 1
        self._contexts.pop()
        if self._captures:
            self._end_text(self._captures[-1], tag, depth)
        if self._languages and self._languages[-1][0] == depth:
            self._languages.pop()
        if depth == self.entry.depth:
            self._end_entry()
            if len(self.feed.entries) >= fields.ENTRY_LIMIT:
                raise EnoughError

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
        """Let *keep* have the text of the element that begins here. *default*: its type, where it may have one."""
        kind = attributes.get("type", default).lower() if default else "text"
        if attributes.get("mode") == "base64" or kind not in _PLAIN_TYPES | _MARKUP_TYPES:
            self.odd(f"type {kind}")
        is_markup = kind in _MARKUP_TYPES
        if is_markup and not self._is_atom:
            self.odd("markup outside Atom")
        self._captures.append(_Capture(self.depth, keep, is_markup=is_markup))

    def tag(self, name: str) -> None:
        """Note a tag inside the text that is captured."""
        capture = self._captures[-1]
        if not capture.is_markup:
            self.odd(f"{name} inside a text")
            capture.is_markup = True
            capture.pieces = [*map(escape, capture.pieces)]
        capture.add_tag(f"<{name.rpartition(':')[2]}>")

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

    def _end_text(self, capture: _Capture, tag: str, depth: int) -> None:
        if capture.depth == depth:
            self._captures.pop()
            if capture.keep:
                pieces = _unwrapped(capture.pieces) if capture.is_markup and self._is_atom else capture.pieces
                capture.keep(mended("".join(pieces).strip()))
        elif capture.is_markup:
            capture.add_tag(f"</{self._names.of(tag).rpartition(':')[2]}>")

    def _end_entry(self) -> None:
        self.feed.entries.append(self.entry.draft())
        self.entry = EntryRules()
        self.rules.has_content = False


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
