"""Settings: every mistake at once, each with its place and cure; secrets from the environment, and shown nowhere."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.core.entities import EVERY_DAY, Platform
from bot.core.errors import ConfigError
from bot.settings import FirstEdition, Secrets, Settings, bundled, demo_settings, load_settings, read_settings

CANARY = "xoxb-111111111111-canarycanary"

GOOD = """
[[topics]]
name = "ev"
feeds = ["https://feeds.example/ev.xml"]
"""


@pytest.fixture(autouse=True)
def clean_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty working directory, and none of our variables set."""
    monkeypatch.chdir(tmp_path)
    for name in [*Secrets.model_fields, "newsthread_config"]:
        monkeypatch.delenv(name.upper(), raising=False)


def load(text: str) -> Settings:
    path = Path("newsthread.toml")
    path.write_text(text, encoding="utf-8")
    return load_settings(path)


def problems_of(text: str) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as caught:
        load(text)
    return caught.value.problems


@pytest.mark.parametrize(
    ("written", "sees_all"),
    [
        ("", True),
        ("all_channels = false", False),
        ("host = '192.0.2.7'", False),
        ("host = '192.0.2.7'\nall_channels = true", True),
        ("host = '0.0.0.0'\nnames = ['News.example.com']", False),
    ],
)
def test_a_page_for_others_shows_its_own_channel(
    written: str, sees_all: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On this machine it shows every channel; where a token opens it, only what whoever runs it allows."""
    monkeypatch.setenv("PAGE_TOKEN", "correct-horse-battery")
    assert load(f"{GOOD}\n[page]\n{written}").page.sees_all is sees_all


@pytest.mark.parametrize("token", ["", "short"])
def test_a_page_for_others_needs_a_long_token(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A token that can be guessed is none."""
    monkeypatch.setenv("PAGE_TOKEN", token)
    with pytest.raises(ConfigError, match="PAGE_TOKEN of 16 characters or more"):
        load(f"{GOOD}\n[page]\nhost = '192.0.2.7'")
    load(f"{GOOD}\n[page]\nhost = '192.0.2.7'\nenabled = false")


def test_a_small_file_is_enough() -> None:
    """A topic with a feed is all one has to write; the rest has defaults that need no account."""
    settings = load(GOOD)

    assert settings.database_url == "sqlite:///data/newsthread.db"
    assert settings.language_model is None
    assert settings.page.host == "127.0.0.1"
    assert settings.topics[0].declared().command == "/ev"


MISTAKES = [
    ("[page]\nport = 'x'", "page.port: must be a whole number."),
    ("[page]\nport = 70000", "page.port: must be at most 65535."),
    ("[page]\nenabled = 'perhaps'", "page.enabled: must be true or false."),
    ("[pages]\n", "pages: no such section. Did you mean page?"),
    (
        "[reading]\nintervall_minutes = 9",
        "reading.intervall_minutes: no such key. Did you mean interval_minutes?",
    ),
    (
        "[reading]\ninterval_minutes = 1",
        "reading.interval_minutes: 1 is too often for other people's servers.",
    ),
    ("[reading]\nallowed_private = ['http://x']", "reading.allowed_private[1]: is no host."),
    ("[reading]\nallowed_private = ['10.0.0.0/64']", "reading.allowed_private[1]: is no network."),
    ("[language_model]\nbase_url = 'http://127.0.0.1:11434/v1'", "language_model.name: is missing. Write"),
    ("[[topics]]\nname = 'x'\nfeeds = ['https://x:99999']", "topics[2].feeds[1]: is no web address."),
    ("[storage]\nurl = 'mysql://x/y'", "storage.url: is no database address."),
    ("slack = true", "slack: must be a section. Write [slack] and its keys below."),
    ("[slack]\nenabled = true", "slack: SLACK_BOT_TOKEN is not set."),
    ("[slack]\nenabled = true", "slack: SLACK_APP_TOKEN is not set."),
    ("[slack]\nenabled = true\npublic_url = 'https://n.example'", "slack: SLACK_CLIENT_ID is not set."),
    ("[slack]\nenabled = true\npublic_url = 'https://n.example'", "slack: SLACK_TOKEN_KEY is not set."),
    ("[slack]\npublic_url = 'http://n.example'", "slack.public_url: is no public address."),
    ("[slack]\npublic_url = 'https://n.example/news'", "slack.public_url: is no public address."),
    (
        "[page]\nenabled = false\n[slack]\nenabled = true\npublic_url = 'https://n.example'",
        "slack.public_url: Slack is answered by the page's server. Write enabled = true in [page].",
    ),
    ("[slack]\nclient_secret = 'anything'", "slack.client_secret: a secret does not belong in this file."),
    ("[discord]\nenabled = true", "discord: DISCORD_TOKEN is not set."),
    ("[language_model]\nname = 'gpt'", "language_model: OPENAI_API_KEY is not set."),
    (
        "[language_model]\nname = 'a'\nbase_url = 'http://127.0.0.1/v1'\n[language_model.cheaper]\nname = 'gpt'",
        "language_model.cheaper: OPENAI_API_KEY is not set.",
    ),
    ("[page]\nhost = '0.0.0.0'", "page.host: would open the page to others. Put a PAGE_TOKEN"),
    ("[page]\nhost = '0.0.0.0'", "page.names: is missing."),
    ("[page]\nhost = 'http://x'", "page.host: is no host name or address."),
    ("[page]\nnames = ['a b']", "page.names[1]: is no host name or address."),
    ("[[topics]]\nname = 'x'", "topics[2].feeds: is missing. Add it."),
    ("[[topics]]\nname = 'x'\nfeeds = []", "topics[2].feeds: is empty. Write at least one."),
    ("[[topics]]\nname = 'x'\nfeeds = ['ftp://x']", "topics[2].feeds[1]: is no web address."),
    ("[[topics]]\nname = 'E V'\nfeeds = ['https://x.example']", "topics[2].name: must be a short name"),
    ("[[topics]]\nname = 'ev'\nfeeds = ['https://x.example']", "topics: two topics are called ev."),
    (
        "[[topics]]\nname = 'x'\ncommand = '/ev'\nfeeds = ['https://x.example']",
        "topics: two topics are called /ev. Give each a command of its own.",
    ),
    (
        "[[topics]]\nname = 'x'\ncommand = 'x'\nfeeds = ['https://x.example']",
        "topics[2].command: is no slash command.",
    ),
    (
        "[[topics]]\nname = 'x'\nfeeds = ['https://x.example']\nfilter = '+a /b(/'",
        "topics[2].filter: The pattern /b(/ cannot be read at character 6, “(”: a parenthesis is not closed.",
    ),
    ("[[subscriptions]]\ntopic = 'ev'\nfilter = 'size:8'", "subscriptions[1].filter: has a size. Write it"),
    (
        "[[subscriptions]]\ntopic = 'ev'\nfilter = ['+a']",
        "subscriptions[1].filter: must be text in quotes, such as",
    ),
    (
        "[[subscriptions]]\ntopic = 'ev'\nplatform = 'irc'",
        'subscriptions[1].platform: must be "slack", "discord" or',
    ),
    (
        "[[subscriptions]]\ntopic = 'ev'\ntimetable = 'nightly'",
        "subscriptions[1].timetable: “nightly” is no timetable.",
    ),
    (
        "[[subscriptions]]\ntopic = 'eb'\nplatform = 'page'\nchannel = 'news'\ntimetable = 'daily 09:00 UTC'",
        "subscriptions[1].topic: there is no topic eb. Topics of this file: ev.",
    ),
    (
        "[[subscriptions]]\ntopic = 'ev'\nplatform = 'slack'\nchannel = '#news'\ntimetable = 'daily 09:00 UTC'",
        "subscriptions[1].channel: is no slack channel.",
    ),
    (
        "[[subscriptions]]\ntopic = 'ev'\nplatform = 'slack'\nchannel = 'C0123ABCD'\ntimetable = 'daily 09:00 UTC'",
        "subscriptions[1].platform: slack is switched off.",
    ),
    ("[notices]\nchannel = 'C0123ABCD'", "notices.platform: is missing."),
    ("[notices]\nplatform = 'irc'", 'notices.platform: must be "slack", "discord" or "page".'),
    ("[notices]\nplatform = 'slack'\nchannel = '#ops'", "notices.channel: is no slack channel."),
    ("[notices]\nplatform = 'slack'\nchannel = 'C0123ABCD'", "notices.platform: slack is switched off."),
    ("[notices]\nfailing_after_hours = -1", "notices.failing_after_hours: must be at least 0."),
    (
        """notices = {platform = 'slack', channel = 'C0123ABCD'}
        [[subscriptions]]
        platform = 'slack'
        channel = 'C0123ABCD'
        """,
        "notices.channel: news is posted there. Name a channel of those who run the bot.",
    ),
    ("[reading]\nmax_interval_hours = -1", "reading.max_interval_hours: must be at least 0."),
    ("[slack]\nbot_token = 'anything'", "slack.bot_token: a secret does not belong in this file."),
    ("[language_model]\napi_key = 5", "language_model.api_key: a secret does not belong in this file."),
    ("[storage]\nurl = 'postgresql://me:pw@db/x'", "storage.url: a secret does not belong in this file."),
]


@pytest.mark.parametrize(("text", "expected"), MISTAKES)
def test_each_mistake_is_named_with_its_place_and_cure(text: str, expected: str) -> None:
    """Whoever writes a wrong line reads which one, and what to write instead."""
    problems = problems_of(f"{text}\n{GOOD}" if not text.startswith("[[topics") else f"{GOOD}\n{text}")

    assert [problem for problem in problems if problem.startswith(f"newsthread.toml: {expected}")]


def test_all_mistakes_are_reported_at_once() -> None:
    """Nobody has to start the program once for each of their mistakes."""
    problems = problems_of(
        """
        [page]
        port = "x"
        [readin]
        [discord]
        enabled = true
        [[topics]]
        name = "ev"
        feeds = ["gopher://x"]
        [[subscriptions]]
        topic = "cars"
        platform = "discord"
        channel = "general"
        timetable = "daily 25:00"
        """
    )

    assert {problem.split(": ")[1] for problem in problems} == {
        "page.port",
        "readin",
        "discord",
        "topics[1].feeds[1]",
        "subscriptions[1].topic",
        "subscriptions[1].channel",
        "subscriptions[1].timetable",
    }


def test_a_mistake_hides_no_other_in_its_section() -> None:
    """Each section that has a wrong line is checked against the others and the environment all the same."""
    problems = problems_of(
        """
        [reading]
        interval_minutes = 1
        timeout_seconds = "long"
        [language_model]
        max_tokens = "many"
        [slack]
        enabled = true
        api_url = "slack"
        [discord]
        enabled = true
        intents = "all"
        [[topics]]
        name = "ev"
        language = "English"
        feeds = ["https://feeds.example/ev.xml", "http://10.0.0.1/ev.xml", 5]
        [[topics]]
        name = "ev"
        feeds = []
        [[subscriptions]]
        topic = "cars"
        platform = "page"
        size = 99
        timetable = "daily 25:00 Europe/Berln"
        """
    )

    assert sorted(problem.removeprefix("newsthread.toml: ") for problem in problems) == sorted(
        [
            "reading.timeout_seconds: must be a number.",
            "reading.interval_minutes: 1 is too often for other people's servers. Write 5 or more.",
            "language_model.name: is missing. Write the name as the server calls it, or remove the section.",
            "language_model.max_tokens: must be a whole number.",
            (
                "language_model: OPENAI_API_KEY is not set. Set it in the environment or .env, "
                "or name another server as base_url."
            ),
            "slack.api_url: is no web address. Write one that begins with https://.",
            "slack: SLACK_BOT_TOKEN is not set. Set it in the environment or .env (see .env.example).",
            "slack: SLACK_APP_TOKEN is not set. Set it in the environment or .env (see .env.example).",
            "discord.intents: no such key. There are: enabled, api_url, message_content.",
            "discord: DISCORD_TOKEN is not set. Set it in the environment or .env (see .env.example).",
            'topics[1].language: is no language code. Write one such as "en", "tr" or "zh".',
            (
                "topics[1].feeds[2]: 10.0.0.1 is inside a private network. "
                "If it is yours, add it to allowed_private in [reading]; else remove the feed."
            ),
            "topics[1].feeds[3]: must be text in quotes.",
            "topics[2].feeds: is empty. Write at least one.",
            "topics: two topics are called ev. Give each a name of its own.",
            "topics: two topics are called /ev. Give each a command of its own.",
            "subscriptions[1].topic: there is no topic cars. Topics of this file: ev.",
            'subscriptions[1].channel: is no page channel. Write "news", the one it has.',
            "subscriptions[1].size: must be at most 20.",
            (
                "subscriptions[1].timetable: 25:00 is no time of day. Write it from 00:00 to 23:59. "
                "“Europe/Berln” is no time zone. Write its IANA name, such as Europe/Berlin."
            ),
        ]
    )


@pytest.mark.parametrize("text", ["", "[page]\nport = 0", "topics = []"])
def test_a_configuration_without_topics_names_the_cure(text: str) -> None:
    """A bot with nothing to read does not start and stay silent."""
    (problem,) = problems_of(text)

    assert problem.startswith("newsthread.toml: topics: there is none. Write a [[topics]] section")
    assert problem.endswith("config/newsthread.toml.")


PRIVATE = ["http://169.254.169.254/", "http://127.0.0.1:80/feed", "http://10.0.0.1", "https://[::1]:8080/x"]


@pytest.mark.parametrize("url", PRIVATE)
def test_a_private_address_as_feed_is_a_mistake(url: str) -> None:
    """What the reader would refuse for ever is said before it starts."""
    (problem,) = problems_of(f"[[topics]]\nname = 'ev'\nfeeds = ['{url}']")

    assert "topics[1].feeds[1]: " in problem
    assert "is inside a private network. If it is yours, add it to allowed_private in [reading]" in problem


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("http://127.0.0.1:80/feed", "127.0.0.1"),
        ("http://127.0.0.1/feed", "127.0.0.1:80"),
        ("http://10.0.0.1", "10.0.0.0/8"),
        ("https://[::1]:8080/x", "[::1]:8080"),
        ("https://8.8.8.8/x", "localhost"),
    ],
)
def test_a_private_address_that_is_allowed_is_none(url: str, allowed: str) -> None:
    """A feed of one's own house can be read, and a public address needs no leave."""
    settings = load(f"[reading]\nallowed_private = ['{allowed}']\n[[topics]]\nname = 'ev'\nfeeds = ['{url}']")

    assert settings.topics[0].feeds == (url,)


