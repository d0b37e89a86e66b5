"""The words on a card: what is shown of feeds before a workspace reads them. Plain text; of an address only the host."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core import health
from bot.core.entities import Action, Preview, ProposedFeed, Weight
from bot.core.text import publisher_of, shorten
from bot.core.wording import moment

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
    lines += [f"{_when(entry.published_at)}: {shorten(entry.title, _TITLE)}" for entry in newest[:NEWEST]]
    if found.told:
        lines.append(
            f"{found.told} of its newest {len(newest)} entries are in stories here already, by other feeds."
        )
    elif newest:
        lines.append("None of its newest entries is in a story here yet.")
    return (*lines, cost(found, price))


def nature(preview: Preview) -> str:
    """Return what a feed is like, in a line: its host, how often it brings something, in which language, how much of it."""
    often = health.rhythm(preview.pace)
    parts = [
        publisher_of(preview.url),
        often and ("brings little" if often == "rarely" else f"about {often}"),
    ]
    parts += [preview.language and f"language {preview.language}"]
    parts += [("whole articles" if preview.is_full else "excerpts") if preview.entries else "no entries yet"]
    return " · ".join(filter(None, parts))


def cost(found: Found, price: Price) -> str:
    """Return what reading the feed may cost a day at most."""
    if not price.has_writer:
        return "It costs nothing: there is no language model here."
    if price.micros is None:
        return "What it costs is not known yet: the language model has written no story here in the last two weeks."
    pace, newest = found.preview.pace, len(found.preview.newest)
    if pace is None or not newest:
        return f"A story costs about {_money(price.micros)}; how many it brings, its dates do not tell."
    fresh = (_DAY / max(pace, dt.timedelta(minutes=1))) * (newest - found.told) / newest
    return (
        f"At most about {_money(round(fresh * price.micros))} a day, if everything new were told: "
        f"a story costs about {_money(price.micros)}. Editions that are full cost no more."
    )


def choices(key: str, command: str, names: Sequence[str], *, yes: str, no: str = "No") -> tuple[Action, ...]:
    """Return the buttons of a proposal: one yes, or one for each of several feeds, by name; and the no."""
    labels = [yes] if len(names) == 1 else [f"{yes}: {shorten(name, _LABEL)}" for name in names]
    texts = [
        f"feeds confirm {key}",
        *(f"feeds confirm {key} {number}" for number in range(2, len(names) + 1)),
    ]
    weights = [Weight.PRIMARY, *([Weight.PLAIN] * (len(names) - 1))]
    return (
        *(
            Action(label=label, command=command, text=text, weight=weight, settles=True)
            for label, text, weight in zip(labels, texts, weights, strict=True)
        ),
        Action(label=no, command=command, text=f"feeds decline {key}", settles=True),
    )


def named(feed: ProposedFeed) -> str:
    """Return a feed as it may be shown to others."""
    host = publisher_of(feed.url)
    return f"{shorten(feed.title, _TITLE)} ({host})" if feed.title else host


def _when(instant: dt.datetime | None) -> str:
    return moment(instant) if instant else "no date"


def _money(micros: int) -> str:
    return f"{micros / _MICROS:.4f}"
