"""What a text keeps repeating: the stand-in for names where the script has no capitals, or where nothing is named.

Scripts without spaces show no words either: there, the longest runs of characters that come again are taken.
"""

import re
from collections import Counter
from collections.abc import Sequence

from bot.core.text import STOP_WORDS, fold_letters, words

_HAN_RUN = re.compile("[\u4e00-\u9fff\u3400-\u4dbf]{2,}")
_LENGTHS = range(2, 7)
_MAX_LINES, _MAX_RUN = 40, 80
_TIMES = 2
_MOST = 5
_MAX_RUNS = 400
_MIN_WORD = 4
# Characters of Chinese that join words and are in few names; numbers, measures and times.
_JOINING = frozenset(
    "的了在是和有也就都与及对为这那到将于以从被把其他她它们我你您并而但或者所之个些每各该此只才又再还很更已经正曾会能可应要想让使给向由比至若如因使得着过们吗呢吧啊"
    "不没无未非一二三四五六七八九十百千万亿零两几多少约超年月日天时分秒元岁名位辆台次件家种项座条期周称说表示报道认为据同"
)


def repeated(lines: Sequence[str], title: str = "") -> list[str]:
    """Return up to five words that most of *lines* share, the most telling first, as they are written; those of *title* before others."""
    return (han_runs(lines, title, times=_TIMES) or _words(lines))[:_MOST]


def han_runs(lines: Sequence[str], title: str, *, times: int) -> list[str]:
    """Return the longest runs of Han characters that stand in so many of *lines*, none inside or over another."""
    counts: Counter[str] = Counter()
    for line in lines[:_MAX_LINES]:
        pieces = (
            run[at : at + size]
            for run in _pieces(line)
            for size in _LENGTHS
            for at in range(len(run) - size + 1)
        )
        counts.update(dict.fromkeys(pieces, 1))
    often = {run: count for run, count in counts.most_common(_MAX_RUNS) if count >= times}
    whole = [run for run, count in often.items() if not _is_inside(run, count, often)]
    whole.sort(key=lambda run: (-(often[run] + (run in title)) * min(len(run), 4), -len(run), run))
    kept: list[str] = []
    for run in whole:
        if not any(_overlap(run, other) for other in kept):
            kept.append(run)
    return kept


def _pieces(line: str) -> list[str]:
    """Return the runs of Han characters of a line, parted at those that join words."""
    return [
        piece
        for found in _HAN_RUN.findall(line)
        for piece in "".join(" " if one in _JOINING else one for one in found[:_MAX_RUN]).split()
    ]


def _is_inside(run: str, count: int, often: dict[str, int]) -> bool:
    return any(run in other and len(other) > len(run) and often[other] >= count for other in often)


def _overlap(run: str, other: str) -> bool:
    return (
        run in other or other in run or any(run[:n] == other[-n:] or other[:n] == run[-n:] for n in (1, 2, 3))
    )


def _words(lines: Sequence[str]) -> list[str]:
    counts: Counter[str] = Counter(
        word for line in lines for word in dict.fromkeys(words(line)) if _is_telling(word)
    )
    return [word for word, count in counts.most_common() if count >= _TIMES]


def _is_telling(word: str) -> bool:
    is_long = len(word) >= _MIN_WORD or not word.isascii()
    return is_long and word not in STOP_WORDS and not word.isdecimal() and fold_letters(word) == word
