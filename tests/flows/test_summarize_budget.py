"""Who writes, and what it may cost: the best language model that the budget allows, a cheaper one, extracts."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.sql import open_store
from bot.core.entities import EXTRACTS, Outcome, Usage, WorkspaceId
from bot.core.errors import LanguageModelRefusalError, LanguageModelUnavailableError
from bot.flows.ports import Store
from bot.flows.summarize import Budget, known_summary
from tests.core.articles import article, entry, story
from tests.fakes.clock import FakeClock
from tests.fakes.language_model import ScriptedModel, SlowModel
from tests.flows.summarizing import TRUE, Summarize, reply, summarizer, usages

TEAM, OTHERS = WorkspaceId(1), WorkspaceId(2)


@pytest.fixture
def summarize(store: Store) -> Summarize:
    """Summarize a story of one article with a real store."""
    return summarizer(store)


@pytest.fixture
async def elsewhere(store: Store, tmp_path: Path) -> AsyncIterator[Store]:
    """The same database as another process sees it."""
    del store  # it made the file
    async with open_store(f"sqlite:///{tmp_path / 'newsthread.db'}", exclusive=False) as opened:
        yield opened


def best(*replies: str | Exception, **changes: Any) -> ScriptedModel:
    """The language model that is asked first."""
    return ScriptedModel(*(replies or [reply(*TRUE)]), name="best-writer", **{"cost_micros": 10, **changes})


def cheaper(*replies: str | Exception, **changes: Any) -> ScriptedModel:
    """The one that is asked after it."""
    return ScriptedModel(*(replies or [reply(*TRUE)]), name="cheap-writer", **{"cost_micros": 1, **changes})


async def spend(store: Store, micros: int, workspace_id: WorkspaceId | None = None) -> None:
    """Let a call at noon have cost so much."""
    usage = Usage(
        at=FakeClock().now(),
        purpose="answer",
        writer="best-writer",
        prompt_tokens=1,
        completion_tokens=1,
        cost_micros=micros,
        workspace_id=workspace_id,
    )
    await store.open_call(usage, ())


@pytest.mark.parametrize(
    "failure",
    [
        LanguageModelUnavailableError("cannot connect"),
        LanguageModelRefusalError("its reply was filtered"),
        "no JSON, twice",
    ],
)
async def test_where_the_best_fails_the_cheaper_writes(
    summarize: Summarize, failure: str | Exception
) -> None:
    """A bad hour at one server is no reason for extracts while another can write."""
    summary = await summarize(best(failure, failure), cheaper())

    assert summary.writer == "cheap-writer"


async def test_where_both_fail_there_are_extracts(summarize: Summarize) -> None:
    """The last rung needs nobody."""
    down = LanguageModelUnavailableError("cannot connect")

    assert (await summarize(best(down), cheaper(down))).writer == EXTRACTS


async def test_what_the_cheaper_wrote_stands_only_until_the_best_writes(
    summarize: Summarize, store: Store
) -> None:
    """It costs nothing again, never overwrites, and never stands in the way of something better."""
    down = LanguageModelUnavailableError("cannot connect")
    stand_in = cheaper()
    first = await summarize(best(down), stand_in)
    again = await summarize(best(down), stand_in)
    better = await summarize(best(), stand_in)
    known = await known_summary(
        story(article("en")), store=store, writers=["best-writer", "cheap-writer"], language="en", aliases={}
    )

    assert (first.writer, again, better.writer) == ("cheap-writer", first, "best-writer")
    assert len(stand_in.prompts) == 1
    assert known == better


async def test_a_part_of_the_budget_is_kept_for_the_cheaper(summarize: Summarize, store: Store) -> None:
    """Of 100, 20 are kept: at 75 the best may not spend 10 more, the cheaper may spend 1."""
    await spend(store, 75)

    summary = await summarize(best(), cheaper(), budget=Budget(daily_micros=100, kept_for_cheaper=0.2))

    assert summary.writer == "cheap-writer"


async def test_when_all_is_spent_there_are_extracts(summarize: Summarize, store: Store) -> None:
    """The end of the budget is the end of spending, and never of the news."""
    await spend(store, 100)
    dear, cheap = best(), cheaper()

    summary = await summarize(dear, cheap, budget=Budget(daily_micros=100, kept_for_cheaper=0.2))

    assert (summary.writer, dear.prompts, cheap.prompts) == (EXTRACTS, [], [])


async def test_a_language_model_that_costs_nothing_needs_no_budget(
    summarize: Summarize, store: Store
) -> None:
    """A local one goes on writing when the hosted one's money is spent."""
    await spend(store, 100)

    summary = await summarize(best(), cheaper(cost_micros=0), budget=Budget(daily_micros=100))

    assert summary.writer == "cheap-writer"


