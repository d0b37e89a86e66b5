"""Who reports a story on their own. One publisher with many feeds is one, and so are all that print one text or one agency's.

It refuses to judge publishers: it only counts those that say the same for the same reason once.
"""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from bot.core.entities import Entry, EntryId
from bot.core.text import STOP_WORDS, fold, fold_letters, publisher_of, words

_OPENING = 600
_WINDOW = 20
_MIN_WINDOWS = 40
_COPIED = 0.5
"""Two texts are copies if so much of the shorter one's opening stands in the other's, in stretches of that many characters."""

# "BERLIN (dpa) -", "LONDON, Nov 3 (Reuters) —", "ANKARA (AA) -"; "新华社北京11月3日电". Any name: agencies are not listed here.
_DATELINE = re.compile(r"^[^.!?\n]{0,60}?[(（]([^\W\d_][\w./ -]{1,24})[)）]\s*[-–—:]")
_CHINESE_DATELINE = re.compile(r"^[^。\n]{0,10}?[据據]?([\u4e00-\u9fff]{2,4}社)[^。\n]{0,16}[电電讯訊]")
_SIGNED = re.compile(r"(?:[(（]([^\W\d_][\w./-]{1,15})[)）]|[—–-]\s?([A-Z][\w.-]{1,15}))\s*\.?$")
_SIGNATURE = 30

_SECOND_LEVEL = frozenset("ac bel co com edu gen go gob gov info ne net nom or org".split())
"""Below a country's domain names are often given under one of these: "paper.com.tr"."""


def repeating(entries: Sequence[Entry]) -> frozenset[EntryId]:
    """Return those of a story's *entries* that add no publisher to the entries before them."""
    seen: list[_Report] = []
    found = set[EntryId]()
    for entry in entries:
        report = _report(entry)
        if any(report.repeats(other) for other in seen):
            found.add(entry.id)
        seen.append(report)
    return frozenset(found)


def publishers_of(entries: Sequence[Entry]) -> tuple[str, ...]:
    """Return who reported a story on their own, by name, in the order of *entries*."""
    if len(entries) == 1:
        return (entries[0].publisher,)
    passed_over = repeating(entries)
    return tuple(entry.publisher for entry in entries if entry.id not in passed_over)


@dataclass(frozen=True, slots=True)
class _Report:
    """What tells whether an entry says what another says already: folded names of its publisher and of the agencies it prints."""

    words: AbstractSet[str]
    domain: str
    sources: AbstractSet[str]
    windows: AbstractSet[str]

    def repeats(self, other: "_Report") -> bool:
        """Say whether both are of one publisher, of one agency, or copies of one text."""
        is_one_house = bool(self.domain) and self.domain == other.domain and bool(self.words & other.words)
        return is_one_house or bool(self.sources & other.sources) or self._is_copy(other)

    def _is_copy(self, other: "_Report") -> bool:
        shorter = min(len(self.windows), len(other.windows))
        return shorter >= _MIN_WINDOWS and len(self.windows & other.windows) >= _COPIED * shorter


def _report(entry: Entry) -> _Report:
    return _Report(
        words=set(words(entry.publisher)) - STOP_WORDS,
        domain=_domain(entry.url),
        sources={fold(entry.publisher), *_agencies(entry)},
        windows=_windows(entry.text),
    )


def _domain(url: str) -> str:
    """Return the part of a host's name that its owner chose, with all behind it: of one house are all hosts below it."""
    labels = publisher_of(url).split(".")
    is_country = len(labels[-1]) == 2  # noqa: PLR2004 -- by ISO 3166, and no other top-level domain has two letters
    kept = 3 if is_country and len(labels) > 2 and labels[-2] in _SECOND_LEVEL else 2  # noqa: PLR2004 -- as written
    return ".".join(labels[-kept:])


def _agencies(entry: Entry) -> Iterator[str]:
    """Yield the agencies that an entry names as its own, folded."""
    text = entry.text.strip()
    for pattern in (_DATELINE, _CHINESE_DATELINE):
        if found := pattern.search(text[:100]):
            yield fold(found[1])
    for ending in (text[-_SIGNATURE:], entry.title.strip()[-_SIGNATURE:]):
        if found := _SIGNED.search(ending):
            yield fold(found[1] or found[2])


def _windows(text: str) -> frozenset[str]:
    opening = " ".join(fold_letters(text[:_OPENING]).split())
    return frozenset(opening[start : start + _WINDOW] for start in range(len(opening) - _WINDOW + 1))
