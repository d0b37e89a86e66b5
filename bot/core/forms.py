"""Forms, described once: their fields, and how what was filled in becomes what could have been typed.

Platforms render them: as modals, or in the page. What is wrong is said at its field.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.core.corrections import MAX_REASON, reason_of
from bot.core.discovery import addresses
from bot.core.entities import FormName, Item, Notice, Subscription, Timetable, Topic
from bot.core.errors import CommandError
from bot.core.language import Reader, in_language, joined, say
from bot.core.pointing import TITLE
from bot.core.text import shorten
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
    """A form about a topic, or *about* a story of an edition. *submit* is its button, *language* that in which it is said, and what is wrong with it."""

    name: FormName
    command: str
    title: str
    submit: str
    fields: tuple[Field, ...]
    about: str = ""
    language: str = "en"


NOTHING_TO_FILL_IN = Notice(
    title=say("There is nothing to fill in here any more."),
    lines=(say("What it was about is withdrawn, or not kept any more."),),
)


class FormError(CommandError):
    """A form was filled in wrongly: *problems* says for each field, by name, what is wrong and what to write."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(joined(problems.values()))
        self.problems = dict(problems)

    def told(self, language: str) -> dict[str, str]:
        """Return the problems as they are said in a language."""
        return {name: in_language(problem, Reader(language)) for name, problem in self.problems.items()}


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


def spoken(form: Form, reader: Reader) -> Form:
    """Return a form in its reader's language, as it is rendered."""
    fields = tuple(
        replace(
            each,
            label=in_language(each.label, reader),
            hint=in_language(each.hint, reader),
            choices=tuple(in_language(choice, reader) for choice in each.choices),
        )
        for each in form.fields
    )
    title, submit = in_language(form.title, reader), in_language(form.submit, reader)
    return replace(form, title=title, submit=submit, fields=fields, language=reader.language)


def flag_form(topic: Topic, item: Item, about: str) -> Form:
    """Return the form by which a reader says what is wrong with a story. *about* points to it: "12.2"."""
    said = [
        f"{number}. {shorten(bullet.text, _CHOICE)}" for number, bullet in enumerate(item.summary.bullets, 1)
    ]
    title = say("Title: {title}", title=shorten(item.summary.title, _CHOICE))
    title_of_form, submit = _TITLES[FormName.FLAG]
    return Form(
        name=FormName.FLAG,
        command=topic.command,
        title=title_of_form,
        submit=submit,
        fields=(replace(_PART, choices=(*said, title)), _WHY),
        about=about,
    )


def typed(name: FormName, filled: Mapping[str, str], about: str = "") -> str:
    """Return what could have been typed behind the command instead. *about*: what the form was about.

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
            return f"ask {_given(values, _QUESTION, say('What do you want to know?'))}"
        case FormName.SEARCH:
            return f"search {_given(values, _SUBJECT, say('What are you looking for?'))}"
        case FormName.FLAG:
            part, why = _given(values, _PART, say("Choose what is wrong.")), values.get(_WHY.name, "")
            _checked({_WHY.name: lambda: reason_of(why)})
            number, _, _ = part.partition(".")
            return f"flag {about}.{number if number.isdecimal() else TITLE} {why}".rstrip()


def _given(values: Mapping[str, str], field: "Field", problem: str) -> str:
    """Return what was filled into a field; where that is nothing, that is a problem."""
    value = values.get(field.name, "")
    if not value:
        raise FormError({field.name: problem})
    return value


_ADDRESS = Field(
    name="address",
    label=say("Address"),
    hint=say("A site or a feed: {examples}", examples="example.com, https://example.com/feed"),
    longest=_LONGEST,
)
_QUESTION = Field(
    name="question",
    label=say("Question"),
    hint=say("How long is the waiting list?"),
    kind=FieldKind.TEXT,
    longest=_LONGEST,
)
_SUBJECT = Field(name="subject", label=say("Subject"), hint="xiaomi since:7d")
_CHOICE = 60
"""Characters of a choice's own text: with what stands before it, Slack takes 75 and Discord 100."""

_PART = Field(name="part", label=say("What is wrong?"), kind=FieldKind.CHOICE)
_WHY = Field(
    name="why",
    label=say("Why?"),
    hint=say("It was 410 million, not 140."),
    kind=FieldKind.TEXT,
    is_required=False,
    longest=MAX_REASON,
)

_TITLES = {
    FormName.SUBSCRIBE: (say("Editions here"), say("Subscribe")),
    FormName.ADD_FEED: (say("Add a feed"), say("Look at it")),
    FormName.ASK: (say("Ask the sources"), say("Ask")),
    FormName.SEARCH: (say("Search the news"), say("Search")),
    FormName.FLAG: (say("Something is wrong"), say("Send")),
}
_FIELDS = {FormName.ADD_FEED: (_ADDRESS,), FormName.ASK: (_QUESTION,), FormName.SEARCH: (_SUBJECT,)}


def _subscribing(topic: Topic, subscription: Subscription | None) -> tuple[Field, ...]:
    """The fields as the channel has it now, or as is usual."""
    now = subscription.timetable if subscription else parse_timetable(_NINE, default_zone=_ZONE)
    when, _, _ = render_timetable(now).partition(f" {now.zone}")
    quiet = f"{now.quiet.begins:%H:%M}-{now.quiet.ends:%H:%M}" if now.quiet else ""
    return (
        Field(
            name="timetable",
            label=say("When"),
            hint=f"{_NINE}; weekdays 08:30,17:00; every 4h; instant",
            value=when,
            longest=_LONGEST,  # a chat refuses a form whose field holds more than it may
        ),
        Field(name="zone", label=say("Time zone"), hint="Europe/Berlin", value=now.zone),
        Field(name="quiet", label=say("Quiet hours"), hint="22:00-07:00", value=quiet, is_required=False),
        Field(
            name="size",
            label=say("How many stories"),
            kind=FieldKind.CHOICE,
            choices=tuple(map(str, range(1, MOST_STORIES + 1))),
            value=str(subscription.size if subscription else USUAL_SIZE),
        ),
        Field(
            name="language",
            label=say("Language"),
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
    behind = f" quiet {quiet}" if quiet and "quiet" not in when.lower() else ""
    wanted = parse_timetable(f"{when}{behind}", default_zone=zone)
    return Wish(timetable=wanted, size=parse_size(size), language=language)


def _quiet(text: str) -> Timetable:
    if not _QUIET.fullmatch(text):
        raise CommandError(
            say("“{text}” are no quiet hours. Write them as 22:00-07:00, or nothing.", text=text)
        )
    return parse_timetable(f"instant quiet {text}")


def _checked(checks: Mapping[str, Callable[[], object]]) -> None:
    problems = {}
    for name, check in checks.items():
        try:
            check()
        except CommandError as error:
            problems[name] = error.text
    if problems:
        raise FormError(problems)
