"""The task `grounding`: claims held against their documents, by the check that everything shown has passed."""

import time
from collections.abc import Sequence
from dataclasses import replace

from bot.app.evaluating.outcome import Advance, Measured, Outcome, Prediction, SetOutcome, by_set, in_order
from bot.app.evaluating.rows import ClaimRow
from bot.core import grounding
from bot.core.grounding import Verdict
from bot.core.quality import Judged, judging_figures, telling_threshold, word_overlap


def evaluate(rows: Sequence[ClaimRow], advance: Advance) -> Outcome:
    """Check the claims of *rows*."""
    placed: list[tuple[int, Prediction]] = []
    sets: list[SetOutcome] = []
    for name, members in by_set(rows).items():
        own = [row for _, row in members]
        began = time.perf_counter()
        verdicts = [_checked(row, advance) for row in own]
        seconds = time.perf_counter() - began
        placed += [
            (place, {"id": row.id, "supported": verdict.is_supported, "score": round(verdict.score, 4)})
            for (place, row), verdict in zip(members, verdicts, strict=True)
        ]
        sets.append(_outcome(name, own, verdicts, seconds))
    return Outcome(predictions=in_order(placed), sets=tuple(sets))


def _checked(row: ClaimRow, advance: Advance) -> Verdict:
    verdict = grounding.check(
        row.claim, (row.document,), language=row.language, source_language=row.document_language
    )
    advance()
    return verdict


def _outcome(name: str, rows: Sequence[ClaimRow], verdicts: Sequence[Verdict], seconds: float) -> SetOutcome:
    ours = [
        _judged(row, verdict.score, is_found=verdict.is_supported)
        for row, verdict in zip(rows, verdicts, strict=True)
        if row.supported is not None
    ]
    measured = (
        Measured(method="newsthread", figures=judging_figures(ours)),
        Measured(method="word overlap, best threshold", figures=judging_figures(_overlapping(rows))),
    )
    return SetOutcome(
        name=name, rows=len(rows), labelled=len(ours), seconds=seconds, measured=measured if ours else ()
    )


def _overlapping(rows: Sequence[ClaimRow]) -> list[Judged]:
    """Judge by shared words, with the threshold that suits these very rows best: as well as that can ever do."""
    scored = [
        _judged(row, word_overlap(row.claim, row.document), is_found=False)
        for row in rows
        if row.supported is not None
    ]
    threshold = telling_threshold(scored)
    return [replace(one, is_found_supported=one.score >= threshold) for one in scored]


def _judged(row: ClaimRow, score: float, *, is_found: bool) -> Judged:
    return Judged(
        is_supported=bool(row.supported), is_found_supported=is_found, score=score, pair=row.pair or ""
    )
