"""The values of the configuration file that need more than a type: each is checked, and says what to write instead."""

import ipaddress
import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, PlainValidator

from bot.core.entities import Filter, Platform, Timetable
from bot.core.errors import CommandError
from bot.core.filters import EXAMPLE, parse_filter
from bot.core.timetable import known_zone, parse_timetable
from bot.settings.hosts import host_of, is_private

_COMMAND = re.compile(r"/[a-z0-9_-]{1,31}")
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,30}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_LISTENS = re.compile(r"[A-Za-z0-9._-]+|[0-9a-fA-F:]+")
_HOST = re.compile(r"(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(:\d{1,5})?|[0-9a-fA-F:.]+/\d{1,3}")


def _url(text: str) -> str:
    if host_of(text) is None:
        raise ValueError("is no web address. Write one that begins with https://")
    return text


def _public_url(text: str) -> str:
    """Return where others reach this machine, without a slash in the end. Slack takes no address without TLS."""
    host, parts = host_of(text), urlsplit(text)
    is_plain = not (parts.path.strip("/") or parts.query or parts.fragment or parts.username)
    if host is None or not is_plain or (parts.scheme != "https" and not is_private(host)):
        raise ValueError(
            'is no public address. Write "https://" and the name by which Slack reaches this machine'
        )
    return text.rstrip("/")


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
PublicUrl = Annotated[str, AfterValidator(_public_url)]
Language = Annotated[str, _matching(_LANGUAGE, 'is no language code. Write one such as "en", "tr" or "zh"')]
ModelName = Annotated[str, AfterValidator(_model_name)]
TopicName = Annotated[str, _matching(_NAME, "must be a short name of a-z, 0-9, _ and -, such as ev")]
SlashCommand = Annotated[
    str,
    _matching(_COMMAND, "is no slash command. Write a slash and 1 to 31 of a-z, 0-9, _ and -, such as /ev"),
]
Feeds = Annotated[tuple[Url, ...], AfterValidator(_not_empty)]
WrittenTimetable = Annotated[Timetable, PlainValidator(_timetable)]
WrittenFilter = Annotated[Filter, PlainValidator(_filter)]
ChatPlatform = Annotated[Platform, PlainValidator(_chat_platform)]
ChatPlatformOrNone = Annotated[Platform | None, PlainValidator(_chat_platform)]
OwnHost = Annotated[str, AfterValidator(_host)]
"""Where this machine listens, or a name by which it is reached."""

Host = Annotated[
    str,
    _matching(
        _HOST, 'is no host. Write "name", "name:port" or a network such as "10.1.0.0/16", without http://'
    ),
    AfterValidator(_network),
]
"""A host or a network that may be asked although it is private."""

DatabaseUrl = Annotated[
    str,
    _matching(
        re.compile(r"(sqlite|postgres(ql)?)(\+\w+)?://.+"),
        'is no database address. Write "sqlite:///data/newsthread.db" or "postgresql://host/name"',
    ),
]
Person = Annotated[
    str,
    _matching(
        re.compile(r"(slack|discord):\w+"),
        'is no person. Write "slack:U0123ABCD" or "discord:123456789012345678"',
    ),
]
