"""The demo: our own publishers and the whole program that reads them, in one process and one folder."""

import contextlib
import datetime as dt
import socket
from collections.abc import AsyncIterator
from pathlib import Path

from bot.adapters.clock import SystemClock
from bot.adapters.demo_publisher import open_demo_site
from bot.app.app import App
from bot.app.building import open_app
from bot.core.errors import ConfigError
from bot.settings import bundled, demo_settings

_PAGE_PORT = 8321
_WATCHED = dt.timedelta(minutes=4)
"""So long people watch a demo: the second edition comes in time, with what its publishers brought meanwhile."""

_PORT_FILE = "publishers.port"


@contextlib.asynccontextmanager
async def open_demo(folder: Path, *, port: int | None = None) -> AsyncIterator[App]:
    """Start the publishers and open the program, with its page listening; all of its data is in *folder*.

    A folder that was used before goes on where it was. *port* is the page's: None takes the usual one, or any free one
    where that is taken.

    Raises:
        ConfigError: a port is taken, or the folder cannot be written. StoreBusyError: another demo runs in the folder.
    """
    clock = SystemClock()
    async with open_demo_site(bundled("demo"), clock=clock, port=_remembered_port(folder)) as site:
        _remember_port(folder, site.port)
        settings = demo_settings(
            feeds=site.feeds,
            host=site.host,
            database=_database(folder),
            port=_usual_or_free_port() if port is None else port,
            next_edition=(clock.now() + _WATCHED).time(),
        )
        async with open_app(settings, is_serving=True, clock=clock) as app:
            if app.page is not None:
                app.page.listen()
            yield app


def _database(folder: Path) -> Path:
    return folder.resolve() / "newsthread.db"


def _remembered_port(folder: Path) -> int:
    """Return the publishers' port of the last time: their addresses are what entries are known by. 0: any."""
    try:
        return int((folder / _PORT_FILE).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0


def _remember_port(folder: Path, port: int) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _PORT_FILE).write_text(f"{port}\n", encoding="ascii")
    except OSError as error:
        raise ConfigError(
            [f"{folder} cannot be written ({error.strerror}). Name another folder with --data."]
        ) from error


def _usual_or_free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", _PAGE_PORT))
        except OSError:
            return 0
    return _PAGE_PORT
