"""A page's bytes as text that a parser can bear: decoded, without scripts, of bounded length and number of tags.

It knows HTML only as far as limits need it; hostile bytes cost time in proportion to their number, whatever they are.
"""

import codecs
import re
from dataclasses import dataclass

import charset_normalizer

_LARGEST_PAGE = 4 * 1024 * 1024
_LONGEST_TEXT = 1_000_000
"""In bytes of UTF-8, scripts left aside; the longest of 181 news pages had 230,000."""
_MOST_TAGS = 15_000
"""Opening and closing; the largest of 181 news pages had 3,100."""
_HEAD = 4_096
_DETECTED = 20_000
_UNREADABLE = 0.002
_MOST_DATA = 400_000

_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_XML_ENCODING = re.compile(r"<\?xml[^>]{0,200}encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})", re.IGNORECASE)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# What pages call by these names is a larger character set (WHATWG Encoding Standard, 4.2).
_LARGER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "big5": "big5hkscs",
}
_SERVERS_DEFAULT = {"cp1252", "utf-8"}
"""What servers say of every page, whatever it is in."""
_NO_PAGE = (b"%PDF", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"PK\x03\x04", b"RIFF", b"\x1f\x8b")
_NO_PAGE_TYPES = re.compile(
    r"\s*(?:image|audio|video|font)/|\s*application/(?:pdf|zip|octet-stream|json)", re.IGNORECASE
)

_RAW = re.compile(r"<!--|<(script|style)\b([^<>]{0,2000})>?", re.IGNORECASE)
_ENDS = {
    "": re.compile(r"-->"),
    "script": re.compile(r"</script[^<>]{0,100}>?", re.IGNORECASE),
    "style": re.compile(r"</style[^<>]{0,100}>?", re.IGNORECASE),
}
_DATA_TYPE = re.compile(r"application/ld\+json", re.IGNORECASE)
_OVERLONG_TAG = re.compile(r"<[a-zA-Z/!?][^<>]{2500,}>?")  # data: images, or attributes without end
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Markup:
    """A page without its scripts. *data* are its JSON-LD scripts, unread."""

    text: str
    data: tuple[str, ...]


def markup_of(body: bytes, content_type: str) -> Markup | None:
    """Return the page, or None where the bytes are no text: a PDF, a picture."""
    body = body[:_LARGEST_PAGE]
    if _NO_PAGE_TYPES.match(content_type) or body.lstrip()[:8].startswith(_NO_PAGE):
        return None
    if b"\0" in body[:_HEAD] and not body.startswith(_WIDE_MARKS):
        return None
    kept, data = _without_scripts(_decoded(body, content_type))
    kept = kept[:_LONGEST_TEXT].encode(errors="ignore")[:_LONGEST_TEXT].decode(errors="ignore")
    kept = _OVERLONG_TAG.sub(" ", _XML_DECLARATION.sub("", _UNPRINTABLE.sub(" ", kept)))
    return Markup(text=_with_few_tags(kept), data=data)


def _decoded(body: bytes, content_type: str) -> str:
    """By its mark, as UTF-8 where that fits, else by what page or server declare, else by what its letters suggest."""
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body.decode(encoding, errors="replace")
    if (text := _as(body, "utf-8", errors="strict")) is not None:
        return text
    for encoding in _declared(body, content_type):
        text = _as(body, encoding, errors="replace")
        if text is not None and text.count("\ufffd") <= _UNREADABLE * len(text):
            return text
    found = charset_normalizer.from_bytes(body[:_DETECTED]).best()
    return body.decode(found.encoding if found else "cp1252", errors="replace")


def _as(body: bytes, encoding: str, *, errors: str) -> str | None:
    """Decode; a character that the end of the page cuts in two is no error."""
    try:
        return codecs.getincrementaldecoder(encoding)(errors).decode(body)
    except (LookupError, ValueError, AttributeError):  # no such encoding, or one that is not of text
        return None


def _declared(body: bytes, content_type: str) -> list[str]:
    head = body[:_HEAD].decode("latin-1")
    of_server = [_larger(found[1]) for found in [_CHARSET.search(content_type)] if found]
    of_page = [_larger(found[1]) for pattern in (_CHARSET, _XML_ENCODING) if (found := pattern.search(head))]
    is_default = _SERVERS_DEFAULT.issuperset(of_server)
    return [*of_page, *of_server] if is_default else [*of_server, *of_page]


def _larger(label: str) -> str:
    return _LARGER.get(label.lower(), label.lower())


def _without_scripts(text: str) -> tuple[str, tuple[str, ...]]:
    """Part the page from scripts, styles and comments, in one pass; what is never closed lasts to the end."""
    kept: list[str] = []
    data: list[str] = []
    at = 0
    while found := _RAW.search(text, at):
        kept.append(text[at : found.start()])
        kind, attributes = (found[1] or "").lower(), found[2] or ""
        end = _ENDS[kind].search(text, found.end())
        if _DATA_TYPE.search(attributes) and end and sum(map(len, data)) < _MOST_DATA:
            data.append(text[found.end() : end.start()][:_MOST_DATA])
        at = end.end() if end else len(text)
    return "".join([*kept, text[at:]]), tuple(data)


def _with_few_tags(text: str) -> str:
    if text.count("<") <= _MOST_TAGS:
        return text
    end = 0
    for _ in range(_MOST_TAGS):
        end = text.index("<", end) + 1
    return text[: end - 1]
