"""Recognise a round-up ("the week in cars", "5 things to know", a ticker): one entry that tells several events.

It is known by its form: parts that have nothing in common. What its title says is a weak hint, and never enough alone: a live
blog of one event is no round-up. It refuses to say which events are told.
"""

import re
from collections.abc import Iterator, Sequence

from bot.core.text import STOP_WORDS, fold, stem, words

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

# Folded: beginnings of words, of whole words where a space ends them; Chinese comes as pairs of characters. That a space, or a
# letter of Chinese, comes first is what makes the search fast.
_SPACED_HINTS = (
    "roundup round_up wrapup_ wrap_up_ market_wrap recap_ digest_ newsletter briefing in_brief_ headlines_ "
    "bulletin_ ticker_ liveblog live_blog week_in_ month_in_ week_that_was_ weekly_ daily_news daily_update "
    "daily_report daily_brief things_ need_to_know_ what_to_know_ what_to_watch_ top_stories_ top_news_ "
    "wochenruckblick ruckblick_ uberblick_ kurzmeldungen kurz_notiert_ kompakt_ presseschau wochenschau "
    "wichtigste borsenbericht newsticker nachrichtenticker "
    "haftanin_ haftalik_ gunun_ gunluk_ bulten gundem ozet kisa_kisa_ baslik "
    "semaine_ resumen_ semana_ riassunto_ settimana_ resumo_"
)
_HINTS = "一周 本周 上周 周报 日报 早报 晚报 晨报 早餐 盘点 要闻 速览 汇总 简报 一览 回顾 精选 まとめ"
_HINT = re.compile(f" (?:{_SPACED_HINTS.replace(' ', '|')})|{_HINTS.replace(' ', '|')}".replace("_", " "))
_PARTED = re.compile(r"[\n•▪●◆■|]")
_SENTENCE = re.compile(r"(?<=[.!?;。！？；])\s*")
_NAME = re.compile(r"(?<=\w[\s,;:])[^\W\d_a-zäöüßçğış]\w+")


def is_roundup(title: str, text: str) -> bool:
    """Say whether an entry tells several events, of which a story could have only one."""
    looked_at = text[:_LOOKED_AT]
    if _is_hinted(title):
        parts, most = _paragraphs(looked_at), _HELD_HINTED
        if len(parts) < _HINTED_PARTS:
            parts, most = _sentences(looked_at), _HELD_SENTENCES
        return len(parts) >= _HINTED_PARTS and _held_together(parts) <= most
    if looked_at.count("\n") < _PARTS_WITHOUT_HINT - 1:
        return False
    parts = _paragraphs(looked_at)
    return len(parts) >= _PARTS_WITHOUT_HINT and not _share_names(parts) and _held_together(parts) <= _HELD


def _is_hinted(title: str) -> bool:
    return _HINT.search(f" {fold(title)} ") is not None


def _paragraphs(text: str) -> list[str]:
    parts = map(str.strip, _PARTED.split(text))
    return [part for part in parts if len(part) >= _MIN_PART][:_PARTS]


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
