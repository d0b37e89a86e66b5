"""The language model over the wire: what it asks of a server, and what it makes of the servers in the field."""

import asyncio
import dataclasses
import datetime as dt
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from bot.adapters.openai_model import OpenAIModel, Prices
from bot.core.entities import Prompt
from bot.core.errors import LanguageModelRefusalError, LanguageModelUnavailableError
from bot.flows.ports import LanguageModel
from tests.fakes.clock import NOON, FakeClock
from tests.fakes.language_model import ScriptedModel
from tests.fakes.openai_server import KEY, OpenAIServer, open_openai_server

PROMPT = Prompt(
    purpose="summary",
    instructions="Write about boats.",
    content="[1] A boat sank.",
    schema_name="boats",
    schema={
        "type": "object",
        "properties": {"boat": {"type": "string"}},
        "required": ["boat"],
        "additionalProperties": False,
    },
)


@pytest.fixture
async def server() -> AsyncIterator[OpenAIServer]:
    """A server on loopback."""
    async with open_openai_server() as opened:
        yield opened


Make = Callable[..., OpenAIModel]


@pytest.fixture
async def make(server: OpenAIServer) -> AsyncIterator[Make]:
    """Make language models that ask the server, and close them in the end."""
    made: list[OpenAIModel] = []

    def make_one(**changes: Any) -> OpenAIModel:
        settings = {"name": "small-writer", "base_url": server.url, "key": KEY, "max_retries": 0, **changes}
        made.append(OpenAIModel(clock=FakeClock(), **settings))
        return made[-1]

    yield make_one
    for one in made:
        await one.aclose()


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


@pytest.mark.parametrize("status", [400, 404, 422, 500])
async def test_a_server_without_schemas_is_asked_for_plain_json_and_that_is_remembered(
    make: Make, server: OpenAIServer, status: int
) -> None:
    """A local server that knows no json_schema works all the same, and is not asked in vain again."""
    server.refused_forms = frozenset({"json_schema"})
    server.refusal_status = status
    language_model = make()

    await language_model.complete(PROMPT)
    await language_model.complete(PROMPT)

    assert server.forms == ["json_schema", "json_object", "json_object"]
    assert '"boat"' in server.requests[-1]["messages"][0]["content"]


async def test_a_server_without_any_json_mode_is_asked_in_plain_text(
    make: Make, server: OpenAIServer
) -> None:
    """The last resort is a prompt that spells the schema out."""
    server.refused_forms = frozenset({"json_schema", "json_object"})
    language_model = make()

    await language_model.complete(PROMPT)
    await language_model.complete(PROMPT)

    assert server.forms == ["json_schema", "json_object", "", ""]


async def test_a_failing_server_is_not_taken_for_one_without_schemas(
    make: Make, server: OpenAIServer
) -> None:
    """One bad minute must not cost the schema for good."""
    server.will_fail(503, "overloaded")
    language_model = make()
    with pytest.raises(LanguageModelUnavailableError):
        await language_model.complete(PROMPT)

    await language_model.complete(PROMPT)

    assert server.forms == ["json_schema", "json_schema"]


async def test_the_newer_name_of_the_reply_limit_is_learned(make: Make, server: OpenAIServer) -> None:
    """Hosted servers want max_completion_tokens where local ones know only max_tokens."""
    server.wants_max_completion_tokens = True
    language_model = make(max_tokens=500)

    await language_model.complete(PROMPT)
    await language_model.complete(PROMPT)

    asked = [(request.get("max_tokens"), request.get("max_completion_tokens")) for request in server.requests]
    assert asked == [(500, None), (None, 500), (None, 500)]


async def test_first_calls_at_once_learn_the_limit_name_and_keep_the_schema(
    make: Make, server: OpenAIServer
) -> None:
    """What one call learns while another is under way must not cost the schema for the life of the process."""
    server.wants_max_completion_tokens = True
    language_model = make(max_tokens=500)

    await asyncio.gather(*(language_model.complete(PROMPT) for _ in range(5)))
    await language_model.complete(PROMPT)

    assert set(server.forms) == {"json_schema"}
    assert sum("max_tokens" in request for request in server.requests) > 1  # they were under way together
    assert "max_tokens" not in server.requests[-1]


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


