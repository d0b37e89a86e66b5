"""Forms, described once: their fields, and how what was filled in becomes what could have been typed.

Platforms render them: as modals, or in the page. What is wrong is said at its field.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.core.discovery import addresses
from bot.core.entities import FormName, Subscription, Timetable, Topic
from bot.core.errors import CommandError
from bot.core.timetable import known_zone, parse_timetable, render_timetable
from bot.core.wishes import MOST_STORIES, Wish, parse_language, parse_size, render_wish

USUAL_SIZE = 5
_NINE = "daily 09:00"
_ZONE = "Europe/Berlin"
_LONGEST = 1_000
_QUIET = re.compile(r"\S+\s*(?:-|–|\bto\b)\s*\S+", re.IGNORECASE)


class FieldKind(StrEnum):
    """What is filled in: a line, one of some choices, or several lines."""

    LINE = "line"
    CHOICE = "choice"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field. *value* stands in it at first; a *hint* below or in it says what to write. *longest* in characters."""

    name: str
    label: str
    hint: str = ""
    value: str = ""
    kind: FieldKind = FieldKind.LINE
    choices: tuple[str, ...] = ()
    is_required: bool = True
    longest: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form about a topic. *submit* is the label of its button."""

    name: FormName
    command: str
    title: str
    submit: str
    fields: tuple[Field, ...]


class FormError(CommandError):
    """A form was filled in wrongly: *problems* says for each field, by name, what is wrong and what to write."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = dict(problems)


def form(name: FormName, topic: Topic, subscription: Subscription | None) -> Form:
    """Return a form; *subscription* is the channel's, where it has one."""
    title, submit = _TITLES[name]
    return Form(
        name=name,
        command=topic.command,
        title=title,
        submit=submit,
        fields=_FIELDS[name] if name in _FIELDS else _subscribing(topic, subscription),
    )


def typed(name: FormName, filled: Mapping[str, str]) -> str:
    """Return what could have been typed behind the command instead.

    Raises:
        FormError: something is filled in wrongly.
    """
    values = {field: " ".join(value.split()) for field, value in filled.items()}
    match name:
        case FormName.SUBSCRIBE:
            return f"subscribe {render_wish(_wish(values))}"
        case FormName.ADD_FEED:
            address = values.get(_ADDRESS.name, "")
            _checked({_ADDRESS.name: lambda: addresses(address)})
            return f"feeds add {address}"
        case FormName.ASK:
            question = values.get(_QUESTION.name, "")
            if not question:
                raise FormError({_QUESTION.name: "What do you want to know?"})
            return f"ask {question}"


_ADDRESS = Field(
    name="address",
    label="Address",
    hint="A site or a feed: example.com, https://example.com/feed",
    longest=_LONGEST,
)
_QUESTION = Field(
    name="question",
    label="Question",
    hint="How long is the waiting list?",
    kind=FieldKind.TEXT,
    longest=_LONGEST,
)


_TITLES = {
    FormName.SUBSCRIBE: ("Editions here", "Subscribe"),
    FormName.ADD_FEED: ("Add a feed", "Look at it"),
    FormName.ASK: ("Ask the sources", "Ask"),
}
_FIELDS = {FormName.ADD_FEED: (_ADDRESS,), FormName.ASK: (_QUESTION,)}


def _subscribing(topic: Topic, subscription: Subscription | None) -> tuple[Field, ...]:
    """The fields as the channel has it now, or as is usual."""
    now = subscription.timetable if subscription else parse_timetable(_NINE, default_zone=_ZONE)
    when, _, _ = render_timetable(now).partition(f" {now.zone}")
    quiet = f"{now.quiet.begins:%H:%M}-{now.quiet.ends:%H:%M}" if now.quiet else ""
    return (
        Field(
            name="timetable",
            label="When",
            hint=f"{_NINE}; weekdays 08:30,17:00; every 4h; instant",
            value=when,
        ),
        Field(name="zone", label="Time zone", hint="Europe/Berlin", value=now.zone),
        Field(name="quiet", label="Quiet hours", hint="22:00-07:00", value=quiet, is_required=False),
        Field(
            name="size",
            label="Stories",
            kind=FieldKind.CHOICE,
            choices=tuple(map(str, range(1, MOST_STORIES + 1))),
            value=str(subscription.size if subscription else USUAL_SIZE),
        ),
        Field(
            name="language",
            label="Language",
            hint="en, de, tr, zh",
            value=subscription.language if subscription else topic.language,
            is_required=False,
            longest=20,
        ),
    )


def _wish(values: Mapping[str, str]) -> Wish:
    zone = values.get("zone") or "UTC"
    when, quiet = values.get("timetable", ""), values.get("quiet", "")
    size, language = values.get("size") or str(USUAL_SIZE), values.get("language", "")
    _checked(
        {
            "timetable": lambda: parse_timetable(when),
            "zone": lambda: known_zone(zone),
            "quiet": lambda: quiet and _quiet(quiet),
            "size": lambda: parse_size(size),
            "language": lambda: language and parse_language(language),
        }
    )
    # Whoever writes a zone behind the times means that one.
    behind = f" quiet {quiet}" if quiet and "quiet" not in when else ""
    wanted = parse_timetable(f"{when}{behind}", default_zone=zone)
    return Wish(timetable=wanted, size=parse_size(size), language=language)


def _quiet(text: str) -> Timetable:
    if not _QUIET.fullmatch(text):
        raise CommandError(f"“{text}” are no quiet hours. Write them as 22:00-07:00, or nothing.")
    return parse_timetable(f"instant quiet {text}")


def _checked(checks: Mapping[str, Callable[[], object]]) -> None:
    problems = {}
    for name, check in checks.items():
        try:
            check()
        except CommandError as error:
            problems[name] = str(error)
    if problems:
        raise FormError(problems)