async def test_one_workspace_spends_nothing_of_another(summarize: Summarize, store: Store) -> None:
    """A team that has used up its own budget gets extracts; the others are written for as before."""
    await spend(store, 45, TEAM)
    budget = Budget(workspace_micros=50)

    poor = await summarize(best(), workspace_id=TEAM, budget=budget)
    rich = await summarize(best(), workspace_id=OTHERS, budget=budget)

    assert (poor.writer, rich.writer) == (EXTRACTS, "best-writer")


async def test_every_call_is_in_the_book_with_who_asked_and_what_became_of_it(
    summarize: Summarize, store: Store
) -> None:
    """A repair, a refusal and a server that is away can be told apart when the bill comes."""
    down, filtered = (
        LanguageModelUnavailableError("away"),
        LanguageModelRefusalError("filtered", cost_micros=3),
    )
    await summarize(best("no JSON", down), cheaper(filtered), workspace_id=TEAM)

    calls = await store.calls(9)

    assert [(call.writer, call.purpose, call.outcome, call.cost_micros) for call in calls] == [
        ("cheap-writer", "summary", Outcome.DECLINED, 3),
        ("best-writer", "summary repair", Outcome.FAILED, 0),
        ("best-writer", "summary", Outcome.REPLIED, 10),
    ]
    assert {call.workspace_id for call in calls} == {TEAM}


async def test_an_answer_that_came_too_late_counts_as_the_most_it_may_have_cost(
    summarize: Summarize, store: Store
) -> None:
    """A server bills what it wrote for nobody: one that is always too slow must not write without a limit."""
    late = LanguageModelUnavailableError("did not answer in time", may_cost=True)
    slow = best(*[late] * 9)

    for _ in range(4):
        await summarize(slow, budget=Budget(daily_micros=25))

    assert (len(slow.prompts), await usages(store)) == (2, 20)


async def test_a_call_that_was_cancelled_counts_as_the_most_it_may_have_cost(store: Store) -> None:
    """Whoever stops the bot while a language model writes pays for it all the same; the story is free for the next."""
    slow = SlowModel(cost_micros=10)
    writing = asyncio.create_task(summarizer(store)(slow))
    await slow.is_asked.wait()
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing

    assert await usages(store) == 10
    assert (await summarizer(store)(best())).writer == "best-writer"


async def test_calls_side_by_side_stay_within_the_budget(store: Store) -> None:
    """Five stories at once and money for two: what each may cost is set aside before it is asked."""
    budget = Budget(daily_micros=25)
    stories = [story(article(language)) for language in ("en", "de", "tr", "zh")]

    written = await asyncio.gather(
        *(summarizer(store, told)(best("no JSON", "no JSON"), budget=budget) for told in stories)
    )

    assert {summary.writer for summary in written} == {EXTRACTS}
    assert await usages(store) == 20


