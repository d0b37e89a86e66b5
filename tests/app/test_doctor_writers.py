"""What `doctor` finds about language models: each is asked, and a budget that cannot work is noticed."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.app.doctor import check
from bot.settings import (
    CheaperSettings,
    LanguageModelSettings,
    PageSettings,
    Secrets,
    Settings,
    StorageSettings,
)
from tests.fakes.openai_server import KEY, open_openai_server


async def findings(settings: Settings) -> dict[str, tuple[bool, str]]:
    """What it finds, by name."""
    return {found.name: (found.ok, f"{found.detail} {found.cure}") async for found in check(settings)}


async def test_both_language_models_are_asked_each_with_its_own_key(tmp_path: Path) -> None:
    """A cheaper one that nobody tried fails on the day that the budget is spent; and no key goes to another server."""
    async with open_openai_server() as hosted, open_openai_server() as local:
        local.names, local.key = ("gemma",), "local-key"
        settings = Settings(
            storage=StorageSettings(url=f"sqlite:///{tmp_path}/new.db"),
            page=PageSettings(enabled=False),
            language_model=LanguageModelSettings(
                name="small-writer",
                base_url=hosted.url,
                cheaper=CheaperSettings(name="gemma", base_url=local.url),
            ),
            secrets=Secrets.model_construct(openai_api_key=SecretStr(KEY)),
        )
        without_key = await findings(settings)
        both = settings.secrets.model_copy(update={"cheaper_api_key": SecretStr("local-key")})
        with_key = await findings(settings.model_copy(update={"secrets": both}))

    assert without_key["language model"] == (True, "small-writer answers ")
    assert not without_key["cheaper language model"][0]
    assert with_key["cheaper language model"] == (True, "gemma answers ")


@pytest.mark.parametrize(("price", "is_found"), [(0, True), (0.4, False)])
async def test_a_budget_without_prices_is_found(tmp_path: Path, price: float, *, is_found: bool) -> None:
    """It would never be spent, and nobody would notice before the bill comes."""
    async with open_openai_server() as server:
        settings = Settings(
            storage=StorageSettings(url=f"sqlite:///{tmp_path}/new.db"),
            page=PageSettings(enabled=False),
            language_model=LanguageModelSettings(
                name="small-writer", base_url=server.url, daily_budget=2, input_price=price
            ),
            secrets=Secrets.model_construct(openai_api_key=SecretStr(KEY)),
        )
        found = await findings(settings)

    assert ("budget" in found) is is_found
    assert not is_found or "input_price" in found["budget"][1]
