"""`newsthread feeds` as whoever runs the bot uses it, with a publisher on loopback."""

import io
import json
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from typing_extensions import override

from bot.cli import main
from bot.settings import Secrets
from tests.fakes.publisher import Publisher
from tests.fakes.site import feed, open_site, page
from tests.logging_state import restored

CONFIG = """
[page]
port = 0
[storage]
url = "sqlite:///news.db"
[reading]
host_gap_seconds = 0
allowed_private = ["127.0.0.1:{port}"]
fetch_articles = false
[[topics]]
name = "ev"
title = "Electric cars"
feeds = ["{root}/volt?key=hush"]
[[topics]]
name = "wind"
title = "Wind power"
feeds = ["{root}/gone?key=hush"]
"""


class Terminal(io.StringIO):
    """Somebody at a keyboard."""

    @override
    def isatty(self) -> bool:
        """It is."""
        return True


@pytest.fixture(autouse=True)
def site(migrated_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    """A publisher, and a configuration that reads it, in an empty working directory."""
    monkeypatch.chdir(tmp_path)
    shutil.copyfile(migrated_template, "news.db")
    monkeypatch.setenv("COLUMNS", "100")
    for name in [*Secrets.model_fields, "newsthread_config"]:
        monkeypatch.delenv(name.upper(), raising=False)
    with restored(), open_site() as site:
        root = site.url("")
        site.answers |= {
            "/": page("/news", "/charge"),
            "/volt?key=hush": feed("Volt Courier", root, 1, 2, 3),
            "/news": feed("News", f"{root}/n", 3, 1, 2),
            "/charge": feed("Charge Daily", f"{root}/c", 4, 5),
        }
        config = CONFIG.format(port=site.port, root=root)
        Path("newsthread.toml").write_text(config, encoding="utf-8")
        yield site


def run(*arguments: str) -> int | str | None:
    """Run a command as the console script does, and return its exit code."""
    with pytest.raises(SystemExit) as ended:
        main(["feeds", *arguments])
    return ended.value.code


def as_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    """What a script reads."""
    capsys.readouterr()
    run(*arguments, "--json")
    return json.loads(capsys.readouterr().out)


def titles(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    """The feeds that are listed."""
    return [each["title"] for each in as_json(capsys, "list", *arguments)]


def test_check_shows_what_a_site_offers(site: Publisher, capsys: pytest.CaptureFixture[str]) -> None:
    """A home page is enough: its feeds, each with its newest entries; nothing is added."""
    assert run("check", site.url("/")) == 0
    shown = capsys.readouterr().out
    assert shown.splitlines()[0] == "1. News  127.0.0.1/news"
    assert "3 entries" in shown
    assert shown.index("3 Nov 2026, 08:00 UTC") < shown.index("1 Nov 2026, 08:00 UTC")
    assert "2. Charge Daily  127.0.0.1/charge" in shown
    first, second = as_json(capsys, "check", site.url("/"))
    assert [entry["title"] for entry in first["newest"]] == ["News 3", "News 2", "News 1"]
    assert (second["url"], second["read_by"], second["is_full"]) == (site.url("/charge"), [], True)
    assert "News" not in titles(capsys)


def test_check_of_what_is_no_feed_fails_in_words(site: Publisher, capsys: pytest.CaptureFixture[str]) -> None:
    """Each address that leads nowhere is a line with its cure; those that lead somewhere are shown all the same."""
    site.answers["/empty"] = page()
    assert run("check", site.url("/empty"), "nonsense", "http://169.254.169.254/", site.url("/news")) == 1
    shown = capsys.readouterr()
    offers, nonsense, private = shown.err.splitlines()
    assert "That page of 127.0.0.1 offers no feed." in offers
    assert "“nonsense” is no web address" in nonsense
    assert "is inside a private network and was not read" in private
    assert shown.out.startswith("News  127.0.0.1/news")


def test_check_without_an_address_tries_all_feeds(
    site: Publisher, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every feed that is read, with what is wrong; one that was read before is asked whether it has changed."""
    assert run("check") == 1
    shown = capsys.readouterr().out
    assert "Volt Courier, 3 entries" in shown
    assert "404" in shown
    assert shown.splitlines()[-1] == "2 feeds tried, 1 failed."
    with pytest.raises(SystemExit):
        main(["refresh"])
    site.requests.clear()
    run("check")
    assert [
        request.headers.get("if-none-match") for request in site.requests if request.path == "/volt?key=hush"
    ] == ['"Volt Courier"']


def test_what_was_read_by_hand_is_found(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a running bot, too: a search right after a refresh has what it brought."""
    for arguments in (["refresh"], ["search", "Volt"]):
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 0
    assert "Volt Courier" in capsys.readouterr().out


def test_adding_shows_adds_and_asks_the_publisher_once(
    site: Publisher, capsys: pytest.CaptureFixture[str]
) -> None:
    """The feed is read by the topic with its entries at once; its document is not fetched a second time."""
    assert run("add", site.url("/charge"), "--yes", "--topic", "wind") == 0
    shown = capsys.readouterr().out
    assert "Charge Daily  127.0.0.1/charge" in shown
    assert shown.splitlines()[-1] == "Charge Daily was added to Wind power: 2 new entries."
    (added,) = (each for each in as_json(capsys, "list") if each["title"] == "Charge Daily")
    assert (added["topics"], added["origins"], added["state"]) == (["wind"], ["chat"], "well")
    assert [request.path for request in site.requests].count("/charge") == 1


@pytest.mark.parametrize("twin", ["/charge", "/charge/", "/"])
def test_adding_twice_says_so(site: Publisher, capsys: pytest.CaptureFixture[str], twin: str) -> None:
    """The same address, its twin, or the page that names it: nothing is added, and that is no failure."""
    site.answers |= {"/": page("/charge"), "/charge/": site.answers["/charge"]}
    run("add", site.url("/charge"), "--yes")
    capsys.readouterr()
    assert run("add", site.url(twin), "--yes") == 0
    shown = capsys.readouterr().out
    assert "Read already by ev" in shown
    assert shown.splitlines()[-1] == "Electric cars reads it already; nothing was added."
    assert len(titles(capsys)) == 3


@pytest.mark.parametrize(
    ("answers", "expected"), [("2\ny\n", ["Charge Daily"]), ("1\n\n", ["News"]), ("9\n2\nn\n", [])]
)
def test_of_several_feeds_one_is_chosen(
    site: Publisher,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    answers: str,
    expected: list[str],
) -> None:
    """Somebody at a terminal is asked which, and whether; nothing is added without a yes."""
    monkeypatch.setattr(sys, "stdin", Terminal(answers))
    run("add", site.url("/"))
    assert [title for title in titles(capsys) if title not in ("", "Volt Courier")] == expected


def test_nobody_is_asked_where_nobody_is(
    site: Publisher, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A script that forgot --yes is told so, instead of waiting for ever."""
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert run("add", site.url("/")) == 1
    assert "add --yes" in capsys.readouterr().err


def test_removing(site: Publisher, capsys: pytest.CaptureFixture[str]) -> None:
    """What was added is taken out by its name; what the file declares is not, and the text says where it stands."""
    run("add", site.url("/charge"), "--yes")
    assert run("remove", "charge daily") == 0
    assert "Charge Daily was taken out of ev. What it brought stays." in capsys.readouterr().out
    assert "Charge Daily" not in titles(capsys)
    assert run("remove", "charge daily") == 1
    assert run("remove", site.url("/volt?key=hush")) == 1
    missing, declared = capsys.readouterr().err.splitlines()
    assert "No topic reads a feed “charge daily”" in missing
    assert "is declared in the configuration file, in the feeds of “ev”" in declared


def test_lists_go_out_and_come_in_again(site: Publisher, capsys: pytest.CaptureFixture[str]) -> None:
    """What one newsthread exports, another imports into the same topics, and a second import adds nothing."""
    run("add", site.url("/charge"), "--yes", "--topic", "wind")
    assert run("export", "feeds.opml") == 0
    assert Path("feeds.opml").stat().st_mode & 0o777 == 0o600
    Path("news.db").rename("other.db")
    assert as_json(capsys, "import", "feeds.opml", "--dry-run")["added"] == {"wind": [site.url("/charge")]}
    assert "Charge Daily" not in titles(capsys)
    assert run("import", "feeds.opml") == 0
    assert "wind: 1 feed added." in capsys.readouterr().out
    assert as_json(capsys, "list", "--topic", "wind")[0]["topics"] == ["wind"]
    assert run("import", "feeds.opml") == 0
    assert "3 feeds read already." in capsys.readouterr().out
    assert run("export") == 0
    again = capsys.readouterr().out
    assert again.replace("\n", "").count("<outline type") == 3
    assert "Charge Daily" in again


@pytest.mark.parametrize(
    ("data", "code", "expected"),
    [
        (b"<html>", 1, "That is a web page"),
        (
            b'<opml><body><outline text="No address" type="rss"/></body></opml>',
            1,
            "skipped, line 1: No address: it has no xmlUrl",
        ),
        (
            b'<opml><body><outline text="A" xmlUrl="https://a.example"/>\n<outline text="B" xmlUrl="ftp://b"/></body></opml>',
            0,
            "line 2: B",
        ),
    ],
)
def test_a_broken_list_says_what_is_wrong(
    data: bytes, code: int, expected: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Line by line on standard error; exit code 1 where nothing could be used. `-` is standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert run("import", "-") == code
    assert expected in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["import", "nothere.opml"], "nothere.opml cannot be read: No such file or directory."),
        (["export", "no/such/folder.opml"], "cannot be written: No such file or directory."),
        (["list", "--topic", "nothere"], "There is no topic “nothere”. The configuration has: ev, wind"),
        (["add", "x.example", "--yes", "--topic", "nothere"], "There is no topic “nothere”"),
        (["import", "newsthread.toml"], "That is no OPML"),
    ],
)
def test_mistakes_are_one_line(
    arguments: Sequence[str], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """No traceback for a file that is not there or a topic that does not exist."""
    assert run(*arguments) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert expected in line


@pytest.mark.parametrize("columns", [80, 120])
def test_the_list_fits_the_terminal_and_shows_no_secret(
    columns: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is failing stands first, with the reason and what to do; no address is shown in full."""
    monkeypatch.setenv("COLUMNS", str(columns))
    with pytest.raises(SystemExit):
        main(["refresh"])
    capsys.readouterr()
    assert run("list") == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= columns
    assert [line[0] for line in lines if line[:1] in "✗✓"] == ["✗", "✓"]
    shown = " ".join(" ".join(lines).split())
    for part in (
        "failing: the server answered 404",
        "→ Check the address",
        "Volt Courier",
        "just now",
        "2 feeds, 1 failing.",
    ):
        assert part in shown
    assert "hush" not in shown
    assert titles(capsys, "--failing") == [""]
    assert titles(capsys, "--topic", "ev") == ["Volt Courier"]
