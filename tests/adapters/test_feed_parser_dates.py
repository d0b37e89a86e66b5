"""Dates as publishers write them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.feed_parser.dates import DateReader


@pytest.mark.parametrize(
    ("raw", "instant"),
    [
        ("Mon, 23 Nov 2026 09:30:00 +0100", "2026-11-23T08:30:00"),
        ("23 Nov 26 09:30 EST", "2026-11-23T14:30:00"),
        ("Thu, 01 Jan 04 19:48:21 GMT", "2004-01-01T19:48:21"),
        ("Mon, 23 Nov 2026 10:00:00 CET", "2026-11-23T09:00:00"),
        ("Mon, 23 Nov 2026 10:00:00 MSK", "2026-11-23T07:00:00"),
        ("Mon, 23 Nov 2026 10:00:00 GMT+0200", "2026-11-23T08:00:00"),
        ("Mon, 23 Nov 2026 10:00:00 -0500 (EST)", "2026-11-23T15:00:00"),
        ("Mon, 23 Nov 2026 24:00:00 GMT", "2026-11-24T00:00:00"),
        ("Mon, 23 Nov 2026 10:00:60 GMT", "2026-11-23T10:01:00"),
        ("Mon, 23 Nov 2026 10.00.00 +0100", "2026-11-23T09:00:00"),
        ("Monday, November 23, 2026 10:00 PM PST", "2026-11-24T06:00:00"),
        ("Mon Nov 23 10:00:00 UTC 2026", "2026-11-23T10:00:00"),
        ("23-Nov-2026 9:5 GMT", "2026-11-23T09:05:00"),
        ("Nov 23rd, 2026", "2026-11-23T00:00:00"),
        ("2026-11-23T10:00:00Z", "2026-11-23T10:00:00"),
        ("2026-11-23T10:00:00.25+05:30", "2026-11-23T04:30:00.250000"),
        ("2026-11-23 10:00", "2026-11-23T10:00:00"),
        ("2026-11", "2026-11-01T00:00:00"),
        ("20261123T101500Z", "2026-11-23T10:15:00"),
        ("2026/11/23 10:00", "2026-11-23T10:00:00"),
        ("23.11.2026, 10:00:05", "2026-11-23T10:00:05"),
        ("11/23/2026 10:00 AM", "2026-11-23T10:00:00"),
        ("23/11/2026 10:00", "2026-11-23T10:00:00"),
        ("1795428000", "2026-11-23T10:00:00"),
        ("1795428000000", "2026-11-23T10:00:00"),
        ("2026年11月23日 10:00", "2026-11-23T10:00:00"),
        ("2026年11月23日 下午3:05", "2026-11-23T15:05:00"),
        ("2026. 11. 23. 오후 3:05", "2026-11-23T15:05:00"),
        ("Di, 24 Dez 2026 10:00 MEZ", "2026-12-24T09:00:00"),
        ("24. März 2026, 10:30 Uhr", "2026-03-24T10:30:00"),
        ("mar., 3 févr. 2026 10:00:00 CET", "2026-02-03T09:00:00"),
        ("lundi 23 novembre 2026 à 10h30", "2026-11-23T10:30:00"),
        ("Пн, 23 ноя 2026 10:00:00 MSK", "2026-11-23T07:00:00"),
        ("23 ноября 2026 г. 10:00", "2026-11-23T10:00:00"),
        ("Pzt, 23 Şub 2026 10:00:00 +0300", "2026-02-23T07:00:00"),
        ("23 de noviembre de 2026 10:00", "2026-11-23T10:00:00"),
        ("23 gennaio 2026 ore 10:00", "2026-01-23T10:00:00"),
        ("23 नवंबर 2026", "2026-11-23T00:00:00"),
        ("٢٣ نوفمبر ٢٠٢٦ ١٠:٠٠", "2026-11-23T10:00:00"),
    ],
)
def test_date_is_read(raw: str, instant: str) -> None:
    """In whatever form and language, the instant is the one that was meant."""
    assert DateReader("").read(f" {raw}\n") == dt.datetime.fromisoformat(instant).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("raw", "language", "instant"),
    [
        ("Mon, 23 Nov 2026 10:00:00 CST", "en-us", "2026-11-23T16:00:00"),
        ("Mon, 23 Nov 2026 10:00:00 CST", "zh-cn", "2026-11-23T02:00:00"),
        ("11/12/2026", "en-us", "2026-11-12T00:00:00"),
        ("11/12/2026", "en-gb", "2026-12-11T00:00:00"),
        ("23 listopada 2026", "pl", "2026-11-23T00:00:00"),
        ("23 listopada 2026", "hr", "2026-10-23T00:00:00"),
    ],
)
def test_language_decides_what_is_ambiguous(raw: str, language: str, instant: str) -> None:
    """CST in a Chinese feed is China's; a British feed writes the day first; two languages share a month's name."""
    assert DateReader(language).read(raw) == dt.datetime.fromisoformat(instant).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "yesterday, or so",
        "3 days ago",
        "Mon, 32 Nov 2026",
        "2026-11-23T25:00:00Z",
        "2026-W48-1",
        "0000-00-00",
        "x" * 999,
    ],
)
def test_what_is_no_date_is_none(raw: str) -> None:
    """Nothing is made up where nothing was said, and nothing relative to now."""
    assert DateReader("").read(raw) is None


@given(st.text() | st.from_regex(r"[0-9A-Za-z:/.,+ -]{1,60}"))
def test_no_text_is_fatal(raw: str) -> None:
    """Whatever stands there, it is an instant in UTC or none."""
    found = DateReader("en").read(raw)
    assert found is None or found.tzinfo is dt.UTC
