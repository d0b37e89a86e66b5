"""Everything that people are told exists in every language that we speak, and nothing is said past the catalogues."""

import ast
import re
import string
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from bot.core.language import Reader, Sentence, in_language
from tests.catalogues import BOT, TRANSLATED, messages, read

_OTHER_LETTERS = {"zh": re.compile("[一-鿿]")}
_SAYING = {"CommandError", "Notice", "StoryList", "Stage", "Explanation"}
_ENGLISH = re.compile(r"[A-Za-z]{2,} [a-z]{2,}")
RENDERERS = (
    "adapters/slack/blocks.py",
    "adapters/slack/mrkdwn.py",
    "adapters/discord/views.py",
    "adapters/discord/markup.py",
)


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_is_translated(language: str) -> None:
    """`make words` lists what is missing; an English island in a German edition is a defect."""
    catalogue = read(language)
    known = {each.id: each for each in catalogue if each.id}
    wanted = {(each.text, each.plural) if each.plural else each.text for each in messages()}
    missing = [text for text in wanted if text not in known or not all(_forms(known[text]))]
    assert sorted(map(str, missing)) == []
    assert [text for text in known if text not in wanted] == [], "nobody says it any more"


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_have_the_same_placeholders(language: str) -> None:
    """A fact that is lost in translation, or asked for and not there, would be a lie or a crash."""
    for message in read(language):
        if message.id:
            english = _placeholders(_english(message))
            assert {frozenset(_placeholders(form)) for form in _forms(message)} == {frozenset(english)}, (
                message.id
            )


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_can_be_said(language: str) -> None:
    """With any facts: none, many, one; nothing raises, and nothing comes out empty."""
    for message in messages():
        for number in (0, 1, 2, 5, 1000):
            facts = dict.fromkeys(_placeholders(message.plural or message.text), "x") | {"n": number}
            told = in_language(Sentence(message.text, message.plural, number, facts), Reader(language))
            assert told or not message.text.strip()
            assert "{" not in told


def test_catalogues_are_no_copies() -> None:
    """Whoever forgets to translate and copies the English is caught where the script tells it."""
    for message in read("zh"):
        words = re.sub(r"\{\w+\}", "", str(message.id))
        if message.id and re.search("[a-z]{4,}", words) and "d MMM" not in words:
            assert all(_OTHER_LETTERS["zh"].search(form) for form in _forms(message)), message.id


def test_nothing_is_told_past_the_catalogues() -> None:
    """A literal or an f-string in a notice, an error or a stage would stay English for everybody."""
    found = [
        f"{path.relative_to(BOT)}:{node.lineno}"
        for folder in ("core", "flows", "adapters/slack", "adapters/discord", "adapters/page")
        for path in sorted((BOT / folder).rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in _SAYING
        for argument in (*call.args, *(keyword.value for keyword in call.keywords))
        for node in _literals(argument)
    ]
    assert found == []


@pytest.mark.parametrize("name", RENDERERS)
def test_no_english_is_left_in_the_renderers(name: str) -> None:
    """What a renderer says of its own goes through `say`, too."""
    path = BOT / name
    tree = ast.parse(path.read_text("utf-8"))
    documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    found = [node.value for node in _literals(tree) if id(node) not in documentation]
    assert found == []


_IN_BRACES = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_SPOKEN = re.compile(r'(?:aria-label|title|placeholder|alt)="([^"]*)"')
_TAG = re.compile(r"<(?:\"[^\"]*\"|[^>\"])*>", re.DOTALL)
_NAMES = {
    "newsthread",
    "news",
    "article",
    "Berlin",
    "Europe",
    "com",
    "https",
    "example",
    "add",
    "feeds",
    "subscribe",
    "daily",
    "watch",
    "xiaomi",
    "mute",
    "scooter",
    "e",
    "digest",
    "help",
}
"""Our own name, and what is typed."""


@pytest.mark.parametrize(
    "path", sorted((BOT / "adapters" / "page").rglob("*.html")), ids=lambda path: path.name
)
def test_no_english_is_left_in_the_templates(path: Path) -> None:
    """What stands around the news on the page is in its reader's language, what a screen reader says too."""
    markup = _IN_BRACES.sub(" ", path.read_text("utf-8"))
    seen = " ".join([*_SPOKEN.findall(markup), _TAG.sub(" ", markup)])
    assert set(re.findall(r"[A-Za-z]+", seen)) - _NAMES == set()


def _literals(node: ast.AST) -> list[ast.Constant]:
    """Return the English in *node* that is no sentence of ours, no log line and no error for whoever runs it."""
    if isinstance(node, ast.Call) and _is_apart(node):
        return []
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and _ENGLISH.search(node.value):
        return [node]
    return [found for child in ast.iter_child_nodes(node) for found in _literals(child)]


def _is_apart(call: ast.Call) -> bool:
    function = call.func
    if isinstance(function, ast.Name):
        return function.id in {"say", "some"} or (
            function.id.endswith("Error") and function.id != "CommandError"
        )
    return (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and function.value.id == "log"
    )


def _english(message: Message) -> str:
    return str(message.id[-1] if isinstance(message.id, tuple) else message.id)


def _forms(message: Message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (str(message.string),)


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
