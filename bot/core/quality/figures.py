"""Figures by name, and the two sums that most of them are."""

from collections.abc import Iterable

Figures = dict[str, float | None]
"""Figures by their stable names, in the order to show them. None: nothing was labelled that it could be taken of."""


def mean(values: Iterable[float]) -> float | None:
    """Return the mean of *values*, None where there are none."""
    found = list(values)
    return sum(found) / len(found) if found else None


def share(claims: Iterable[bool]) -> float | None:
    """Return which share of *claims* is true, None where there are none."""
    return mean(map(float, claims))
