"""How people write a filter, and how it is written back to them.

+battery -"e scooter"            words that the story has to have, or must not have
+tag:batteries -tag:racing       tags; as many as you like, parted by commas
-publisher:example.com           publishers, by name or address; feed:"Volt Courier" likewise
lang:en,de                       languages, by their ISO 639 codes
/recall(s|ed)?/ -/rumou?r/       regular expressions (RE2)
publishers>=2                    how many have to report it
size:8                           stories in an edition
again:5/48h                      a told story is told again when 5 more publishers report it, after 48 hours; again:never
"""

import datetime as dt
import re
from collections.abc import Iterator

from bot.core.entities import REMEMBERED, Again, Filter, Rule, RuleKind
from bot.core.errors import CommandError
from bot.core.filters.patterns import check_pattern
from bot.core.language import Fact, say
from bot.core.text import fold, shorten

EXAMPLE = "+tag:batteries -publisher:example.com lang:en,de publishers>=2"

MAX_RULES = 40
MAX_PATTERNS = 5
MAX_SIZE = 20
"""Stories in an edition, as the configuration file has it."""

_MAX_PUBLISHERS = 20
_MAX_VALUE = 80
_SHOWN = 20
_KINDS = '+word, -"two words", tag:, feed:, publisher:, lang:, /pattern/, publishers>=2, size:8, again:5'
_KEYED = {
    "tag": RuleKind.TAG,
    "feed": RuleKind.FEED,
    "publisher": RuleKind.PUBLISHER,
    "lang": RuleKind.LANGUAGE,
    "language": RuleKind.LANGUAGE,
}
_NUMBERED = {"publishers": _MAX_PUBLISHERS, "size": MAX_SIZE}
_ITEM = r'(?:"[^"]*"|[^\s",]+)'
_TERM = re.compile(
    rf"""(?P<sign>[+-]?)
    (?: /(?P<pattern>(?:[^/\\]|\\.)+)/
      | (?:(?P<key>[a-z]+)(?::|>=|≥|=))?(?P<items>{_ITEM}(?:,{_ITEM})*)
    )(?=\s|$)""",
    re.IGNORECASE | re.VERBOSE,
)
_ITEMS = re.compile(r'"([^"]*)"|([^\s",]+)')
_LONGEST_WAIT = REMEMBERED - dt.timedelta(days=1)
"""Longer than that, and nothing would be told again at all."""

_AGAIN = re.compile(r"([1-9]\d?)(?:/(\d{1,3})h)?")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
_TYPED = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-", "−": "-"})
"""What keyboards and chats make of quotation marks and signs, one character for one."""

_PLAIN = re.compile(r'[^\s",/:=≥>+-][^\s",:=≥>]*')


def parse_filter(text: str) -> Filter:
    """Parse a filter as people write it; "" is the filter that lets all in.

    Raises:
        CommandError: it cannot be understood; the text says from which character on, and what to write.
    """
    typed = text.translate(_TYPED)
    rules, numbers, again = list[Rule](), dict[str, int](), None
    for found in _terms(typed):
        key = (found["key"] or "").lower()
        if key in _NUMBERED:
            numbers[key] = _number(found, key)
        elif key == "again":
            again = _again(found)
        else:
            rules += _rules(found, key)
    unique = tuple(dict.fromkeys(rules))
    _check_amount(unique)
    return Filter(
        rules=unique, publishers=numbers.get("publishers", 1), size=numbers.get("size"), again=again
    )


def render_filter(wanted: Filter) -> str:
    """Return the text that `parse_filter` reads back; "" for the one that lets all in."""
    parts: dict[tuple[bool, RuleKind], list[str]] = {}
    for rule in wanted.rules:
        parts.setdefault((rule.is_wanted, rule.kind), []).append(rule.value)
    terms = [term for (is_wanted, kind), some in parts.items() for term in _rendered(is_wanted, kind, some)]
    terms += [f"publishers>={wanted.publishers}"] if wanted.publishers > 1 else []
    terms += [f"size:{wanted.size}"] if wanted.size else []
    terms += [f"again:{_rendered_again(wanted.again)}"] if wanted.again else []
    return " ".join(terms)


def _terms(text: str) -> Iterator[re.Match[str]]:
    at = 0
    while rest := text[at:].lstrip():
        at = len(text) - len(rest)
        found = _TERM.match(text, at)
        if found is None or (not found["key"] and (found["items"] or "").startswith("/")):
            raise _unreadable(text, at)
        yield found
        at = found.end()


def _unreadable(text: str, at: int) -> CommandError:
    piece = text[at:].lstrip("+-")
    facts: dict[str, Fact] = {"at": at + 1, "piece": shorten(text[at:], _SHOWN)}
    if piece.startswith("/"):
        return CommandError(
            say(
                "The pattern from character {at} on, “{piece}”, has no closing slash. Write {example}, and {escaped} for a slash in it.",
                example="/recall(s|ed)?/",
                escaped="\\/",
                **facts,
            )
        )
    if piece.count('"') % 2:
        return CommandError(
            say(
                "The quotation from character {at} on, “{piece}”, has no end. Write {example}.",
                example='+"two words"',
                **facts,
            )
        )
    return CommandError(
        say(
            "The filter cannot be read from character {at} on, “{piece}”. There is: {known}. For example: {example}",
            known=_KINDS,
            example=EXAMPLE,
            **facts,
        )
    )


