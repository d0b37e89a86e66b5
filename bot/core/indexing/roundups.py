"""Recognise a round-up ("the week in cars", "5 things to know", a ticker): one entry that tells several events.

It is known by its form: parts that have nothing in common. What its title says is a weak hint, and never enough alone: a live
blog of one event is no round-up. It refuses to say which events are told.
"""

import re
from collections.abc import Iterator, Sequence

from bot.core.text import STOP_WORDS, stem, words

_LOOKED_AT = 2_500
_PARTS = 12
_MIN_PART = 8
_HINTED_PARTS = 3
_PARTS_WITHOUT_HINT = 5
_HELD_HINTED = 0.5
_HELD_SENTENCES = 0.4
_HELD = 0.2
"""Of a round-up's parts no more than this share have to do with another part; fewer where parts are only sentences, and where the
title says nothing of a round-up."""

_HINT = re.compile(
    r"\b(?:round-?ups?|wrap-?up|recap|digest|newsletter|briefings?|in brief|headlines|bulletin|ticker|live ?blog|"
    r"(?:week|month|day|year) (?:in|that was)\b|weekly|daily (?:news|brief|update|report|note)|market wrap|"
    r"what to (?:know|watch)|need to know|(?:top |the )?(?:\d+|two|three|four|five|six|seven|ten) (?:things|stories|news)|"
    r"wochenr(?:ü|ue)ckblick|r(?:ü|ue)ckblick|(?:ü|ue)berblick|kurzmeldungen|kurz notiert|kompakt|presseschau|wochenschau|"
    r"(?:das|die) wichtigsten?|b(?:ö|oe)rsenbericht|tagesschau|"
    r"haftanın|haftalık|günün|günlük|bülten\w*|gündem\w*|özet\w*|kısa kısa|başlıklar\w*|"
    r"semaine|résumé|resumen|semana|riassunto|settimana|resumo)\b|"
    r"一周|本周|上周|周报|日报|早报|晚报|晨报|早餐|盘点|要闻|速览|汇总|简报|一览|回顾|精选|まとめ|ニュース一覧",
    re.IGNORECASE,
)
_PARTED = re.compile(r"\s*\n+\s*|\s*[•▪●◆■|]\s*")
_SENTENCE = re.compile(r"(?<=[.!?;。！？；])\s*")
_NAME = re.compile(r"(?<=\w[\s,;:])[^\W\d_a-zäöüßçğış]\w+")


def is_roundup(title: str, text: str) -> bool:
    """Say whether an entry tells several events, of which a story could have only one."""
    looked_at = text[:_LOOKED_AT]
    if _HINT.search(title):
        parts, most = _paragraphs(looked_at), _HELD_HINTED
        if len(parts) < _HINTED_PARTS:
            parts, most = _sentences(looked_at), _HELD_SENTENCES
        return len(parts) >= _HINTED_PARTS and _held_together(parts) <= most
    if looked_at.count("\n") < _PARTS_WITHOUT_HINT - 1:
        return False
    parts = _paragraphs(looked_at)
    return len(parts) >= _PARTS_WITHOUT_HINT and not _share_names(parts) and _held_together(parts) <= _HELD


def _paragraphs(text: str) -> list[str]:
    return [part for part in _PARTED.split(text) if len(part) >= _MIN_PART][:_PARTS]


def _sentences(text: str) -> list[str]:
    return [part for part in _SENTENCE.split(text) if len(part) >= _MIN_PART][:_PARTS]


def _share_names(parts: Sequence[str]) -> bool:
    """Say whether a name comes again in another part, as it does wherever one event is told. Quick, and rough."""
    seen = set[str]()
    for part in parts:
        names = set(_NAME.findall(part))
        if seen & names:
            return True
        seen |= names
    return False


def _held_together(parts: Sequence[str]) -> float:
    """Return the share of parts that have to do with another: two words in common, or a name or figure."""
    told = [set(_telling(part)) for part in parts]
    named = [set(_capitalised(part)) for part in parts]
    held = [
        any(
            number != other and (len(told[number] & told[other]) > 1 or named[number] & named[other])
            for other in range(len(parts))
        )
        for number in range(len(parts))
    ]
    return sum(held) / len(parts)


def _telling(part: str) -> Iterator[str]:
    return (stem(word) for word in words(part) if word not in STOP_WORDS)


def _capitalised(part: str) -> Iterator[str]:
    return (stem(word) for word in words(" ".join(_NAME.findall(part))) if word not in STOP_WORDS)
