"""What may be watched or muted, and how much of it."""

from bot.core.errors import CommandError
from bot.core.language import say
from bot.core.text import fold, shorten

MOST = 20
"""Of each, for one channel or person and topic."""

_LONGEST = 80


def sound(text: str) -> str:
    """Return *text* as a subject.

    Raises:
        CommandError: it is none.
    """
    subject = " ".join(text.split())
    if not fold(subject):
        raise CommandError(
            say(
                "“{subject}” has no word to look for. For example: xiaomi", subject=shorten(subject, _LONGEST)
            )
        )
    if len(subject) > _LONGEST:
        raise CommandError(
            say("A subject has at most {n} characters, such as xiaomi or solid-state batteries.", n=_LONGEST)
        )
    return subject
