"""The doctor: each thing that is wrong is named, with what to do, and what is right is not blamed."""

import datetime as dt
import json
import socket
from pathlib import Path

import pytest

from bot.adapters.clock import SystemClock
from bot.adapters.demo_publisher import open_demo_site
from bot.app import Check, check
from bot.cli import main
from bot.settings import PageSettings, Settings, StorageSettings, TopicSettings, bundled, demo_settings
from tests.logging_state import restored


async def findings(settings: Settings) -> dict[str, Check]:
    return {finding.name: finding async for finding in check(settings)}


async def test_each_feed_is_read_and_the_broken_one_named(tmp_path: Path) -> None:
    """Somebody whose channel stays empty learns which feed is no feed, and that nothing else is wrong."""
    async with open_demo_site(bundled("demo"), clock=SystemClock()) as site:
        found = await findings(
            demo_settings(
                feeds=site.feeds,
                host=site.host,
                database=tmp_path / "new.db",
                port=0,
                next_edition=dt.time(9),
            )
        )

    failed = {name: each for name, each in found.items() if not each.ok}
    assert list(failed) == ["topics[1].feeds[1]"]
    assert "it is a web page, not a feed" in failed["topics[1].feeds[1]"].detail
    assert found["topics[1].feeds[7]"].detail == "127.0.0.1: Volt Courier, 10 entries"
    assert found["database"].detail.endswith("new.db will be made at the first start")
    assert not (tmp_path / "new.db").exists()


async def test_a_database_of_another_version_and_a_taken_port_are_found(tmp_path: Path) -> None:
    """What would end `run` with an error is said before."""
    (tmp_path / "old.db").touch()
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        settings = demo_settings(
            feeds=["http://me:canary@127.0.0.1:1/canary/a.xml?key=canary"],
            host="127.0.0.1:1",
            database=tmp_path / "old.db",
            port=port,
            next_edition=dt.time(9),
        )
        found = await findings(settings)

    assert {name: each.ok for name, each in found.items()} == {
        "database": False,
        "topics[1].feeds[1]": False,
        "language model": True,
        "page": False,
    }
    assert "newsthread migrate" in found["database"].detail
    assert found["page"].detail == f"port {port} of 127.0.0.1 is taken"
    assert "canary" not in repr(found)


async def test_a_database_that_cannot_be_made_is_found() -> None:
    """A folder that takes no file is found before the first start, though nothing is left in it."""
    settings = demo_settings(
        feeds=["http://127.0.0.1:1/a.xml"],
        host="127.0.0.1:1",
        database=Path("/proc/newsthread/new.db"),
        port=0,
        next_edition=dt.time(9),
    )
    found = (await findings(settings))["database"]

    assert (found.ok, "cannot be made" in found.detail) == (False, True)
    assert found.cure == "Make the folder writable, or write another place as url in [storage]."


async def test_without_a_network_no_feed_is_blamed(tmp_path: Path) -> None:
    """Offline, one line says so, instead of a cure for each feed."""
    topic = TopicSettings(name="ev", feeds=("http://a.invalid/a.xml", "http://b.invalid/b.xml"))
    storage = StorageSettings(url=f"sqlite:///{tmp_path}/new.db")
    settings = Settings(topics=(topic,), storage=storage, page=PageSettings(port=0))
    found = await findings(settings)

    assert found["feeds"].detail == "none of the feeds could be reached: is there a network?"
    assert {found[f"topics[1].feeds[{number}]"].cure for number in (1, 2)} == {""}


@pytest.mark.parametrize("as_json", [True, False])
def test_mistakes_of_the_configuration_are_findings(
    as_json: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The doctor is what people run when the configuration is wrong: it lists the mistakes and fails."""
    config = tmp_path / "wrong.toml"
    config.write_text(
        "[page]\nport = 'x'\n[slak]\n[[topics]]\nname = 'ev'\nfeeds = ['https://x.example']\n",
        encoding="utf-8",
    )

    with restored(), pytest.raises(SystemExit) as ended:
        main(["--config", str(config), "doctor", *(["--json"] if as_json else [])])

    shown = capsys.readouterr().out
    problems = [each["detail"] for each in json.loads(shown)] if as_json else shown.splitlines()
    assert ended.value.code == 1
    assert [text.rsplit("toml: ")[1] for text in problems] == [
        "slak: no such section. Did you mean slack?",
        "page.port: must be a whole number.",
    ]