async def test_what_is_only_set_aside_is_waited_for(summarize: Summarize, store: Store) -> None:
    """A call under way may cost all that is left; when it has cost less, the next is made after all."""
    clock, cost = FakeClock(), {"at": FakeClock().now(), "purpose": "answer", "writer": "best-writer"}
    under_way = Usage(**cost, prompt_tokens=0, completion_tokens=0, cost_micros=95, outcome=Outcome.ASKED)  # type: ignore[arg-type] # by name
    ended = Usage(**cost, prompt_tokens=9, completion_tokens=9, cost_micros=5)  # type: ignore[arg-type] # by name
    call_id = await store.open_call(under_way, ())
    assert call_id is not None
    waited: list[float] = []

    async def pause(seconds: float) -> None:
        waited.append(seconds)
        await store.close_call(call_id, ended)

    summary = await summarize(best(), budget=Budget(daily_micros=100), clock=clock, pause=pause)

    assert (summary.writer, waited) == ("best-writer", [1.0])


async def test_what_a_dead_process_set_aside_is_not_waited_for(summarize: Summarize, store: Store) -> None:
    """Nobody will ever say what that call cost, so it counts as what it may have cost, and nobody waits."""
    clock = FakeClock()
    left = Usage(
        at=clock.now() - dt.timedelta(minutes=11),
        purpose="summary",
        writer="best-writer",
        prompt_tokens=0,
        completion_tokens=0,
        cost_micros=95,
        outcome=Outcome.ASKED,
    )
    await store.open_call(left, ())

    async def no_pause(_seconds: float) -> None:
        pytest.fail("there is nothing to wait for")

    summary = await summarize(best(), budget=Budget(daily_micros=100), clock=clock, pause=no_pause)

    assert summary.writer == EXTRACTS


async def test_two_processes_that_want_the_same_story_ask_once(store: Store, elsewhere: Store) -> None:
    """Two workers on one database: the second waits for what the first writes, and pays nothing."""
    first_asked, second_asked = SlowModel(reply(*TRUE)), SlowModel(reply(*TRUE))
    first = asyncio.create_task(summarizer(store)(first_asked))
    await first_asked.is_asked.wait()

    async def pause(_seconds: float) -> None:
        first_asked.may_reply.set()
        await first

    second = await summarizer(elsewhere)(second_asked, pause=pause)

    assert (await first, second_asked.prompts) == (second, [])


async def test_two_languages_of_one_story_are_written_side_by_side(store: Store) -> None:
    """A Turkish and an English channel want it at nine: neither waits for the other, and each is asked for once."""
    english, turkish = SlowModel(reply(*TRUE)), SlowModel()

    async def no_pause(_seconds: float) -> None:
        pytest.fail("another language is another summary")

    tasks = [
        asyncio.create_task(summarizer(store)(english, pause=no_pause)),
        asyncio.create_task(summarizer(store)(turkish, language="tr", pause=no_pause)),
    ]
    await asyncio.gather(english.is_asked.wait(), turkish.is_asked.wait())
    for language_model in (english, turkish):
        language_model.may_reply.set()
    written = await asyncio.gather(*tasks)

    assert [summary.language for summary in written] == ["en", "tr"]
    assert len(english.prompts) == 1


async def test_a_small_context_gets_a_small_prompt(summarize: Summarize) -> None:
    """The cheaper one may be a local one that holds little: what it is shown fits, and is checked against that alone."""
    small = cheaper(context_tokens=3_000)
    large = best("no JSON", "no JSON")

    text = " ".join(
        f"Sentence {n} of this paper tells at some length what the mayor and the company said of the plant."
        for n in range(400)
    )

    await summarize(large, small, told=story(entry(title="A plant", text=text)))

    shown = [prompt.content.count("\n[") for prompt in (large.prompts[0], small.prompts[0])]
    assert shown[0] > 2 * shown[1] > 0


async def test_a_context_too_small_for_a_story_is_not_asked(summarize: Summarize) -> None:
    """From two sentences of a story a language model would guess the rest."""
    tiny = best(context_tokens=2_050)

    assert ((await summarize(tiny)).writer, tiny.prompts) == (EXTRACTS, [])
