"""Tell an article's sentences from the furniture of its page: captions, bylines, buttons, notices, the title again.

Rules are about form first (a sentence ends in a stop; a caption does not) and about wording only where form cannot tell.
It never changes a sentence: a line is kept as the publisher wrote it, or left out.
"""

import re

from bot.core.extractive.datelines import without_dateline
from bot.core.extractive.importance import FUNCTION_WORDS
from bot.core.text import ends_in_title, fold, sentences, words

_MAX_TITLE = 200
_MAX_LINE = 120
_MIN_WORDS, _MIN_WORDS_BESIDE = 4, 8
_NEAR_TITLE = 0.85
_LENGTH_RATIO = 2

_STOP_END = re.compile(r"[.!?。！？؟।｡][\"'’”»«)\]』」）】》]*(?:\[\d{1,3}\])*\Z")
_CUT_END = re.compile(r"(?:…|\.\.\.?|\[(?:…|\.{3}|\+\d+ chars)\])[\"'’”»)\]]*\Z")
_OPEN_END = re.compile(r"(?:[,;:\-–—(]|['’]s)\Z")
_LAST = 40
_NO_ENDS = FUNCTION_WORDS - {"said", "says"}
"""Words that no sentence ends with; "…, the panel's chairman said" is one."""
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WIDE_WORD = 2
"""Characters that make about one word where words are not parted by spaces."""

_NOTICE = re.compile(
    r"""\A\W*(?:
      see\ full\ size|read\ (?:more|also|next|the\ full)|also\ read|continue\ reading|click\ (?:here|to|on)|tap\ (?:here|to)
    | share\ (?:this|on)|follow\ us|sign\ up|subscribe|log\ in|register\ (?:now|for)|advertisement|sponsored|related
    | (?:photo|image|picture|pictured|video|watch|credit|caption|source|file\ photo|getty|editor'?s?\ note)s?\b[^.]{0,40}:
    | this\ (?:article|story|post)\ (?:was|is|has|originally|first|contains|may)|the\ post\ .{0,200}\ appeared\ first
    | (?:good\ (?:morning|afternoon|evening)|hello)\b.{0,30}\bwelcome|welcome\ to\ (?:our|the)\b|thank(?:s|\ you)\ for\b
    | all\ rights\ reserved|copyright|©|scroll\ down|e-?mail\ (?:us|the\ author)|download\ (?:our|the)\ app
    | devamını\ oku|haberin\ devamı|ayrıca\ oku|paylaş\b|abone\ ol|fotoğraf\b[^.]{0,30}:|kaynak\ ?:|reklam\b|tüm\ hakları
    | weiterlesen|mehr\ (?:zum\ thema|dazu)|lesen\ sie\ auch|anzeige\b|foto\ ?:|bild\ ?:|quelle\ ?:|alle\ rechte|jetzt\ abonnieren
    | 点击|阅读原文|相关阅读|责任编辑|编辑[:：]|来源[:：]|图片来源|图源|扫码|关注我们|版权|未经授权
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_ANYWHERE = re.compile(
    r"our (?:free |daily |weekly )*newsletter|(?:use|uses|accept|our) (?:\w+ )?cookies|cookie (?:policy|settings)|privacy policy"
    r"|terms of (?:use|service)|affiliate (?:link|commission)|çerez(?:ler| politika)|bültenimize|unseren newsletter"
    r"|cookies? (?:zu|kullan)|datenschutzerkl|订阅我们",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"\A(?:by|von|yazan|haber|words by|story by|reported by|posted by|写|文|记者|作者)[\s:：/][^.。!?]{2,80}[.。]?\Z",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"\A[\W\d]*(?:(?:published|updated|posted|yayınlanma|güncelleme|veröffentlicht|stand)\b|\d{1,2}:\d{2}\b)",
    re.IGNORECASE,
)


def article_text(raw: str) -> tuple[str, str]:
    """Return title and text of an article kept in a plain-text file.

    The first line is the title if it looks like one (no longer than 200 characters, or said again below); paragraphs of
    the text are parted by an empty line. Furniture and the title's repetitions are left out.
    """
    lines = [line.strip() for line in raw.splitlines() if line.strip()]
    if not lines:
        return "", ""
    has_title = len(lines) > 1 and (
        lines[0] in lines[1:] or (len(lines[0]) <= _MAX_TITLE and not is_terminated(lines[0]))
    )
    title, body = (lines[0], lines[1:]) if has_title else ("", lines)
    kept = [line for line in body if not is_furniture(line) and not is_title(line, title)]
    return title, "\n\n".join(kept)


def prose(text: str, title: str, *, is_generous: bool = False) -> list[str]:
    """Return the sentences of an entry's text in order, without furniture and without the title said again.

    Lines that do not end as a sentence does are captions and headings, unless the text has no other lines (a teaser).
    *is_generous*: long ones count as sentences all the same, for a story that has too few others.
    """
    found = [
        sentence
        for line in text.splitlines()
        if not is_furniture(line)
        for sentence in _of_line(line)
        if not is_furniture(sentence) and not is_title(sentence, title)
    ]
    whole = [sentence for sentence in found if is_terminated(sentence)]
    if whole and not is_generous:
        return whole
    floor = _MIN_WORDS_BESIDE if whole else _MIN_WORDS
    return [sentence for sentence in found if is_terminated(sentence) or size_in_words(sentence) >= floor]


def _of_line(line: str) -> list[str]:
    """Return the sentences of a line; an open end behind a whole sentence is where the text was cut off."""
    found = sentences(without_dateline(line.strip()))
    return found if len(found) == 1 or is_terminated(found[-1]) else found[:-1]


def is_furniture(line: str) -> bool:
    """Whether a line or a sentence belongs to the page and not to the article."""
    line = line.strip()
    if not any(map(str.isalpha, line)):
        return True
    if len(line) <= _MAX_LINE and (_BYLINE.match(line) or _DATELINE.match(line)):
        return True
    return len(line) <= 2 * _MAX_LINE and bool(_NOTICE.match(line) or _ANYWHERE.search(line))


def is_title(line: str, title: str) -> bool:
    """Whether a line says no more than the title does."""
    if not len(title) <= _LENGTH_RATIO * len(line) <= _LENGTH_RATIO**2 * len(title):
        return False
    ours, theirs = set(words(line)), set(words(title))
    if not ours or not theirs:
        return False
    return fold(line) == fold(title) or len(ours & theirs) / len(ours | theirs) >= _NEAR_TITLE


def is_terminated(line: str) -> bool:
    """Whether a line ends as a whole sentence does, neither open nor cut off."""
    return bool(_STOP_END.search(line)) and not _CUT_END.search(line)


def is_cut(sentence: str) -> bool:
    """Whether a sentence was cut off by whoever made the teaser: dots say so, or a last word that needs another."""
    if _CUT_END.search(sentence) or ends_in_title(sentence):
        return True
    last = words(sentence[-_LAST:])[-1:]
    return not is_terminated(sentence) and (bool(_OPEN_END.search(sentence)) or _NO_ENDS.issuperset(last))


def size_in_words(text: str) -> int:
    """Return how many words a text has, two characters counting as one where words are not parted by spaces."""
    wide = len(_WIDE.findall(text))
    return wide // _WIDE_WORD + len(_WIDE.sub(" ", text).split())
