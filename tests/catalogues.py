"""The catalogues of translations, brought up to date with the sentences in the code: `make words`.

New sentences stand in each catalogue with an empty translation, those that nobody says any more are taken out.
"""

import ast
import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

from bot.core.language import LANGUAGES, Pattern

BOT = Path(__file__).parent.parent / "bot"
FOLDER = BOT / "core" / "language"
TRANSLATED = tuple(language for language in LANGUAGES if language != "en")
_HEADER = "# The sentences of newsthread. `make words` adds new ones; translate them here."
_MESSAGES = {"say": slice(0, 1), "some": slice(1, 3)}
"""Which arguments of whom are the English form."""

_MARKERS = (b"<<<<<<< ", b"=======\n", b">>>>>>> ")
_WIDTH = 110
_UNCHANGING = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
"""Dates in the head of a catalogue would only be conflicts."""


@dataclass(frozen=True, slots=True, order=True)
class Message:
    """A sentence as it stands in the code; *plural* "" where no number decides."""

    text: str
    plural: str = ""


def messages() -> list[Message]:
    """Return every sentence that the program can say, and how it writes instants."""
    said = {message for path in sorted(BOT.rglob("*.py")) for message in _said(path)}
    said |= {message for path in sorted(BOT.rglob("*.html")) for message in _said_in_template(path)}
    said |= {Message(text) for text in get_args(Pattern)}
    return sorted(said)


def _said(path: Path) -> Iterator[Message]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _MESSAGES:
            yield Message(*(_literal(text, path) for text in node.args[_MESSAGES[node.func.id]]))


def _said_in_template(path: Path) -> Iterator[Message]:
    """What a template of the page says: the same calls, in braces."""
    for node in Environment(autoescape=True).parse(path.read_text("utf-8")).find_all(nodes.Call):
        if isinstance(node.node, nodes.Name) and node.node.name in _MESSAGES:
            forms = node.args[_MESSAGES[node.node.name]]
            yield Message(*(each.as_const() for each in forms))


def _literal(node: ast.expr, path: Path) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    raise ValueError(
        f"{path}:{node.lineno}: a sentence is written as one literal; what varies is a fact of it"
    )


def read(language: str) -> Catalog:
    """Return a catalogue as it stands in the file."""
    path = FOLDER / f"{language}.po"
    lines = path.read_bytes().splitlines(keepends=True) if path.exists() else []
    # Two branches added sentences at the same place: what git marks as a conflict are the sentences of both.
    text = b"".join(line for line in lines if not line.startswith(_MARKERS))
    return read_po(io.BytesIO(text), locale=LANGUAGES[language])


def updated(language: str, wanted: list[Message]) -> Catalog:
    """Return the catalogue of *language* with just the *wanted* sentences, translated as far as they are."""
    old = read(language)
    new = Catalog(
        locale=LANGUAGES[language],
        header_comment=_HEADER,
        project="newsthread",
        version="1",
        creation_date=_UNCHANGING,
        revision_date=_UNCHANGING,
        last_translator="",
        language_team="",
        msgid_bugs_address="",
        fuzzy=False,
    )
    for message in wanted:
        known = old.get((message.text, message.plural) if message.plural else message.text)
        is_same_form = known is not None and isinstance(known.string, tuple) == bool(message.plural)
        string = known.string if known and is_same_form else ("",) * new.num_plurals if message.plural else ""
        new.add((message.text, message.plural) if message.plural else message.text, string)
    return new


def main() -> None:
    """Write the catalogues, and say what is still to be translated."""
    wanted = messages()
    for language in TRANSLATED:
        catalogue = updated(language, wanted)
        with (FOLDER / f"{language}.po").open("wb") as file:
            write_po(file, catalogue, no_location=True, sort_output=True, width=_WIDTH)
        missing = [each for each in catalogue if each.id and not all(_strings(each.string))]
        print(f"{language}.po: {len(wanted)} sentences, {len(missing)} to translate")  # noqa: T201 -- for whoever runs it


def _strings(string: object) -> tuple[object, ...]:
    return string if isinstance(string, tuple) else (string,)


if __name__ == "__main__":
    main()
