"""Counts of terms, and marks, in the order in which they are stored.

It loads numpy, so it is imported where something is marked: most processes and most rounds of reading never do.
"""

import itertools
from collections.abc import Sequence

import numpy as np

from bot.core.stories import Assignment, day_term


def raised(fresh: Sequence[Assignment], every: int) -> list[tuple[int, int]]:
    """Return by how much these entries raise the counts of terms, sorted; *every* is the term that stands in each of them."""
    lengths = [len(each.terms) for each in fresh]
    terms = np.fromiter(itertools.chain.from_iterable(each.terms for each in fresh), np.int64, sum(lengths))
    times = np.repeat(np.array([each.times for each in fresh], dtype=np.int64), lengths)
    days = np.array([day_term(each.published_at.toordinal()) for each in fresh], dtype=np.int64)
    each_once = np.full(len(fresh), every, dtype=np.int64)
    once = np.ones(2 * len(fresh), dtype=np.int64)
    distinct, places = np.unique(np.concatenate([terms, days, each_once]), return_inverse=True)
    counts = np.bincount(places, np.concatenate([times, once])).astype(np.int64)
    return list(zip(distinct.tolist(), counts.tolist(), strict=True))


def marked(fresh: Sequence[Assignment], weeks: Sequence[int]) -> list[tuple[int, int, int, int]]:
    """Return the rows of marks (week, term, day, entry), sorted; *weeks* are those of the entries, in their order."""
    lengths = [len(each.marks) for each in fresh]
    terms = np.fromiter(itertools.chain.from_iterable(each.marks for each in fresh), np.int64, sum(lengths))
    days, ids = [each.published_at.toordinal() for each in fresh], [each.entry_id for each in fresh]
    every_week, every_day, every_id = (
        np.repeat(np.array(values, dtype=np.int64), lengths) for values in (weeks, days, ids)
    )
    order = np.lexsort((every_id, every_day, terms, every_week))
    columns = (column[order].tolist() for column in (every_week, terms, every_day, every_id))
    return list(zip(*columns, strict=True))
