"""The sections of the configuration file as frozen values, each with its own checks. Durations are named by their unit."""

import ipaddress
import re
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainValidator, StrictBool

from bot.core.entities import NO_FILTER, Filter, NewTopic, Platform, Timetable, WhenEmpty
from bot.core.errors import CommandError
from bot.core.filters import EXAMPLE, parse_filter
from bot.core.rights import Who
from bot.core.timetable import known_zone, parse_timetable
from bot.settings.hosts import host_of
from bot.settings.secrets import Secrets

OPENAI_URL = "https://api.openai.com/v1"
PAGE_CHANNEL = "news"
_COMMAND = re.compile(r"/[a-z0-9_-]{1,31}")
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,30}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
LOOPBACK = ("127.0.0.1", "::1", "localhost")
_LISTENS = re.compile(r"[A-Za-z0-9._-]+|[0-9a-fA-F:]+")
_HOST = re.compile(r"(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(:\d{1,5})?|[0-9a-fA-F:.]+/\d{1,3}")


def _url(text: str) -> str:
    if host_of(text) is None:
        raise ValueError("is no web address. Write one that begins with https://")
    return text


def _matching(pattern: re.Pattern[str], cure: str) -> AfterValidator:
    def check(text: str) -> str:
        if not pattern.fullmatch(text):
            raise ValueError(cure)
        return text

    return AfterValidator(check)


def _network(entry: str) -> str:
    if "/" in entry:
        try:
            ipaddress.ip_network(entry, strict=False)
        except ValueError as error:
            raise ValueError('is no network. Write one such as "10.1.0.0/16"') from error
    return entry


def _host(host: str) -> str:
    if not _LISTENS.fullmatch(host):
        raise ValueError(
            "is no host name or address. Write 127.0.0.1, or the name of this machine, without http://"
        )
    return host.lower()


def _model_name(name: str) -> str:
    if not name.strip():
        raise ValueError("is missing. Write the name as the server calls it, or remove the section")
    return name


def _not_empty(feeds: tuple[str, ...]) -> tuple[str, ...]:
    if not feeds:
        raise ValueError("is empty. Write at least one")
    return feeds


def _timetable(text: object) -> Timetable:
    if not isinstance(text, str):
        raise ValueError('must be text in quotes, such as "daily 09:00 Europe/Berlin"')  # noqa: TRY004 -- pydantic reports ValueError only
    try:
        return parse_timetable(text)
    except CommandError as error:
        raise ValueError(" ".join(dict.fromkeys([str(error), *_zone_mistakes(text)]))) from error


def _filter(text: object) -> Filter:
    if not isinstance(text, str):
        raise ValueError(f"must be text in quotes, such as '{EXAMPLE}'")  # noqa: TRY004 -- pydantic reports ValueError only
    try:
        wanted = parse_filter(text)
    except CommandError as error:
        raise ValueError(str(error)) from error
    if wanted.size is not None:
        raise ValueError("has a size. Write it as a key of the subscription: size = 8")
    return wanted


def _zone_mistakes(text: str) -> list[str]:
    """Return what is wrong with the zone: a mistake before it hides it."""
    try:
        for zone in text.split()[2:]:  # after the kind and the time
            known_zone(zone)
    except CommandError as error:
        return [str(error)]
    return []


def _chat_platform(name: object) -> Platform:
    for platform in (Platform.SLACK, Platform.DISCORD, Platform.PAGE):
        if name == platform:
            return platform
    raise ValueError('must be "slack", "discord" or "page"')


Url = Annotated[str, AfterValidator(_url)]
Language = Annotated[str, _matching(_LANGUAGE, 'is no language code. Write one such as "en", "tr" or "zh"')]
Host = Annotated[
    str,
    _matching(
        _HOST, 'is no host. Write "name", "name:port" or a network such as "10.1.0.0/16", without http://'
    ),
    AfterValidator(_network),
]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class StorageSettings(_Section):
    """Where everything is kept. A relative SQLite path starts at the working directory."""

    url: Annotated[
        str,
        _matching(
            re.compile(r"(sqlite|postgres(ql)?)(\+\w+)?://.+"),
            'is no database address. Write "sqlite:///data/newsthread.db" or "postgresql://host/name"',
        ),
    ] = "sqlite:///data/newsthread.db"


