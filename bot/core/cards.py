"""The words on a card: what is shown of feeds before a workspace reads them. Plain text; of an address only the host."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core import health
from bot.core.entities import Action, Preview, ProposedFeed, Weight
from bot.core.language import joined, moment, say
from bot.core.text import publisher_of, shorten

NEWEST = 3
"""Entries of a found feed that a card names."""

_TITLE = 120
_LABEL = 40
_MICROS = 1_000_000
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What a story costs, in millionths: *micros* None where nobody knows yet. *has_writer*: a language model writes at all."""

    has_writer: bool
    micros: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A found feed. *told*: how many of its newest entries the topic's stories have already. *is_read*: so is the feed."""

    preview: Preview
    told: int = 0
    is_read: bool = False

    @property
    def name(self) -> str:
        """What people call it."""
        return shorten(self.preview.title, _TITLE) or publisher_of(self.preview.url)


def feed_lines(found: Found, price: Price) -> tuple[str, ...]:
    """Return the lines of the card of one feed."""
    newest = found.preview.newest
    lines = [nature(found.preview)]
    lines += [
        say("{when}: {title}", when=_when(entry.published_at), title=shorten(entry.title, _TITLE))
        for entry in newest[:NEWEST]
    ]
    if found.told:
        told = say(
            "{told} of its newest {all} entries are in stories here already, by other feeds.",
            told=found.told,
            all=len(newest),
        )
        lines.append(told)
    elif newest:
        lines.append(say("None of its newest entries is in a story here yet."))
    return (*lines, cost(found, price))


def nature(preview: Preview) -> str:
    """Return what a feed is like, in a line: its host, how often it brings something, in which language, how much of it."""
    often = health.rhythm(preview.pace)
    extent = say("whole articles") if preview.is_full else say("excerpts")
    parts = [
        publisher_of(preview.url),
        say("about {often}", often=often) if often else "",
        say("language {code}", code=preview.language) if preview.language else "",
        extent if preview.entries else say("no entries yet"),
    ]
    return joined(parts, " · ")


def cost(found: Found, price: Price) -> str:
    """Return what reading the feed may cost a day at most."""
    if not price.has_writer:
        return say("It costs nothing: there is no language model here.")
    if price.micros is None:
        return say(
            "What it costs is not known yet: the language model has written no story here in the last two weeks."
        )
    pace, newest, story = found.preview.pace, len(found.preview.newest), _money(price.micros)
    if pace is None or not newest:
        return say("A story costs about {story}; how many it brings, its dates do not tell.", story=story)
    fresh = (_DAY / max(pace, dt.timedelta(minutes=1))) * (newest - found.told) / newest
    return say(
        "At most about {day} a day, if everything new were told: a story costs about {story}. "
        "Editions that are full cost no more.",
        day=_money(round(fresh * price.micros)),
        story=story,
    )


def choices(key: str, command: str, labels: Sequence[str], *, no: str = say("No")) -> tuple[Action, ...]:
    """Return the buttons of a proposal: a yes, or one for each of several feeds; and the no."""
    texts = [
        f"feeds confirm {key}",
        *(f"feeds confirm {key} {number}" for number in range(2, len(labels) + 1)),
    ]
    weights = [Weight.PRIMARY, *([Weight.PLAIN] * (len(labels) - 1))]
    return (
        *(
            Action(label=label, command=command, text=text, weight=weight, settles=True)
            for label, text, weight in zip(labels, texts, weights, strict=True)
        ),
        Action(label=no, command=command, text=f"feeds decline {key}", settles=True),
    )


def reading(names: Sequence[str]) -> list[str]:
    """Return what the buttons say that let one of several feeds be read."""
    if len(names) == 1:
        return [say("Read it")]
    return [say("Read: {feed}", feed=shorten(name, _LABEL)) for name in names]


def named(feed: ProposedFeed) -> str:
    """Return a feed as it may be shown to others."""
    host = publisher_of(feed.url)
    return say("{title} ({host})", title=shorten(feed.title, _TITLE), host=host) if feed.title else host


def _when(instant: dt.datetime | None) -> str:
    return moment(instant) if instant else say("no date")


def _money(micros: int) -> str:
    return f"{micros / _MICROS:.4f}"
