"""What no section can check alone: references between sections, and what the environment must hold for them.

It works on what could be read, so that one mistake is not reported a second time as a contradiction.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr

from bot.core.entities import Platform
from bot.settings.secrets import Secrets
from bot.settings.sections import (
    DiscordSettings,
    PageSettings,
    ReadingSettings,
    SlackSettings,
    SubscriptionSettings,
    TopicSettings,
)

_PUBLIC_MINUTES = 5
"""Nobody asks a stranger's server more often; our own may be asked at any pace."""
_CHANNEL = {
    Platform.SLACK: (
        re.compile(r"[CGD][A-Z0-9]{5,}"),
        'its id, such as "C0123ABCDEF" (channel details, at the bottom)',
    ),
    Platform.PAGE: (re.compile("news"), '"news", the one it has'),
    Platform.DISCORD: (
        re.compile(r"\d{15,21}"),
        "its id of digits (right-click the channel, Copy Channel ID)",
    ),
}


def contradictions(parsed: Mapping[str, Any], raw: Mapping[str, Any], secrets: Secrets) -> list[str]:
    """Return what does not fit together, each as "key: what is wrong. Cure."

    *parsed* holds the sections that could be read, and None for each that could not; *raw* is the file as it stands.
    """
    return [
        *_topics([topic for topic in parsed["topics"] if topic]),
        *_subscriptions(parsed, raw),
        *_tokens(parsed, secrets),
        *_pace(parsed),
    ]


def _topics(topics: Sequence[TopicSettings]) -> Iterator[str]:
    for attribute in ("name", "slash_command"):
        values = [getattr(topic, attribute) for topic in topics]
        for value in sorted({value for value in values if values.count(value) > 1}):
            yield f"topics: two topics are called {value}. Give each a {attribute.replace('slash_', '')} of its own."


def _subscriptions(parsed: Mapping[str, Any], raw: Mapping[str, Any]) -> Iterator[str]:
    names = _names(raw.get("topics"))
    seen: set[tuple[str, Platform, str]] = set()
    subscriptions: tuple[SubscriptionSettings | None, ...] = parsed["subscriptions"]
    for number, subscription in enumerate(subscriptions, 1):
        if subscription is None:
            continue
        place = f"subscriptions[{number}]"
        if subscription.topic not in names:
            known = ", ".join(sorted(names)) or "none"
            yield f"{place}.topic: there is no topic {subscription.topic}. Topics of this file: {known}."
        yield from _channel(place, subscription)
        yield from _enabled(place, subscription.platform, parsed)
        key = (subscription.topic, subscription.platform, subscription.channel)
        if key in seen:
            yield f"{place}: this channel is subscribed to {subscription.topic} already. Keep one of the two."
        seen.add(key)


def _names(topics: object) -> set[str]:
    """Return the names as they stand in the file: a topic with a mistake is a topic all the same."""
    items = topics if isinstance(topics, list) else []
    names = [item.get("name") for item in items if isinstance(item, Mapping)]
    return {name for name in names if isinstance(name, str)}


def _channel(place: str, subscription: SubscriptionSettings) -> Iterator[str]:
    pattern, cure = _CHANNEL[subscription.platform]
    if not pattern.fullmatch(subscription.channel):
        yield f"{place}.channel: is no {subscription.platform} channel. Write {cure}."


def _enabled(place: str, platform: Platform, parsed: Mapping[str, Any]) -> Iterator[str]:
    defaults = {
        Platform.SLACK: SlackSettings(),
        Platform.DISCORD: DiscordSettings(),
        Platform.PAGE: PageSettings(),
    }
    section = parsed.get(platform.value, defaults[platform])
    if section is not None and not section.enabled:
        yield f"{place}.platform: {platform} is switched off. Write enabled = true in [{platform}]."


def _tokens(parsed: Mapping[str, Any], secrets: Secrets) -> Iterator[str]:
    slack, discord, language_model = (parsed.get(name) for name in ("slack", "discord", "language_model"))
    if slack is not None and slack.enabled:
        yield from _token("slack", "SLACK_BOT_TOKEN", secrets.slack_bot_token, "xoxb-")
        yield from _token("slack", "SLACK_APP_TOKEN", secrets.slack_app_token, "xapp-")
    if discord is not None and discord.enabled:
        yield from _token("discord", "DISCORD_TOKEN", secrets.discord_token, "")
    if (
        language_model is not None
        and language_model.name
        and language_model.needs_key
        and secrets.openai_api_key is None
    ):
        yield (
            "language_model: OPENAI_API_KEY is not set. Set it in the environment or .env, "
            "or name another server as base_url."
        )


def _token(section: str, name: str, token: SecretStr | None, beginning: str) -> Iterator[str]:
    if token is None:
        yield f"{section}: {name} is not set. Set it in the environment or .env (see .env.example)."
    elif not token.get_secret_value().startswith(beginning):
        yield f"{section}: {name} does not begin with {beginning}: it is another token. See .env.example for the right one."


def _pace(parsed: Mapping[str, Any]) -> Iterator[str]:
    reading = parsed.get("reading", ReadingSettings())
    if reading is None or reading.interval_minutes >= _PUBLIC_MINUTES:
        return
    urls = [urlsplit(url) for topic in parsed["topics"] if topic for url in topic.feeds]
    ours = set(reading.allowed_private)
    strangers = [url for url in urls if not ours & {url.hostname, f"{url.hostname}:{url.port}"}]
    if strangers:
        yield (
            f"reading.interval_minutes: {reading.interval_minutes:g} is too often for other people's servers. "
            f"Write {_PUBLIC_MINUTES} or more."
        )
