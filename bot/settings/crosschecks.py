"""What no section can check alone: references between sections, and what the environment must hold for them.

It reads the file as it stands, not what could be made of it: a section with a mistake of its own is checked all the
same, so that all mistakes are known at once. What has the wrong type is reported by its section, and passed over here.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import SecretStr

from bot.core.entities import Platform
from bot.settings.hosts import host_of, is_allowed, is_private
from bot.settings.places import bundled
from bot.settings.secrets import Secrets
from bot.settings.sections import LOOPBACK, OPENAI_URL, PAGE_CHANNEL, ReadingSettings

_PUBLIC_MINUTES = 5
"""Nobody asks a stranger's server more often; our own may be asked at any pace."""
_OPENAI_HOST = host_of(OPENAI_URL)
"""The server that refuses callers without a key; servers of one's own mostly do not."""
_TOKEN_LENGTH = 16
_KEY_LENGTH = 32
_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 -- what has to be said more about
_CHANNEL = {
    Platform.SLACK: (
        re.compile(r"[CGD][A-Z0-9]{5,}"),
        'its id, such as "C0123ABCDEF" (channel details, at the bottom)',
    ),
    Platform.PAGE: (re.compile(PAGE_CHANNEL), f'"{PAGE_CHANNEL}", the one it has'),
    Platform.DISCORD: (
        re.compile(r"\d{15,21}"),
        "its id of digits (right-click the channel, Copy Channel ID)",
    ),
}


def contradictions(raw: Mapping[str, Any], secrets: Secrets) -> list[str]:
    """Return what does not fit together in the file *raw*, each as "key: what is wrong. Cure."."""
    return [
        *_no_topics(raw),
        *_same_topics(raw),
        *_subscriptions(raw),
        *_notices(raw),
        *_page(raw, secrets),
        *_tokens(raw, secrets),
        *_key(raw, secrets),
        *_private_feeds(raw),
        *_pace(raw),
    ]


def _no_topics(raw: Mapping[str, Any]) -> Iterator[str]:
    if not raw.get("topics"):
        example = bundled("newsthread.toml")
        yield f"topics: there is none. Write a [[topics]] section with a name and feeds, as in {example}."


def _same_topics(raw: Mapping[str, Any]) -> Iterator[str]:
    topics = [topic for _, topic in _listed(raw, "topics")]
    for what, values in (("name", _names(topics)), ("command", _commands(topics))):
        for value in sorted({value for value in values if values.count(value) > 1}):
            yield f"topics: two topics are called {value}. Give each a {what} of its own."


def _names(topics: Iterable[Mapping[str, Any]]) -> list[str]:
    return [name for topic in topics if (name := _text(topic, "name"))]


def _commands(topics: Iterable[Mapping[str, Any]]) -> list[str]:
    commands = [_text(topic, "command") or f"/{_text(topic, 'name')}" for topic in topics]
    return [command for command in commands if command != "/"]


_SUBSCRIBED = ("topic", "platform", "channel", "subject")
"""A channel has one subscription to a topic for each subject."""


def _subscriptions(raw: Mapping[str, Any]) -> Iterator[str]:
    names = set(_names(topic for _, topic in _listed(raw, "topics")))
    seen: set[tuple[str, ...]] = set()
    for place, subscription in _listed(raw, "subscriptions"):
        topic, platform, channel, subject = (_text(subscription, key) for key in _SUBSCRIBED)
        if topic and topic not in names:
            known = ", ".join(sorted(names)) or "none"
            yield f"{place}.topic: there is no topic {topic}. Topics of this file: {known}."
        if platform in _CHANNEL:
            yield from _channel(place, Platform(platform), subscription.get("channel", ""))
            yield from _switched_off(place, Platform(platform), raw)
        if channel and (topic, platform, channel, subject) in seen:
            yield f"{place}: this channel is subscribed to {topic} already. Keep one of the two."
        seen.add((topic, platform, channel, subject))


def _notices(raw: Mapping[str, Any]) -> Iterator[str]:
    section = _section(raw, "notices")
    platform, channel = _text(section, "platform"), section.get("channel", "")
    if platform not in _CHANNEL:
        if channel and "platform" not in section:
            yield 'notices.platform: is missing. Write "slack", "discord" or "page".'
        return
    yield from _channel("notices", Platform(platform), channel)
    yield from _switched_off("notices", Platform(platform), raw)
    news = [(_text(each, "platform"), _text(each, "channel")) for _, each in _listed(raw, "subscriptions")]
    if platform != Platform.PAGE and (platform, channel) in news:
        yield "notices.channel: news is posted there. Name a channel of those who run the bot."


def _page(raw: Mapping[str, Any], secrets: Secrets) -> Iterator[str]:
    section = _section(raw, "page")
    host = _text(section, "host").lower()
    if section.get("enabled") is False or not host or host in LOOPBACK:
        return
    token = secrets.page_token.get_secret_value() if secrets.page_token else ""
    if len(token) < _TOKEN_LENGTH:
        yield (
            f"page.host: would open the page to others. Put a PAGE_TOKEN of {_TOKEN_LENGTH} characters or more into .env, "
            "for which it then asks, or write 127.0.0.1 and reach it through a tunnel (ssh -L)."
        )
    if host in _EVERYWHERE and not section.get("names"):
        yield 'page.names: is missing. Write the names by which browsers reach the page, such as ["news.example.com"].'


