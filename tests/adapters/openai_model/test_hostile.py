"""Servers that answer without an end, elsewhere, or in forms that nobody agreed on."""

from typing import Any

import pytest

from bot.adapters.openai_model import Prices
from bot.core.errors import LanguageModelUnavailableError
from tests.adapters.openai_model.making import PROMPT, Make
from tests.fakes.openai_server import OpenAIServer


async def test_an_answer_that_trickles_is_given_up_and_not_asked_for_again(
    make: Make, server: OpenAIServer
) -> None:
    """A space every moment keeps a connection alive for ever: the whole answer has a deadline, and two would be billed."""
    server.endless = b" "

    with pytest.raises(LanguageModelUnavailableError, match="did not answer in time") as caught:
        await make(timeout=0.2, max_retries=3).complete(PROMPT)

    assert (caught.value.may_cost, len(server.requests)) == (True, 1)


async def test_an_answer_without_an_end_fills_no_memory(make: Make, server: OpenAIServer) -> None:
    """Two million characters are no summary, whatever they say."""
    server.endless = b" " * 100_000

    with pytest.raises(LanguageModelUnavailableError, match="no completion"):
        await make(timeout=60.0).complete(PROMPT)


async def test_a_failure_before_it_was_asked_costs_nothing(make: Make, server: OpenAIServer) -> None:
    """Only what a server may have written can be billed."""
    server.will_fail(502, "bad gateway")
    for one in (make(), make(base_url="http://127.0.0.1:9/v1")):
        with pytest.raises(LanguageModelUnavailableError) as caught:
            await one.complete(PROMPT)

        assert not caught.value.may_cost


async def test_a_key_and_a_prompt_go_to_no_other_address(make: Make, server: OpenAIServer) -> None:
    """A redirect is told to whoever runs the bot, and not followed."""
    server.will_answer(308, "", {"Location": f"{server.url}/chat/completions"})

    with pytest.raises(LanguageModelUnavailableError, match="write the address that it leads to as base_url"):
        await make().complete(PROMPT)

    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "usage",
    [
        None,
        {},
        [1],
        {"prompt_tokens": -1_000_000, "completion_tokens": 5},
        {"prompt_tokens": "12", "completion_tokens": 5},
        {"prompt_tokens": None, "completion_tokens": None},
        {"prompt_tokens": 10**30, "completion_tokens": 5},
    ],
)
async def test_a_count_that_cannot_be_is_estimated(make: Make, server: OpenAIServer, usage: Any) -> None:
    """A server that counts nothing, or backwards, gives nobody free calls."""
    server.will_answer(200, server.completion("A boat sank.") | {"usage": usage})

    completion = await make(prices=Prices(prompt=1.0, completion=1.0)).complete(PROMPT)

    assert (completion.prompt_tokens, completion.completion_tokens, completion.cost_micros) == (9, 3, 12)


@pytest.mark.parametrize(
    "choices",
    [
        [],
        [{}],
        [None],
        "a boat",
        {"0": "a boat"},
        [{"message": None, "finish_reason": "stop"}],
        [{"message": "a boat", "finish_reason": "stop"}],
        [{"message": {"content": "a boat"}, "finish_reason": ["stop"]}],
    ],
)
async def test_choices_of_any_other_form_are_no_completion(
    make: Make, server: OpenAIServer, choices: Any
) -> None:
    """What is no completion is an error of ours, with its cure, and none of Python's."""
    server.will_answer(200, server.completion("A boat sank.") | {"choices": choices})

    with pytest.raises(LanguageModelUnavailableError, match="base URL"):
        await make().complete(PROMPT)
