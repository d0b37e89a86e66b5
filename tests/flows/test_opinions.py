"""A second opinion on what is doubtful: asked only where it is wished, only about doubts, and never the last word on inventions."""

import datetime as dt

import pytest

from bot.core.errors import LanguageModelUnavailableError
from bot.core.extractive import article_text
from bot.flows.ports import Store
from tests.core.articles import raw
from tests.fakes.language_model import ScriptedModel
from tests.flows.summarizing import TRUE, Summarize, reply, summarizer, texts
from tests.flows.world import World

PASSES = {
    "text": "Engineers celebrate the price of electricity as the biggest triumph of the plan.",
    "sentences": [10],
}
FAILS = {
    "text": "Engineers fear the price of electricity as the biggest obstacle of the plan.",
    "sentences": [10],
}
YES, NO = '{"supported": true, "sentences": [12]}', '{"supported": false, "sentences": [12]}'


@pytest.fixture
def summarize(store: Store) -> Summarize:
    """Summarize a story of one article with a real store."""
    return summarizer(store)


def purposes(language_model: ScriptedModel) -> list[str]:
    """What it was asked for, in order."""
    return [prompt.purpose for prompt in language_model.prompts]


async def test_nobody_is_asked_for_an_opinion_who_did_not_wish_it(summarize: Summarize) -> None:
    """It costs a call for each doubtful sentence, so it is off."""
    language_model = ScriptedModel(reply(*TRUE[:2], PASSES))

    await summarize(language_model)

    assert purposes(language_model) == ["summary"]


async def test_a_doubtful_bullet_that_is_not_borne_out_is_asked_for_once_more(summarize: Summarize) -> None:
    """A sentence of known words put together anew passes the check alone, and not a reader's."""
    language_model = ScriptedModel(reply(*TRUE[:2], PASSES), NO, reply(*TRUE))

    summary = await summarize(language_model, wants_opinions=True)

    assert purposes(language_model) == ["summary", "second opinion", "summary repair"]
    assert texts(summary.bullets) == [bullet["text"] for bullet in TRUE]


async def test_a_doubtful_bullet_that_is_borne_out_stands(summarize: Summarize) -> None:
    """A good bullet thrown away is a defect too."""
    language_model = ScriptedModel(reply(*TRUE[:2], FAILS), YES)

    summary = await summarize(language_model, wants_opinions=True)

    assert purposes(language_model) == ["summary", "second opinion"]
    assert texts(summary.bullets)[2] == FAILS["text"]


async def test_an_invention_is_no_matter_of_opinion(summarize: Summarize) -> None:
    """A place that no source has fails a bullet that is true in all else, whatever anybody thinks."""
    invented = {
        "text": "A new power line for the plant in Krakow takes 14 months to build.",
        "sentences": [6],
    }
    language_model = ScriptedModel(reply(TRUE[0], invented, TRUE[2]), reply(TRUE[0], invented, TRUE[2]))

    summary = await summarize(language_model, wants_opinions=True)

    assert (purposes(language_model), summary.fell_back) == (["summary", "summary repair"], 1)


@pytest.mark.parametrize(
    "opinion",
    [
        LanguageModelUnavailableError("cannot connect"),
        "I think so.",
        '{"supported": "yes", "sentences": [1]}',
        '{"supported": true, "sentences": []}',
        '{"supported": true, "sentences": [99]}',
    ],
)
async def test_without_a_usable_opinion_the_first_stands(
    summarize: Summarize, opinion: str | Exception
) -> None:
    """A yes counts only with a sentence that was shown; otherwise what the check said holds."""
    language_model = ScriptedModel(reply(*TRUE[:2], FAILS), opinion, reply(*TRUE))

    summary = await summarize(language_model, wants_opinions=True)

    assert purposes(language_model)[2:] == ["summary repair"]
    assert texts(summary.bullets) == [bullet["text"] for bullet in TRUE]


async def test_an_opinion_is_paid_once_and_in_the_book(summarize: Summarize, store: Store) -> None:
    """It is kept with the summary that it decided, and costs under its own name."""
    language_model = ScriptedModel(reply(*TRUE[:2], FAILS), YES, cost_micros=3)
    first = await summarize(language_model, wants_opinions=True)
    again = await summarize(language_model, wants_opinions=True)

    calls = await store.calls(9)

    assert [(call.purpose, call.cost_micros) for call in calls] == [("second opinion", 3), ("summary", 3)]
    assert first == again


async def test_an_edition_is_written_with_opinions_where_they_are_wished(world: World) -> None:
    """What the configuration wishes reaches the stories of an edition, at its workspace's cost."""
    title, text = article_text(raw("en"))
    world.language_models, world.wants_opinions = (ScriptedModel(reply(*TRUE[:2], FAILS), YES),), True
    await world.subscribe("daily 09:00 UTC")
    await world.entry(title, text)
    await world.pass_time(dt.timedelta(days=1))

    calls = await world.store.calls(9)

    assert {(call.purpose, call.workspace_id) for call in calls} == {
        ("summary", world.place.workspace_id),
        ("second opinion", world.place.workspace_id),
    }
