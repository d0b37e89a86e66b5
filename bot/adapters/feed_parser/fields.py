"""The fields of an entry, made safe: ids, links, languages, dates, whatever the format they came in."""

import datetime as dt
import hashlib
import re
import urllib.parse

from bot.core.text import is_http_url

ENTRY_LIMIT = 1_000
"""Entries taken from one document; the newest stand first in all but a few feeds."""

_LONGEST_GUID = 1_000
_LONGEST_LINK = 4_000
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}")


def guid(value: str) -> str:
    """Return an id as it stands, or its hash where it is of absurd length."""
    value = value.strip()
    if len(value) <= _LONGEST_GUID:
        return value.encode(errors="replace").decode()
    return f"sha256:{hashlib.sha256(value.encode(errors='replace')).hexdigest()}"


def link(value: str, base: str) -> str:
    """Return *value* as an absolute http(s) URL, or "" if it is none."""
    try:
        absolute = urllib.parse.urljoin(base, value.strip()) if value.strip() else ""
    except ValueError:
        return ""
    is_sound = len(absolute) <= _LONGEST_LINK and is_http_url(absolute)
    return absolute if is_sound else ""


def language(value: str) -> str:
    """Return a language tag (BCP 47) in lower case, or ""."""
    tag = value.strip().lower().replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else ""


def utc(instant: dt.datetime) -> dt.datetime | None:
    """Return the instant in UTC, which it is taken for where it names no zone; None where UTC cannot write it."""
    try:
        return instant.replace(tzinfo=dt.UTC) if instant.tzinfo is None else instant.astimezone(dt.UTC)
    except OverflowError:
        return None
