"""Learn what each feature of `bot/core/answers/evidence.py` is worth, and print the tables for `weights.py`.

    python -m tests.training.answers PASSAGES.jsonl QUESTIONS.jsonl [PASSAGES.jsonl QUESTIONS.jsonl]...

The files are those of `newsthread eval answers`. Each question is asked as `/ev ask` asks it: with its passages, and without
those that hold the answer. Which sentence to choose is learnt as a choice among the candidates of a question
(conditional logit); whether the chosen one answers is a logistic regression, drawn to nothing. From which sureness on a
question is answered is set by what was not learnt from: the scores of each fold by the weights of the others.
Questions about passages in another language (make a set of them from parallel rows) have a table of their own, ACROSS.
The figures printed are those of questions about passages that neither the weights nor the limits they are judged by have
seen: passages are folded by their number, so that translations of one passage fall together.
"""

import argparse
import asyncio
import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

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
    "letters", "entry letters", "alike", "entry alike", "run", "beside", "missing", "gap", "words", "entry words",
    "kind", "rival", "length", "terms",
)  # fmt: skip

_ACROSS = (*_SURENESS, "unspaced", "unspaced text")

_FOLDS = 6
_NEIGHBOURS = 5
"""So many passages with adjoining numbers are of one article, and fall into one fold."""

_PRIOR = {"asking": -2.0}
"""What a weight is drawn to, where that is not nothing: sentences that repeat a question are too rare to learn from."""

_FEW = 3
"""So few entries an edition's thread may have to answer from."""

_STEPS, _STEP, _ROUNDS = 150, 0.1, 25
_CHOICE_PULL, _SURENESS_PULL = 2.0, 50.0
_COMPARED = 15
"""So many candidates of a question are compared: the right one is hardly ever further down."""

_GROUPS = ("english", "unspaced")
"""Features that say which group of languages a question is of: words match otherwise in each."""

_FOREIGN = "foreign"
"""The feature that says that a passage is in another language than the question."""

_REFUSED = {"english": 0.90, "unspaced": 0.89, "": 0.93, _FOREIGN: 0.90}
"""So large a share of the questions whose passage is gone is to be refused, in each group of languages."""

_CURVE = (0.86, 0.88, 0.90, 0.92, 0.94)

Features = Mapping[str, float]
Weights = dict[str, float]
Vector = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Row:
    set: str
    fold: int
    is_gone: bool
    candidates: tuple[Features, ...]
    holds: tuple[bool, ...]
    is_small: bool

    @property
    def group(self) -> str:
        names = (_FOREIGN, *_GROUPS)
        return next((name for name in names if self.candidates and self.candidates[0][name]), "")


@dataclass(frozen=True, slots=True)
class _Learnt:
    """The weights, and what is added to a score for the group of languages a question is of, so that 0 is the limit."""

    choice: Weights
    sureness: Weights
    shifts: Weights
    across: Weights

    def score(self, row: _Row) -> float:
        if not row.candidates:
            return -math.inf
        features = row.candidates[self.chosen(row)]
        shift = self.shifts.get(row.group, self.shifts[""])
        weights = self.across if row.group == _FOREIGN else self.sureness
        return -math.inf if features["unmeasured"] else weighed(features, weights) + shift

    def chosen(self, row: _Row) -> int:
        scores = [weighed(features, self.choice) for features in row.candidates]
        return scores.index(max(scores))


