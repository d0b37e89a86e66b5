"""What in a sentence could be the thing that a question wants: a number of the right kind, a name, a date, a reason."""

import re

from bot.core.answers.matching import form, vocabulary
from bot.core.answers.questions import Wanted
from bot.core.text import Number, NumberKind, dates, fold_letters, names, numbers, words
from bot.core.text.quantities import CURRENCIES

_LENGTHS = frozenset({"km", "mile", "metre", "cm", "mm", "foot", "inch"})
_UNITS = {
    Wanted.DURATION: _LENGTHS | {"second", "minute", "hour", "day", "week", "month", "year"},
    Wanted.WEIGHT: frozenset({"kg", "tonne", "pound", "GBP"}),
    Wanted.SPEED: frozenset({"km/h", "mph", "km", "mile", "mb", "gb"}),
    Wanted.DISTANCE: _LENGTHS,
}
MEASURED = frozenset({*_UNITS, Wanted.SHARE, Wanted.MONEY})
"""What only a number with a unit answers."""

COUNTED = frozenset({Wanted.NUMBER, Wanted.COUNT})
"""What a number answers, or a word such as "several"."""

NAMED = frozenset({Wanted.PERSON, Wanted.PLACE})
_REASON = re.compile(
    r"\bbecause\b|\bdue to\b|\bowing to\b|\bas a result\b|\bcaused\b|\breason|\bso that\b|\bin order to\b|\bafter\b|\bso \w+ that\b|"
    r"\bweil\b|\bwegen\b|\bda\b|\bdenn\b|\bdeshalb\b|\bdaher\b|\baufgrund\b|\bum \w+ zu\b|"
    r"\bcunku\b|\bnedeniyle\b|\bsebeb\w+|\bdolayi\b|\bicin\b|\byuzunden\b|\bgerekcesi\w*|"
    r"因为|因\w|由于|因此|所以|原因|以便|导致|بسبب|لان|نتيجه"
)
_IN_CURRENCY = re.compile(
    r"\b(?:in|kac|wie ?viele?|how many) (?:us[- ]|american |canadian )?([a-z]+)\b|\b([a-z]+)(?: olarak| cinsinden)\b"
    r"|(?:多少|几|合|折合|换算成)(美元|欧元|英镑|日元|人民币|元)"
)
_SMALL_MONEY = re.compile(r"\b\d+(?:[.,]\d+)? (?:cents?|pence|kurus)\b|\d+分钱")
_RELATIVE_TIME = re.compile(
    r"\b(?:today|yesterday|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day|week|month|year|century|spring|summer|autumn|"
    r"winter|heute|gestern|morgen|woche|monat|jahr\w*|quartal|quarter|fruhjahr|fruhling|sommer|herbst|"
    r"(?:mon|diens|mitt|donners|frei|sams|sonn)tag|mittwoch|"
    r"bugun|dun|yarin|hafta\w*|ay\w{0,3}|yil\w*|yuzyil\w*)\b"
    r"|今天|昨天|明天|周|星期|月|年|世纪|اليوم|امس|غدا|عام|سنه|قرن"
)


def things(sentence: str, wanted: Wanted, question: str) -> tuple[str, ...]:
    """Return what in *sentence* is of the kind *wanted* and was not brought by the question itself, as written or folded."""
    match wanted:
        case Wanted.ANYTHING:
            return ()
        case Wanted.REASON:
            return tuple(found.group() for found in _REASON.finditer(fold_letters(sentence)))
        case Wanted.PERSON | Wanted.PLACE:
            brought = vocabulary(question)
            found = (name for name in names(sentence) if not all(map(brought.match, map(form, words(name)))))
            return tuple(found)
        case Wanted.TIME:
            return _times(sentence)
        case _:
            return _figures(sentence, wanted, question)


def _figures(sentence: str, wanted: Wanted, question: str) -> tuple[str, ...]:
    """Return figures; of durations also "until 2032", of prices also "69 cents"."""
    told = tuple(number.text for number in counted(sentence, wanted, question))
    if wanted is Wanted.DURATION and not told:
        return _times(sentence)
    if wanted is Wanted.MONEY:
        return told + tuple(found.group() for found in _SMALL_MONEY.finditer(fold_letters(sentence)))
    return told


def counted(sentence: str, wanted: Wanted, question: str) -> list[Number]:
    """Return the numbers of *sentence* of the kind *wanted*, one of `MEASURED`, that the question did not bring itself."""
    return [number for number in _new_numbers(sentence, question) if _counts(number, wanted)]


def currency_wanted(question: str) -> str:
    """Return the ISO code of the currency that *question* wants its answer in ("in dollars"), "" for none."""
    found = _IN_CURRENCY.finditer(fold_letters(question))
    codes = (CURRENCIES.get(word) for match in found for word in match.groups() if word)
    return next((code for code in codes if code), "")


def is_unsure(sentence: str, wanted: Wanted) -> bool:
    """Say whether nothing can be said against *sentence*: Han and Arabic text shows no names."""
    return wanted in NAMED and not any(character.isupper() for character in sentence)


def _times(sentence: str) -> tuple[str, ...]:
    years = (number.text for number in numbers(sentence) if number.kind is NumberKind.YEAR)
    relative = (found.group() for found in _RELATIVE_TIME.finditer(fold_letters(sentence)))
    return (*(date.text for date in dates(sentence)), *years, *relative)


def _new_numbers(sentence: str, question: str) -> list[Number]:
    brought = {value for number in numbers(question) for value in number.readings}
    return [number for number in numbers(sentence) if not brought & set(number.readings)]


def _counts(number: Number, wanted: Wanted) -> bool:
    """Say whether a number is of the kind wanted. "How long" may ask for a time or a length."""
    match wanted:
        case Wanted.SHARE:
            return number.kind is NumberKind.PERCENT
        case Wanted.MONEY:
            return number.kind is NumberKind.CURRENCY
        case Wanted.COUNT:
            return number.kind in {NumberKind.PLAIN, NumberKind.MEASURE}
        case Wanted.NUMBER:
            return number.kind is not NumberKind.YEAR
        case _:
            return number.unit in _UNITS[wanted]


def is_asking(sentence: str) -> bool:
    """Say whether a sentence asks itself, or tells that somebody does: it repeats a question and does not answer it."""
    return bool(re.search(r"[?？؟]", sentence) or _ASKED.search(fold_letters(sentence)))


_ASKED = re.compile(
    r"\b(?:want|wants|wanted|trying|find out|investigat\w+|unclear|unknown|asked|wonder\w*|establish|determine)\b[^.]{0,30}"
    r"\b(?:why|how|whether|who|what|when|where)\b"
    r"|\b(?:klaren|unklar|geklart|untersuch\w+|fragt\w*|offen)\b[^.]{0,30}\b(?:warum|weshalb|wieso|wie|ob|wer|wann|wo)\b"
    r"|\b(?:neden|nicin|nasil|ne zaman|kim\w*)\b[^.]{0,40}\b(?:arastir\w+|bilinmiyor|belirsiz|sorus\w+|inceleniyor)\b"
    r"|(?:尚不清楚|调查|不明)[^。]{0,10}(?:为何|为什么|原因|是否)"
)
