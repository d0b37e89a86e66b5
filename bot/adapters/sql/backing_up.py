"""A copy of an SQLite database that is in use, by SQLite's own backup (https://sqlite.org/backup.html).

Copying the file beside a running program loses what stands in its write-ahead log. PostgreSQL has programs of its own for it.
"""

import contextlib
import os
import sqlite3
import urllib.parse
from pathlib import Path

from bot.adapters.sql.engine import file_of, parse_url
from bot.core.errors import StoreError

_PRIVATE = 0o600  # addresses of feeds and transcripts may be secret


def back_up(url: str, target: Path) -> int:
    """Write the database at *url* to *target*, which is whole or not there, and return its size in bytes.

    Raises:
        StoreError: it is not on SQLite, *target* is there already, one of them cannot be used, or the copy is damaged.
    """
    source = file_of(parse_url(url))
    if source is None:
        raise StoreError(
            "only SQLite is backed up by this command: on PostgreSQL use pg_dump (docs/deploy.md)"
        )
    if target.exists():
        raise StoreError(f"{target} is there already: name a file that is not")
    part = target.with_name(f"{target.name}.part")
    try:
        part.unlink(missing_ok=True)  # somebody died on it
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _PRIVATE))
        _copy(source, part)
        part.replace(target)
        return target.stat().st_size
    except OSError as error:
        raise StoreError(f"{target} cannot be written: {error.strerror}") from error
    except sqlite3.Error as error:
        raise StoreError(f"{source} cannot be copied to {target}: {error}") from error
    finally:
        part.unlink(missing_ok=True)


def _copy(source: Path, part: Path) -> None:
    address = f"file:{urllib.parse.quote(str(source.absolute()))}?mode=rw"
    with (
        contextlib.closing(sqlite3.connect(address, uri=True)) as live,
        contextlib.closing(sqlite3.connect(part)) as copy,
    ):
        live.backup(copy)  # in one step: it reads one state, and the program goes on writing beside it
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
        (found,) = copy.execute("PRAGMA quick_check").fetchone()
    if found != "ok":
        raise StoreError(f"{source} is damaged, and so is its copy: {found}")
