"""Regular expressions from strangers, in time that grows with the text alone, whatever they are (RE2).

https://github.com/google/re2/wiki/Syntax. What RE2 does not have (look-around, references back) is refused, and so is what
needs a large program. With both bounds the worst pattern that we could think of takes 16 ms for a text.
"""

import functools
import re

import re2

from bot.core.errors import CommandError
from bot.core.language import say

MAX_PATTERN = 200
"""Characters."""

_MAX_PROGRAM = 500
"""Instructions of the compiled pattern: the time for a text is bounded by their number times its length."""

_MAX_TEXT = 10_000
"""Characters of title and text that a pattern is looked for in."""

_MAX_MEMORY = 1 << 20
_SHOWN = 10
_SURROGATES = re.compile("[\ud800-\udfff]")
_CAUSES = {
    "missing )": say("a parenthesis is not closed"),
    "missing ]": say("a bracket is not closed"),
    "unexpected )": say("a parenthesis is closed that was not opened"),
    "missing argument to repetition operator": say("there is nothing to repeat"),
    "bad repetition operator": say("repetitions stand behind one another"),
    "invalid repetition size": say("it repeats more than 1,000 times"),
    "invalid character class range": say("the range runs backwards"),
    "invalid character class": say("there is no such class of characters"),
    "invalid escape sequence": say("there is no such escape (references back are not possible)"),
    "invalid perl operator": say("there is no such group (look-ahead and look-behind are not possible)"),
    "invalid named capture group": say("the group has no proper name"),
    "trailing \\": say("nothing follows the backslash"),
}
_TOO_LARGE = "pattern too large"


def check_pattern(pattern: str, begins_at: int = 0) -> None:
    """Compile *pattern*, which begins at that character of what a person wrote.

    Raises:
        CommandError: it is none, or too much; the text says what is wrong and at which character.
    """
    if len(pattern) > MAX_PATTERN:
        raise CommandError(
            say(
                "The pattern at character {at} is {n} characters long; it may have {most}.",
                at=begins_at + 1,
                n=len(pattern),
                most=MAX_PATTERN,
            )
        )
    try:
        program = _compiled(pattern).programsize
    except re2.error as error:
        raise CommandError(_said(error, pattern, begins_at)) from error
    if program > _MAX_PROGRAM:
        raise CommandError(_too_large(begins_at))


def is_found(pattern: str, text: str) -> bool:
    """Say whether a checked *pattern* stands in *text*, whatever the case of its letters."""
    return _compiled(pattern).search(_encodable(text[:_MAX_TEXT])) is not None


@functools.lru_cache(maxsize=256)
def _compiled(pattern: str) -> "re2._Regexp":
    options = re2.Options()
    options.case_sensitive = False
    options.never_capture = True  # captures are what takes the most memory, and nobody asks for them
    options.log_errors = False
    options.max_mem = _MAX_MEMORY
    return re2.compile(_encodable(pattern), options=options)


def _encodable(text: str) -> str:
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)


def _said(error: Exception, pattern: str, begins_at: int) -> str:
    """Return what is wrong, and where: RE2 names the piece that it could not read."""
    said = error.args[0].decode(errors="replace") if isinstance(error.args[0], bytes) else str(error)
    what, _, piece = said.partition(": ")
    if what.startswith(_TOO_LARGE):
        return _too_large(begins_at)
    cause = next((words for key, words in _CAUSES.items() if what.startswith(key)), what)
    place = _opened(pattern) if what == "missing )" else max(pattern.find(piece), 0)
    return say(
        "The pattern {pattern} cannot be read at character {at}, “{piece}”: {cause}.",
        pattern=f"/{pattern}/",
        at=begins_at + place + 1,
        piece=pattern[place : place + _SHOWN],
        cause=cause,
    )


def _opened(pattern: str) -> int:
    """Return where the parenthesis opens that nothing closes."""
    opened = list[int]()
    for found in re.finditer(r"\\.|\[(?:\\.|[^\]\\])*\]|[()]", pattern):
        if found.group() == "(":
            opened.append(found.start())
        elif found.group() == ")" and opened:
            opened.pop()
    return opened[-1] if opened else 0


def _too_large(begins_at: int) -> str:
    return say(
        "The pattern at character {at} repeats too much. Write fewer or smaller repetitions.",
        at=begins_at + 1,
    )
