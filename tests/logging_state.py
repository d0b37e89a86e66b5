"""Logging is global: a test that sets it up puts it back."""

import contextlib
import logging
from collections.abc import Iterator

import structlog


@contextlib.contextmanager
def restored() -> Iterator[None]:
    """Put logging back as it was when the context ends."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in list(root.manager.loggerDict)}
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name in list(root.manager.loggerDict):
        logging.getLogger(name).setLevel(levels.get(name, logging.NOTSET))
    structlog.reset_defaults()
