"""An archive to measure grouping on: invented entries with words as frequent as in news, written as the store would have.

Some 3,000 entries a day, as five hundred feeds bring them; the archive grows with the days. One entry in four tells an event
that some three others tell too.
"""

import contextlib
import datetime as dt
import functools
import itertools
import random
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.core.entities import EntryId
from bot.core.indexing import Features, Packed, pack, term
from bot.core.stories import Assignment, Outline, day_term
from bot.core.stories.grouping import Grouper
from bot.core.stories.stretch import in_stretches

NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
A_DAY = 3_000
_EVENTS_A_DAY = 180
_VOCABULARY = 300_000
_COMMON = 50
"""Stop words are gone before words are counted, so the most frequent ones are missing from the law of their frequency."""

_WORDS = 70
_TOLD = 25
_CHUNK = 5_000
_TEXT = "x" * 900
_MOVED = """
INSERT INTO mark (week, term, day, entry_id)
SELECT DISTINCT week, term, day, entry_id FROM loose ORDER BY week, term, day, entry_id
"""


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry to be. *event* is that which others tell too, 0 where it tells one of its own."""

    outline: Outline
    event: int


@functools.cache
def vocabulary() -> tuple[Sequence[str], Sequence[float]]:
    """Return invented words, and for drawing them their cumulative frequencies."""
    words = [_spelled(number) for number in range(_VOCABULARY)]
    return words, list(itertools.accumulate(1 / (rank + _COMMON) for rank in range(_VOCABULARY)))


def _spelled(number: int) -> str:
    letters = ""
    while number or len(letters) < 4:
        number, letter = divmod(number, 20)
        letters += "bcdfghklmnprstvwaeiou"[letter]
    return letters


def drafts(size: int, count: int, *, start: int = 0) -> Iterator[Draft]:
    """Yield *count* entries from number *start* on of an archive of which number *size* is of now."""
    for number in range(start, start + count):
        draw = random.Random(f"entry {number - size}")  # noqa: S311 -- the same entry every time
        published_at = NOW - dt.timedelta(days=(size - number) / A_DAY)
        event = 0
        if draw.random() < 1 / 4:
            day = published_at.toordinal() - draw.randrange(2)
            event = day * _EVENTS_A_DAY + draw.randrange(_EVENTS_A_DAY)
        yield Draft(_outline(number, published_at, _features(draw, event)), event)


def _outline(number: int, published_at: dt.datetime, features: Packed) -> Outline:
    return Outline(
        id=EntryId(number + 1), story_id=None, language="en", published_at=published_at, features=features
    )


def _features(draw: random.Random, event: int) -> Packed:
    words, weights = vocabulary()
    own = draw.choices(words, cum_weights=weights, k=_WORDS - (_TOLD if event else 0))
    told: list[str] = []
    source = random.Random(f"event {event}") if event else draw  # noqa: S311 -- an event's words are the same wherever it is told
    names = [words[source.randrange(500, 60_000)] for _ in range(3)]
    figures = [str(source.randint(13, 900_000)), str(draw.randint(13, 900_000))]
    if event:
        told = draw.sample(source.choices(words, cum_weights=weights, k=_TOLD), _TOLD - 6)
    counts = (
        dict.fromkeys(own, 1) | dict.fromkeys(told, 2) | dict.fromkeys(figures, 1) | dict.fromkeys(names, 4)
    )
    named = frozenset([*names, *figures])
    return pack(Features(counts=counts, named=named, anchors=named))


def fill(database: Path, size: int, progress: Callable[[int], None]) -> None:
    """Write *size* grouped entries into the migrated, empty *database*, with their marks and counts.

    *progress* hears how many are written.
    """
    connection = sqlite3.connect(database, isolation_level=None)
    for pragma in ("synchronous = OFF", "journal_mode = OFF", "cache_size = -400000", "temp_store = FILE"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("BEGIN")
    connection.execute("CREATE TEMP TABLE loose (week INTEGER, term INTEGER, day INTEGER, entry_id INTEGER)")
    _add_feed(connection)
    counts: Counter[int] = Counter()
    written = 0
    for chunk in _chunks(drafts(size, size)):
        _write(connection, chunk, _story_of)
        _place(connection, chunk, counts, written)
        progress(written := written + len(chunk))
    connection.execute(_MOVED)
    connection.executemany("INSERT INTO term VALUES (?, ?)", sorted([*counts.items(), (term(""), size)]))
    connection.execute("COMMIT")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()


def stored(database: Path) -> int:
    """Return how many entries *database* holds."""
    with contextlib.closing(sqlite3.connect(database)) as connection:
        count: int = connection.execute("SELECT count(*) FROM entry").fetchone()[0]
    return count


def add(database: Path, some: Sequence[Draft]) -> None:
    """Write entries that are to be grouped."""
    with sqlite3.connect(database) as connection:
        _write(connection, some, lambda _: None)
    connection.close()


def _chunks(some: Iterable[Draft]) -> Iterator[list[Draft]]:
    iterator = iter(some)
    while chunk := list(itertools.islice(iterator, _CHUNK)):
        yield chunk


def _story_of(draft: Draft) -> int | None:
    return draft.event or draft.outline.id  # events count from the year 1 in days, far beyond the ids


def _add_feed(connection: sqlite3.Connection) -> None:
    needed = connection.execute(
        "SELECT name, type FROM pragma_table_info('feed') WHERE \"notnull\" = 1"
    ).fetchall()
    row = {name: 1 if kind in {"INTEGER", "BOOLEAN"} else NOW.isoformat() for name, kind in needed} | {
        "id": 1
    }
    marks = ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO feed ({', '.join(row)}) VALUES ({marks})", list(row.values()))  # noqa: S608 -- ours


def _write(
    connection: sqlite3.Connection, some: Sequence[Draft], story_of: Callable[[Draft], int | None]
) -> None:
    stories = {story: each.outline.id for each in some if (story := story_of(each)) is not None}
    connection.executemany("INSERT OR IGNORE INTO story (id, founder_id) VALUES (?, ?)", stories.items())
    rows = []
    for each in some:
        at = each.outline.published_at.replace(tzinfo=None).isoformat(" ", "microseconds")
        number = each.outline.id
        rows.append(
            (number, story_of(each), f"g{number}", f"https://a.example/{number}", f"h{number}", at, at, _TEXT)
        )
    connection.executemany(
        "INSERT INTO entry (id, feed_id, story_id, guid, link, content_hash, url, title, publisher, language, "
        "published_at, stored_at, is_excerpt, text) VALUES (?, 1, ?, ?, ?, ?, '', 'A title', 'A', 'en', ?, ?, 0, ?)",
        rows,
    )
    features = [(each.outline.id, each.outline.features) for each in some]
    connection.executemany("INSERT INTO entry_features (entry_id, features) VALUES (?, ?)", features)


def _place(connection: sqlite3.Connection, chunk: Sequence[Draft], counts: Counter[int], total: int) -> None:
    """Mark entries as a grouper does that finds nothing like them."""
    for outlines in in_stretches(each.outline for each in chunk):
        grouper = Grouper()
        grouper.learn(counts, total)
        for place in grouper.place(grouper.stretch(outlines), {}):
            _mark(connection, place, counts)
        total += len(outlines)


def _mark(connection: sqlite3.Connection, place: Assignment, counts: Counter[int]) -> None:
    for each in place.terms:
        counts[each] += place.times
    counts[day_term(place.published_at.toordinal())] += 1
    day = place.published_at.toordinal()
    connection.executemany(
        "INSERT INTO loose VALUES (?, ?, ?, ?)",
        [(day // 7, mark, day, place.entry_id) for mark in place.marks],
    )
