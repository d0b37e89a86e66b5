"""The sentences that answers are made of, each knowing where it stands."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.entities import Citation, Entry, EntryId
from bot.core.text import sentences

MAX_SENTENCES = 200
"""So many sentences of one entry are looked at: longer ones are transcripts and catalogues."""

MAX_LENGTH = 600
"""Longer "sentences" are lists and tables that lost their lines: no answer anyone would read."""

_LONGEST = 1_000
"""Where an entry has no others, one so long is better than none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One sentence of an entry, with its neighbours for context. *number* counts from 1 within the entry."""

    entry_id: EntryId
    url: str
    publisher: str
    title: str
    language: str
    number: int
    sentence: str
    published_on: dt.date | None = None
    before: str = ""
    after: str = ""

    @property
    def citation(self) -> Citation:
        """What an answer that rests on this passage cites."""
        return Citation(
            entry_id=self.entry_id, sentence=self.sentence, url=self.url, publisher=self.publisher
        )


def passages(entries: Sequence[Entry]) -> tuple[Passage, ...]:
    """Return the sentences of *entries* in order; an entry named twice counts once, one without sentences is its title."""
    once = {entry.id: entry for entry in entries}
    return tuple(passage for entry in once.values() for passage in _of_entry(entry))


def _of_entry(entry: Entry) -> list[Passage]:
    whole = [one for one in sentences(entry.text) if len(one) <= _LONGEST]
    told = [one for one in whole if len(one) <= MAX_LENGTH][:MAX_SENTENCES] or whole[:1] or [entry.title]
    return [
        Passage(
            entry_id=entry.id,
            url=entry.url,
            publisher=entry.publisher,
            title=entry.title,
            language=entry.language,
            number=number,
            sentence=sentence,
            published_on=entry.published_at.date(),
            before=told[number - 2] if number > 1 else "",
            after=told[number] if number < len(told) else "",
        )
        for number, sentence in enumerate(told, start=1)
        if sentence
    ]
