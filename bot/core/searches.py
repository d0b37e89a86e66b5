"""The grammar of a search: words, and behind them or between them what narrows it.

xiaomi since:7d by:reuters tag:batteries page:2 filter:off          by:"harbour motor"          tag:"solid state"

A span is a number and a unit, in short or as a word of the languages that people search in: 7d, 2weeks, 12sa, 3Tage, 7天.
"""

import datetime as dt
import re
from dataclasses import dataclass, field, replace

from bot.core.errors import CommandError
from bot.core.language import say
from bot.core.text import fold_letters

MAX_PAGE = 20
"""Who has not found it on so many pages narrows the search."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """What narrows a search beside its words: *publishers* and *tags* as typed, all of which must hold."""

    publishers: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Search:
    """The latest about *subject* ("": whatever there is), of the last *since* if given; *page* counts from 1.

    *is_unfiltered*: also what the channel does not want to hear of.
    """

    subject: str = ""
    since: dt.timedelta | None = None
    by: Narrowing = field(default_factory=Narrowing)
    page: int = 1
    is_unfiltered: bool = False


_NARROWED = re.compile(
    r"(?<!\S)(since|by|publisher|tag|page|filter):(?:[\"“”„]([^\"“”„]*)[\"“”]|(\S*))", re.IGNORECASE
)
_DIGITS = 4
_QUOTES = re.compile('["“”„]')
_SPAN = re.compile(r"([1-9]\d{0,3})(\D{1,8})")
_HOUR, _DAY, _WEEK, _MONTH = (dt.timedelta(hours=hours) for hours in (1, 24, 168, 720))
# Folded: as `fold_letters` writes them.
_UNITS = {
    **dict.fromkeys("h hour hours sa saat std stunde stunden ساعه ساعات 小时 时".split(), _HOUR),
    **dict.fromkeys("d day days g gun t tag tage tagen يوم ايام 天 日".split(), _DAY),
    **dict.fromkeys("w week weeks hafta woche wochen اسبوع اسابيع 周 星期".split(), _WEEK),
    **dict.fromkeys("mo month months ay monat monate monaten شهر اشهر 月 个月".split(), _MONTH),
}
_SHORT = {_HOUR: "h", _DAY: "d", _WEEK: "w", _MONTH: "mo"}


def parse_search(text: str) -> Search:
    """Parse the words of a search with what narrows it.

    Raises:
        CommandError: a part of it cannot be read; the text says how to write it.
    """
    search = Search(subject=" ".join(_NARROWED.sub(" ", text).split()))
    for found in _NARROWED.finditer(text):
        name, value = found[1].lower(), _QUOTES.sub("", found[2] or found[3] or "").strip()
        if not value:
            raise CommandError(
                say(
                    "Something is missing behind “{name}”. For example: {example}",
                    name=f"{name}:",
                    example=_EXAMPLES[name],
                )
            )
        search = _narrowed(search, name, value)
    return search


_EXAMPLES = {
    "since": "since:7d",
    "by": "by:reuters",
    "publisher": "publisher:reuters",
    "tag": "tag:batteries",
    "page": "page:2",
    "filter": "filter:off",
}


def _narrowed(search: Search, name: str, value: str) -> Search:
    match name:
        case "since":
            return replace(search, since=_since(value))
        case "page":
            return replace(search, page=_page(value))
        case "filter":
            return replace(search, is_unfiltered=_is_off(value))
        case "tag":
            return replace(search, by=replace(search.by, tags=(*search.by.tags, value)))
        case _:
            return replace(search, by=replace(search.by, publishers=(*search.by.publishers, value)))


def _since(text: str) -> dt.timedelta:
    span = _SPAN.fullmatch(fold_letters(text))
    unit = _UNITS.get(span[2]) if span else None
    if span is None or unit is None:
        raise CommandError(
            say(
                "“{said}” is not known. Write: {forms}",
                said=f"since:{text}",
                forms="since:12h, since:7d, since:2w",
            )
        )
    return int(span[1]) * unit


def _is_off(text: str) -> bool:
    if text.lower() != "off":
        raise CommandError(
            say("“{said}” is not known. Write: {forms}", said=f"filter:{text}", forms="filter:off")
        )
    return True


def _page(text: str) -> int:
    number = fold_letters(text)
    if not number.isdecimal() or len(number) > _DIGITS or not 1 <= int(number) <= MAX_PAGE:
        raise CommandError(
            say(
                "“{said}” is not known: pages go from 1 to {most}. Write page:2.",
                said=f"page:{text}",
                most=MAX_PAGE,
            )
        )
    return int(number)


def render_search(search: Search) -> str:
    """Return how to write *search* behind a topic's command: `parse_command` reads it as the same."""
    parts = ["search", *([search.subject] if search.subject else [])]
    parts += [f'by:"{publisher}"' for publisher in search.by.publishers]
    parts += [f'tag:"{tag}"' for tag in search.by.tags]
    if search.since is not None:
        unit = next(unit for unit in (_MONTH, _WEEK, _DAY, _HOUR) if not search.since % unit)
        parts.append(f"since:{search.since // unit}{_SHORT[unit]}")
    if search.is_unfiltered:
        parts.append("filter:off")
    if search.page > 1:
        parts.append(f"page:{search.page}")
    return " ".join(parts)
