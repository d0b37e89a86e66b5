"""The command line: exit codes, one line of cause and cure for a mistake, and quick answers."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from bot.cli import main
from bot.settings import Secrets
from tests.logging_state import restored

ROOT = Path(__file__).parents[2]

CONFIG = """
[page]
enabled = true
[[topics]]
name = "ev"
title = "Electric cars"
feeds = ["https://feeds.example/ev.xml"]
[[topics]]
name = "bikes"
command = "/rad"
feeds = ["https://feeds.example/bikes.xml"]
"""


@pytest.fixture(autouse=True)
def clean_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty working directory, none of our variables set, and logging put back afterwards."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    for name in [*Secrets.model_fields, "newsthread_config"]:
        monkeypatch.delenv(name.upper(), raising=False)
    with restored():
        yield


def run(arguments: Sequence[str]) -> int | str | None:
    """Run a command as the console script does, and return its exit code."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return ended.value.code


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever asks for help sees all there is, and it is no mistake to ask."""
    code = run(["--help"])

    shown = capsys.readouterr().out
    commands = "run demo refresh digest search ask summarize correct withdraw costs feeds doctor migrate slack discord why prune eval bench web"
    assert (code, [name for name in commands.split() if f" {name} " not in shown]) == (0, [])


def test_an_unknown_command_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    """Scripts can tell a mistyped command (2) from one that failed (1)."""
    assert run(["digset"]) == 2
    assert "No such command" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["feeds", "list"],
        ["search", "xiaomi"],
        ["ask", "how long?"],
        ["why", "https://x.example"],
        ["digest", "--dry-run"],
        ["costs"],
        ["correct", "1", "1", "title"],
        ["withdraw", "1"],
        ["run"],
        ["migrate"],
    ],
)
def test_without_a_configuration_each_command_says_what_to_do(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """The first try in an empty folder ends in one line that leads on, not in a traceback."""
    code = run(arguments)

    shown = capsys.readouterr()
    assert (code, shown.out, len(shown.err.splitlines())) == (1, "", 1)
    assert shown.err.startswith("Error: config/newsthread.toml or newsthread.toml: no configuration here.")


def test_every_mistake_of_the_configuration_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    """All mistakes at once, each where it is."""
    Path("wrong.toml").write_text("[page]\nport = 'x'\n[slak]\n[[topics]]\nname = 'ev'\n", encoding="utf-8")

    code = run(["--config", "wrong.toml", "feeds", "list"])

    lines = capsys.readouterr().err.splitlines()
    assert (code, [line.split(": ")[2] for line in lines]) == (1, ["slak", "page.port", "topics[1].feeds"])


def test_prune_says_what_it_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """On a database in which all is young: nothing, and so it says, in words and for scripts."""
    Path("newsthread.toml").write_text(CONFIG, encoding="utf-8")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/newsthread.db")
    assert run(["prune"]) == 0
    assert "Deleted: nothing" in capsys.readouterr().out
    assert run(["prune", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["entries"] == 0


@pytest.mark.parametrize("role", ["web", "discord", "clock", "worker"])
def test_roles_say_that_an_sqlite_file_has_one_process(role: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever starts a worker on the database that newsthread begins with reads what to do instead, or what it needs."""
    Path("newsthread.toml").write_text(CONFIG, encoding="utf-8")

    code = run([role])

    (line,) = capsys.readouterr().err.splitlines()
    assert code == 1
    assert line.startswith(f"Error: `newsthread {role}` shares its work")
    assert "set DATABASE_URL" in line
    assert line.endswith("`newsthread run`.")


