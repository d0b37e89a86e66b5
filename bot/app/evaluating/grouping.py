"""The task `grouping`: entries in the order of the file, each put into a story among those before it, as the bot does."""

import datetime as dt
import time
from collections.abc import Sequence

from bot.app.evaluating.languages import language_of
from bot.app.evaluating.outcome import Advance, SetOutcome
from bot.app.evaluating.rows import EntryRow
from bot.core.entities import EntryId
from bot.core.indexing import features_of, pack
from bot.core.quality import Figures, TfidfGrouper, clustering_figures
from bot.core.stories import Outline
from bot.core.stories.grouping import Grouper

BASELINE = "TF-IDF"

_UNDATED = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""When the entries of a set were published of which none has a date."""


async def evaluate(name: str, rows: Sequence[EntryRow], *, advance: Advance) -> SetOutcome:
    """Group *rows* with the one setting that the bot has."""
    languages = [language_of(row.language, f"{row.title}\n{row.text}") for row in rows]
    began = time.perf_counter()
    found = _grouped(rows, languages, advance)
    seconds = time.perf_counter() - began
    labelled = [place for place, row in enumerate(rows) if row.story is not None]
    ours = baseline = Figures()
    if labelled:
        ours = _figures(rows, labelled, found) | {"entries_a_second": len(rows) / seconds}
        baseline = _figures(rows, labelled, _plainly_grouped(rows, advance))
    return SetOutcome(
        name=name,
        predictions=[
            {"id": row.id, "story": f"{name}-{story}"} for row, story in zip(rows, found, strict=True)
        ],
        labelled=len(labelled),
        seconds=seconds,
        ours=ours,
        baseline=baseline,
    )


def _grouped(rows: Sequence[EntryRow], languages: Sequence[str], advance: Advance) -> list[int]:
    """Return the number of each row's story. A row without a date counts as published when the one before it was."""
    grouper, stories = Grouper(), dict[EntryId, int]()
    at = next((row.published_at for row in rows if row.published_at), _UNDATED)
    for number, (row, language) in enumerate(zip(rows, languages, strict=True), start=1):
        at = row.published_at or at
        outline = Outline(
            id=EntryId(number),
            story_id=None,
            language=language,
            published_at=at,
            features=pack(features_of(row.title, row.text)),
        )
        (place,) = grouper.assign([outline])
        stories[place.entry_id] = number if place.joins is None else stories[place.joins]
        advance()
    return list(stories.values())


def _plainly_grouped(rows: Sequence[EntryRow], advance: Advance) -> list[int]:
    grouper, found = TfidfGrouper(), list[int]()
    for row in rows:
        found.append(grouper.place(f"{row.title}\n{row.text}"))
        advance()
    return found


def _figures(rows: Sequence[EntryRow], labelled: Sequence[int], found: Sequence[int]) -> Figures:
    """Return the figures over the *labelled* rows: others were grouped with them, and do not count."""
    labels = [rows[place].story or "" for place in labelled]
    return clustering_figures(labels, [str(found[place]) for place in labelled])
