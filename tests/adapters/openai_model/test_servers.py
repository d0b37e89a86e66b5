"""The servers in the field: hosted and local ones, each with its own idea of the same API."""

import asyncio
import dataclasses
import datetime as dt

import pytest

from bot.core.errors import LanguageModelRefusalError, LanguageModelUnavailableError
from tests.adapters.openai_model.making import PROMPT, Make
from tests.fakes.clock import FakeClock
from tests.fakes.openai_server import OpenAIServer


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


@pytest.mark.parametrize(
    "refused",
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
        (500, "Context size has been exceeded.", "", "context_tokens"),
        (400, "The response was filtered due to the prompt", "content_filter", "filtered"),
    ],
)
async def test_a_prompt_that_is_too_long_or_filtered_is_not_sent_again_in_other_forms(
    make: Make, server: OpenAIServer, refused: tuple[int, str, str, str]
) -> None:
    """It costs one request, says what to do, and is no reason to give up the schema for the next story."""
    status, message, code, cure = refused
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


async def test_a_server_that_fails_again_and_again_is_left_alone_for_a_minute(
    make: Make, server: OpenAIServer
) -> None:
    """Each story would wait for its timeout; told at once, the next language model is asked instead."""
    clock = FakeClock()
    language_model = make(clock=clock)
    for _ in range(3):
        server.will_fail(503, "overloaded")
    for _ in range(5):
        with pytest.raises(LanguageModelUnavailableError):
            await language_model.complete(PROMPT)
    assert len(server.requests) == 3

    clock.advance(dt.timedelta(minutes=1))
    await language_model.complete(PROMPT)
    server.will_fail(503, "overloaded")
    with pytest.raises(LanguageModelUnavailableError):
        await language_model.complete(PROMPT)
    await language_model.complete(PROMPT)

    assert len(server.requests) == 6
