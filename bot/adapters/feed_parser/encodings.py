"""Which encoding a document is really in: what its bytes say counts before what it declares, and that before the server.

The result is UTF-8 whatever came in, so that no parser has to guess again. It knows XML from the outside only: the
declaration is read for its encoding, and left where it stands.
"""

import codecs
import io
import re
from collections.abc import Iterator

_PIECE = 64 * 1024
_SAMPLED = 32 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
_ESCAPE = b"\x1b"  # ISO-2022 writes everything in ASCII, which looks like UTF-8
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
_TAGS = re.compile(rb"<[^<>]*>")
_SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
"""What publishers mean by these names: browsers read them so (https://encoding.spec.whatwg.org/#names-and-labels)."""

_EUROPEAN = ("cp125", "cp4", "cp7", "cp8", "iso8859", "mac", "hp", "latin")
_GOOD_FOR_ONE_BAD = 10
_FOREIGN_SHARE = 0.4


def to_utf8(body: bytes, content_type: str) -> bytes:
    """Return *body* in UTF-8, without a byte-order mark. Bytes that have no meaning become U+FFFD.

    UTF-8 with a few broken bytes (a document cut inside a letter) is UTF-8 still. *content_type* is the server's header:
    it names a default for files it never looked into, so it is believed last, and ISO-8859-1 only of text that is Latin.
    """
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return _transcoded(body, encoding)
    if _ESCAPE not in body:
        if _is_utf8(body):
            return body
        if _is_nearly_utf8(body):
            return _transcoded(body, "utf-8")
    named = (_DECLARED.match(body), _CHARSET.search(content_type))
    for name in (named[0][1].decode() if named[0] else "", named[1][1] if named[1] else ""):
        encoding = _codec(name)
        if encoding and _is_credible(body, encoding):
            return _transcoded(body, encoding)
    return _transcoded(body, _guessed(body))


def _decoded(body: bytes, encoding: str, errors: str) -> Iterator[str]:
    """Yield the text piece by piece: a whole document of one strange letter would take four bytes for each of its letters."""
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    for start in range(0, len(body), _PIECE):
        yield decoder.decode(body[start : start + _PIECE], final=start + _PIECE >= len(body))


def _transcoded(body: bytes, encoding: str) -> bytes:
    written = io.BytesIO()
    for number, piece in enumerate(_decoded(body, encoding, "replace")):
        written.write((piece if number else piece.removeprefix("\ufeff")).encode("utf-8", "replace"))
    return written.getvalue()


def _is_utf8(body: bytes) -> bool:
    if body.isascii():
        return True
    try:
        for _ in _decoded(body, "utf-8", "strict"):
            pass
    except UnicodeDecodeError:
        return False
    return True


def _is_nearly_utf8(body: bytes) -> bool:
    bad = good = 0
    for piece in _decoded(body, "utf-8", "replace"):
        strange = piece.count("\ufffd")
        bad += strange
        good += sum(not character.isascii() for character in piece) - strange
    return good >= bad * _GOOD_FOR_ONE_BAD


def _codec(name: str) -> str:
    """Return Python's name of an encoding in which each ASCII byte is its letter, or ""."""
    try:
        found = codecs.lookup(name).name if name else ""
        reads_ascii = bool(found) and b"<rss>".decode(found) == "<rss>"
    except (LookupError, ValueError):
        return ""
    return _SUPERSETS.get(found, found) if reads_ascii and found != "utf-8" else ""


def _is_credible(body: bytes, encoding: str) -> bool:
    """Say whether all bytes have a meaning, and, of what claims to be Western European, whether it looks like that."""
    if encoding == "cp1252":
        text = _strange_lines(body).decode(encoding, "replace")
        foreign = sum(not letter.isascii() for letter in filter(str.isalpha, text))
        return foreign <= sum(map(str.isalpha, text)) * _FOREIGN_SHARE
    try:
        for _ in _decoded(body, encoding, "strict"):
            pass
    except ValueError:
        return False
    return True


def _strange_lines(body: bytes) -> bytes:
    """Return some of the text that is not ASCII, without tags."""
    lines = _TAGS.sub(b"\n", body[: 4 * _SAMPLED]).splitlines()
    return b"\n".join(line for line in lines if not line.isascii())[:_SAMPLED]


def _guessed(body: bytes) -> str:
    """Return the encoding that the bytes look like, for documents of which nobody says it, or only falsely.

    The guess is by the letters' frequency, which tells scripts apart, but not Portuguese in Windows-1252 from Romanian in
    Windows-1250: what can be Western European is.
    """
    import charset_normalizer  # noqa: PLC0415 -- one document in hundreds needs it

    best = charset_normalizer.from_bytes(_strange_lines(body) or body[:_SAMPLED]).best()
    found = _codec(best.encoding) if best else ""
    is_western = not found or (found.startswith(_EUROPEAN) and _is_credible(body, "cp1252"))
    return "cp1252" if is_western else found
