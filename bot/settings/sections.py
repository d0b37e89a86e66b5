"""The sections of the configuration file as frozen values, each with its own checks. Durations are named by their unit."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from bot.core.entities import NO_FILTER, NewTopic, WhenEmpty
from bot.core.rights import Who
from bot.settings.fields import (
    ChatPlatform,
    ChatPlatformOrNone,
    DatabaseUrl,
    Feeds,
    Host,
    Language,
    ModelName,
    OwnHost,
    Person,
    PublicUrl,
    SlashCommand,
    TopicName,
    Url,
    WrittenFilter,
    WrittenTimetable,
)
from bot.settings.secrets import Secrets

OPENAI_URL = "https://api.openai.com/v1"
PAGE_CHANNEL = "news"
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class StorageSettings(_Section):
    """Where everything is kept. A relative SQLite path starts at the working directory."""

    url: DatabaseUrl = "sqlite:///data/newsthread.db"


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
    name: ModelName = Field(default="", validate_default=True)
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
    """Slack: over Socket Mode, with the tokens of one workspace; with a *public_url* over HTTP, for all that install the app."""

    enabled: StrictBool = False
    public_url: PublicUrl | None = None
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
    host: OwnHost = "127.0.0.1"
    port: int = Field(default=8321, ge=0, le=65535)
    names: tuple[OwnHost, ...] = ()
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

    platform: ChatPlatformOrNone = None
    channel: str = ""
    failing_after_hours: float = Field(default=24, ge=0, le=30 * 24)


class RightsSettings(_Section):
    """Who may change what a channel gets, and the feeds. *channels* None: everyone on Slack, managers on Discord."""

    channels: Who | None = None
    feeds: Who = Who.MANAGERS
    people: tuple[Person, ...] = ()


class RetentionSettings(_Section):
    """How long things are kept."""

    entries_days: int = Field(default=365, ge=7)
    transcript_days: int = Field(default=365, ge=7)


class TopicSettings(_Section):
    """A named subject with its feeds and its command."""

    name: TopicName
    command: SlashCommand = ""
    title: str = ""
    language: Language = "en"
    feeds: Feeds
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    filter: WrittenFilter = NO_FILTER
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
    platform: ChatPlatform
    channel: str = ""
    subject: Annotated[str, Field(max_length=80)] = ""
    timetable: WrittenTimetable
    language: Language | None = None
    size: int = Field(default=5, ge=1, le=20)
    when_empty: WhenEmpty = WhenEmpty.LINE
    first_edition: FirstEdition = FirstEdition.PLANNED
    filter: WrittenFilter = NO_FILTER


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