class ReadingSettings(_Section):
    """How feeds are read. *allowed_private*: hosts ("name", "name:port") and networks of our own to ask.

    Between two checks of a feed lie at least *interval_minutes*, and *max_interval_hours* where it hardly brings anything.
    *host_gap_seconds* lie between two requests to one host.
    """

    interval_minutes: float = Field(default=60, strict=True, ge=0.25, le=7 * 24 * 60)
    max_interval_hours: float = Field(default=6, ge=0, le=7 * 24)
    user_agent_contact: str = ""
    about_url: Url | None = None
    allowed_private: tuple[Host, ...] = ()
    max_body_mib: float = Field(default=10, gt=0, le=100)
    timeout_seconds: float = Field(default=20, gt=0, le=300)
    host_gap_seconds: float = Field(default=1, ge=0, le=60)
    fetch_articles: StrictBool = True


class WriterSettings(_Section):
    """An OpenAI-compatible server. Prices are per million tokens.

    *at_once*: so many questions are under way at most, in each process; 1 for a server that answers one after another.
    *max_tokens* bounds one reply, with what a reasoning language model thinks before it. *context_tokens*: what prompt and
    reply may have together, for servers that cut the rest. *api_version*: of an Azure resource without its v1 API.
    """

    base_url: Url = OPENAI_URL
    name: Annotated[str, AfterValidator(_model_name)] = Field(default="", validate_default=True)
    api_version: str = ""
    input_price: float = Field(default=0, ge=0)
    output_price: float = Field(default=0, ge=0)
    timeout_seconds: float = Field(default=60, gt=0, le=600)
    at_once: int = Field(default=4, ge=1, le=100)
    max_tokens: int = Field(default=4000, ge=200)
    context_tokens: int | None = Field(default=None, ge=3000)
    temperature: float | None = Field(default=None, ge=0, le=2)


class CheaperSettings(WriterSettings):
    """Who writes where the first language model's share of the budget is spent, or where it fails.

    *budget_share*: the part of each budget that is kept for it.
    """

    budget_share: float = Field(default=0.2, ge=0, le=1)


class LanguageModelSettings(WriterSettings):
    """Who writes. The budgets are per day, in the price list's currency: of all together, and of each workspace.

    *second_opinion*: of what it wrote, doubtful sentences are asked about once more.
    """

    daily_budget: float | None = Field(default=None, ge=0)
    workspace_daily_budget: float | None = Field(default=None, ge=0)
    second_opinion: StrictBool = False
    cheaper: CheaperSettings | None = None


class SlackSettings(_Section):
    """Slack over Socket Mode."""

    enabled: StrictBool = False
    api_url: Url = "https://slack.com/api/"


class DiscordSettings(_Section):
    """Discord over its gateway. *message_content*: the privileged intent is granted, so threads are heard without a mention."""

    enabled: StrictBool = False
    api_url: Url = "https://discord.com/api"
    message_content: StrictBool = False


class PageSettings(_Section):
    """The built-in page. On loopback it asks for no login; anywhere else it needs a token (PAGE_TOKEN).

    *all_channels*: its newsroom shows what every channel gets, not only its own; None: on loopback alone, where whoever
    runs the bot sits. *names* are those by which browsers reach it, beside *host*.
    """

    enabled: StrictBool = True
    host: Annotated[str, AfterValidator(_host)] = "127.0.0.1"
    port: int = Field(default=8321, ge=0, le=65535)
    names: tuple[Annotated[str, AfterValidator(_host)], ...] = ()
    all_channels: StrictBool | None = None

    @property
    def is_local(self) -> bool:
        """Whether only this machine reaches it."""
        return self.host in LOOPBACK

    @property
    def sees_all(self) -> bool:
        """Whether its newsroom shows every channel."""
        return self.is_local if self.all_channels is None else self.all_channels


