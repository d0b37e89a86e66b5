"""What every command needs: the options before its name, the settings, and a loop that ends cleanly."""

import asyncio
import signal
from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from bot.settings import Secrets, Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The options before the command's name. *log_level* "": as the command likes it."""

    config: Path | None
    log_level: str
    log_json: bool


def settings_of(context: typer.Context, *, log_level: str = "warning") -> "Settings":
    """Load the settings that the options name, and begin to log at *log_level* unless the options say otherwise.

    Raises:
        ConfigError: as `load_settings` does.
    """
    from bot.settings import load_settings  # noqa: PLC0415 -- --help stays fast

    options = context.find_object(Options)
    settings = load_settings(options.config if options else None)
    begin_logging(context, settings.secrets, log_level=log_level)
    return settings


def begin_logging(context: typer.Context, secrets: "Secrets", *, log_level: str) -> None:
    """Begin to log without *secrets*, at *log_level* unless the options say otherwise."""
    from bot.logs import configure_logging  # noqa: PLC0415 -- --help stays fast

    options = context.find_object(Options)
    if options is not None:
        configure_logging(
            redact=secrets.redact, level=options.log_level or log_level, as_json=options.log_json
        )


def run_until_stopped(work: Coroutine[object, object, None]) -> None:
    """Run *work* until it ends or SIGINT or SIGTERM asks it to; a second signal ends the process at once."""
    asyncio.run(_until_stopped(work))


async def _until_stopped(work: Coroutine[object, object, None]) -> None:
    loop = asyncio.get_running_loop()
    task = loop.create_task(work)
    is_stopping = False

    def stop() -> None:
        nonlocal is_stopping
        is_stopping = True
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)
        task.cancel()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
    try:
        await task
    except asyncio.CancelledError:
        if not is_stopping:
            raise
