"""What the documentation tells people to write has to work."""

import re
import tomllib
from pathlib import Path

import pytest
from pydantic import SecretStr

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
