"""One newsthread for each SQLite file: a lock of the operating system beside the database.

The kernel drops it when the process dies, so there is nothing to clean up after a crash. It says nothing about readers.
It runs on Unix (Linux, macOS), whose lock this is.
"""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from bot.core.errors import StoreBusyError, StoreError


@contextlib.contextmanager
def only_process(database: Path) -> Iterator[None]:
    """Hold *database* for this process.

    The lock file stays: deleting it would let a third process lock a new one while a second still waits on the old.

    Raises:
        StoreBusyError: another newsthread holds it. StoreError: the lock file cannot be written.
    """
    lock = database.with_name(f"{database.name}.lock")
    try:
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StoreError(
            f"{lock} cannot be written ({error.strerror}): make it writable, or move the database"
        ) from error
    try:
        _lock(descriptor, database)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int, database: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.read(descriptor, 20).decode(errors="replace").strip()
        raise StoreBusyError(
            f"{database} is held by another newsthread (process {holder or 'unknown'}): stop that one, "
            "name another database, or move to PostgreSQL, which many processes can share"
        ) from error
    os.ftruncate(descriptor, 0)
    os.write(descriptor, f"{os.getpid()}\n".encode())
