"""HTML to plain text, once, at the door: paragraphs parted by an empty line, no markup, no characters that deceive.

It resolves no links, keeps no images, and is no sanitizer: what it returns is text and is to be escaped where it is shown.
"""

import html
import re
import unicodedata

from lxml import etree

LONGEST_HTML = 1_000_000
_MOST_TAGS = 50_000
_LONGEST_TEXT = 100_000
_LONGEST_LINE = 1_000

_FIRST_TAGS = re.compile(f"(?:[^<]*<){{{_MOST_TAGS}}}")
_MARKUP = re.compile(r"<[a-zA-Z/!?][^<>]*>|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_UNSEEN = re.compile(r"<(script|style)\b[^<>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|acronym|b|big|bdi|bdo|br|cite|code|del|div|em|font|h[1-6]|i|img|ins|kbd|mark|p|q|s|small|span|strike|"
    r"strong|sub|sup|time|tt|u|wbr)\b[^<>]*>",
    re.IGNORECASE,
)
_DROPPED = {
    *(
        "audio",
        "button",
        "canvas",
        "figcaption",
        "form",
        "head",
        "iframe",
        "map",
        "math",
        "noscript",
        "object",
    ),
    *("script", "select", "style", "svg", "template", "textarea", "video"),
}
_BLOCKS = {
    *(
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
    ),
    *(
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
    ),
    *("section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul"),
}

_BREAK = "\0"  # no text in a tree has it
_AFTER: dict[object, str] = dict.fromkeys(_BLOCKS, 2 * _BREAK)
_BEFORE: dict[object, str] = {**_AFTER, "br": _BREAK, "td": " ", "th": " "}

# Bidirectional overrides and isolates, zero-width characters, soft hyphen, byte-order mark: they make text read as
# something else than it is. Joiners stay: Persian and emoji need them.
_DECEIVING = [
    0xAD,
    0x61C,
    0x200B,
    0x200E,
    0x200F,
    *range(0x202A, 0x202F),
    0x2060,
    *range(0x2066, 0x206A),
    0xFEFF,
]
_CONTROLS = [code for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n\r\x85"]
_CLEANED: dict[int, str | None] = {
    **dict.fromkeys([*_DECEIVING, *_CONTROLS, *range(0xD800, 0xE000), 0xFFFE, 0xFFFF]),
    **dict.fromkeys([0x0D, 0x85, 0x2028, 0x2029], "\n"),
}
_ODD_SPACES = "\t\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_UNUSUAL = re.compile(f"[{re.escape(''.join(map(chr, _CLEANED)) + _ODD_SPACES)}]")
"""What is to be cleaned or is a space of another kind. Most texts have none, and looking is far faster than cleaning."""

_BREAKS = re.compile(r"\n\n\n+")  # written out: what a search can look for fast

_PARSER = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
"""One for all texts: making one, and what it reads with, takes as long as reading a text."""


def text_of(markup: str) -> str:
    """Return the text of an HTML fragment; text without markup comes back with its own paragraphs."""
    if not _MARKUP.search(markup):
        return paragraphs_of(markup)
    markup = _cleaned(markup[:LONGEST_HTML])
    if markup.count("<") > _MOST_TAGS and (first := _FIRST_TAGS.match(markup)):
        markup = markup[: first.end() - 1]
    root = etree.fromstring(markup.encode(), _PARSER)
    return paragraphs_of(_text(root)) if root is not None else ""


def longest_text(markup: str) -> int:
    """Return how long `text_of` *markup* can be at most.

    Between two pieces of text it puts two line breaks at most, for a tag of three letters at least; of a letter that is not ASCII
    composing may make up to four (https://unicode.org/reports/tr15/).
    """
    return len(markup) + 3 * (len(markup.encode(errors="replace")) - len(markup))


def paragraphs_of(text: str) -> str:
    """Return plain *text* cleaned: composed characters, single spaces, paragraphs parted by one empty line."""
    text = text[:LONGEST_HTML].replace("\r\n", "\n")
    is_unusual = _UNUSUAL.search(text)
    text = unicodedata.normalize("NFC", text.translate(_CLEANED) if is_unusual else text)
    if is_unusual or "  " in text:
        text = "\n".join([" ".join(line.split()) for line in text.split("\n")])
    else:
        text = "\n".join(map(str.strip, text.split("\n")))
    return _BREAKS.sub("\n\n", text.strip())[:_LONGEST_TEXT].rstrip()


def line_of(markup: str) -> str:
    """Return a title as one line. Only tags known from titles go: a title may be about `<unknown>` things."""
    bare = html.unescape(_INLINE_TAG.sub("", _UNSEEN.sub("", markup[: 4 * _LONGEST_LINE])))
    return " ".join(paragraphs_of(bare).split())[:_LONGEST_LINE].rstrip()


def _cleaned(text: str) -> str:
    return text.translate(_CLEANED) if _UNUSUAL.search(text) else text


def _text(root: etree._Element) -> str:
    """Walk without recursion: hostile markup may be nested as deep as it likes. Line breaks in the source are spaces."""
    pieces: list[str] = []
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        tag = element.tag
        if event == "end":
            pieces += (_AFTER.get(tag, ""), element.tail or "")
        elif tag in _DROPPED:
            walker.skip_subtree()
        else:
            pieces += (_BEFORE.get(tag, ""), element.text or "")
    return "".join(pieces).replace("\n", " ").replace(_BREAK, "\n")