class NoticesSettings(_Section):
    """Where those who run it are told of feeds that fail, and after how long. *platform* None: on the page, where there is one."""

    platform: Annotated[Platform | None, PlainValidator(_chat_platform)] = None
    channel: str = ""
    failing_after_hours: float = Field(default=24, ge=0, le=30 * 24)


class RightsSettings(_Section):
    """Who may change what a channel gets, and the feeds. *channels* None: everyone on Slack, managers on Discord."""

    channels: Who | None = None
    feeds: Who = Who.MANAGERS
    people: tuple[
        Annotated[
            str,
            _matching(
                re.compile(r"(slack|discord):\w+"),
                'is no person. Write "slack:U0123ABCD" or "discord:123456789012345678"',
            ),
        ],
        ...,
    ] = ()


class RetentionSettings(_Section):
    """How long things are kept."""

    entries_days: int = Field(default=365, ge=7)
    transcript_days: int = Field(default=365, ge=7)


class TopicSettings(_Section):
    """A named subject with its feeds and its command."""

    name: Annotated[str, _matching(_NAME, "must be a short name of a-z, 0-9, _ and -, such as ev")]
    command: Annotated[
        str,
        _matching(
            _COMMAND, "is no slash command. Write a slash and 1 to 31 of a-z, 0-9, _ and -, such as /ev"
        ),
    ] = ""
    title: str = ""
    language: Language = "en"
    feeds: Annotated[tuple[Url, ...], AfterValidator(_not_empty)]
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    filter: Annotated[Filter, PlainValidator(_filter)] = NO_FILTER
    aliases: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    @property
    def slash_command(self) -> str:
        """The command, "/name" where none was written."""
        return self.command or f"/{self.name}"

    def declared(self) -> NewTopic:
        """Return it in the words of the core."""
        return NewTopic(
            name=self.name,
            command=self.slash_command,
            title=self.title or self.name,
            language=self.language,
            aliases=self.aliases,
            feeds=tuple(dict.fromkeys(self.feeds)),
            include=self.include,
            exclude=self.exclude,
            filter=self.filter,
        )


class FirstEdition(StrEnum):
    """When a new subscription gets its first edition: at its planned time, or as soon as there is something to tell."""

    PLANNED = "planned"
    NOW = "now"


class SubscriptionSettings(_Section):
    """A channel's standing wish. *language* "" means the topic's."""

    topic: str
    platform: Annotated[Platform, PlainValidator(_chat_platform)]
    channel: str = ""
    subject: Annotated[str, Field(max_length=80)] = ""
    timetable: Annotated[Timetable, PlainValidator(_timetable)]
    language: Language | None = None
    size: int = Field(default=5, ge=1, le=20)
    when_empty: WhenEmpty = WhenEmpty.LINE
    first_edition: FirstEdition = FirstEdition.PLANNED
    filter: Annotated[Filter, PlainValidator(_filter)] = NO_FILTER


class Settings(_Section):
    """The whole configuration. *language_model* None: bullets and answers are extracts."""

    storage: StorageSettings = StorageSettings()
    reading: ReadingSettings = ReadingSettings()
    language_model: LanguageModelSettings | None = None
    slack: SlackSettings = SlackSettings()
    discord: DiscordSettings = DiscordSettings()
    page: PageSettings = PageSettings()
    notices: NoticesSettings = NoticesSettings()
    rights: RightsSettings = RightsSettings()
    retention: RetentionSettings = RetentionSettings()
    topics: tuple[TopicSettings, ...] = ()
    subscriptions: tuple[SubscriptionSettings, ...] = ()
    secrets: Secrets = Field(default_factory=Secrets.model_construct, repr=False)

    @property
    def database_url(self) -> str:
        """The database to use. It may hold a password: never log it."""
        override = self.secrets.database_url
        return override.get_secret_value() if override else self.storage.url

    def language_of(self, subscription: SubscriptionSettings) -> str:
        """The language of a subscription's editions: its own, or its topic's."""
        topics = {topic.name: topic.language for topic in self.topics}
        return subscription.language or topics[subscription.topic]