def test_a_directory_is_no_configuration(tmp_path: Path) -> None:
    """Somebody who named the folder reads that it is one, not that it does not exist."""
    with pytest.raises(ConfigError, match=r"it is a directory\. Name the file inside it"):
        load_settings(tmp_path)


KEYS = (
    "storage reading language_model slack discord page retention topics subscriptions url name feeds topic platform "
    "channel timetable enabled api_url aliases interval_minutes allowed_private host port token x"
)
VALUES = st.recursive(
    st.one_of(
        st.booleans(),
        st.integers(),
        st.floats(),
        st.dates(),
        st.sampled_from(["", "ev", "page", "https://[", "x://"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(KEYS.split()), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(KEYS.split()), VALUES, max_size=6))
def test_whatever_a_file_says_it_is_settings_or_a_list_of_mistakes(raw: dict[str, object]) -> None:
    """No file, however odd, ends in a traceback."""
    problems: tuple[str, ...] = ()
    try:
        read_settings(raw, source="odd.toml", secrets=Secrets.model_construct())
    except ConfigError as error:
        problems = error.problems

    assert [problem for problem in problems if not problem.startswith("odd.toml: ")] == []


def test_a_broken_line_is_named_by_its_number() -> None:
    """A slip in a long file is found."""
    (problem,) = problems_of("[page]\nport = 1\nhost = \n")

    assert problem == "newsthread.toml: line 3, column 8: Invalid value. Correct the TOML there."


def test_an_unreadable_file_is_a_config_error(tmp_path: Path) -> None:
    """A file in another encoding gets a sentence, not a traceback."""
    path = tmp_path / "old.toml"
    path.write_bytes("[page]\n# çağrı".encode("utf-16"))

    with pytest.raises(ConfigError, match="it is not UTF-8 text"):
        load_settings(path)


def test_without_a_file_the_error_says_where_it_looked() -> None:
    """The first start in an empty folder leads on to the demo."""
    with pytest.raises(ConfigError, match="newsthread demo"):
        load_settings()


def test_the_configuration_is_found_by_argument_then_environment_then_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is nearer to the command wins."""
    for name in ("argument", "environment", "newsthread"):
        Path(f"{name}.toml").write_text(GOOD.replace('"ev"', f'"{name}"'), encoding="utf-8")
    by_place = load_settings()
    monkeypatch.setenv("NEWSTHREAD_CONFIG", "environment.toml")
    by_environment = load_settings()
    by_argument = load_settings(Path("argument.toml"))

    names = [settings.topics[0].name for settings in (by_place, by_environment, by_argument)]
    assert names == ["newsthread", "environment", "argument"]


def test_secrets_come_from_dotenv_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    """A platform's variables override the file of the working directory; an empty line there means "not set"."""
    Path(".env").write_text(
        "DISCORD_TOKEN=from-file\nOPENAI_API_KEY=from-file\nSLACK_BOT_TOKEN=\n", encoding="utf-8"
    )
    monkeypatch.setenv("DISCORD_TOKEN", "from-environment")

    secrets = load(GOOD).secrets

    assert secrets.discord_token == SecretStr("from-environment")
    assert secrets.openai_api_key == SecretStr("from-file")
    assert secrets.slack_bot_token is None


def test_the_database_of_the_environment_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hosting platform that sets DATABASE_URL needs no change of the file."""
    monkeypatch.setenv("DATABASE_URL", "postgresql://me:pw@db/news")

    settings = load(GOOD)

    assert settings.database_url == "postgresql://me:pw@db/news"
    assert "pw@" not in repr(settings)


def test_swapped_slack_tokens_are_noticed_without_showing_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """The commonest mistake of a set-up is named, and the token stays secret."""
    monkeypatch.setenv("SLACK_APP_TOKEN", CANARY)
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xapp-1-A1-canarycanary")

    text = "\n".join(problems_of(f"[slack]\nenabled = true\n{GOOD}"))

    assert "SLACK_APP_TOKEN does not begin with xapp-" in text
    assert "canarycanary" not in text


@pytest.mark.parametrize(
    "text",
    [
        f'[slack]\nbot_token = "{CANARY}"',
        f'[page]\nhost = "{CANARY}"',
        f'[storage]\nurl = "{CANARY}"',
        f'[[subscriptions]]\ntopic = "{CANARY}"\ntimetable = "{CANARY}"',
    ],
)
def test_a_secret_in_the_file_is_refused_and_not_repeated(text: str) -> None:
    """The error that names a leaked token must not leak it once more."""
    problems = problems_of(f"{text}\n{GOOD}")

    assert "a secret does not belong in this file" in problems[0]
    assert not [problem for problem in problems if "canary" in problem]


def test_a_password_in_a_feeds_address_is_allowed() -> None:
    """Private feeds carry their key in the address; that is where it has to be."""
    settings = load('[[topics]]\nname = "ev"\nfeeds = ["https://me:pw@feeds.example/ev.xml"]')

    assert settings.topics[0].feeds == ("https://me:pw@feeds.example/ev.xml",)


def test_a_local_language_model_needs_no_key() -> None:
    """Ollama and its like work without an account."""
    settings = load(f'[language_model]\nname = "llama"\nbase_url = "http://localhost:11434/v1"\n{GOOD}')

    assert settings.language_model is not None
    assert settings.language_model.name == "llama"


def test_the_length_of_a_reply_is_no_secret() -> None:
    """Documented keys can be written, though their names have "token" in them."""
    local = 'name = "llama"\nbase_url = "http://localhost:11434/v1"\nmax_tokens = 8000\ncontext_tokens = 4096'

    language_model = load(f"[language_model]\n{local}\n{GOOD}").language_model

    assert language_model is not None
    assert (language_model.max_tokens, language_model.context_tokens) == (8000, 4096)


def test_a_cheaper_language_model_has_a_section_of_its_own() -> None:
    """Budgets for all and for each workspace, and who writes when the first one's share is spent."""
    language_model = load(
        f"""
        [language_model]
        name = "big"
        base_url = "http://localhost:8000/v1"
        daily_budget = 2
        workspace_daily_budget = 0.5
        [language_model.cheaper]
        name = "small"
        base_url = "http://localhost:11434/v1"
        budget_share = 0.25
        {GOOD}
        """
    ).language_model

    assert language_model is not None
    assert language_model.cheaper is not None
    assert (language_model.cheaper.name, language_model.cheaper.budget_share) == ("small", 0.25)
    assert (language_model.daily_budget, language_model.workspace_daily_budget) == (2, 0.5)


def test_a_subscription_speaks_its_topics_language_unless_it_names_one() -> None:
    """An edition's language never flips by itself."""
    settings = load(
        """
        [[topics]]
        name = "ev"
        language = "de"
        feeds = ["https://feeds.example/ev.xml"]
        [[topics]]
        name = "bikes"
        feeds = ["https://feeds.example/bikes.xml"]
        [[subscriptions]]
        topic = "ev"
        platform = "page"
        channel = "news"
        timetable = "daily 09:00 Europe/Istanbul"
        [[subscriptions]]
        topic = "bikes"
        platform = "page"
        channel = "news"
        language = "tr"
        timetable = "daily 09:00 Europe/Istanbul"
        """
    )

    assert [settings.language_of(each) for each in settings.subscriptions] == ["de", "tr"]
    assert settings.subscriptions[0].timetable.days == EVERY_DAY


def test_the_shipped_configuration_works_as_it_is() -> None:
    """Two commands from clone to a working bot: the example has no mistake and needs no token."""
    settings = load_settings(bundled("newsthread.toml"))

    assert settings.page.enabled
    assert [each.platform for each in settings.subscriptions] == [Platform.PAGE]
    assert len(settings.topics[0].feeds) == 12


def test_the_example_of_secrets_names_every_secret() -> None:
    """Whoever copies .env.example finds each variable there is."""
    lines = (
        (bundled("newsthread.toml").parent.parent / ".env.example").read_text(encoding="utf-8").splitlines()
    )

    assert {line.split("=")[0] for line in lines if line and not line.startswith("#")} == {
        *(name.upper() for name in Secrets.model_fields),
        "NEWSTHREAD_CONFIG",
    }


def test_the_demo_reads_no_secret_and_starts_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The demo spends nobody's money, whatever the environment holds."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary")

    settings = demo_settings(
        feeds=["http://127.0.0.1:9/a.xml"],
        host="127.0.0.1:9",
        database=tmp_path / "demo.db",
        port=0,
        next_edition=dt.time(9),
    )

    assert settings.secrets.openai_api_key is None
    assert settings.database_url == f"sqlite:///{tmp_path}/demo.db"
    assert [each.first_edition for each in settings.subscriptions] == [FirstEdition.NOW]


@given(st.text(alphabet="abcXYZ019-_", min_size=8, max_size=40))
def test_redaction_leaves_nothing_of_a_known_secret(secret: str) -> None:
    """Whatever a token looks like, a text that quotes it comes out without it."""
    secrets = Secrets.model_construct(discord_token=SecretStr(secret))

    assert secret not in secrets.redact(f"asked with {secret}, refused {secret}!")


def test_settings_never_show_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings in a traceback or a log line give nothing away."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", CANARY)

    settings = load(GOOD)

    assert "canary" not in f"{settings!r} {settings} {settings.secrets!r}"
