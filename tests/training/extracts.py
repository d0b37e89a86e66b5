"""Fit the weights of `bot.core.extractive.importance` and `signs` to summaries that people wrote, and say what unseen ones make of them.

Run it as `python -m tests.training.extracts FILE... [--share 0.5]` on JSON lines of the task `summaries` (documents with
title and text, a reference). It prints ROUGE of five folds by document, then the weights fitted to all, to be put into the
modules. With `--share` each fold learns from that share of the others only, and no weights are printed: whether more rows help.
Pure Python: Newton's method on two tables of six columns needs no library, nor do eleven weights of signs.
"""

import argparse
import json
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.adapters.rouge import rouge
from bot.core.entities import Story
from bot.core.extractive.choosing import choose
from bot.core.extractive.importance import Term, Weights, features, pairs, terms
from bot.core.extractive.signs import SignWeights
from bot.core.extractive.weighing import read, weigh
from bot.core.text import sentences
from tests.core.articles import entry, story
from tests.training.signs import fit as fit_signs
from tests.training.signs import sets_of

_FOLDS = 5
_STEPS = 12
_RIDGE = 5.0

Rows = list[tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Example:
    """One story and what a person wrote of it, in sentences and in terms."""

    set: str
    told: Story
    written: tuple[str, ...]
    reference: tuple[str, ...]


def main() -> None:
    """Print the figures of unseen folds, then the weights of all rows."""
    parser = argparse.ArgumentParser(prog="python -m tests.training.extracts")
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--share", type=float, default=1.0)
    asked = parser.parse_args()
    examples = [
        example(json.loads(line)) for path in asked.files for line in path.read_text("utf-8").splitlines()
    ]
    random.Random(1).shuffle(examples)  # noqa: S311 -- folds, no secret
    _print_unseen(examples, asked.share)
    if asked.share == 1:
        _print_weights(examples)


def _print_unseen(examples: Sequence[Example], share: float) -> None:
    found: dict[str, list[tuple[float, float, float]]] = {}
    for fold in range(_FOLDS):
        others = [one for place, one in enumerate(examples) if place % _FOLDS != fold]
        fitted = fit(others[: round(share * len(others))])
        for one in examples[fold::_FOLDS]:
            found.setdefault(one.set, []).append(figures(one, *fitted))
    for name, values in sorted(found.items()):
        means = " / ".join(f"{100 * sum(column) / len(values):.1f}" for column in zip(*values, strict=True))
        print(f"{name}: {len(values)} unseen, ROUGE-1 / 2 / Lsum {means}")


def _print_weights(examples: Sequence[Example]) -> None:
    for_words, for_pairs, for_signs = fit(examples)
    print(f"WORD_WEIGHTS = Weights({_told(for_words)})")
    print(f"PAIR_WEIGHTS = Weights({_told(for_pairs)})")
    print(
        f"SIGN_WEIGHTS: most {_told(for_signs.most)}; least {_told(for_signs.least)}; centre {for_signs.centre:.3f}"
    )


def _told(weights: Sequence[float]) -> str:
    return ", ".join(f"{value:.3f}" for value in weights)


def example(row: dict[str, Any]) -> Example:
    """Return a row as a story of one entry for each document, each by its own publisher."""
    told = story(
        *(entry(place, title=one["title"], text=one["text"]) for place, one in enumerate(row["documents"], 1))
    )
    return Example(
        set=row["set"],
        told=told,
        written=tuple(sentences(row["reference"])),
        reference=tuple(terms(row["reference"])),
    )


def fit(examples: Sequence[Example]) -> tuple[Weights, Weights, SignWeights]:
    """Return the weights of words and of pairs, and with them those of signs, from what is told by one article."""
    for_words, for_pairs = fit_words(examples)
    sets = [
        sets_of(weigh(read(one.told), language="en", for_words=for_words, for_pairs=for_pairs), one.reference)
        for one in examples
        if len(one.told.entries) == 1
    ]
    return for_words, for_pairs, fit_signs([one for one in sets if one])


def fit_words(examples: Sequence[Example]) -> tuple[Weights, Weights]:
    """Return the weights of words and of pairs: logistic regression, each term of a story counted once."""
    for_words: tuple[Rows, list[float]] = ([], [])
    for_pairs: tuple[Rows, list[float]] = ([], [])
    for one in examples:
        reading = read(one.told)
        lines = [[terms(citation.sentence) for citation in cited] for _, cited in reading]
        texts = [(of.title, found) for (of, _), found in zip(reading, lines, strict=True)]
        said: set[Term] = {*one.reference, *pairs(one.reference)}
        for term, found in features(texts).items():
            rows, labels = for_words if isinstance(term, str) else for_pairs
            rows.append((1.0, *found))
            labels.append(float(term in said))
    return Weights(*_logistic(*for_words)), Weights(*_logistic(*for_pairs))


def figures(
    one: Example, for_words: Weights, for_pairs: Weights, for_signs: SignWeights
) -> tuple[float, float, float]:
    """Return ROUGE-1, -2 and -Lsum of the extract of *one*, an English story."""
    candidates = weigh(read(one.told), language="en", for_words=for_words, for_pairs=for_pairs)
    chosen = [found.citation.sentence for found in choose(candidates, by=for_signs)]
    return rouge(one.written, chosen, is_english=True)


def _logistic(rows: Rows, labels: Sequence[float]) -> list[float]:
    """Return the weights of a logistic regression, held back a little, by Newton's method."""
    size = len(rows[0])
    fitted = [0.0] * size
    for _ in range(_STEPS):
        slope = [-_RIDGE * value for value in (0.0, *fitted[1:])]
        curve = [[_RIDGE * (i == j) for j in range(size)] for i in range(size)]
        for row, label in zip(rows, labels, strict=True):
            chance = 1 / (1 + math.exp(-sum(value * by for value, by in zip(row, fitted, strict=True))))
            bend = chance * (1 - chance)
            for i, value in enumerate(row):
                slope[i] += (label - chance) * value
                for j in range(size):
                    curve[i][j] += bend * value * row[j]
        fitted = [value + step for value, step in zip(fitted, _solved(curve, slope), strict=True)]
    return fitted


def _solved(matrix: Sequence[Sequence[float]], values: Sequence[float]) -> list[float]:
    """Return x of matrix * x = values, by Gauss's elimination."""
    rows = [[*row, value] for row, value in zip(matrix, values, strict=True)]
    for i in range(len(rows)):
        pivot = max(range(i, len(rows)), key=lambda place: abs(rows[place][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        rows[i] = [value / rows[i][i] for value in rows[i]]
        for j, row in enumerate(rows):
            if j != i:
                rows[j] = [value - row[i] * by for value, by in zip(row, rows[i], strict=True)]
    return [row[-1] for row in rows]


if __name__ == "__main__":
    main()
