"""What grouping knew before its index was laid out by week, and by the numbers of words, is still known after."""

import datetime as dt
from pathlib import Path

from alembic import command
from alembic.config import Config

from bot.adapters.sql import migrate, migrating, open_store
from bot.adapters.sql.engine import parse_url
from bot.core.entities import EntryId
from bot.core.indexing import term
from bot.core.stories import Query

NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


async def test_entries_marked_before_are_found_after(tmp_path: Path):
    """A story that was running at the upgrade goes on: its entries are found, and those of each day are counted."""
    url = f"sqlite:///{tmp_path / 'old.db'}"
    engine = migrating.make_engine(parse_url(url))
    config = Config()
    config.set_main_option("script_location", str(migrating.SCRIPTS))
    day = NOON.toordinal()
    marks = [
        ("plant", day, 1),
        ("wuhan", day, 1),
        ("plant", day - 6, 2),
        ("wuhan", day - 6, 2),
        ("wuhan", day, 3),
    ]
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        for mark in marks:
            connection.exec_driver_sql("INSERT INTO mark (term, day, entry_id) VALUES (?, ?, ?)", mark)
    engine.dispose()
    told: list[tuple[str, int, int]] = []
    migrate(url, lambda *done: told.append(done))
    assert ("numbering the words of stories", 5, 5) in told
    assert ("making indexes", 6, 6) in told
    query = Query(
        terms={term("plant"): 0.2, term("wuhan"): 0.2},
        since=NOON - dt.timedelta(days=5),
        until=NOON + dt.timedelta(days=5),
    )
    async with open_store(url, exclusive=True) as store:
        assert await store.sharing({EntryId(9): query}, limit=9, at_least=0.1) == {9: [1]}
        today, before = term(f"@{day}"), term(f"@{day - 6}")
        counts, _ = await store.term_counts([today, before])
        assert counts == {today: 2, before: 1}
