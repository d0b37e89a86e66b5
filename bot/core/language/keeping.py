"""Sentences that are kept and shown later: as text with what they are made of, so that whoever reads them then is spoken to.

A sentence without facts is kept as it is in English; so is what was kept before sentences were kept whole.
"""

import datetime as dt
import json
from typing import Any

from bot.core.language.people import Person
from bot.core.language.sentences import Fact, Listed, Sentence
from bot.core.language.times import Moment

_BEGINNING = '{"say":'


def kept(text: str) -> str:
    """Return *text* as it is kept; `restored` reads it back."""
    if isinstance(text, Sentence) and text.facts:
        return json.dumps(_written(text), ensure_ascii=False, separators=(",", ":"))
    return str(text)


def restored(text: str) -> str:
    """Return what was `kept`, as a sentence that can be said in any language."""
    if not text.startswith(_BEGINNING):
        return Sentence(text) if text else ""
    return _sentence(json.loads(text))


def _written(fact: Fact) -> Any:
    match fact:
        case Sentence():
            facts = {name: _written(each) for name, each in fact.facts.items()}
            many = {"or": fact.plural, "n": fact.number} if fact.plural else {}
            return {"say": fact.message, **many, "of": facts}
        case Moment() | dt.date():
            return _written_moment(fact)
        case Listed():
            return {"all": [_written(each) for each in fact.parts], "by": fact.by}
        case Person():
            return {"who": fact.id, "called": fact.name}
        case tuple():
            return [_written(each) for each in fact]
        case _:
            return fact


def _written_moment(fact: Moment | dt.date) -> dict[str, str]:
    if isinstance(fact, Moment):
        return {"at": fact.at.isoformat(), "as": fact.pattern, "in": fact.zone}
    return {"at" if isinstance(fact, dt.datetime) else "on": fact.isoformat()}


def _read(written: Any) -> Fact:
    match written:
        case {"say": _}:
            return _sentence(written)
        case {"at": _} | {"on": _}:
            return _read_moment(written)
        case {"who": who, "called": name}:
            return Person(who, name)
        case {"all": parts, "by": by}:
            return Listed(tuple(map(_read, parts)), by)
        case list():
            return tuple(map(_read, written))
        case str() | int() | float():
            return written
        case _:
            raise ValueError(f"no fact of a sentence is kept as {written!r}")


def _read_moment(written: dict[str, Any]) -> Fact:
    if "on" in written:
        return dt.date.fromisoformat(written["on"])
    at = dt.datetime.fromisoformat(written["at"])
    return Moment(at, written["as"], written["in"]) if "as" in written else at


def _sentence(written: dict[str, Any]) -> Sentence:
    facts = {name: _read(each) for name, each in written["of"].items()}
    return Sentence(written["say"], written.get("or", ""), written.get("n", 1), facts)
