"""The bytes of an XML document, made fit for a parser: unpacked, and bare of what breaks or harms parsers.

It repairs what has one obvious repair: junk around the root, control characters, HTML's entities in XML, prefixes that nobody
declared. A document type is taken off; of its entities those stay that stand for a few letters.
"""

import gzip
import html
import html.entities
import io
import re
import zlib

from bot.adapters.feed_parser.fields import ENTRY_LIMIT

LARGEST_UNPACKED = 16 * 1024 * 1024

_GZIP = b"\x1f\x8b"
_STEP = 256 * 1024  # what is unpacked at a time
_ROOT = re.compile(rb"<((?:[\w.-]{1,40}:)?(?:rss|rdf|feed|channel))(?=[\s/>])", re.IGNORECASE)
_CONTROLS = bytes({*range(0x20)} - {*b"\t\n\r"})
_ANY_CONTROL = re.compile(b"[" + re.escape(_CONTROLS) + b"]")
_COPIED = 1024 * 1024
"""Up to here cleaning, which copies, is faster than looking whether there is anything to clean."""

_NO_LETTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")  # U+FFFE and U+FFFF
_ANY_ENTITY = re.compile(rb"<!ENTITY\s+([A-Za-z][\w.-]{0,40})\s")
_ENTITY = re.compile(rb"""<!ENTITY\s+([A-Za-z][\w.-]{0,40})\s+(?:"([^"<>%]{0,80})"|'([^'<>%]{0,80})')\s*>""")
_REFERENCE = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][\w.-]{0,40});")
_NUMBER = re.compile(
    rb"&#(?:0*([0-9]|[12]\d|3[01]|5[5-7]\d{3}|6553[45])|[xX]0*([01]?[0-9a-fA-F]|[dD][89a-fA-F][0-9a-fA-F]{2}|[fF]{3}[eEfF]));"
)
_PAIR = re.compile(
    rb"&#(?:(5[56]\d{3})|[xX]([dD][89abAB][0-9a-fA-F]{2}));&#(?:(5[67]\d{3})|[xX]([dD][c-fC-F][0-9a-fA-F]{2}));"
)
_ENTRY = re.compile(rb"<((?:[\w.-]{1,40}:)?(?:item|entry))(?=[\s/>])")
_PREFIXES = {
    b"content": b"http://purl.org/rss/1.0/modules/content/",
    b"dc": b"http://purl.org/dc/elements/1.1/",
    b"media": b"http://search.yahoo.com/mrss/",
    b"itunes": b"http://www.itunes.com/dtds/podcast-1.0.dtd",
    b"atom": b"http://www.w3.org/2005/Atom",
}
_HIGH, _LOW, _AFTER = 0xD800, 0xDC00, 0xE000  # surrogates
_MOST_EXPANSION = 1024 * 1024
_LONGEST_SECTION = 4 * 1024 * 1024
_INSIDE_LETTER, _NEXT_LETTER = 0x80, 0xC0  # the bytes of UTF-8 that continue a letter
_LONGEST_HEAD = 256 * 1024
_MOST_REPAIRS = 50_000
_LONG_TAG = re.compile(rb"<[A-Za-z][^<>]{262144}")


class TooLargeError(Exception):
    """It unpacks or expands to more than a feed can be."""


def unpacked(body: bytes) -> bytes:
    """Return what a body that is gzip holds, though nobody said so; what is cut off gives what is there.

    Raises:
        TooLargeError: it is more than `LARGEST_UNPACKED`.
    """
    if not body.startswith(_GZIP):
        return body
    found = bytearray()
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(body)) as members:
            while step := members.read1(_STEP):
                found += step
                if len(found) > LARGEST_UNPACKED:
                    raise TooLargeError
    except (OSError, EOFError, zlib.error):  # cut off or damaged: what came before it counts
        return bytes(found) or body
    return bytes(found)


def prepared(text: bytes) -> bytes:
    """Return the feed in *text*, which is UTF-8, from its root on, without declarations; b"" where there is no feed's root.

    Raises:
        TooLargeError: its entities expand to more than a feed can be, or one tag is larger.
    """
    root = _ROOT.search(text)
    if root is None:
        return b""
    end = text.rfind(b"</" + root[1] + b">")
    head, text = text[: root.start()], text[root.start() : end + len(root[1]) + 3 if end > 0 else None]
    if len(text) <= _COPIED or _ANY_CONTROL.search(text):
        text = text.translate(None, _CONTROLS)
    if b"\xef" in text:  # with which both begin
        for each in _NO_LETTERS:
            text = text.replace(each, b"")
    text = _with_short_sections(text) if len(text) > _LONGEST_SECTION else text
    if _LONG_TAG.search(text):
        raise TooLargeError
    if _NUMBER.search(text):
        text = _NUMBER.sub(_legal, _PAIR.sub(_paired, text, _MOST_REPAIRS), _MOST_REPAIRS)
    return _declared(_expanded(text, _entities(head[-_LONGEST_HEAD:])), root[1])


