"""Reads labelled data, JSON lines, and writes what was found: in the same order, a line for a line.

A line that is wrong is told by file, number, cause and cure, and nothing is measured then.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from bot.app.evaluating.rows import Row
from bot.core.errors import DataError

_SHOWN_VALUE = 40
_SURROGATE = b"\\ud"
"""So half a character may be written, which no text can hold."""

_SEE = "docs/quality.md says what a line has."

ModelOf = Callable[[Mapping[str, object]], type[Row]]
"""Says which kind of line it is."""


def read_rows(paths: Sequence[Path], model_of: ModelOf) -> list[Row]:
    """Return the rows of all *paths*, in order.

    Raises:
        DataError: a file cannot be read or has no rows, or lines are wrong.
    """
    rows: list[Row] = []
    problems: list[str] = []
    for path in paths:
        lines = list(_lines(path))
        if not lines:
            problems.append(f"{path} has no rows: write one JSON object a line.")
        for number, line in lines:
            found = _row(line, model_of)
            if isinstance(found, Row):
                rows.append(found)
            else:
                problems += [f"{path}:{number}: {problem}" for problem in found]
    if problems:
        raise DataError(problems)
    return rows


def write_lines(path: Path, lines: Iterable[Mapping[str, object]]) -> None:
    """Write *lines* to *path*.

    Raises:
        DataError: it cannot be written.
    """
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise DataError(
            [f"{path} cannot be written: {error.strerror}. Name another file with --out."]
        ) from error


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DataError([f"{path} cannot be read: {error.strerror}."]) from error
    lines = content.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    return ((number, line) for number, line in enumerate(lines, start=1) if line.strip())


def _row(line: bytes, model_of: ModelOf) -> Row | list[str]:
    """Return the line as a row, or what is wrong with it."""
    try:
        value = json.loads(line)
        if _SURROGATE in line.lower():
            json.dumps(value, ensure_ascii=False).encode()
    except UnicodeError:
        return ["this is no UTF-8 text: save the file as UTF-8."]
    except (ValueError, RecursionError) as error:
        return [f"this is no JSON ({error}): write one JSON object a line."]
    if not isinstance(value, dict):
        return ["this is no JSON object: write one a line, as {…}."]
    try:
        return model_of(value).model_validate(value)
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=False)
        return [_problem(".".join(map(str, each["loc"])), each["msg"], each["input"]) for each in details]


def _problem(where: str, message: str, value: object) -> str:
    if message == "Field required":
        return f"“{where}” is missing: add it. {_SEE}"
    shown = json.dumps(value, ensure_ascii=True, default=str)
    cut = shown if len(shown) <= _SHOWN_VALUE else f"{shown[:_SHOWN_VALUE]}…"
    return f"“{where}” is {cut}: {message[:1].lower()}{message[1:]}. {_SEE}"
