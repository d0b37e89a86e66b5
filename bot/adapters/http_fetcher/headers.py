"""What response headers say about asking again: validators, freshness, Retry-After (RFC 9110, RFC 9111)."""

import datetime as dt
import email.utils
import re

import httpx2

from bot.flows.ports import Validators

_LONGEST_VALIDATOR = 2_000
_LONGEST_VALUE = 1_000
_LONGEST_WAIT = dt.timedelta(days=366)  # whatever a server says; beyond, dates overflow
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age=\"?(\d{1,9})")
_UNCACHED = re.compile(r"\bno-(?:cache|store)\b")
_SECONDS = re.compile(r"\d{1,9}")
_ENTITY_TAG = re.compile(r'(?:W/)?"(.+)"')
_STALE_AT_ONCE = frozenset({"0", "-1"})


def validators_of(headers: httpx2.Headers) -> Validators:
    """Return ETag and Last-Modified byte for byte, as Latin-1 text so that every byte comes back the same."""
    return Validators(etag=_raw(headers, b"etag"), last_modified=_raw(headers, b"last-modified"))


def renewed(known: Validators, headers: httpx2.Headers) -> Validators:
    """Return *known* with what came anew: an answer without a body need not repeat what stays as it was."""
    given = validators_of(headers)
    return Validators(etag=given.etag or known.etag, last_modified=given.last_modified or known.last_modified)


def conditional(validators: Validators) -> list[tuple[bytes, bytes]]:
    """Return the request headers that ask "has it changed?"."""
    asked = [(b"If-None-Match", validators.etag), (b"If-Modified-Since", validators.last_modified)]
    return [(name, value.encode("latin-1")) for name, value in asked if value]


def is_unchanged(known: Validators, headers: httpx2.Headers) -> bool:
    """Does a full answer name the very version that we *know*? Servers that do not answer conditions do so.

    Weak and strong tags count as equal (RFC 9110 §8.8.3.2). Where a server says that its answer is stale at once
    ("Expires: 0"), its tags are not to be relied on either.
    """
    known_tag, tag = (_ENTITY_TAG.fullmatch(text) for text in (known.etag, _raw(headers, b"etag")))
    is_relied_on = headers.get("expires", "").strip() not in _STALE_AT_ONCE
    return bool(known_tag and tag and known_tag[1] == tag[1] and is_relied_on)


def fresh_for(headers: httpx2.Headers, now: dt.datetime) -> dt.timedelta | None:
    """Return how much longer the server says the body will not change. max-age beside no-cache is no hint.

    What a cache on the way has used up of that time (Age) is gone.
    """
    cache_control = _value(headers, "cache-control").lower()
    if _UNCACHED.search(cache_control):
        return None
    if found := _MAX_AGE.search(cache_control):
        lasting = dt.timedelta(seconds=int(found[1]))
    else:
        expires_at = _date(_value(headers, "expires"))
        lasting = expires_at - _served_at(headers, now) if expires_at else dt.timedelta()
    left = min(lasting, _LONGEST_WAIT) - _age(headers)
    return left if left > dt.timedelta() else None


def retry_at(headers: httpx2.Headers, now: dt.datetime) -> dt.datetime | None:
    """Return the instant that Retry-After names, in seconds or as a date by the server's own clock."""
    value = _value(headers, "retry-after")
    if _SECONDS.fullmatch(value):
        return now + min(dt.timedelta(seconds=int(value)), _LONGEST_WAIT)
    named_at = _date(value)
    return now + min(named_at - _served_at(headers, now), _LONGEST_WAIT) if named_at else None


def _raw(headers: httpx2.Headers, name: bytes) -> str:
    values = [value for key, value in headers.raw if key.lower() == name]
    return values[0].decode("latin-1") if values and len(values[0]) <= _LONGEST_VALIDATOR else ""


def _value(headers: httpx2.Headers, name: str) -> str:
    value: str = headers.get(name, "").strip()
    return value if len(value) <= _LONGEST_VALUE else ""


def _age(headers: httpx2.Headers) -> dt.timedelta:
    value = _value(headers, "age")
    return dt.timedelta(seconds=int(value)) if _SECONDS.fullmatch(value) else dt.timedelta()


def _served_at(headers: httpx2.Headers, now: dt.datetime) -> dt.datetime:
    return _date(_value(headers, "date")) or now


def _date(value: str) -> dt.datetime | None:
    try:
        parsed = email.utils.parsedate_to_datetime(value)
        return parsed.replace(tzinfo=dt.UTC) if parsed.tzinfo is None else parsed.astimezone(dt.UTC)
    except (ValueError, TypeError, OverflowError):
        return None
