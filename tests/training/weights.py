"""Learn what each doubt of `bot/core/grounding` is worth, and print the table for `weights.py`.

    python -m tests.training.weights GROUNDING.jsonl... [--faithful SUMMARIES.jsonl...] [--without SET...]

GROUNDING holds the rows that `newsthread eval grounding` reads (document, claim, supported, set, optional pair);
SUMMARIES those of `newsthread eval summaries`, whose references count as faithful, sentence by sentence: leave out sets
whose references say more than their documents. It is a logistic
regression by gradient descent, with weights that are never negative (a doubt may not speak for a claim) and drawn towards
`_PRIOR`, which is what a doubt is worth until rows say otherwise. Pairs are learnt as differences. The figures printed
are those of documents that the weights they are judged by have not seen.
"""

import argparse
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.core import quality
from bot.core.grounding.checking import SUPPORTED, WORST, Judged, judged, score_of, sizes
from bot.core.grounding.doubts import DANGLING
from bot.core.grounding.weights import Weights
from bot.core.text import sentences

_PRIOR = Weights(
    bias=2.0,
    doubts={
        "opposite": 2.0, "negated": 2.5, "affirmed": 2.0, "gender": 1.5,
        "misplaced number": 2.0, "bent quotation": 0.5, "reversed": 2.0, "other speaker": 2.0, "other name": 2.0, "longer name": 1.0,
        "other of class": 1.5, "class": 1.0, "swapped noun": 0.8, "new noun": 0.5, "kindred noun": 0.1, "unknown word": 0.1,
        "surer": 2.0, "sooner": 2.0, "vaguer": 0.5, "quantity": 1.0,
        "apart": 1.0, "parted": 1.0, "loose": 0.5, "pronoun": 0.8,
    },
)  # fmt: skip
_FIXED = frozenset({"pronoun", "surer", "sooner", "reversed", "other name", "other speaker"})
"""Not learnt: a fault of style, and faults that these rows hardly have. Each of the latter fails a claim by itself."""

_PULL = 20.0
"""How strongly weights are drawn towards the prior: as much as so many rows that say otherwise."""

_STEPS, _STEP = 150, 1.0
_FOLDS = 10
_SHORT = 6
_ALARM = 1.5
"""A faithful claim thrown away is as bad as so many altered ones let through, while both are counted as equally many."""

_SETS = {"summedits-news": 3.0}
"""Sets of claims of one or two sentences, as bullets are, count more."""


@dataclass(frozen=True, slots=True)
class _Row:
    document: str
    judged: Judged
    supported: bool
    set: str
    pair: object
    sizes: tuple[dict[str, float], ...]


