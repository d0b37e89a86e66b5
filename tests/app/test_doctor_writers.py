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


@pytest.mark.parametrize(
    ("budget", "price", "finding"),
    [
        (2, 0, "is never spent"),
        (0.001, 1.6, "is less than a single reply of small-writer may cost (0.0064)"),
        (2, 1.6, ""),
    ],
)
async def test_a_budget_that_cannot_work_is_found(
    tmp_path: Path, budget: float, price: float, finding: str
) -> None:
    """Without prices it is never spent, and below the cost of one reply nothing is asked: neither is seen before the bill."""
    async with open_openai_server() as server:
        settings = Settings(
            storage=StorageSettings(url=f"sqlite:///{tmp_path}/new.db"),
            page=PageSettings(enabled=False),
            language_model=LanguageModelSettings(
                name="small-writer", base_url=server.url, workspace_daily_budget=budget, output_price=price
            ),
            secrets=Secrets.model_construct(openai_api_key=SecretStr(KEY)),
        )
        found = await findings(settings)

    assert ("budget" in found) is bool(finding)
    assert not finding or finding in found["budget"][1]


async def test_a_part_that_is_kept_for_the_cheaper_is_no_budget_of_the_first(tmp_path: Path) -> None:
    """Of 0.01 the first may spend 0.005: less than a reply of it may cost, though the whole would be enough."""
    async with open_openai_server() as server:
        settings = Settings(
            storage=StorageSettings(url=f"sqlite:///{tmp_path}/new.db"),
            page=PageSettings(enabled=False),
            language_model=LanguageModelSettings(
                name="small-writer",
                base_url=server.url,
                daily_budget=0.01,
                output_price=1.6,
                cheaper=CheaperSettings(name="small-writer", base_url=server.url, budget_share=0.5),
            ),
            secrets=Secrets.model_construct(openai_api_key=SecretStr(KEY)),
        )
        found = await findings(settings)

    assert "budget_share" in found["budget"][1]


async def test_a_name_that_the_server_has_not_is_told_with_those_it_has(tmp_path: Path) -> None:
    """The commonest mistake with a local server after not starting it: its name for the language model is another."""
    async with open_openai_server() as server:
        server.names = ("gemma3:12b", "qwen3:8b")
        settings = Settings(
            storage=StorageSettings(url=f"sqlite:///{tmp_path}/new.db"),
            page=PageSettings(enabled=False),
            language_model=LanguageModelSettings(name="gemma3", base_url=server.url),
            secrets=Secrets.model_construct(openai_api_key=SecretStr(KEY)),
        )
        found = await findings(settings)

    ok, said = found["language model"]
    assert not ok
    assert said.endswith("The server offers: gemma3:12b, qwen3:8b.")