def _channel(place: str, platform: Platform, channel: object) -> Iterator[str]:
    pattern, cure = _CHANNEL[platform]
    if isinstance(channel, str) and not pattern.fullmatch(channel):
        yield f"{place}.channel: is no {platform} channel. Write {cure}."


def _switched_off(place: str, platform: Platform, raw: Mapping[str, Any]) -> Iterator[str]:
    if _section(raw, platform).get("enabled", platform is Platform.PAGE) is False:
        yield f"{place}.platform: {platform} is switched off. Write enabled = true in [{platform}]."


def _tokens(raw: Mapping[str, Any], secrets: Secrets) -> Iterator[str]:
    slack = _section(raw, "slack")
    if slack.get("enabled") is True and "public_url" in slack:
        yield from _slack_over_http(raw, secrets)
    elif slack.get("enabled") is True:
        yield from _token("slack", "SLACK_BOT_TOKEN", secrets.slack_bot_token, "xoxb-")
        yield from _token("slack", "SLACK_APP_TOKEN", secrets.slack_app_token, "xapp-")
    if _section(raw, "discord").get("enabled") is True:
        yield from _token("discord", "DISCORD_TOKEN", secrets.discord_token, "")


def _slack_over_http(raw: Mapping[str, Any], secrets: Secrets) -> Iterator[str]:
    yield from _token("slack", "SLACK_CLIENT_ID", secrets.slack_client_id, "")
    yield from _token("slack", "SLACK_CLIENT_SECRET", secrets.slack_client_secret, "")
    yield from _token("slack", "SLACK_SIGNING_SECRET", secrets.slack_signing_secret, "")
    yield from _token("slack", "SLACK_TOKEN_KEY", secrets.slack_token_key, "")
    key = secrets.slack_token_key.get_secret_value() if secrets.slack_token_key else ""
    if 0 < len(key) < _KEY_LENGTH:
        yield (
            f"slack: SLACK_TOKEN_KEY is too short: it keeps tokens from whoever reads the database. Make one of {_KEY_LENGTH} "
            "characters or more: openssl rand -hex 32"
        )
    if _section(raw, "page").get("enabled") is False:
        yield "slack.public_url: Slack is answered by the page's server. Write enabled = true in [page]."


def _token(section: str, name: str, token: SecretStr | None, beginning: str) -> Iterator[str]:
    if token is None:
        yield f"{section}: {name} is not set. Set it in the environment or .env (see .env.example)."
    elif not token.get_secret_value().startswith(beginning):
        yield f"{section}: {name} does not begin with {beginning}: it is another token. See .env.example for the right one."


def _key(raw: Mapping[str, Any], secrets: Secrets) -> Iterator[str]:
    if "language_model" not in raw or secrets.openai_api_key is not None:
        return
    section = _section(raw, "language_model")
    places = {"language_model": raw["language_model"], "language_model.cheaper": section.get("cheaper")}
    for place, server in places.items():
        own = secrets.cheaper_api_key if place.endswith("cheaper") else None
        if isinstance(server, Mapping) and own is None and _is_openai(server.get("base_url", OPENAI_URL)):
            yield (
                f"{place}: OPENAI_API_KEY is not set. Set it in the environment or .env, "
                "or name another server as base_url."
            )


def _is_openai(base_url: object) -> bool:
    return isinstance(base_url, str) and host_of(base_url) == _OPENAI_HOST


def _private_feeds(raw: Mapping[str, Any]) -> Iterator[str]:
    allowed = _texts(_section(raw, "reading"), "allowed_private")
    for place, topic in _listed(raw, "topics"):
        for number, url in enumerate(_texts(topic, "feeds"), 1):
            host = host_of(url)
            if host and is_private(host) and not is_allowed(host, allowed):
                yield (
                    f"{place}.feeds[{number}]: {host.name} is inside a private network. "
                    "If it is yours, add it to allowed_private in [reading]; else remove the feed."
                )


def _pace(raw: Mapping[str, Any]) -> Iterator[str]:
    reading = _section(raw, "reading")
    minutes = reading.get("interval_minutes", ReadingSettings().interval_minutes)
    if not isinstance(minutes, int | float) or not minutes < _PUBLIC_MINUTES:
        return
    allowed = _texts(reading, "allowed_private")
    hosts = [host_of(url) for _, topic in _listed(raw, "topics") for url in _texts(topic, "feeds")]
    if any(host and not is_allowed(host, allowed) for host in hosts):
        yield (
            f"reading.interval_minutes: {minutes:g} is too often for other people's servers. "
            f"Write {_PUBLIC_MINUTES} or more."
        )


def _section(raw: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = raw.get(name)
    return value if isinstance(value, Mapping) else {}


def _listed(raw: Mapping[str, Any], name: str) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the sections of a list, each with its place in the file."""
    items = raw.get(name)
    return [
        (f"{name}[{number}]", item)
        for number, item in enumerate(items if isinstance(items, list) else [], 1)
        if isinstance(item, Mapping)
    ]


def _text(section: Mapping[str, Any], key: str) -> str:
    value = section.get(key)
    return value if isinstance(value, str) else ""


def _texts(section: Mapping[str, Any], key: str) -> list[str]:
    """Return a list of texts; what is none becomes "", so that the others keep their numbers."""
    items = section.get(key)
    return [item if isinstance(item, str) else "" for item in items] if isinstance(items, list) else []