def main() -> None:
    """Read, learn, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--faithful", type=Path, nargs="*", default=[])
    parser.add_argument("--without", nargs="*", default=[])
    given = parser.parse_args()
    rows = [row for file in given.files for row in _grounding(file)]
    rows += [row for file in given.faithful for row in _faithful(file)]
    rows = [row for row in rows if row.set not in given.without]
    unseen: list[tuple[_Row, float]] = []
    for fold in range(_FOLDS):
        weights = _learnt([row for row in rows if _fold(row) != fold])
        unseen += [(row, score_of(row.judged, weights)) for row in rows if _fold(row) == fold]
    final = _learnt(rows)
    _print_figures("unseen documents", unseen)
    _print_figures("all rows, learnt from them", [(row, score_of(row.judged, final)) for row in rows])
    print(f"bias {final.bias:.2f}")
    for name, weight in sorted(final.doubts.items(), key=lambda one: -one[1]):
        print(f'    "{name}": {weight:.2f},')


def _lines(file: Path) -> Iterator[dict[str, object]]:
    return (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip())


def _grounding(file: Path) -> Iterator[_Row]:
    for line in _lines(file):
        document = str(line["document"])
        found = judged(str(line["claim"]), [document])
        yield _Row(
            document,
            found,
            bool(line["supported"]),
            str(line.get("set", "")),
            line.get("pair"),
            _sizes(found),
        )


def _faithful(file: Path) -> Iterator[_Row]:
    for line in _lines(file):
        documents = [f"{one['title']}\n{one['text']}" for one in line["documents"]]  # type: ignore[attr-defined]
        for claim in sentences(str(line["reference"])):
            if len(claim.split()) >= _SHORT and not DANGLING.match(claim):
                found = judged(claim, documents)
                yield _Row(documents[0], found, True, str(line["set"]), None, _sizes(found))


def _sizes(found: Judged) -> tuple[dict[str, float], ...]:
    return tuple(sizes(doubted) for doubted in found.doubts)


def _fold(row: _Row) -> int:
    return sum(row.document[:400].encode()) % _FOLDS


def _learnt(rows: Sequence[_Row]) -> Weights:
    """Return the weights that tell supported rows from others best."""
    counts = Counter((row.set, row.supported) for row in rows if not row.judged.findings)
    pairs = list(_pairs(rows))
    total = sum(counts.values()) + len(pairs)
    bias, doubts = _PRIOR.bias, dict(_PRIOR.doubts)
    for _ in range(_STEPS):
        slope = {name: _PULL * (doubts[name] - prior) for name, prior in _PRIOR.doubts.items()}
        sums = {id(row): _doubted(row, doubts) for row in rows}
        bias_slope = 0.0
        for row in rows:
            if not row.judged.findings:  # the others fail whatever the weights are
                alarm = _ALARM if row.supported else 1.0
                share = alarm * _SETS.get(row.set, 1.0) * total / len(counts) / counts[row.set, row.supported]
                error = share * (_sigmoid(bias - sums[id(row)][0]) - row.supported)
                bias_slope += error
                _add(slope, sums[id(row)][1], -error)
        for true, altered in pairs:
            error = _sigmoid(sums[id(altered)][0] - sums[id(true)][0]) - 1
            _add(slope, sums[id(altered)][1], error)
            _add(slope, sums[id(true)][1], -error)
        bias -= _STEP * bias_slope / total
        doubts = {
            name: weight if name in _FIXED else max(0.0, weight - _STEP * slope[name] / total)
            for name, weight in doubts.items()
        }
    return Weights(bias, doubts)


def _sigmoid(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))


def _doubted(row: _Row, doubts: Mapping[str, float]) -> tuple[float, dict[str, float]]:
    """Return a row's doubt, joined over its sentences, and its slope by each weight."""
    sums = [sum(doubts[name] * size for name, size in sizes.items()) for sizes in row.sizes]
    whole = sum(each**WORST for each in sums) ** (1 / WORST)
    slope: dict[str, float] = {}
    for each, its_sizes in zip(sums, row.sizes, strict=True):
        _add(slope, its_sizes, (each / whole) ** (WORST - 1) if whole else 1.0)
    return whole, slope


def _add(slope: dict[str, float], sizes: Mapping[str, float], times: float) -> None:
    for name, size in sizes.items():
        slope[name] = slope.get(name, 0.0) + size * times


def _pairs(rows: Sequence[_Row]) -> Iterator[tuple[_Row, _Row]]:
    """Yield true and altered claims of one document that findings do not tell apart."""
    for group in _groups(rows).values():
        for true in (row for row in group if row.supported):
            for altered in (row for row in group if not row.supported):
                if len(true.judged.findings) == len(altered.judged.findings):
                    yield true, altered


def _groups(rows: Iterable[_Row]) -> dict[object, list[_Row]]:
    groups: dict[object, list[_Row]] = defaultdict(list)
    for row in rows:
        if row.pair is not None:
            groups[row.set, row.pair].append(row)
    return groups


def _print_figures(title: str, scored: Sequence[tuple[_Row, float]]) -> None:
    """Print what `newsthread eval grounding` would."""
    print(title)
    for name in sorted({row.set for row, _ in scored}):
        figures = quality.judging_figures(
            [_as_judged(row, score) for row, score in scored if row.set == name]
        )
        told = [f"{figure} {value:.3f}" for figure, value in figures.items() if value is not None]
        print(f"  {name}: {', '.join(told)}")


def _as_judged(row: _Row, score: float) -> quality.Judged:
    return quality.Judged(
        is_supported=row.supported,
        is_found_supported=score >= SUPPORTED,
        score=score,
        pair="" if row.pair is None else str(row.pair),
    )


if __name__ == "__main__":
    main()
