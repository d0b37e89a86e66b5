"""The task `grounding`: claims held against their documents, by the check that everything shown has passed."""

import time
from collections.abc import Sequence
from dataclasses import replace

from bot.app.evaluating.languages import language_of
from bot.app.evaluating.outcome import Advance, SetOutcome
from bot.app.evaluating.rows import ClaimRow
from bot.app.summarizing import Doubt
from bot.core import grounding
from bot.core.grounding import Verdict
from bot.core.quality import Figures, Judged, judging_figures, share, telling_threshold, word_overlap
from bot.core.text import sentences

BASELINE = "word overlap"


async def evaluate(
    name: str, rows: Sequence[ClaimRow], *, advance: Advance, doubt: Doubt | None = None
) -> SetOutcome:
    """Check the claims of *rows*; those that are doubtful by *doubt* too, where there is one."""
    began = time.perf_counter()
    firsts = [_checked(row, advance) for row in rows]
    verdicts = [await _doubted(row, first, doubt) for row, first in zip(rows, firsts, strict=True)]
    seconds = time.perf_counter() - began
    found = {
        place: _judged(row, verdict.score, is_found=verdict.is_supported)
        for place, (row, verdict) in enumerate(zip(rows, verdicts, strict=True))
        if row.supported is not None
    }
    labelled = [rows[place] for place in found]
    return SetOutcome(
        name=name,
        predictions=[
            {"id": row.id, "supported": verdict.is_supported, "score": round(verdict.score, 4)}
            for row, verdict in zip(rows, verdicts, strict=True)
        ],
        labelled=len(labelled),
        seconds=seconds,
        ours=judging_figures([*found.values()]) | _asked(firsts, doubt) if found else Figures(),
        baseline=judging_figures(_plainly_judged(labelled, advance)) if found else Figures(),
    )


def _checked(row: ClaimRow, advance: Advance) -> Verdict:
    verdict = grounding.check(
        row.claim,
        (row.document,),
        language=language_of(row.language, row.claim),
        source_language=language_of(row.document_language, row.document),
    )
    advance()
    return verdict


async def _doubted(row: ClaimRow, first: Verdict, doubt: Doubt | None) -> Verdict:
    if doubt is None or not first.is_doubtful:
        return first
    return first.heeding(await doubt(row.claim, sentences(row.document)))


def _asked(firsts: Sequence[Verdict], doubt: Doubt | None) -> Figures:
    """Return, where there are second opinions, on which share of the claims one was asked for."""
    return {"doubtful": share(verdict.is_doubtful for verdict in firsts)} if doubt else {}


def _plainly_judged(rows: Sequence[ClaimRow], advance: Advance) -> list[Judged]:
    """Judge by shared words, with the threshold that suits these very rows best: as well as that can ever do."""
    scored: list[Judged] = []
    for row in rows:
        scored.append(_judged(row, word_overlap(row.claim, row.document), is_found=False))
        advance()
    threshold = telling_threshold(scored)
    return [replace(one, is_found_supported=one.score >= threshold) for one in scored]


def _judged(row: ClaimRow, score: float, *, is_found: bool) -> Judged:
    return Judged(is_supported=bool(row.supported), is_found_supported=is_found, score=score, pair=row.pair)
