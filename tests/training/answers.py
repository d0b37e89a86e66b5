"""Learn what each feature of `bot/core/answers/evidence.py` is worth, and print the tables for `weights.py`.

    python -m tests.training.answers PASSAGES.jsonl QUESTIONS.jsonl [PASSAGES.jsonl QUESTIONS.jsonl]...

The files are those of `newsthread eval answers`. Each question is asked as `/ev ask` asks it: with its passages, and without
those that hold the answer. Which sentence to choose is learnt as a choice among the candidates of a question
(conditional logit); whether the chosen one answers is a logistic regression. Both by gradient descent, drawn to nothing.
The figures printed are those of questions about passages that the weights they are judged by have not seen: passages are
folded by their number, so that translations of one passage fall together.
"""

import argparse
import asyncio
import json
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.adapters.clock import SystemClock
from bot.app.evaluating.library import Library, open_library
from bot.app.evaluating.rows import PassageRow, QuestionRow
from bot.core.answers.evidence import Evidence
from bot.core.answers.passages import passages
from bot.core.answers.ranking import weighed
from bot.core.entities import Entry
from bot.core.quality.answering import holds
from bot.flows.answer import ARCHIVE_ENTRIES, archive

_CHOICE = (
    "said", "beside", "about", "letters", "kind", "unmeasured", "uncounted", "near", "counted", "asking", "length", "entry", "rival",
)  # fmt: skip
_SURENESS = (
    "letters", "entry letters", "beside", "about", "named", "pairs", "terms", "kind", "uncounted",
    "rival", "words", "entry words", "said", "near", "counted", "length", "entry", "unspaced", "english",
)  # fmt: skip

_FOLDS = 6
_NEIGHBOURS = 5
"""So many passages with adjoining numbers are of one article, and fall into one fold."""

_PRIOR = {"asking": -2.0}
"""What a weight is drawn to, where that is not nothing: sentences that repeat a question are too rare to learn from."""

_FEW = 3
"""So few entries an edition's thread may have to answer from."""

_STEPS, _STEP = 100, 0.1
_CHOICE_PULL, _SURENESS_PULL = 2.0, 0.1
_COMPARED = 15
"""So many candidates of a question are compared: the right one is hardly ever further down."""

_SMALL_SET, _SMALL_SET_COUNTS = 50, 2
"""Sets of fewer questions count so many times: they are of another kind, and would be lost among the large ones."""

_GROUPS = ("english", "unspaced")
"""Features that say which group of languages a question is of: words match otherwise in each."""

_REFUSED = 0.905
"""So large a share of the questions whose passage is gone is to be refused."""

Features = Mapping[str, float]
Weights = dict[str, float]


@dataclass(frozen=True, slots=True)
class _Row:
    set: str
    fold: int
    is_gone: bool
    candidates: tuple[Features, ...]
    holds: tuple[bool, ...]
    times: int
    is_small: bool


def main() -> None:
    """Read, learn, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    files = parser.parse_args().files
    rows = [row for pair in zip(files[::2], files[1::2], strict=True) for row in asyncio.run(_rows(*pair))]
    unseen = [judged for fold in range(_FOLDS) for judged in _judged_unseen(rows, fold)]
    _print_figures("unseen passages", [judged for judged in unseen if not judged[0].is_small])
    _print_figures("unseen passages, few entries", [judged for judged in unseen if judged[0].is_small])
    choice = _learnt_choice(rows)
    sureness, bias = _learnt_sureness(rows, choice)
    _print_figures(
        "all rows, learnt from them",
        [_judged(row, choice, sureness, bias) for row in rows if not row.is_small],
    )
    for name, weights in (("CHOICE", choice), ("SURENESS", sureness)):
        print(
            f"{name} = {{", *(f'    "{key}": {weight:.2f},' for key, weight in weights.items()), "}", sep="\n"
        )
    print(f"SURENESS_BIAS = {bias:.2f}")


async def _rows(passages_file: Path, questions_file: Path) -> list[_Row]:
    told = [PassageRow.model_validate(line) for line in _lines(passages_file)]
    asked = [QuestionRow.model_validate(line) for line in _lines(questions_file)]
    rows: list[_Row] = []
    for name in dict.fromkeys(row.collection for row in asked):
        mine = [row for row in asked if row.collection == name]
        async with open_library([row for row in told if row.collection == name], SystemClock()) as library:
            times = _SMALL_SET_COUNTS if len(mine) < _SMALL_SET else 1
            for question in mine:
                for is_gone in (False, True):
                    if is_gone or not question.without:
                        rows += await _both(library, question, is_gone=is_gone, times=times)
    return rows


def _lines(file: Path) -> Iterator[dict[str, object]]:
    return (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip())


async def _both(library: Library, question: QuestionRow, *, is_gone: bool, times: int) -> list[_Row]:
    """Return the question asked of the archive, and of as few entries as an edition's thread may have."""
    left_out = {*question.gold, *question.without} if is_gone else set()
    found = await archive(library.needs, library.topic, question.question, ARCHIVE_ENTRIES + len(left_out))
    entries = [entry for entry in found if library.rows[entry.id].id not in left_out][:ARCHIVE_ENTRIES]
    pools = [(entries, False), (entries[:_FEW], True)]
    return [
        _row(library, question, pool, is_gone=is_gone, times=times, is_small=is_small)
        for pool, is_small in pools
    ]


