"""What response headers say about asking again: validators, freshness, Retry-After (RFC 9110, RFC 9111)."""

import datetime as dt
import email.utils
import re

import httpx

from bot.flows.ports import Validators

_LONGEST_VALIDATOR = 2_000
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age=\"?(\d{1,9})")
_UNCACHED = re.compile(r"\bno-(?:cache|store)\b")
_SECONDS = re.compile(r"\d{1,9}")


def validators_of(headers: httpx.Headers) -> Validators:
    """Return ETag and Last-Modified byte for byte, as Latin-1 text so that every byte comes back the same."""
    return Validators(etag=_raw(headers, b"etag"), last_modified=_raw(headers, b"last-modified"))


def conditional(validators: Validators) -> dict[bytes, bytes]:
    """Return the request headers that ask "has it changed?"."""
    asked = {b"If-None-Match": validators.etag, b"If-Modified-Since": validators.last_modified}
    return {name: value.encode("latin-1") for name, value in asked.items() if value}


def fresh_for(headers: httpx.Headers, now: dt.datetime) -> dt.timedelta | None:
    """Return how long the server says the body will not change. max-age beside no-cache is no hint."""
    cache_control = headers.get("cache-control", "").lower()
    if _UNCACHED.search(cache_control):
        return None
    if found := _MAX_AGE.search(cache_control):
        return dt.timedelta(seconds=int(found[1])) or None
    expires_at = _date(headers.get("expires", ""))
    lasting = expires_at - _served_at(headers, now) if expires_at else dt.timedelta()
    return lasting if lasting > dt.timedelta() else None


def retry_at(headers: httpx.Headers, now: dt.datetime) -> dt.datetime | None:
    """Return the instant that Retry-After names, in seconds or as a date by the server's own clock."""
    value = headers.get("retry-after", "").strip()
    if _SECONDS.fullmatch(value):
        return now + dt.timedelta(seconds=int(value))
    named_at = _date(value)
    return now + (named_at - _served_at(headers, now)) if named_at else None


def _raw(headers: httpx.Headers, name: bytes) -> str:
    values = [value for key, value in headers.raw if key.lower() == name]
    return values[0].decode("latin-1") if values and len(values[0]) <= _LONGEST_VALIDATOR else ""


def _served_at(headers: httpx.Headers, now: dt.datetime) -> dt.datetime:
    return _date(headers.get("date", "")) or now


def _date(value: str) -> dt.datetime | None:
    try:
        parsed = email.utils.parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError):
        return None
    return parsed.replace(tzinfo=dt.UTC) if parsed.tzinfo is None else parsed.astimezone(dt.UTC)
