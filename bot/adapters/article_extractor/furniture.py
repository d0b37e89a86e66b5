"""Tells an article's sentences from the page's furniture: buttons, bylines, captions, cookie notes, newsletter boxes.

Two rules, no list of sites. A paragraph without the punctuation of a sentence and of a few words only is furniture, unless
it is a heading or a list's item. A short paragraph that talks to the reader about the page (subscribe, share, cookies) is
furniture whatever its punctuation.
"""

import re
import unicodedata
from collections.abc import Iterable

_FEW_WORDS = 9
_FEW_CJK = 20
_SHORT = 220
_SENTENCE_END = re.compile(r"[.!?…:;。！？：；।؟][\"'”’»）)\]]*\Z")  # noqa: RUF001 - full-width marks end sentences too
_ITEM = re.compile(r"[-*•]\s")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_ABOUT_THE_PAGE = re.compile(
    r"(?:(?:sign up|subscribe|register)\b.*\b(?:newsletter|inbox|updates|continue reading|alerts)|"
    r"(?:read|see|watch|learn|find out) (?:more|also|next|full size)\b|also read|related:|continue reading|click here|"
    r"(?:we|this (?:site|website)) uses? cookies|by (?:continuing|clicking|signing up)\b|accept (?:all )?cookies|"
    r"follow us\b|share (?:this|on)\b|advertisement\b|all rights reserved|copyright\b|©|"
    r"(?:photo|photograph|image|picture|credit|source|caption)s?(?: by| credit| courtesy)?\s*[:/©]|"
    r"(?:weiterlesen|mehr zum thema|lesen sie auch|anzeige|abonnieren sie|foto|bild|quelle)\s*(?:[:.…]|\Z)|"
    r"(?:devam\u0131n\u0131 oku|ayr\u0131ca okuyun|reklam|fotoğraf|kaynak|bültenimize)\b|"
    r"(?:阅读更多|阅读全文|延伸阅读|相关阅读|责任编辑|广告|图片来源|来源[:：]))",  # noqa: RUF001 - Chinese colon
    re.IGNORECASE,
)
_DECEIVING = re.compile(
    r"[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def without_furniture(text: str, *, title: str, headings: Iterable[str]) -> str:
    """Return the paragraphs of *text* (one a line) that belong to the article, parted by empty lines."""
    kept_short = {_folded(heading) for heading in headings}
    paragraphs = [" ".join(_clean(line).split()) for line in text.splitlines()]
    wanted = [
        paragraph
        for paragraph in paragraphs
        if paragraph
        and _folded(paragraph) != _folded(title)
        and not is_furniture(paragraph, is_heading=_folded(paragraph) in kept_short)
    ]
    while wanted and _folded(wanted[-1]) in kept_short:  # a heading with nothing below it
        wanted.pop()
    return "\n\n".join(wanted)


def is_furniture(paragraph: str, *, is_heading: bool = False) -> bool:
    """Say whether *paragraph* is the page's, not the article's."""
    if len(paragraph) <= _SHORT and _ABOUT_THE_PAGE.match(paragraph):
        return True
    if is_heading or _ITEM.match(paragraph) or _SENTENCE_END.search(paragraph):
        return False
    if characters := len(_CJK.findall(paragraph)):
        return characters < _FEW_CJK
    return len(paragraph.split()) < _FEW_WORDS


def _clean(line: str) -> str:
    """Drop what cannot be seen but changes how text reads: controls, bidirectional overrides, zero-width characters."""
    return unicodedata.normalize("NFC", _DECEIVING.sub("", _CONTROLS.sub(" ", line)))


def _folded(line: str) -> str:
    return " ".join(line.split()).casefold()
