"""Find the JSON object in whatever a language model said around it: thoughts, fences, greetings, explanations."""

import json
import re

from bot.core.prompts.tidying import LIST_MARK

_MAX_REPLY = 20_000
_MAX_STARTS = 20
_FEWEST_LINES = 2

_THOUGHT = re.compile(r"<(think|thinking|reasoning)>.*?</\1>", re.DOTALL | re.IGNORECASE)
_THOUGHT_END = re.compile(r"</(?:think|thinking|reasoning)>", re.IGNORECASE)
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")


def json_object(reply: str, key: str) -> dict[str, object] | None:
    """Return the JSON object with *key* in *reply*, past all that stands around it; None where there is none."""
    said = _said(reply)
    for text in (said, _TRAILING_COMMA.sub("", said)):
        starts = [place for place, character in enumerate(text) if character == "{"]
        for start in starts[:_MAX_STARTS]:
            found = _decoded(text, start)
            if key in found:
                return found
    return None


def listed(reply: str) -> dict[str, object] | None:
    """Return a reply in plain lines as if it were JSON: what stands behind list marks is bullets, the line before them a title."""
    lines = [line for line in _said(reply).splitlines() if line.strip(" `#*")]
    places = [place for place, line in enumerate(lines) if LIST_MARK.match(line)]
    if len(places) < _FEWEST_LINES:
        return None
    title = lines[places[0] - 1] if places[0] else ""
    return {"title": title, "bullets": [lines[place] for place in places]}


def _said(reply: str) -> str:
    return _THOUGHT_END.split(_THOUGHT.sub("", reply[-_MAX_REPLY:]))[-1]


def _decoded(text: str, start: int) -> dict[str, object]:
    try:
        found, _ = json.JSONDecoder(strict=False).raw_decode(text, start)
    except (ValueError, RecursionError):  # not JSON from here on; perhaps from the next brace
        return {}
    return found if isinstance(found, dict) else {}
