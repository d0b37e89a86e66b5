"""The fields of an entry, made safe: ids, links, languages, media types, whatever the format they came in."""

import hashlib
import re
import urllib.parse

from bot.core.text import is_http_url

ENTRY_LIMIT = 10_000
"""Entries taken from one document, the first ones: the newest stand first in all but a few feeds."""

_LONGEST_GUID = 1_000
_LONGEST_LINK = 4_000
_PLAIN_ADDRESS = re.compile(
    r"https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?::[0-9]{1,4})?/[A-Za-z0-9/._~%+-]*(?:\?[A-Za-z0-9/._~%+=&-]+)?"
)
"""Absolute, without any part that joining could change: as nearly all are."""

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}")
_MEDIA_TYPE = re.compile(r"[a-z]{1,20}/[a-z0-9!#$&^_.+-]{1,100}")
_LENGTH = re.compile(r"[0-9]{1,15}")


def guid(value: str) -> str:
    """Return an id as it stands, or its hash where it is of absurd length."""
    value = value.strip()
    if len(value) <= _LONGEST_GUID:
        return value.encode(errors="replace").decode()
    return f"sha256:{hashlib.sha256(value.encode(errors='replace')).hexdigest()}"


def link(value: str, base: str) -> str:
    """Return *value* as an absolute http(s) URL, or "" if it is none."""
    value = value.strip()
    if not value or len(value) > _LONGEST_LINK:
        return ""
    if _PLAIN_ADDRESS.fullmatch(value) and _PLAIN_ADDRESS.fullmatch(base):
        return value
    try:
        absolute = urllib.parse.urljoin(base, value)
    except ValueError:
        return ""
    is_sound = len(absolute) <= _LONGEST_LINK and is_http_url(absolute)
    return absolute if is_sound else ""


def language(value: str) -> str:
    """Return a language tag (BCP 47) in lower case, or ""."""
    tag = value.strip().lower().replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else ""


def media_type(value: str) -> str:
    """Return a file's media type in lower case, without parameters, or "". feedparser says HTML where nobody says anything."""
    kind = value.partition(";")[0].strip().lower()
    return kind if kind != "text/html" and _MEDIA_TYPE.fullmatch(kind) else ""


def length(value: str) -> int:
    """Return a number of bytes, 0 where it is none."""
    digits = value.strip()
    return int(digits) if _LENGTH.fullmatch(digits) else 0