def main() -> None:
    """Read, learn, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    files = parser.parse_args().files
    rows = [row for pair in zip(files[::2], files[1::2], strict=True) for row in asyncio.run(_rows(*pair))]
    unseen: list[tuple[_Row, _Learnt]] = []
    for fold in range(_FOLDS):
        learnt = _calibrated([row for row in rows if row.fold != fold])
        unseen += [(row, learnt) for row in rows if row.fold == fold]
    for is_small, title in ((False, "unseen passages"), (True, "unseen passages, few entries")):
        _print_figures(title, [pair for pair in unseen if pair[0].is_small == is_small])
    learnt = _calibrated(rows)
    _print_figures("all rows, learnt from them", [(row, learnt) for row in rows if not row.is_small])
    _print_tables(learnt)


async def _rows(passages_file: Path, questions_file: Path) -> list[_Row]:
    told = [PassageRow.model_validate(line) for line in _lines(passages_file)]
    asked = [QuestionRow.model_validate(line) for line in _lines(questions_file)]
    rows: list[_Row] = []
    for name in dict.fromkeys(row.collection for row in asked):
        mine = [row for row in asked if row.collection == name]
        async with open_library([row for row in told if row.collection == name], SystemClock()) as library:
            for question in mine:
                for is_gone in (False, True):
                    if is_gone or not question.without:
                        rows += await _both(library, question, is_gone=is_gone)
    return rows


def _lines(file: Path) -> Iterator[dict[str, object]]:
    return (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip())


async def _both(library: Library, question: QuestionRow, *, is_gone: bool) -> list[_Row]:
    """Return the question asked of the archive, and of as few entries as an edition's thread may have."""
    left_out = {*question.gold, *question.without} if is_gone else set()
    found = await archive(library.needs, library.topic, question.question, ARCHIVE_ENTRIES + len(left_out))
    entries = [entry for entry in found if library.rows[entry.id].id not in left_out][:ARCHIVE_ENTRIES]
    pools = [(entries, False), (entries[:_FEW], True)]
    return [_row(library, question, pool, is_gone=is_gone, is_small=is_small) for pool, is_small in pools]


def _row(
    library: Library,
    question: QuestionRow,
    entries: Sequence[Entry],
    *,
    is_gone: bool,
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
        is_small=is_small,
    )


def _fold(question: QuestionRow) -> int:
    number = int(re.findall(r"\d+", min(question.gold))[-1])
    return number // _NEIGHBOURS % _FOLDS


def _calibrated(rows: Sequence[_Row]) -> _Learnt:
    """Learn from *rows*, and set for each group of languages where `_REFUSED` of what has no answer are refused."""
    scores: list[tuple[_Row, float]] = []
    for fold in sorted({row.fold for row in rows}):
        learnt = _learnt([row for row in rows if row.fold != fold])
        scores += [(row, learnt.score(row)) for row in rows if row.fold == fold]
    learnt = _learnt(rows)
    shifts = {
        group: learnt.shifts.get(group, learnt.shifts[""])
        - _limit(
            [score for row, score in scores if row.group == group and row.is_gone and not row.is_small],
            _REFUSED[group],
        )
        for group in {row.group for row in rows}
    }
    return replace(learnt, shifts=learnt.shifts | shifts)


def _limit(gone: Sequence[float], refused: float) -> float:
    """Return the score below which the share *refused* of *gone* is."""
    return sorted(gone)[min(int(refused * len(gone)), len(gone) - 1)] if gone else 0.0


def _learnt(rows: Sequence[_Row]) -> _Learnt:
    own = [row for row in rows if row.candidates and row.group != _FOREIGN]
    bare = _Learnt(_learnt_choice([row for row in own if any(row.holds)]), {}, {}, {})
    sureness, bias = _learnt_sureness(own, bare, _SURENESS)
    foreign = [row for row in rows if row.candidates and row.group == _FOREIGN]
    across, other = _learnt_sureness(foreign, bare, _ACROSS) if foreign else ({}, 0.0)
    return replace(bare, sureness=sureness, across=across, shifts={"": bias, _FOREIGN: other})


def _learnt_sureness(rows: Sequence[_Row], learnt: _Learnt, names: Sequence[str]) -> tuple[Weights, float]:
    chosen = _table([row.candidates[learnt.chosen(row)] for row in rows], names)
    weights, bias = _regressed(chosen, np.array([float(not row.is_gone) for row in rows]))
    return dict(zip(names, map(float, weights), strict=True)), bias


def _table(told: Sequence[Features], names: Sequence[str]) -> Vector:
    return np.array([[features[name] for name in names] for features in told])


