"""The counts of terms that grouping goes by."""

import datetime as dt

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.core.entities import EntryId
from bot.core.indexing import features_of, pack, term
from bot.core.stories import Outline, day_term
from bot.core.stories.counts import Counted, Counts
from bot.core.stories.stretch import Stretch

TERMS = st.integers(-(2**31), 2**31 - 1) | st.integers(0, 5)


@given(
    known=st.dictionaries(TERMS, st.integers(1, 9)), entries=st.lists(st.lists(TERMS, max_size=4), max_size=5)
)
def test_entries_are_counted_one_after_the_other(known: dict[int, int], entries: list[list[int]]) -> None:
    """How rare a word is in an entry is reckoned from what was stored and came before it, and the next ones know."""
    rows = [row for row, terms in enumerate(entries) for _ in terms]
    terms = np.array([each for own in entries for each in own], dtype=np.int64)
    times = np.arange(len(entries), dtype=np.int64)  # the first raises nothing: it is not among the counted
    counts, expected, before = Counts(known), dict(known), list[int]()
    counted = Counted.of(terms, np.array(rows, dtype=np.int64), times, counts)
    for row, each in zip(rows, terms.tolist(), strict=True):
        before.append(expected.get(each, 0))
        expected[each] = before[-1] + row
    counts.put(counted.raised, counted.after)
    assert counted.before.tolist() == before
    assert counts.of(terms).tolist() == [expected[each] for each in terms.tolist()]
    assert counts.of(np.array(list(known), dtype=np.int64)).tolist() == [expected[each] for each in known]
    assert counted.repeating == {row for row, own in enumerate(entries) if len(set(own)) < len(own)}


def test_days_are_counted_with_words() -> None:
    """How many entries are of an entry's own days is known, which says what is worth looking for."""
    published_at = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
    features = pack(features_of("Harbour closed", "The harbour of Kiel is closed."))
    outlines = [
        Outline(
            id=EntryId(number), story_id=None, language="en", published_at=published_at, features=features
        )
        for number in (1, 2)
    ]
    asked, counts = np.array([day_term(published_at.toordinal()), term("harbour")]), Counts()
    for total, outline in enumerate(outlines):
        Stretch([outline], counts, total).count(counts)
    assert counts.of(asked).tolist() == [2, 2]
