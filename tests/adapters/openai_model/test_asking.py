"""The language model over the wire: what it asks of a server, and what it makes of replies and errors."""

import asyncio
import dataclasses
import datetime as dt
from typing import Any

import pytest

from bot.adapters.openai_model import Prices
from bot.core.errors import LanguageModelRefusalError, LanguageModelUnavailableError
from bot.flows.ports import LanguageModel
from tests.adapters.openai_model.making import PROMPT, Make
from tests.fakes.clock import NOON
from tests.fakes.language_model import ScriptedModel
from tests.fakes.openai_server import OpenAIServer


@pytest.mark.parametrize("kind", ["real", "fake"])
async def test_a_language_model_says_what_it_wrote_and_used(kind: str, make: Make) -> None:
    """Fake and real name themselves, reply with text, and count tokens: flow tests rest on the fake."""
    language_model: LanguageModel = make() if kind == "real" else ScriptedModel(name="small-writer")

    completion = await language_model.complete(PROMPT)

    assert (language_model.name, completion.writer) == ("small-writer", "small-writer")
    assert "boat sank" in completion.text
    assert completion.prompt_tokens > 0
    assert completion.completion_tokens > 0


async def test_instructions_come_first_and_the_schema_in_the_nested_form(
    make: Make, server: OpenAIServer
) -> None:
    """The portable form: servers leave a flat schema unheeded, and cache what comes first."""
    await make().complete(PROMPT)

    (request,) = server.requests
    assert request["messages"] == [
        {"role": "system", "content": "Write about boats."},
        {"role": "user", "content": "[1] A boat sank."},
    ]
    assert request["response_format"] == {
        "type": "json_schema",
        "json_schema": {"name": "boats", "schema": dict(PROMPT.schema), "strict": True},
    }
    assert "temperature" not in request


async def test_a_temperature_is_sent_only_when_given(make: Make, server: OpenAIServer) -> None:
    """Many reasoning models refuse any temperature but their own."""
    await make(temperature=0.2).complete(PROMPT)

    assert server.requests[0]["temperature"] == 0.2


async def test_a_limit_that_is_refused_under_both_names_costs_no_form(
    make: Make, server: OpenAIServer
) -> None:
    """An error about the limit says nothing about schemas, whatever became of the second try."""
    language_model = make()
    for _ in range(2):
        server.will_fail(400, "'max_completion_tokens' is too large")
    with pytest.raises(LanguageModelRefusalError, match="too large"):
        await language_model.complete(PROMPT)

    await language_model.complete(PROMPT)

    assert server.forms == ["json_schema"] * 3
    assert server.requests[-1]["max_tokens"] == 4000


async def test_cost_is_tokens_times_the_price_of_a_million(make: Make) -> None:
    """1,000 tokens at 0.15 and 200 at 0.60 a million are 0.00027."""
    completion = await make(prices=Prices(prompt=0.15, completion=0.60)).complete(PROMPT)

    assert (completion.prompt_tokens, completion.completion_tokens, completion.cost_micros) == (
        1000,
        200,
        270,
    )


async def test_a_server_that_does_not_count_is_estimated(make: Make, server: OpenAIServer) -> None:
    """A budget holds also where `usage` is missing: four characters count as a token."""
    server.counts_tokens = False
    server.will_say("x" * 41)

    completion = await make().complete(PROMPT)

    asked = len(PROMPT.instructions + PROMPT.content)
    assert (completion.prompt_tokens, completion.completion_tokens) == (-(-asked // 4), 11)


@pytest.mark.parametrize(
    ("choice", "reason"),
    [
        ({"finish_reason": "length"}, "cut off"),
        ({"finish_reason": "content_filter"}, "filtered"),
        ({"refusal": "I cannot help with that."}, "declined"),
    ],
)
async def test_a_reply_that_is_no_whole_reply_is_a_refusal_with_its_cost(
    make: Make, server: OpenAIServer, choice: dict[str, str], reason: str
) -> None:
    """A cut, filtered or declined reply is never taken for a summary, but it is paid."""
    server.will_say("half of a", **choice)

    with pytest.raises(LanguageModelRefusalError, match=reason) as caught:
        await make(prices=Prices(prompt=1.0)).complete(PROMPT)

    assert (caught.value.prompt_tokens, caught.value.cost_micros) == (1000, 1000)


@pytest.mark.parametrize(
    ("status", "code", "cure"),
    [
        (401, "invalid_api_key", "check the language model's API key"),
        (403, "", "check the language model's API key"),
        (404, "model_not_found", "knows no language model 'small-writer'"),
        (429, "insufficient_quota", "add credit"),
        (429, "rate_limit_exceeded", "slow down"),
        (502, "", "failed"),
    ],
)
async def test_an_error_names_its_cause_and_cure(
    make: Make, server: OpenAIServer, status: int, code: str, cure: str
) -> None:
    """Whoever runs the bot reads what to do, not a stack trace."""
    server.will_fail(status, "no", code=code)

    with pytest.raises(LanguageModelUnavailableError, match=cure):
        await make().complete(PROMPT)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("90", NOON + dt.timedelta(seconds=90)),
        ("Mon, 23 Nov 2026 13:00:00 GMT", NOON + dt.timedelta(hours=1)),
        ("soon", None),
    ],
)
async def test_retry_after_becomes_an_instant(
    make: Make, server: OpenAIServer, value: str, expected: dt.datetime | None
) -> None:
    """Seconds or an HTTP date; anything else is no time at all."""
    server.will_fail(429, "slow down", retry_after=value)

    with pytest.raises(LanguageModelUnavailableError) as caught:
        await make().complete(PROMPT)

    assert caught.value.retry_at == expected