def _learnt_choice(rows: Sequence[_Row]) -> Weights:
    """Return the weights that put sentences which hold the answer before others: steps of equal length for all (Adam)."""
    table = _table([features for row in rows for features in row.candidates], _CHOICE)
    good = np.array([float(one) for row in rows for one in row.holds])
    starts = np.cumsum([0, *(len(row.candidates) for row in rows)])[:-1]
    owner = np.repeat(np.arange(len(rows)), [len(row.candidates) for row in rows])
    prior = np.array([_PRIOR.get(name, 0.0) for name in _CHOICE])
    weights, mean, square = prior.copy(), np.zeros_like(prior), np.zeros_like(prior)
    for step in range(1, _STEPS + 1):
        scores = table @ weights
        powers = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        shares = powers / np.add.reduceat(powers, starts)[owner]
        right = np.add.reduceat(shares * good, starts)[owner]
        slope = (shares - good * shares / right) @ table + _CHOICE_PULL * (weights - prior)
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope * slope
        size = np.sqrt(square / (1 - 0.99**step)) + 1e-9
        weights = weights - _STEP * mean / (1 - 0.9**step) / size
    return dict(zip(_CHOICE, map(float, weights), strict=True))


def _regressed(table: Vector, right: Vector) -> tuple[Vector, float]:
    """Return weights and bias of a logistic regression by Newton's steps; all features are drawn to nothing alike."""
    mean, spread = table.mean(axis=0), table.std(axis=0) + 1e-6
    wide = np.hstack([(table - mean) / spread, np.ones((len(table), 1))])
    pull = np.array([_SURENESS_PULL] * table.shape[1] + [1e-9])
    weights = np.zeros(wide.shape[1])
    for _ in range(_ROUNDS):
        shares = 1 / (1 + np.exp(-wide @ weights))
        slope = wide.T @ (shares - right) + pull * weights
        bend = (wide.T * (shares * (1 - shares))) @ wide + np.diag(pull)
        weights = weights - np.linalg.solve(bend, slope)
    plain = weights[:-1] / spread
    return plain, float(weights[-1] - plain @ mean)


def _print_figures(title: str, judged: Sequence[tuple[_Row, _Learnt]]) -> None:
    print(title)
    for name in dict.fromkeys(row.set for row, _ in judged):
        mine = [(row, learnt, learnt.score(row)) for row, learnt in judged if row.set == name]
        there = [score for row, _, score in mine if not row.is_gone]
        gone = [score for row, _, score in mine if row.is_gone]
        good = [
            bool(row.candidates) and row.holds[learnt.chosen(row)]
            for row, learnt, _ in mine
            if not row.is_gone
        ]
        limits = [_limit(gone, refused) for refused in _CURVE]
        curve = ", ".join(
            f"{refused:.2f}/{_below(there, limit):.3f}" for refused, limit in zip(_CURVE, limits, strict=True)
        )
        print(
            f"  {name}: refused, passage gone {_below(gone, 0):.3f}, passage there {_below(there, 0):.3f}; "
            f"first sentence holds it {sum(good) / len(good):.3f}; curve {curve}"
        )


def _below(scores: Sequence[float], limit: float) -> float:
    return sum(score < limit for score in scores) / len(scores)


def _print_tables(learnt: _Learnt) -> None:
    own = learnt.shifts[""]
    shifts = {name: learnt.shifts[name] - own for name in _GROUPS if name in learnt.shifts}
    for name, weights in (
        ("CHOICE", learnt.choice),
        ("SURENESS", learnt.sureness | shifts),
        ("ACROSS", learnt.across),
    ):
        print(
            f"{name} = {{", *(f'    "{key}": {weight:.2f},' for key, weight in weights.items()), "}", sep="\n"
        )
    print(f"SURENESS_BIAS = {own:.2f}", f"ACROSS_BIAS = {learnt.shifts[_FOREIGN]:.2f}", sep="\n")


if __name__ == "__main__":
    main()
