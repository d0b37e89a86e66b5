"""Make a publisher's headline plain: no shouting, no labels, no publisher's name, no teasing ends. The words stay theirs."""

import re

from bot.core.text import fold, fold_letters, shorten

MAX_TITLE = 120
_MAX_READ, _MAX_TEXT = 500, 100_000
_MIN_LEFT = 3
_MAX_TAIL_WORDS = 5
_SHORT = 3
_SHOUTED_SHARE = 0.7

_LABEL = re.compile(
    r"\A(?:breaking(?: news)?|exclusive|watch(?: live)?|video|live|photos?|just in|update[d]?|must read|opinion|sponsored|shocking"
    r"|son dakika|flaş|özel haber|video haber|eilmeldung|exklusiv|liveticker|独家|重磅|突发|快讯)\s*(?:[:：|!！]+|[-–—]\s)\s*",
    re.IGNORECASE,
)
_REMARK = re.compile(
    r"\s*[(\[【](?:video|videos|photos?|pics?|gallery|update[d]?|live|watch|exclusive|video haber|galeri|bilder|视频|图)[)\]】]\s*\Z",
    re.IGNORECASE,
)
_TEASE = re.compile(
    r"\s*(?:[-–—:,.…!！]+\s*(?:here(?:'|’)?s (?:why|how|what)\b[^.]{0,40}|and you won(?:'|’)?t believe\b.*|what you need to know"
    r"|this is why|işte (?:detaylar|ayrıntılar|nedeni)|das steckt dahinter|das müssen sie wissen|dikkat))\s*[.!?…]*\Z",
    re.IGNORECASE,
)
_WHOLE_TEASE = re.compile(
    r"\A\W*(?:(?:[^\W\d_]+ )?[^\W\d_]+[!！]\s*)?(?:you(?:['’]ll never (?:guess|believe)| won['’]?t believe)|(?:here|this|that)(?:['’]s| is) (?:why|how|what)\b"
    r"|what you need to know|guess (?:who|what)|işte\b|bakın\b|das müssen sie|darum\b|so (?:reagiert|einfach|geht|\w+ (?:wird|werden|ist|sind))\b|你绝对想不到|竟然)"
    r"|\bdikkat\W*\Z"
    r"|[?？؟][\"'’”»」)]*\Z|…\Z",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s+(?P<mark>[-–—|·»:]{1,2})\s+(?P<tail>[^-–—|·»]+)\Z")
_END = re.compile(r"(?:\s*[!！…]+|\.{2,}|(?<!\.)\.|。)\Z")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def plain_title(title: str, *, publisher: str = "", text: str = "") -> str:
    """Return *title* made plain, at most 120 characters. *text*, the article's, tells how shouted words are spelled."""
    plain = " ".join(title[:_MAX_READ].split())
    for trim in (_LABEL, _REMARK, _TEASE):
        plain = trim.sub("", plain).strip() or plain
    plain = _without_publisher(plain, publisher)
    plain = _END.sub("", plain).rstrip() or plain
    return shorten(_quiet(plain, text), MAX_TITLE)


def title_of(sentence: str) -> str:
    """Return a sentence of the article as a title."""
    return shorten(_END.sub("", sentence) if len(sentence) <= MAX_TITLE else sentence, MAX_TITLE)


def is_tease(title: str) -> bool:
    """Whether a headline asks or promises instead of telling."""
    return bool(_WHOLE_TEASE.search(title[:_MAX_READ].strip()))


def _without_publisher(title: str, publisher: str) -> str:
    """Drop " - Publisher" and " | Section" at the end, as long as a headline is left."""
    found = _TAIL.search(title)
    if found is None or len(title[: found.start()].split()) < _MIN_LEFT:
        return title
    tail, name = (fold(part).replace(" ", "") for part in (found["tail"], publisher))
    is_publisher = bool(tail and name) and (tail in name or name in tail)
    is_section = found["mark"] == "|" and len(found["tail"].split()) <= _MAX_TAIL_WORDS
    return title[: found.start()] if is_publisher or is_section else title


def _quiet(title: str, text: str) -> str:
    """Write shouted words as the article writes them: all of them if the whole title shouts, else only the long ones."""
    found = _WORD.findall(title)
    shouted = [word for word in found if word.isupper() and len(word) > 1]
    if not shouted:
        return title
    is_all = len(shouted) >= _SHOUTED_SHARE * len(found) and len(found) >= _MIN_LEFT
    spelled = _spellings(text[:_MAX_TEXT])

    def spell(match: re.Match[str]) -> str:
        word = match.group()
        if not word.isupper() or len(word) < (2 if is_all else _SHORT + 2):
            return word
        return spelled.get(fold_letters(word)) or (word.lower() if is_all else word)

    quiet = _WORD.sub(spell, title)
    return quiet[:1].upper() + quiet[1:] if quiet[:1].islower() and is_all else quiet


def _spellings(text: str) -> dict[str, str]:
    """Return how the article writes each word; a word it writes in more than one way counts as its small form.

    An article that shouts itself tells nothing.
    """
    spelled: dict[str, str] = {}
    written = _WORD.findall(text)
    if sum(map(str.isupper, written)) >= _SHOUTED_SHARE * len(written):
        return spelled
    for word in written:
        key = fold_letters(word)
        if key not in spelled or word.islower():
            spelled[key] = word
    return spelled