@pytest.mark.parametrize(("role", "sections"), [("discord", "[discord]"), ("web", "[page] or [slack]")])
def test_a_role_without_its_chat_says_what_to_switch_on(
    role: str, sections: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that would serve nothing ends at once, before it looks for a database."""
    Path("newsthread.toml").write_text(CONFIG.replace("true", "false"), encoding="utf-8")
    monkeypatch.setenv("DATABASE_URL", "postgresql://bot:hush@127.0.0.1:1/news")

    code = run([role])

    (line,) = capsys.readouterr().err.splitlines()
    assert (code, line) == (
        1,
        f"Error: `newsthread {role}` has nothing to serve: write enabled = true in {sections}.",
    )


def test_discord_invite_prints_a_link_with_the_bots_own_id(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The token alone is enough to invite the bot, and it is not in the link."""
    Path("newsthread.toml").write_text(CONFIG, encoding="utf-8")
    monkeypatch.setenv("DISCORD_TOKEN", "MTIzNDU2Nzg5MDEyMzQ1Njc4.canary.canary")

    code = run(["discord", "invite"])

    link = capsys.readouterr().out.strip()
    assert code == 0
    assert link == (
        "https://discord.com/oauth2/authorize?client_id=123456789012345678"
        "&scope=bot+applications.commands&permissions=309237730304"
    )


@pytest.mark.parametrize("token", ["", "not-a-token", "////.x.y"])
def test_discord_invite_refuses_what_is_no_bot_token(
    token: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody who pasted the public key is told which one is wanted."""
    Path("newsthread.toml").write_text(CONFIG, encoding="utf-8")
    monkeypatch.setenv("DISCORD_TOKEN", token)

    assert run(["discord", "invite"]) == 1
    assert "Error: .env: DISCORD_TOKEN is" in capsys.readouterr().err


def test_slack_manifest_has_a_command_for_each_topic(capsys: pytest.CaptureFixture[str]) -> None:
    """What is pasted into Slack fits the configuration."""
    Path("newsthread.toml").write_text(CONFIG, encoding="utf-8")

    code = run(["slack", "manifest"])

    manifest = json.loads(capsys.readouterr().out)
    assert (code, [each["command"] for each in manifest["features"]["slash_commands"]]) == (
        0,
        ["/ev", "/rad"],
    )


def test_slack_manifest_names_the_addresses_where_there_are_some(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over HTTP, Slack sends to the public address; a slash in its end is no matter. Without one it is Socket Mode as before."""
    for name in ("CLIENT_ID", "CLIENT_SECRET", "SIGNING_SECRET", "TOKEN_KEY"):
        monkeypatch.setenv(f"SLACK_{name}", "0123456789abcdef0123456789abcdef")
    slack = '[slack]\nenabled = true\npublic_url = "https://news.example.com/"\n'
    Path("newsthread.toml").write_text(slack + CONFIG, encoding="utf-8")

    code = run(["slack", "manifest"])

    manifest = json.loads(capsys.readouterr().out)
    there = "https://news.example.com/slack/events"
    settings = manifest["settings"]
    assert (code, settings["socket_mode_enabled"]) == (0, False)
    assert settings["interactivity"]["request_url"] == settings["event_subscriptions"]["request_url"] == there
    assert {"app_uninstalled", "tokens_revoked"} <= set(settings["event_subscriptions"]["bot_events"])
    assert {each["url"] for each in manifest["features"]["slash_commands"]} == {there}
    assert manifest["oauth_config"]["redirect_urls"] == ["https://news.example.com/slack/oauth_redirect"]
    assert "0123456789abcdef" not in json.dumps(manifest)


def test_help_loads_neither_database_nor_chats() -> None:
    """`newsthread --help` stays quick: what it does not need is not imported."""
    code = (
        "import sys\nfrom bot.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'bot.app', 'sqlalchemy', 'discord', 'slack_bolt', 'openai', 'pydantic', 'structlog', 'uvicorn', 'httpx'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)  # noqa: S603 -- our own interpreter

    assert ended.stderr.strip() == "[]"


LOCAL = """
[page]
port = 0
[storage]
url = "sqlite:///news.db"
[reading]
host_gap_seconds = 0
allowed_private = ["127.0.0.1:1"]
[[topics]]
name = "ev"
feeds = ["http://127.0.0.1:1/ev.xml"]
"""


def test_a_refresh_in_which_every_feed_fails_is_a_failure(capsys: pytest.CaptureFixture[str]) -> None:
    """A script that reads the feeds notices that nothing was read; before that no feed looks well or ill."""
    Path("newsthread.toml").write_text(LOCAL, encoding="utf-8")
    run(["migrate"])

    capsys.readouterr()
    before = (run(["feeds", "list"]), capsys.readouterr().out.splitlines()[1][0])
    refreshed = run(["refresh"])
    capsys.readouterr()
    after = (run(["feeds", "list"]), capsys.readouterr().out.splitlines()[1][0])

    assert (before, refreshed, after) == ((0, "·"), 1, (0, "✗"))


def test_why_says_what_became_of_an_article(capsys: pytest.CaptureFixture[str]) -> None:
    """The same as in a chat, for whoever sits at the machine."""
    Path("newsthread.toml").write_text(LOCAL, encoding="utf-8")
    run(["migrate"])
    capsys.readouterr()

    code = run(["why", "https://x.example/a", "--json"])

    line = "No feed of this topic has brought it, as far as we kept records."
    assert (code, json.loads(capsys.readouterr().out)) == (0, {"title": "Not seen", "lines": [line]})


SAVE_IT = "Save the article's text in a file, and summarize that."


@pytest.mark.parametrize(
    ("source", "body", "expected"),
    [
        ("a.txt", b"Battery", "There is nothing to summarize in a.txt: it has no whole sentence."),
        ("a.txt", b" ", "There is nothing to summarize in a.txt: it is empty."),
        ("a.txt", b"\x89PNG\xff", "a.txt is no text. Save it as UTF-8 text or as a web page."),
        ("a.txt", b"a\0b", "a.txt is no text. Save it as UTF-8 text or as a web page."),
        (
            "a.txt",
            b"<html><title>Just a moment...</title><body><p>Checking your browser.",
            f"a.txt cannot be summarized: its page asks for consent or a login, or is an error page. {SAVE_IT}",
        ),
        (
            "a.txt",
            b"<html><body><p>The harbour opened on Monday.</p><p>Subscribe to continue reading</p>",
            f"a.txt cannot be summarized: its page is behind a paywall. {SAVE_IT}",
        ),
        ("ftp://x/y", b"", "ftp://x/y cannot be read: only http(s) addresses and files."),
    ],
)
def test_what_cannot_be_summarized_is_said(
    source: str, body: bytes, expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """An empty result never looks like a summary, and no configuration is needed to learn it."""
    Path("a.txt").write_bytes(body)

    code = run(["summarize", source])

    assert (code, capsys.readouterr().err) == (1, f"Error: {expected}\n")


def test_a_file_is_summarized_by_the_rules_of_its_language(capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody declares a file's language, and German would else have each of its nouns taken for a name."""
    Path("a.txt").write_text(
        "So viel kostet jetzt das Laden unterwegs\n\nAn öffentlichen Ladesäulen kostet die Kilowattstunde Strom im Schnitt 59 Cent. "
        "Besonders teuer ist das Laden an der Autobahn mit bis zu 94 Cent. Wer keinen Vertrag hat, zahlt beim Laden drauf.\n",
        encoding="utf-8",
    )

    code = run(["summarize", "a.txt", "--json"])

    tags = json.loads(capsys.readouterr().out)["tags"]
    assert (code, "charging" in tags, "laden" in tags) == (0, True, False)


def test_standard_input_is_called_so() -> None:
    """Nobody wonders what "-" is."""
    command = [sys.executable, "-m", "bot", "summarize", "-"]
    ended = subprocess.run(command, input="", capture_output=True, text=True, check=False, cwd=ROOT)  # noqa: S603 -- our own interpreter

    assert ended.stderr == "Error: There is nothing to summarize in standard input: it is empty.\n"


@pytest.mark.parametrize("arguments", [["doctor"], ["doctor", "--json"], ["slack", "manifest"]])
def test_a_closed_pipe_ends_a_command_quietly(arguments: list[str], tmp_path: Path) -> None:
    """`newsthread doctor | head` shows what was asked for, and no traceback."""
    config = tmp_path / "news.toml"
    config.write_text(LOCAL, encoding="utf-8")
    command = [sys.executable, "-m", "bot", "--config", str(config), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as running:  # noqa: S603 -- our own interpreter
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        complaints = running.stderr.read()

    assert (complaints, running.returncode) == (b"", 1)


def test_the_procfile_starts_commands_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    """A platform that reads the Procfile finds each of its processes."""
    lines = (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
    commands = dict(line.split(": ", 1) for line in lines if not line.startswith("#"))

    assert list(commands) == ["release", "web", "discord", "clock", "worker"]
    for command in commands.values():
        program, name, *_ = command.split()
        assert (program, run([name, "--help"])) == ("newsthread", 0)
        assert name in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["correct", "7", "1", "2"], ["withdraw", "7", "--reason", "wrong"]])
def test_an_edition_that_is_not_there(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong number changes nothing, and says so in a line."""
    (tmp_path / "newsthread.toml").write_text(CONFIG)
    code = run(["--config", "newsthread.toml", *arguments])
    assert (code, "There is no edition 7 here." in capsys.readouterr().err) == (1, True)
