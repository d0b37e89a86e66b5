"""The configuration: one TOML file, and secrets from the environment. Everything in it was checked before anybody reads it.

It refuses secrets in the file, keys it does not know, and half a mistake list: `load_settings` reports all of them at once.
"""

from bot.settings.demo import demo_settings
from bot.settings.loading import find_config, has_config, load_settings, read_settings
from bot.settings.places import bundled
from bot.settings.secrets import Secrets
from bot.settings.sections import (
    PAGE_CHANNEL,
    CheaperSettings,
    DiscordSettings,
    FirstEdition,
    LanguageModelSettings,
    NoticesSettings,
    PageSettings,
    ReadingSettings,
    RetentionSettings,
    RightsSettings,
    Settings,
    SlackSettings,
    StorageSettings,
    SubscriptionSettings,
    TopicSettings,
    WriterSettings,
)

__all__ = [
    "PAGE_CHANNEL",
    "CheaperSettings",
    "DiscordSettings",
    "FirstEdition",
    "LanguageModelSettings",
    "NoticesSettings",
    "PageSettings",
    "ReadingSettings",
    "RetentionSettings",
    "RightsSettings",
    "Secrets",
    "Settings",
    "SlackSettings",
    "StorageSettings",
    "SubscriptionSettings",
    "TopicSettings",
    "WriterSettings",
    "bundled",
    "demo_settings",
    "find_config",
    "has_config",
    "load_settings",
    "read_settings",
]
