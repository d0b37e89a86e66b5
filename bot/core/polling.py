"""When to ask a feed again, and which of its entries deserve a look at the page. Decisions only: no clock, no network.

The figures follow what well-behaved readers do: an hour between checks plus jitter (rachelbythebay.com/fs), and a day at
most, whatever servers ask for.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable

from bot.core.text import search_tokens

INTERVAL = dt.timedelta(hours=1)
"""Between two checks of a feed that says nothing about it."""

_CEILING = dt.timedelta(hours=24)
_JITTER = 0.1
_DOUBLINGS = 10

_TEASER_LENGTH = 600
_TEASER_END = re.compile(
    r"(?:…|\.\.\.|[\[(](?:…|\.{3})[\])]|\b(?:read|see|learn) (?:more|on)|continue reading|read the (?:full|rest)[^.\n]*|"
    r"weiterlesen|mehr lesen|devam\u0131n\u0131 oku|devam\u0131|阅读全文|阅读更多|查看全文)[\s\]).:>»→…]*\Z",
    re.IGNORECASE,
)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_CJK_WEIGHT = 2  # a Chinese article says in one character what English says in about three
_FULLER = 1.5
_TITLE_SHARE = 0.5
_COMPARED_LENGTH = 3_000


def next_check(
    now: dt.datetime,
    *,
    seed: str,
    interval: dt.timedelta = INTERVAL,
    hints: Iterable[dt.timedelta | None] = (),
) -> dt.datetime:
    """Return when to ask again after a success. *hints* (ttl, max-age) can make it later, up to a day, never earlier.

    How short *interval* may be is the configuration's to say: less than five minutes only for feeds of one's own.
    *seed* names the feed: it moves the instant by up to a tenth of the interval, always by the same, so that feeds spread.
    """
    wanted = max([interval, *(hint for hint in hints if hint)])
    return now + min(min(wanted, _CEILING) + _jitter(seed, interval), _CEILING)


def next_attempt(
    now: dt.datetime,
    *,
    seed: str,
    failures: int,
    interval: dt.timedelta = INTERVAL,
    retry_at: dt.datetime | None = None,
) -> dt.datetime:
    """Return when to ask again after the *failures*-th failure in a row: twice as long each time, a day at most.

    *retry_at*, which the server named, can make it later, up to a day too: a feed never stays dead.
    """
    waiting = interval * (1 << min(max(failures, 1) - 1, _DOUBLINGS))
    asked = retry_at - now if retry_at else dt.timedelta()
    return now + min(max(waiting, asked) + _jitter(seed, interval), _CEILING)


def looks_like_excerpt(text: str) -> bool:
    """Is *text* a teaser rather than an article: short, or broken off?"""
    return _weight(text) < _TEASER_LENGTH or bool(_TEASER_END.search(text[-80:]))


def may_replace(excerpt: str, *, title: str, article_title: str, article_text: str) -> bool:
    """May the article of a page stand for the *excerpt* of an entry: long enough, and about the same title?

    A consent page, a login page or the home page instead of the article must not.
    """
    if _weight(article_text) < max(_TEASER_LENGTH, _FULLER * _weight(excerpt)):
        return False
    expected = set(search_tokens(title or excerpt))
    found = set(search_tokens(f"{article_title} {article_text[:_COMPARED_LENGTH]}"))
    return bool(expected) and len(expected & found) >= _TITLE_SHARE * len(expected)


def _jitter(seed: str, interval: dt.timedelta) -> dt.timedelta:
    draw = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:4]) / 2**32
    return interval * (_JITTER * draw)


def _weight(text: str) -> int:
    """Return a length that compares across scripts."""
    return len(text) + _CJK_WEIGHT * len(_CJK.findall(text))
