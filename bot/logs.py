"""Log set-up: lines for people on a terminal, JSON lines for machines; all to standard error.

Whatever a library logs goes the same way, so that no line escapes the redaction of secrets.
"""

import logging
import sys
from collections.abc import Callable
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

_CHATTY = (
    "aiosqlite",
    "alembic",
    "asyncio",
    "discord",
    "httpx2",
    "openai",
    "procrastinate",
    "slack_bolt",
    "trafilatura",
)
"""Libraries that tell at info level what only their authors want to know."""
_ALARMED = ("apscheduler", "psycopg.pool")
"""Libraries that warn, again and again, of what we say ourselves once."""
_INDISCREET = ("hpack", "httpcore2", "slack_sdk")
"""Libraries whose debug lines hold headers, and with them a feed's login; or whole requests, with what somebody installs the app by."""


def configure_logging(
    *,
    redact: Callable[[str], str],
    level: str = "info",
    as_json: bool = False,
    stream: TextIO | None = None,
) -> None:
    """Send everything logged from here on to *stream* (standard error), each text through *redact*.

    *level* is debug, info, warning or error. *as_json*: one JSON object a line.
    """
    stream = stream or sys.stderr
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                Redactor(redact),
                _renderer(stream, as_json=as_json),
            ],
        )
    )
    _replace_handlers(handler, level)


class Redactor:
    """A processor that passes every text of an event through *redact*, whatever its depth, tracebacks too."""

    def __init__(self, redact: Callable[[str], str]) -> None:
        self._redact = redact

    def __call__(self, logger: WrappedLogger, name: str, event_dict: EventDict) -> EventDict:  # noqa: ARG002 -- structlog's signature
        return {key: self._clean(value) for key, value in event_dict.items()}

    def _clean(self, value: object) -> object:
        match value:
            case None | bool() | int() | float():
                return value
            case dict():
                return {key: self._clean(inner) for key, inner in value.items()}
            case list() | tuple() | set() | frozenset():
                return [self._clean(inner) for inner in value]
            case _:
                return self._redact(str(value))


def _renderer(stream: TextIO, *, as_json: bool) -> Processor:
    if as_json:
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.dev.ConsoleRenderer(colors=stream.isatty())


def _replace_handlers(handler: logging.Handler, level: str) -> None:
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    chatty_level = logging.DEBUG if level == "debug" else logging.WARNING
    for name in _CHATTY:
        logging.getLogger(name).setLevel(chatty_level)
    for name in _ALARMED:
        logging.getLogger(name).setLevel(logging.DEBUG if level == "debug" else logging.ERROR)
    for name in _INDISCREET:
        logging.getLogger(name).setLevel(logging.WARNING)
