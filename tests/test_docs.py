"""What the documentation tells people to write has to work."""

import configparser
import re
import tomllib
from pathlib import Path
from typing import get_args

import pytest
import typer.main
from pydantic import SecretStr

from bot.cli.program import program
from bot.core.commands import Command, Confirm, Decline, Share, Why, parse_command
from bot.settings import Secrets, read_settings

PAGE = (Path(__file__).parent.parent / "docs" / "language-models.md").read_text(encoding="utf-8")
SECTIONS = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
TOPIC = '\n[[topics]]\nname = "ev"\nfeeds = ["https://feeds.example/ev.xml"]\n'


@pytest.mark.parametrize("section", SECTIONS, ids=lambda text: re.findall(r'name = "([^"]+)"', text)[0])
def test_a_section_for_a_server_can_be_copied(section: str) -> None:
    """Whoever copies it gets a configuration without a mistake, and a language model in it."""
    secrets = Secrets.model_construct(openai_api_key=SecretStr("sk-invented"))

    settings = read_settings(tomllib.loads(section + TOPIC), source="newsthread.toml", secrets=secrets)

    assert settings.language_model is not None
    assert settings.language_model.name


def test_every_server_has_a_section() -> None:
    """Each of the servers that people run is on the page, with something to copy."""
    headings = re.findall(r"^## (.+)$", PAGE, re.MULTILINE)

    assert {"OpenAI", "Azure", "Ollama", "vLLM", "llama.cpp", "LM Studio"} <= set(headings)
    assert len(SECTIONS) == 9


ROOT = Path(__file__).parent.parent
COMMANDS = re.compile(r"^\s+(?:[A-Z_]+=\S+ |honcho run |\S*/)?newsthread ([a-z]+)", re.MULTILINE)


def commands() -> set[str]:
    """What `newsthread --help` lists."""
    group = typer.main.get_command(program)
    return set(getattr(group, "commands", {}))


@pytest.mark.parametrize(
    "page", [*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md"], ids=lambda path: path.name
)
def test_every_command_in_the_documentation_exists(page: Path) -> None:
    """Whoever copies a line gets what it says, not "No such command"."""
    assert set(COMMANDS.findall(page.read_text(encoding="utf-8"))) <= commands()


def test_every_command_is_in_the_documentation() -> None:
    """What can be typed is found on one page, whether `newsthread` or a chat's command begins it."""
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert {name for name in commands() if f"newsthread {name}" not in page} == set()
    kinds = {type(parse_command(text)) for text in re.findall(r"`/ev ?([^`<]*)`", page)}
    buttons = {Share, Confirm, Decline, Why}  # and one that is shown with what is to be filled in
    assert set(get_args(Command)) - kinds - buttons == set()


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda path: path.name)
def test_every_file_in_the_documentation_exists(page: Path) -> None:
    """Whoever looks for what a page names finds it."""
    named = re.findall(r"`((?:bot|config|tests)/[\w./-]+)`", page.read_text(encoding="utf-8"))
    assert {path for path in named if not (ROOT / path).exists()} == set()


def test_the_systemd_unit_starts_what_there_is() -> None:
    """It runs a command that exists, with a variable that we read, and gives it longer to end than it takes."""
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # systemd's keys have capitals
    parser.read(ROOT / "config" / "newsthread.service", encoding="utf-8")
    service = parser["Service"]
    assert service["ExecStart"].split()[-1] in commands()
    assert service["Environment"].split("=")[0] in (ROOT / ".env.example").read_text(encoding="utf-8")
    assert int(service["TimeoutStopSec"]) > 20
