"""What may be typed next, while somebody types: whole texts behind a command, best first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.core.text import fold

_STARTS = (
    "",
    "help",
    "status",
    "ask ",
    "digest",
    "subscribe daily 09:00 Europe/Berlin",
    "feeds",
    "feeds add ",
    "watch ",
    "mute ",
    "why ",
    "pause",
    "resume",
    "unsubscribe",
)
_TIMETABLES = (
    "daily 09:00",
    "weekdays 08:30",
    "weekdays 08:30,17:00",
    "mon,thu 09:00",
    "weekly friday 16:00",
    "every 4h",
    "instant",
    "instant quiet 22:00-07:00",
)
_LEAST = 2
"""Letters of a zone from which on zones are offered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is there to choose from, in one channel."""

    subjects: Sequence[str] = ()
    feeds: Sequence[str] = ()
    watches: Sequence[str] = ()
    mutes: Sequence[str] = ()
    zones: Sequence[str] = ()


def suggestions(text: str, known: Known, most: int = 25) -> tuple[str, ...]:
    """Return what *text* may become, each a whole text behind the command; none is longer than anybody would type."""
    begun = " ".join(text.split())
    verb, _, rest = begun.partition(" ")
    is_behind = " " in text.lstrip()
    match verb.lower():
        case "subscribe" if is_behind:
            found: Iterable[str] = _timetables(rest, known)
        case "watch" | "mute" | "search" if is_behind:
            found = (f"{verb} {each}" for each in _fitting(rest, known.subjects))
        case "unwatch":
            found = (f"unwatch {each}" for each in _fitting(rest, known.watches))
        case "unmute":
            found = (f"unmute {each}" for each in _fitting(rest, known.mutes))
        case "feeds" if (named := feed_begun(text)) is not None:
            found = (f"feeds remove {each}" for each in _fitting(named, known.feeds))
        case "feeds":
            actions = ("feeds", "feeds add ", "feeds remove ", "feeds import ", "feeds export")
            found = (each for each in actions if each.startswith(begun.lower()))
        case _:
            found = [*_fitting(begun, _STARTS), *_fitting(begun, known.subjects)]
    return tuple(dict.fromkeys(filter(None, [begun, *found])))[:most]


def feed_begun(text: str) -> str | None:
    """Return how the name of a feed begins that comes next; None where none does: only then need any be known."""
    verb, _, rest = " ".join(text.split()).partition(" ")
    if verb.lower() != "feeds" or not rest.lower().startswith("remove"):
        return None
    return rest[len("remove") :].strip()


def ends_a_watch(text: str) -> bool:
    """Say whether the subject of a watch comes next."""
    return " ".join(text.split()).lower().partition(" ")[0] == "unwatch"


def _timetables(rest: str, known: Known) -> list[str]:
    """Offer timetables, and where one is written, zones for it."""
    when, _, last = rest.rpartition(" ")
    whole = [f"subscribe {each}" for each in _TIMETABLES if each.startswith(rest.lower())]
    if when and len(last) >= _LEAST:
        whole += [f"subscribe {when} {zone}" for zone in _fitting(last, known.zones)]
    return whole


def _fitting(begun: str, names: Iterable[str]) -> list[str]:
    """Return those that begin so, then those that have it anywhere; in letters of all kinds."""
    wanted = fold(begun)
    folded = [(fold(name), name) for name in names]
    first = [name for key, name in folded if key.startswith(wanted)]
    return first + [name for key, name in folded if wanted in key and not key.startswith(wanted)]