@pytest.mark.parametrize(
    ("status", "message", "code", "cure"),
    [
        (
            400,
            "This model's maximum context length is 4096 tokens",
            "context_length_exceeded",
            "context_tokens",
        ),
        (
            400,
            "request (5120 tokens) exceeds the available context size (4096)",
            "exceed_context_size_error",
            "context_tokens",
        ),
        (400, "The response was filtered due to the prompt", "content_filter", "filtered"),
    ],
)
async def test_a_prompt_that_is_too_long_or_filtered_is_not_sent_again_in_other_forms(
    make: Make, server: OpenAIServer, status: int, message: str, code: str, cure: str
) -> None:
    """It costs one request, says what to do, and is no reason to give up the schema for the next story."""
    server.will_fail(status, message, code=code)
    language_model = make()

    with pytest.raises(LanguageModelRefusalError, match=cure):
        await language_model.complete(PROMPT)
    await language_model.complete(PROMPT)

    assert server.forms == ["json_schema", "json_schema"]


async def test_a_server_that_fails_at_a_schema_without_saying_so_is_asked_in_a_plainer_form(
    make: Make, server: OpenAIServer
) -> None:
    """llama-cpp-python answers a schema with HTTP 500; LM Studio answers json_object with HTTP 400."""
    server.will_answer(500, "Internal Server Error")
    server.will_fail(400, "'response_format.type' must be 'json_schema' or 'text'")
    language_model = make()

    await language_model.complete(PROMPT)
    await language_model.complete(PROMPT)

    assert server.forms == ["json_schema", "json_object", "", ""]


async def test_a_schema_that_worked_is_kept_through_a_failure(make: Make, server: OpenAIServer) -> None:
    """Once a schema has worked there, an error 500 is a bad minute and not a missing ability."""
    language_model = make()
    await language_model.complete(PROMPT)
    server.will_fail(500, "worker died")

    with pytest.raises(LanguageModelUnavailableError, match="failed"):
        await language_model.complete(PROMPT)
    await language_model.complete(PROMPT)

    assert server.forms == ["json_schema"] * 3


@pytest.mark.parametrize("field", ["reasoning_content", "reasoning"])
async def test_a_reply_in_the_place_of_reasoning_is_read(
    make: Make, server: OpenAIServer, field: str
) -> None:
    """Some servers take a whole reply for reasoning and leave the content empty."""
    server.will_answer(200, server.completion(None, **{field: '{"boat": "sank"}'}))

    assert (await make().complete(PROMPT)).text == '{"boat": "sank"}'


async def test_reasoning_beside_a_reply_is_no_part_of_it(make: Make, server: OpenAIServer) -> None:
    """What it thought before it replied is nobody's news."""
    server.will_answer(200, server.completion('{"boat": "sank"}', reasoning_content="Let me see: a boat."))

    assert (await make().complete(PROMPT)).text == '{"boat": "sank"}'


async def test_a_reply_never_outgrows_the_context(make: Make, server: OpenAIServer) -> None:
    """A local server that may write more than its context holds forgets the beginning of the prompt."""
    long = dataclasses.replace(PROMPT, content="A boat sank. " * 800)

    await make(context_tokens=4096).complete(PROMPT)
    await make(context_tokens=4096).complete(long)
    await make(max_tokens=300).complete(long)

    assert [request["max_tokens"] for request in server.requests] == [4000, 1491, 300]


async def test_the_most_a_call_may_cost_is_known_before(make: Make, server: OpenAIServer) -> None:
    """A budget is kept by what a call may cost at most: no reply costs more than was reserved for it."""
    language_model = make(max_tokens=200, prices=Prices(prompt=0.15, completion=0.60))
    prompt = dataclasses.replace(PROMPT, content="A boat sank. " * 300)

    assert (await language_model.complete(prompt)).cost_micros <= language_model.most_micros(prompt)
    assert language_model.most_micros(prompt) == 322


async def test_azure_is_asked_at_its_v1_address_like_any_other(make: Make, server: OpenAIServer) -> None:
    """Azure's v1 API wants no dated version; the name is the deployment's."""
    base_url = server.url.replace("/v1", "/openai/v1")

    completion = await make(base_url=base_url).complete(PROMPT)

    assert completion.writer == "small-writer"
    assert server.addresses == ["/openai/v1/chat/completions"]


async def test_an_older_azure_resource_is_asked_by_deployment_and_version(
    make: Make, server: OpenAIServer
) -> None:
    """With an api_version, the path names the deployment and the key goes into a header of its own."""
    endpoint = server.url.removesuffix("/v1")

    await make(base_url=endpoint, api_version="2024-10-21").complete(PROMPT)

    assert server.addresses == ["/openai/deployments/small-writer/chat/completions?api-version=2024-10-21"]


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


async def test_doctor_can_see_names_and_ping(make: Make, server: OpenAIServer) -> None:
    """`doctor` lists what a server offers and asks it something tiny."""
    server.names = ("small-writer", "large-writer")

    assert await make().names() == ("large-writer", "small-writer")
    assert (await make().ping()).writer == "small-writer"
