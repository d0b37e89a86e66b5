"""One question to an OpenAI-compatible server, in the most exact form that it understands."""

import json
import math
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

import openai
from openai.types.chat import ChatCompletionMessageParam
from openai.types.chat.completion_create_params import ResponseFormat

from bot.adapters.openai_model.bounding import TIMEOUT, BoundedClient
from bot.adapters.openai_model.faults import is_about_form, is_about_limit_name, translate_errors
from bot.adapters.openai_model.reading import estimated, read
from bot.adapters.openai_model.resting import Rest
from bot.core.entities import Completion, Prompt
from bot.core.errors import LanguageModelRefusalError, LanguageModelUnavailableError
from bot.flows.ports import Clock
from bot.flows.turns import Turns

_BYTES_A_TOKEN = 3
_SHORTEST_REPLY = 256
_NO_KEY = "none"
_OTHER_LIMIT_NAME = {"max_tokens": "max_completion_tokens", "max_completion_tokens": "max_tokens"}
_DECLINED = "it declined to write this"
_CUT = {
    "length": "its reply was cut off after {tokens:,} tokens: raise max_tokens, or choose a language model that comes to an end",
    "content_filter": "its reply was filtered",
}

_PING = Prompt(
    purpose="ping",
    instructions='Reply with one JSON object: {"ready": true}.',
    content="Are you ready?",
    schema_name="ready",
    schema={
        "type": "object",
        "properties": {"ready": {"type": "boolean"}},
        "required": ["ready"],
        "additionalProperties": False,
    },
)


class _Form(StrEnum):
    """How a server is held to JSON, the most exact first."""

    SCHEMA = "json_schema"
    OBJECT = "json_object"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What a million tokens cost, in the currency of the price list. A token's price is therefore already in millionths."""

    prompt: float = 0.0
    completion: float = 0.0

    def cost_micros(self, prompt_tokens: int, completion_tokens: int) -> int:
        """Return the cost of a call in millionths, rounded up so that a budget is never overrun by rounding."""
        return math.ceil(prompt_tokens * self.prompt + completion_tokens * self.completion)


