"""A small world in which all is well: what the checker's own tests begin with."""

import hashlib
import json
from typing import Any

from tests.faults.checker import Evidence

_HOURLY, _INSTANT = 1, 2
SLACK, _DISCORD = "C0HOURLY01", "100000000000000102"


def a_window(begins: str, ends: str) -> str:
    return json.dumps({"window": {"begins_at": f"2026-11-24T{begins}Z", "ends_at": f"2026-11-24T{ends}Z"}})


def _edition(number: int, subscription: int, key: str, window: tuple[str, str]) -> dict[str, Any]:
    channel = {_HOURLY: SLACK, _INSTANT: _DISCORD}[subscription]
    return {
        "id": number, "subscription_id": subscription, "channel": channel, "planned_key": key, "is_scheduled": 1,
        "planned_at": f"2026-11-24 {window[1]}", "coverage": a_window(*window),
    }  # fmt: skip


def _delivery(number: int, edition: int, message: str) -> dict[str, Any]:
    return {
        "id": number, "edition_id": edition, "part": 0, "key": f"key{number}", "state": "sent", "attempts": 1,
        "message_id": message, "error": "",
    }  # fmt: skip


def _entry(number: int, at: str) -> dict[str, Any]:
    return {
        "id": number, "feed_id": 1, "guid": f"north-{number}", "story_id": number, "stored_at": f"2026-11-24 {at}",
        "url": f"https://north.example/north-{number}",
    }  # fmt: skip


def a_call(number: int, at: str, **changes: Any) -> dict[str, Any]:
    reply = json.dumps({"title": "Voltara opens a plant"})
    return {
        "at": f"2026-11-24T{at}+00:00", "second": 1.0, "number": number, "about": "a1", "purpose": "sources",
        "is_repair": False, "is_honest": True, "end": "answered", "reply": reply, **changes,
    }  # fmt: skip


def _posted(key: str, channel: str, message: str, link: str, **known_by: str) -> dict[str, Any]:
    return {
        "what": "posted", "at": "2026-11-24T10:00:00+00:00", "second": 1.0, "who": "solo", "channel": channel,
        "thread": "", "id": message, "links": [link], "words": "Voltara opens a plant",
        **(known_by or {"key": key}),
    }  # fmt: skip


def _nonce(key: str) -> str:
    return hashlib.blake2b(key.encode(), digest_size=12).hexdigest()


def all_is_well() -> Evidence:
    """Two channels, three editions, two articles, one call, one question: all as it should be."""
    north_1, north_2 = "https://north.example/north-1", "https://north.example/north-2"
    tables: dict[str, list[dict[str, Any]]] = {
        "subscription": [
            {"id": _HOURLY, "timetable": json.dumps({"times": ["00:00:00"]})},
            {"id": _INSTANT, "timetable": json.dumps({"times": []})},
        ],
        "workspace": [],
        "feed": [],
        "thread": [],
        "edition": [
            _edition(1, _HOURLY, "2026-11-24T10:00", ("09:00:00", "10:00:00")),
            _edition(2, _HOURLY, "2026-11-24T11:00", ("10:00:00", "11:00:00")),
            _edition(3, _INSTANT, "story:1", ("09:00:00", "11:00:00")),
        ],
        "edition_item": [
            {"edition_id": 1, "story_id": 1},
            {"edition_id": 2, "story_id": 2},
            {"edition_id": 3, "story_id": 1},
        ],
        "delivery": [_delivery(1, 1, "m1"), _delivery(2, 2, "m2"), _delivery(3, 3, "m3")],
        "entry": [_entry(1, "09:30:00"), _entry(2, "10:30:00")],
        "decision": [{"subscription_id": each, "entry_id": entry} for each in (1, 2) for entry in (1, 2)],
        "usage": [{"outcome": "replied", "prompt_tokens": 1000, "completion_tokens": 1, "cost_micros": 1001}],
        "summary": [{"title": "Voltara opens a plant", "written_at": "2026-11-24 09:59:00"}],
        "edit": [],
        "flag": [],
        "question": [
            {"id": 1, "channel": SLACK, "thread": "m1", "is_open": 0, "attempts": 1, "error": ""},
        ],
    }  # fmt: skip
    histories: dict[str, list[dict[str, Any]]] = {
        "slack": [
            _posted("key1", SLACK, "m1", north_1),
            _posted("key2", SLACK, "m2", north_2),
            _posted("question:1", SLACK, "m4", north_1),
        ],
        "discord": [_posted("key3", _DISCORD, "m3", north_1, nonce=_nonce("key3"))],
        "language_model": [a_call(1, "09:58:00")],
        "publishers": [
            {"what": "served", "guids": ["north-1", "north-2"]},
            {"what": "published", "guid": "north-1"},
            {"what": "published", "guid": "north-2"},
        ],
        "people": [{"what": "asked", "channel": SLACK, "thread": "m1"}],
        "faults": [],
        "processes": [
            {"what": "started", "name": "solo", "at": "", "second": 1.0},
            {"what": "ended", "name": "solo", "at": "", "second": 90.0, "code": 0, "why": "told"},
        ],
    }  # fmt: skip
    return Evidence(tables=tables, histories=histories)
