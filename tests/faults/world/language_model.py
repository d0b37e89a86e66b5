"""A language model behind an OpenAI-compatible API: honest, but for the faults.

Each call has a number, which is also the count of tokens that it says to have written: so the ledger's rows can be told
apart. History: each call, what it was about, and how it ended: `answered`, `cut` (written, but the connection broke), `hung`
or `refused`.
"""

import asyncio
import hashlib
import itertools
import json
import re
from typing import Any

from aiohttp import web

from tests.fakes.writer import honest_reply
from tests.faults.world.nature import Nature, as_json

NAME = "small-writer"
_PROMPT_TOKENS = 1_000
_HANGING_SECONDS = 30.0
_SOURCES = re.compile(r"<<<(SOURCES|PASSAGES) (\w+)>>>")
_REPAIR = "Your last reply could not be used"
_ENDS = {
    "refused before": "refused",
    "limited": "refused",
    "cut before": "refused",
    "killed before": "refused",
    "cut after": "cut",
    "hanging": "hung",
}


class LanguageModelServer:
    """The server."""

    def __init__(self, nature: Nature) -> None:
        self._nature = nature
        self._numbers = itertools.count(1)

    def routes(self) -> list[web.RouteDef]:
        """Its API."""
        return [web.post("/{who}/v1/chat/completions", self._complete)]

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        asked = (await request.json())["messages"]
        number, fault = next(self._numbers), self._nature.fault_at("language model", request)
        content = asked[-1]["content"]
        reply = _REPLIES.get(fault, honest_reply)(content)
        self._note(request, number, asked, fault, reply)
        if fault == "limited":
            limited = {"error": {"message": "slow down", "type": "requests", "param": None, "code": None}}
            return as_json(limited, status=429, Retry_After="1")
        if struck := await self._nature.before(request, fault):
            return struck
        if fault == "hanging":
            await asyncio.sleep(_HANGING_SECONDS)
        return await self._nature.after(request, fault, as_json(_completion(number, reply)))

    def _note(
        self, request: web.Request, number: int, asked: list[dict[str, str]], fault: str, reply: str
    ) -> None:
        content = asked[-1]["content"]
        sources = _SOURCES.search(content)
        self._nature.histories.add(
            "language_model",
            who=request.match_info["who"],
            number=number,
            body=hashlib.sha256(json.dumps(asked).encode()).hexdigest(),
            about=sources[2] if sources else "",
            purpose=sources[1].lower() if sources else "",
            is_repair=_REPAIR in content,
            end=_ENDS.get(fault, "answered"),
            is_honest=fault not in _REPLIES,
            reply=reply,
        )


def _invention(content: str) -> str:
    """Return a summary in which nothing is true."""
    honest = json.loads(honest_reply(content))
    for bullet in honest.get("bullets", []):
        bullet["text"] = "Atlantis bought 777 submarines for 31,415,926 dollars on 30 February."
    return json.dumps(honest)


def _babble(content: str) -> str:
    return f"Certainly! Here is what I think of your {len(content)} characters: splendid."


_REPLIES = {"invention": _invention, "babble": _babble}


def _completion(number: int, text: str) -> dict[str, Any]:
    usage = {"prompt_tokens": _PROMPT_TOKENS, "completion_tokens": number}
    message = {"role": "assistant", "content": text, "refusal": None}
    return {
        "id": f"chatcmpl-{number}",
        "object": "chat.completion",
        "created": 1_795_000_000,
        "model": NAME,
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {**usage, "total_tokens": _PROMPT_TOKENS + number},
    }
