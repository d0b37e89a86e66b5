"""`newsthread costs`: the book of calls, as a person and as a script read it."""

import asyncio
import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.adapters.clock import SystemClock
from bot.adapters.sql import migrate, open_store
from bot.cli import main
from bot.core.entities import Outcome, Platform, Usage
from bot.settings import Secrets
from tests.logging_state import restored

CONFIG = """
[storage]
url = "sqlite:///news.db"
[language_model]
name = "small-writer"
base_url = "http://127.0.0.1:9/v1"
daily_budget = 0.5
[[topics]]
name = "ev"
feeds = ["https://feeds.example/ev.xml"]
"""


@pytest.fixture(autouse=True)
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An installation with a budget, a team, and three calls: two of today, one of long ago."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    for name in [*Secrets.model_fields, "newsthread_config"]:
        monkeypatch.delenv(name.upper(), raising=False)
    Path("newsthread.toml").write_text(CONFIG, encoding="utf-8")
    migrate("sqlite:///news.db")
    asyncio.run(spend())
    with restored():
        yield


async def spend() -> None:
    """Write the three calls down."""
    now = SystemClock().now()
    async with open_store("sqlite:///news.db", exclusive=False) as store:
        team = await store.add_workspace(Platform.SLACK, "T1", "Acme \x1b[31m")
        for at, purpose, outcome, cost in (
            (now, "summary", Outcome.REPLIED, 12_300),
            (now, "summary repair", Outcome.DECLINED, 4_000),
            (now - dt.timedelta(days=30), "answer", Outcome.REPLIED, 900_000),
        ):
            usage = Usage(
                at=at,
                purpose=purpose,
                writer="small-writer",
                prompt_tokens=1_500,
                completion_tokens=300,
                cost_micros=cost,
                workspace_id=team.id,
                outcome=outcome,
            )
            await store.open_call(usage, ())


def run(*arguments: str) -> int | str | None:
    """Run a command as the console script does, and return its exit code."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return ended.value.code


def test_costs_are_shown_by_day_workspace_writer_and_purpose(capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever pays sees for whom, by whom and for what, and how much of today's budget is gone."""
    assert not run("costs")

    shown = capsys.readouterr().out
    rows = [line.split() for line in shown.splitlines()]
    assert rows[1][1:] == [
        "Acme",
        "[31m",
        "small-writer",
        "summary",
        "replied",
        "1",
        "1,500",
        "300",
        "0.0123",
    ]
    assert rows[2][4:] == ["summary", "repair", "declined", "1", "1,500", "300", "0.0040"]
    assert shown.splitlines()[-1] == "2 calls, cost 0.0163; today 0.0163 of 0.5000. In and out: tokens."
    assert "\x1b" not in shown


def test_scripts_get_the_calls_one_by_one(capsys: pytest.CaptureFixture[str]) -> None:
    """Thirty days ago is in the account when it is asked for, and each call stands for itself."""
    assert not run("costs", "--days", "31", "--calls", "2", "--json")

    found = json.loads(capsys.readouterr().out)
    assert [each["cost_micros"] for each in found["totals"]] == [12_300, 4_000, 900_000]
    assert sorted(call["purpose"] for call in found["calls"]) == ["summary", "summary repair"]
    assert found["budget"]["daily_micros"] == 500_000


def test_where_nothing_was_asked_that_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    """An installation without a language model costs nothing, and the command says so."""
    Path("newsthread.toml").write_text(CONFIG.replace("news.db", "other.db"), encoding="utf-8")

    assert not run("costs")
    assert capsys.readouterr().out == "No language model was asked in this time.\n"
