"""The task `grouping`: entries in the order of the file, each put into a story among those before it, as the bot does."""

import datetime as dt
import time
from collections.abc import Sequence

from bot.adapters.article_extractor.languages import detected_language
from bot.app.evaluating.outcome import Advance, Measured, Outcome, Prediction, SetOutcome, by_set, in_order
from bot.app.evaluating.rows import EntryRow
from bot.core import articles
from bot.core.entities import EntryId
from bot.core.indexing import features_of
from bot.core.quality import TfidfGrouper, clustering_figures
from bot.core.stories import Grouper, Outline

_UNDATED = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""When the first entry of a set was published, if nobody knows."""


def evaluate(rows: Sequence[EntryRow], advance: Advance) -> Outcome:
    """Group the *rows* of each set by itself, with the one setting that the bot has."""
    placed: list[tuple[int, Prediction]] = []
    sets: list[SetOutcome] = []
    for name, members in by_set(rows).items():
        own = [row for _, row in members]
        began = time.perf_counter()
        found = _grouped(own, advance)
        seconds = time.perf_counter() - began
        placed += [
            (place, {"id": row.id, "story": f"{name}-{story}"})
            for (place, row), story in zip(members, found, strict=True)
        ]
        sets.append(_outcome(name, own, found, seconds))
    return Outcome(predictions=in_order(placed), sets=tuple(sets))


def _grouped(rows: Sequence[EntryRow], advance: Advance) -> list[int]:
    """Return the number of each row's story. A row without a date counts as published when the one before it was."""
    grouper, stories, at = Grouper(), dict[EntryId, int](), _UNDATED
    for number, row in enumerate(rows, start=1):
        at = row.published_at or at
        (place,) = grouper.assign([_outline(EntryId(number), row, at)])
        stories[place.entry_id] = number if place.joins is None else stories[place.joins]
        advance()
    return list(stories.values())


def _outline(entry_id: EntryId, row: EntryRow, at: dt.datetime) -> Outline:
    return Outline(
        id=entry_id,
        story_id=None,
        language=articles.language_of([row.language], detected_language(f"{row.title}\n{row.text}")),
        published_at=at,
        features=features_of(row.title, row.text),
    )


def _outcome(name: str, rows: Sequence[EntryRow], found: Sequence[int], seconds: float) -> SetOutcome:
    labelled = [(row.story, place) for place, row in enumerate(rows) if row.story is not None]
    labels = [label for label, _ in labelled]
    ours = clustering_figures(labels, [str(found[place]) for _, place in labelled])
    plain = TfidfGrouper()
    simple = [plain.place(f"{row.title}\n{row.text}") for row in rows] if labelled else []
    theirs = clustering_figures(labels, [str(simple[place]) for _, place in labelled])
    measured = (
        Measured(method="newsthread", figures=ours | {"entries_a_second": len(rows) / seconds}),
        Measured(method="TF-IDF, one threshold", figures=theirs),
    )
    return SetOutcome(
        name=name,
        rows=len(rows),
        labelled=len(labelled),
        seconds=seconds,
        measured=measured if labelled else (),
    )