def _row(
    library: Library,
    question: QuestionRow,
    entries: Sequence[Entry],
    *,
    is_gone: bool,
    times: int,
    is_small: bool,
) -> _Row:
    evidence = Evidence(question.question, passages(entries))
    candidates = evidence.found()[:_COMPARED]
    good = tuple(
        not is_gone
        and library.rows[one.passage.entry_id].id in question.gold
        and holds(one.passage.sentence, question.answers)
        for one in candidates
    )
    return _Row(
        set=question.collection,
        fold=_fold(question),
        is_gone=is_gone,
        candidates=tuple(map(evidence.features, candidates)),
        holds=good,
        times=times,
        is_small=is_small,
    )


def _fold(question: QuestionRow) -> int:
    number = int(re.findall(r"\d+", min(question.gold))[-1])
    return number // _NEIGHBOURS % _FOLDS


def _learnt_choice(rows: Sequence[_Row]) -> Weights:
    """Return the weights that put sentences which hold the answer before others."""
    told = [row for row in rows if any(row.holds)]

    def slope(weights: Weights) -> Weights:
        total = {name: _CHOICE_PULL * (weight - _PRIOR.get(name, 0.0)) for name, weight in weights.items()}
        for row in told:
            scores = [weighed(one, weights) for one in row.candidates]
            shares = _shares(scores)
            right = sum(share for share, good in zip(shares, row.holds, strict=True) if good)
            for one, share, good in zip(row.candidates, shares, row.holds, strict=True):
                error = row.times * (share - (share / right if good else 0.0))
                for name in total:
                    total[name] += error * one[name]
        return total

    return _descended({name: _PRIOR.get(name, 0.0) for name in _CHOICE}, slope)


def _shares(scores: Sequence[float]) -> list[float]:
    powers = [math.exp(score - max(scores)) for score in scores]
    return [power / sum(powers) for power in powers]


def _learnt_sureness(rows: Sequence[_Row], choice: Weights) -> tuple[Weights, float]:
    """Return the weights that tell whether the sentence chosen answers, and the bias."""
    told = [(row, {**_chosen(row, choice)[0], "": 1.0}) for row in rows if row.candidates]

    def slope(weights: Weights) -> Weights:
        total = {name: _SURENESS_PULL * weight * bool(name) for name, weight in weights.items()}
        for row, features in told:
            share = 1 / (1 + math.exp(-weighed(features, weights)))
            error = row.times * (share if row.is_gone else share - 1)
            for name in total:
                total[name] += error * features[name]
        return total

    weights = _descended(dict.fromkeys((*_SURENESS, ""), 0.0), slope)
    return _shifted(rows, choice, {name: weights[name] for name in _SURENESS}, weights[""])


def _shifted(rows: Sequence[_Row], choice: Weights, sureness: Weights, bias: float) -> tuple[Weights, float]:
    """Shift the bias, and the weights that are for groups of languages, until of each group `_REFUSED` are refused."""
    least: dict[str, float] = {}
    for group in ("", *_GROUPS):
        told = [
            row
            for row in rows
            if row.is_gone and not row.is_small and row.candidates and _group(row) == group
        ]
        chosen = (_chosen(row, choice)[0] for row in told)
        scores = sorted(-math.inf if one["unmeasured"] else weighed(one, sureness) + bias for one in chosen)
        least[group] = scores[int(_REFUSED * len(scores))]
    shifted = {name: sureness[name] - least[name] + least[""] for name in _GROUPS}
    return sureness | shifted, bias - least[""]


def _group(row: _Row) -> str:
    return next((name for name in _GROUPS if row.candidates[0][name]), "")


def _descended(weights: Weights, slope: Callable[[Weights], Weights]) -> Weights:
    """Follow *slope* down, with steps of equal length for all weights (Adam)."""
    mean, square = dict.fromkeys(weights, 0.0), dict.fromkeys(weights, 0.0)
    for step in range(1, _STEPS + 1):
        for name, value in slope(weights).items():
            mean[name] = 0.9 * mean[name] + 0.1 * value
            square[name] = 0.99 * square[name] + 0.01 * value * value
            size = math.sqrt(square[name] / (1 - 0.99**step)) + 1e-9
            weights[name] -= _STEP * mean[name] / (1 - 0.9**step) / size
    return weights


def _chosen(row: _Row, choice: Weights) -> tuple[Features, bool]:
    pairs = zip(row.candidates, row.holds, strict=True)
    return max(pairs, key=lambda pair: weighed(pair[0], choice))


def _judged_unseen(rows: Sequence[_Row], fold: int) -> list[tuple[_Row, bool, bool]]:
    seen = [row for row in rows if row.fold != fold]
    choice = _learnt_choice(seen)
    sureness, bias = _learnt_sureness(seen, choice)
    return [_judged(row, choice, sureness, bias) for row in rows if row.fold == fold]


def _judged(row: _Row, choice: Weights, sureness: Weights, bias: float) -> tuple[_Row, bool, bool]:
    """Return a row with whether it was refused, and whether the sentence chosen holds the answer."""
    if not row.candidates:
        return row, True, False
    features, good = _chosen(row, choice)
    is_sure = weighed(features, sureness) + bias >= 0 and not features["unmeasured"]
    return row, not is_sure, good


def _print_figures(title: str, judged: Sequence[tuple[_Row, bool, bool]]) -> None:
    print(title)
    for name in dict.fromkeys(row.set for row, _, _ in judged):
        gone = [refused for row, refused, _ in judged if row.set == name and row.is_gone]
        there = [(refused, good) for row, refused, good in judged if row.set == name and not row.is_gone]
        print(
            f"  {name}: refused, passage gone {sum(gone) / len(gone):.3f}, "
            f"passage there {sum(refused for refused, _ in there) / len(there):.3f}; "
            f"first sentence holds it {sum(good for _, good in there) / len(there):.3f}"
        )


if __name__ == "__main__":
    main()
