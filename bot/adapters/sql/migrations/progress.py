"""How far a migration is that visits every row: told to whoever started it."""

from alembic import context

PROGRESS = "progress"
"""The attribute of Alembic's configuration that holds who is told."""


def report(what: str, done: int, total: int) -> None:
    """Tell that *done* of *total* are done of *what*."""
    context.config.attributes[PROGRESS](what, done, total)