async def test_a_prompt_that_is_rejected_in_every_form_is_a_refusal(make: Make, server: OpenAIServer) -> None:
    """A prompt that it does not take is the prompt's fault: the next story may pass."""
    for _ in range(3):
        server.will_fail(400, "invalid message")

    with pytest.raises(LanguageModelRefusalError, match="invalid message"):
        await make().complete(PROMPT)


async def test_the_most_a_call_may_cost_is_known_before(make: Make) -> None:
    """A budget is kept by what a call may cost at most: no reply costs more than was reserved for it."""
    language_model = make(max_tokens=200, prices=Prices(prompt=0.15, completion=0.60))
    prompt = dataclasses.replace(PROMPT, content="A boat sank. " * 300)

    assert (await language_model.complete(prompt)).cost_micros <= language_model.most_micros(prompt)
    assert language_model.most_micros(prompt) == 322


@pytest.mark.parametrize(
    "body", ["<html>Welcome</html>", {"error": {"message": "no provider"}}, {"choices": []}]
)
async def test_a_page_that_is_no_completion_points_at_the_base_url(
    make: Make, server: OpenAIServer, body: Any
) -> None:
    """A base URL without /v1 often leads to a web page with status 200."""
    server.will_answer(200, body)

    with pytest.raises(LanguageModelUnavailableError, match="base URL"):
        await make().complete(PROMPT)


async def test_a_server_that_is_not_there_is_named(make: Make) -> None:
    """The commonest mistake with a local server: it is not running."""
    with pytest.raises(LanguageModelUnavailableError, match="is the server running"):
        await make(base_url="http://127.0.0.1:9/v1").complete(PROMPT)


async def test_a_server_that_takes_too_long_is_given_up(make: Make, server: OpenAIServer) -> None:
    """An edition waits for a language model only so long."""
    server.delay_seconds = 30.0

    with pytest.raises(LanguageModelUnavailableError, match="did not answer in time"):
        await make(timeout=0.05).complete(PROMPT)


@pytest.mark.parametrize("at_once", [1, 3])
async def test_a_server_gets_so_many_questions_at_once_and_answers_all(
    at_once: int, make: Make, server: OpenAIServer
) -> None:
    """An edition asks about all its stories together; a server with one slot would answer the last too late."""
    server.delay_seconds = 0.02
    language_model = make(at_once=at_once)

    answers = await asyncio.gather(*(language_model.complete(PROMPT) for _ in range(6)))

    assert (len(answers), server.most_at_once) == (6, at_once)


async def test_who_waits_for_an_answer_goes_before_an_editions_stories(
    make: Make, server: OpenAIServer
) -> None:
    """Somebody who asks in a thread while an edition is written does not wait for all its stories."""
    language_model = make(at_once=1)
    question = dataclasses.replace(PROMPT, content="How long is the waiting list?", is_awaited=True)

    await asyncio.gather(*map(language_model.complete, [PROMPT, PROMPT, PROMPT, question]))

    contents = [request["messages"][-1]["content"] for request in server.requests]
    assert contents == [PROMPT.content, question.content, PROMPT.content, PROMPT.content]


async def test_doctor_can_see_names_and_ping(make: Make, server: OpenAIServer) -> None:
    """`doctor` lists what a server offers and asks it something tiny."""
    server.names = ("small-writer", "large-writer")

    assert await make().names() == ("large-writer", "small-writer")
    assert (await make().ping()).writer == "small-writer"