def _number(found: re.Match[str], key: str) -> int:
    most = _NUMBERED[key]
    value = found["items"]
    if found["sign"] or not value.isascii() or not value.isdecimal() or not 1 <= int(value[:9]) <= most:
        raise CommandError(
            say(
                "“{term}”: {key} takes a number from 1 to {most}. Write {example}.",
                term=shorten(found.group(), _SHOWN),
                key=key,
                most=most,
                example="publishers>=2" if key == "publishers" else "size:8",
            )
        )
    return int(value)


def _again(found: re.Match[str]) -> Again:
    if found["items"].lower() == "never" and not found["sign"]:
        return Again(publishers=0)
    written = _AGAIN.fullmatch(found["items"].lower())
    if found["sign"] or written is None:
        raise CommandError(
            say(
                "“{term}”: write again:5 for five more publishers, again:5/48h for at least 48 hours later, or again:never.",
                term=shorten(found.group(), _SHOWN),
            )
        )
    wait = dt.timedelta(hours=int(written[2])) if written[2] else Again().wait
    if wait > _LONGEST_WAIT:
        raise CommandError(
            say(
                "“{term}”: hardly anything joins a story that was told so long ago. Write at most {hours} hours, such as again:5/48h, or again:never.",
                term=shorten(found.group(), _SHOWN),
                hours=_LONGEST_WAIT // dt.timedelta(hours=1),
            )
        )
    return Again(publishers=int(written[1]), wait=wait)


def _rendered_again(again: Again) -> str:
    if not again.publishers:
        return "never"
    hours = f"/{again.wait // dt.timedelta(hours=1)}h" if again.wait != Again().wait else ""
    return f"{again.publishers}{hours}"


def _rules(found: re.Match[str], key: str) -> Iterator[Rule]:
    is_wanted = found["sign"] != "-"
    if found["pattern"]:
        check_pattern(found["pattern"], found.start("pattern"))
        yield Rule(kind=RuleKind.PATTERN, value=found["pattern"], is_wanted=is_wanted)
        return
    kind = _kind(found, key)
    for quoted, plain in _ITEMS.findall(found["items"]):
        yield Rule(kind=kind, value=_value(kind, quoted or plain, found), is_wanted=is_wanted)


def _kind(found: re.Match[str], key: str) -> RuleKind:
    if key and key not in _KEYED:
        raise CommandError(
            say(
                "There is no “{key}:” in a filter (character {at}). There is: {known}.",
                key=shorten(key, _SHOWN),
                at=found.start() + 1,
                known=_KINDS,
            )
        )
    if not key and not found["sign"]:
        raise CommandError(
            say(
                "“{word}” (character {at}) has no sign. Write +{word} for what has it, -{word} for what has it not.",
                word=shorten(found["items"], _SHOWN),
                at=found.start() + 1,
            )
        )
    return _KEYED.get(key, RuleKind.WORDS)


def _value(kind: RuleKind, written: str, found: re.Match[str]) -> str:
    value = " ".join(written.split())
    where = say("“{term}” (character {at})", term=shorten(found.group(), _SHOWN), at=found.start() + 1)
    if kind is RuleKind.LANGUAGE:
        if not _LANGUAGE.fullmatch(value.lower()):
            raise CommandError(
                say(
                    "{term} is no language. Write its code, such as {example}.",
                    term=where,
                    example="lang:en,de,zh",
                )
            )
        return value.lower()
    if not fold(value):
        raise CommandError(
            say("{term} has no word to look for. For example: {example}", term=where, example=EXAMPLE)
        )
    if len(value) > _MAX_VALUE:
        raise CommandError(say("{term} is too long: at most {most} characters.", term=where, most=_MAX_VALUE))
    return value


def _check_amount(rules: tuple[Rule, ...]) -> None:
    patterns = sum(rule.kind is RuleKind.PATTERN for rule in rules)
    if len(rules) > MAX_RULES or patterns > MAX_PATTERNS:
        raise CommandError(
            say(
                "A filter has at most {rules} rules, and {patterns} of them may be patterns.",
                rules=MAX_RULES,
                patterns=MAX_PATTERNS,
            )
        )


def _rendered(is_wanted: bool, kind: RuleKind, some: list[str]) -> list[str]:
    sign = "+" if is_wanted else "-"
    match kind:
        case RuleKind.PATTERN:
            return [f"{sign}/{value}/" for value in some]
        case RuleKind.WORDS:
            return [sign + _quoted(value) for value in some]
        case _:
            sign = "" if is_wanted and kind is RuleKind.LANGUAGE else sign
            return [f"{sign}{kind.value}:{','.join(map(_quoted, some))}"]


def _quoted(value: str) -> str:
    return value if _PLAIN.fullmatch(value) else f'"{value}"'