class OpenAIModel:
    """A `LanguageModel` over `chat.completions`, the part that compatible servers share.

    *base_url* ends where `/chat/completions` is appended (usually in `/v1`). *key* may be "" for servers that want none.
    *max_tokens* bounds a reply, reasoning included; where *context_tokens* is given, so does what the prompt leaves of it.
    *temperature* is sent only when given: some refuse any but their own. *api_version*: for an Azure resource that is asked
    by deployment and dated version; *base_url* is its endpoint then, and *name* the deployment.
    *at_once*: so many questions are under way at most, the others wait their turn, those last that nobody waits for: a small
    server would take them all and then answer the last too late. *timeout* is in seconds and for one whole answer, from its turn on; *max_retries* are the client's own, for what failed and not for what
    came too late (it honours Retry-After up to two minutes), so callers do not retry. Close it with `aclose`.
    """

    def __init__(
        self,
        *,
        name: str,
        base_url: str,
        key: str,
        clock: Clock,
        timeout: float = 60.0,
        at_once: int = 4,
        max_retries: int = 1,
        max_tokens: int = 4000,
        context_tokens: int | None = None,
        api_version: str = "",
        temperature: float | None = None,
        prices: Prices | None = None,
    ) -> None:
        self._name = name
        self._base_url = base_url
        self._clock = clock
        self._max_tokens = max_tokens
        self._context_tokens = context_tokens
        self._temperature = temperature
        self._prices = prices or Prices()
        self._form = _Form.SCHEMA
        self._limit_name = "max_tokens"
        self._is_form_proven = False
        self._rest = Rest(base_url, clock)
        self._turns = Turns(at_once)
        self._client = _client(
            base_url, key or _NO_KEY, api_version, timeout=timeout, max_retries=max_retries
        )

    @property
    def name(self) -> str:
        """What the server calls it."""
        return self._name

    @property
    def context_tokens(self) -> int | None:
        """What prompt and reply may have together; None: ample."""
        return self._context_tokens

    def most_micros(self, prompt: Prompt) -> int:
        """What asking this costs at most: three bytes of the prompt count as a token, and the reply is as long as it may be."""
        schema = json.dumps(prompt.schema, ensure_ascii=False)
        asked = len(f"{prompt.instructions}{prompt.content}{schema}".encode("utf-8", "replace"))
        return self._prices.cost_micros(math.ceil(asked / _BYTES_A_TOKEN), self._reply_limit(prompt))

    def _reply_limit(self, prompt: Prompt) -> int:
        """Return how long a reply may be: a local server that is promised more than its context forgets the prompt's beginning."""
        if self._context_tokens is None:
            return self._max_tokens
        left = self._context_tokens - estimated(prompt.instructions + prompt.content)
        return max(min(self._max_tokens, left), _SHORTEST_REPLY)

    async def complete(self, prompt: Prompt) -> Completion:
        """Ask once, stepping down from a JSON schema to plain text where the server refuses; what worked is remembered.

        A server that failed three times in a row is left alone for a minute, or for as long as it asked.

        Raises:
            LanguageModelUnavailableError: unreachable, over a limit, wrong key or unknown name; the message says which.
            LanguageModelRefusalError: it declined, or its reply was filtered or cut off.
        """
        async with self._turns.turn(prompt.is_awaited):
            return await self._complete(prompt)

    async def _complete(self, prompt: Prompt) -> Completion:
        self._rest.check()
        try:
            with self._translated():
                answer = await self._ask_in_some_form(prompt)
            completion = self._read(prompt, answer)
        except LanguageModelUnavailableError as error:
            self._rest.failed(error)
            raise
        self._rest.answered()
        return completion

    async def ping(self) -> Completion:
        """Ask something tiny, to see that key, name and base URL work. Raises as `complete` does."""
        return await self.complete(_PING)

    async def names(self) -> tuple[str, ...]:
        """What language models the server offers. Raises `LanguageModelUnavailableError` as `complete` does."""
        with self._translated():
            offered = [str(each.id) async for each in self._client.models.list()]
        return tuple(sorted(offered))

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.close()

    def _translated(self) -> AbstractContextManager[None]:
        return translate_errors(name=self._name, base_url=self._base_url, clock=self._clock)

    async def _ask_in_some_form(self, prompt: Prompt) -> object:
        forms = list(_Form)
        for form in forms[forms.index(self._form) : -1]:
            try:
                reply = await self._ask(prompt, form)
            except openai.APIStatusError as error:
                if not is_about_form(error, is_proven=self._is_form_proven):
                    raise
            else:
                self._form, self._is_form_proven = form, True
                return reply
        reply = await self._ask(prompt, _Form.TEXT)
        self._form = _Form.TEXT
        return reply

    async def _ask(self, prompt: Prompt, form: _Form) -> object:
        limit_name = self._limit_name  # of this call: others may learn the right one while it is under way
        try:
            return await self._send(prompt, form, limit_name)
        except openai.APIStatusError as error:
            if not is_about_limit_name(error):
                raise
        reply = await self._send(prompt, form, _OTHER_LIMIT_NAME[limit_name])
        self._limit_name = _OTHER_LIMIT_NAME[limit_name]
        return reply

    async def _send(self, prompt: Prompt, form: _Form, limit_name: str) -> object:
        """Return what arrived: a completion, or whatever a server that speaks another language sent instead."""
        is_new = limit_name == "max_completion_tokens"
        return await self._client.chat.completions.create(
            model=self._name,
            messages=_messages(prompt, form),
            response_format=_response_format(prompt, form),
            max_tokens=openai.omit if is_new else self._reply_limit(prompt),
            max_completion_tokens=self._reply_limit(prompt) if is_new else openai.omit,
            temperature=openai.omit if self._temperature is None else self._temperature,
        )

    def _read(self, prompt: Prompt, answer: object) -> Completion:
        reply = read(answer)
        if reply is None:
            raise LanguageModelUnavailableError(
                f"{self._base_url} answered with something that is no completion: is it the API's base URL?"
            )
        prompt_tokens, completion_tokens = reply.tokens(prompt)
        completion = Completion(
            text=reply.text,
            writer=self._name,
            prompt_tokens=prompt_tokens,
            completion_tokens=completion_tokens,
            cost_micros=self._prices.cost_micros(prompt_tokens, completion_tokens),
        )
        reason = _DECLINED if reply.is_declined else _CUT.get(reply.finish_reason)
        if reason:
            raise _refusal(f"{self._name}: {reason.format(tokens=completion_tokens)}", completion)
        return completion


def _client(
    base_url: str, key: str, api_version: str, *, timeout: float, max_retries: int
) -> openai.AsyncOpenAI:
    http_client = BoundedClient(seconds=timeout)
    if not api_version:
        return openai.AsyncOpenAI(
            api_key=key,
            base_url=base_url,
            timeout=TIMEOUT,
            max_retries=max_retries,
            http_client=http_client,
        )
    return openai.AsyncAzureOpenAI(
        azure_endpoint=base_url,
        api_key=key,
        api_version=api_version,
        timeout=TIMEOUT,
        max_retries=max_retries,
        http_client=http_client,
    )


def _refusal(message: str, paid: Completion) -> LanguageModelRefusalError:
    return LanguageModelRefusalError(
        message,
        prompt_tokens=paid.prompt_tokens,
        completion_tokens=paid.completion_tokens,
        cost_micros=paid.cost_micros,
    )


def _messages(prompt: Prompt, form: _Form) -> list[ChatCompletionMessageParam]:
    """Instructions first and fixed, so that servers can cache them; without a schema to hold it, they spell it out."""
    instructions = prompt.instructions
    if form is not _Form.SCHEMA:
        schema = json.dumps(prompt.schema, ensure_ascii=False, sort_keys=True)
        instructions = f"{instructions}\n\nReply with one JSON object and nothing else, valid by this JSON schema: {schema}"
    return [{"role": "system", "content": instructions}, {"role": "user", "content": prompt.content}]


def _response_format(prompt: Prompt, form: _Form) -> ResponseFormat | openai.Omit:
    match form:
        case _Form.SCHEMA:
            return {
                "type": "json_schema",
                "json_schema": {"name": prompt.schema_name, "schema": dict(prompt.schema), "strict": True},
            }
        case _Form.OBJECT:
            return {"type": "json_object"}
        case _Form.TEXT:
            return openai.omit
        case _:
            assert_never(form)