def whole_entries(prepared: bytes) -> bytes:
    """Return a *prepared* document up to the last entry that we take, and without one that the document's end cuts off.

    Half an entry may lack its id, and would be another entry the next time, when it is whole.
    """
    last = None
    for number, last in enumerate(_ENTRY.finditer(prepared)):
        if number == ENTRY_LIMIT:
            return prepared[: last.start()]
    if last is None or is_whole(prepared):
        return prepared
    closed = prepared.rfind(b"</" + last[1] + b">")
    return prepared[: last.start()] if 0 <= closed < last.start() else prepared


def is_whole(prepared: bytes) -> bool:
    """Say whether a *prepared* document has its end."""
    root = _ROOT.match(prepared)
    return root is not None and prepared.endswith(b"</" + root[1] + b">")


def _with_short_sections(text: bytes) -> bytes:
    """Cut CDATA sections that are far longer than any text we keep: libxml2 gives up the whole document at 10 MB."""
    pieces, kept, place = [], 0, 0
    while (begin := text.find(b"<![CDATA[", place)) >= 0:
        end = text.find(b"]]>", begin)
        place = end if end >= 0 else len(text)
        if place - begin > _LONGEST_SECTION:
            cut = begin + _LONGEST_SECTION
            while _INSIDE_LETTER <= text[cut] < _NEXT_LETTER:
                cut -= 1
            pieces.append(text[kept:cut])
            kept = place
    return b"".join((*pieces, text[kept:])) if pieces else text


def _entities(head: bytes) -> dict[bytes, bytes]:
    """Return the entities of a document type: those that are a few letters; files, and what names others, count as nothing."""
    letters = {name: first or second for name, first, second in _ENTITY.findall(head)}
    nothing = dict.fromkeys(_ANY_ENTITY.findall(head), b"")
    return nothing | {name: value for name, value in letters.items() if b"&" not in value.replace(b"&#", b"")}


def _expanded(text: bytes, entities: dict[bytes, bytes]) -> bytes:
    """Replace HTML's entities, and the document's own, which no parser hears of. In HTML inside CDATA that changes nothing."""
    if not _REFERENCE.search(text):
        return text
    grown = 0

    def value(reference: re.Match[bytes]) -> bytes:
        nonlocal grown
        name = reference[1]
        found = entities.get(name)
        if found is None:
            letters = html.entities.html5.get(f"{name.decode()};")
            found = html.escape(letters).encode() if letters else reference[0]
        grown += len(found)
        if grown > _MOST_EXPANSION:
            raise TooLargeError
        return found

    return _REFERENCE.sub(value, text, _MOST_REPAIRS)


def _paired(reference: re.Match[bytes]) -> bytes:
    """Some write a letter beyond U+FFFF as the two halves that JavaScript has of it."""
    high, low = (int(reference[n]) if reference[n] else int(reference[n + 1], 16) for n in (1, 3))
    if not (_HIGH <= high < _LOW <= low < _AFTER):
        return reference[0]
    return chr(0x10000 + ((high - _HIGH) << 10) + (low - _LOW)).encode()


def _legal(reference: re.Match[bytes]) -> bytes:
    """Drop a reference to what XML has no letter for (https://www.w3.org/TR/xml/#charsets)."""
    code = int(reference[1]) if reference[1] else int(reference[2], 16)
    is_letter = code in {9, 10, 13} or 0x20 <= code < _HIGH or _AFTER <= code < 0xFFFE  # noqa: PLR2004 -- the standard's
    return reference[0] if is_letter else b""


def _declared(text: bytes, root: bytes) -> bytes:
    """Declare the usual prefixes where a document uses them without."""
    missing = [
        b' xmlns:%s="%s"' % (prefix, uri)
        for prefix, uri in _PREFIXES.items()
        if b"<%s:" % prefix in text and b"xmlns:%s" % prefix not in text
    ]
    return b"<" + root + b"".join(missing) + text[1 + len(root) :] if missing else text
