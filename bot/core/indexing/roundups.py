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

# Folded; a space at an end is the end of a word. Chinese comes as pairs of characters.
_HINTS = tuple(
    hint.replace("_", " ")
    for hint in (
        "_roundup _round_up _wrapup_ _wrap_up_ _market_wrap _recap_ _digest_ _newsletter _briefing _in_brief_ _headlines_ "
        "_bulletin_ _ticker_ _liveblog _live_blog _week_in_ _month_in_ _week_that_was_ _weekly_ _daily_news _daily_update "
        "_daily_report _daily_brief _things_ _need_to_know_ _what_to_know_ _what_to_watch_ _top_stories_ _top_news_ "
        "_wochenruckblick _ruckblick_ _uberblick_ _kurzmeldungen _kurz_notiert_ _kompakt_ _presseschau _wochenschau "
        "_wichtigste _borsenbericht _newsticker _nachrichtenticker "
        "_haftanin_ _haftalik_ _gunun_ _gunluk_ _bulten _gundem _ozet _kisa_kisa_ _baslik "
        "_semaine_ _resumen_ _semana_ _riassunto_ _settimana_ _resumo_ "
        "一周 本周 上周 周报 日报 早报 晚报 晨报 早餐 盘点 要闻 速览 汇总 简报 一览 回顾 精选 まとめ"
    ).split()
)
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
    folded = f" {fold(title)} "
    return any(map(folded.__contains__, _HINTS))


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
