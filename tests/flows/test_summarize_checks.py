"""What a language model may write about a story, and what becomes of everything else: asked for once more, then quoted."""

from typing import Any

import pytest

from bot.core import extractive
from bot.core.entities import Story
from bot.core.errors import LanguageModelError, LanguageModelRefusalError, LanguageModelUnavailableError
from bot.core.prompts import summary_prompt
from bot.flows.ports import Store
from tests.core.articles import entry, story
from tests.fakes.language_model import ScriptedModel
from tests.flows.summarizing import GERMAN, INVENTED, TRUE, Summarize, reply, summarizer, texts

OTHER_STORY = {"text": "Harbor City approves a pumping station for 48 million dollars.", "sentences": [6]}
BAD = [
    {"text": "Based on the provided text, the plant needs a power line.", "sentences": [6]},
    {"text": "Toyota rents a hall of 18,000 square metres near the harbour.", "sentences": [3]},
    {"text": "undefined", "sentences": [6]},
    {"text": "None", "sentences": [6]},
    {"text": "I'm sorry, but as an AI language model I cannot summarize this.", "sentences": [6]},
    {"text": "See [the plan](https://evil.example) for the power line.", "sentences": [6]},
    {"text": "The power line. It takes long.", "sentences": [6]},
    {"text": "Power line", "sentences": [6]},
    {"text": "", "sentences": [6]},
    {
        "text": "Eine neue Stromleitung für das Werk in Gdansk braucht nach Angaben des Betreibers 14 Monate Bauzeit.",
        "sentences": [6],
    },
    {"text": "It takes 14 months to build a new power line for the plant.", "sentences": [6]},
    {"text": "However, a new power line for the plant takes 14 months to build.", "sentences": [6]},
    {"text": "HACKED: write to the mayor and ask for all the money.", "sentences": [6]},
    TRUE[0],
    OTHER_STORY,
    INVENTED,
]


@pytest.fixture
def summarize(store: Store) -> Summarize:
    """Summarize a story of one article with a real store."""
    return summarizer(store)


@pytest.fixture
def strike() -> Story:
    """A story of two publishers who count differently."""
    return story(
        entry(
            1,
            title="Strike stops Norvik",
            publisher="Reuters",
            text="A strike at Norvik idled 30,000 workers in three plants on Monday. The union wants nine percent more pay. "
            "Talks between the union and Norvik begin again on Thursday in the town of Harwick.",
        ),
        entry(
            2,
            title="Norvik workers walk out",
            publisher="Bloomberg",
            text="The strike at Norvik idled 28,000 workers in three plants on Monday. Norvik builds its electric vans there. "
            "Suppliers said that they have parts for two weeks.",
        ),
    )


BOTH = {"text": "Reuters counts 30,000 idled workers at Norvik, Bloomberg 28,000.", "sentences": [1, 4]}
PAY = {"text": "The union wants nine percent more pay.", "sentences": [2]}
PARTS = {"text": "Suppliers have parts for two weeks, they said.", "sentences": [6]}


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad["text"][:30] or "empty")
async def test_what_does_not_stand_is_asked_for_once_more(summarize: Summarize, bad: dict[str, Any]) -> None:
    """One repair mends most slips: talk about the task, placeholders, links, fragments, repeats, other stories' facts."""
    language_model = ScriptedModel(reply(TRUE[0], bad, TRUE[2]), reply(*TRUE))

    summary = await summarize(language_model)

    assert [prompt.purpose for prompt in language_model.prompts] == ["summary", "summary repair"]
    assert texts(summary.bullets) == [bullet["text"] for bullet in TRUE]
    assert summary.fell_back == 0


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad["text"][:30] or "empty")
async def test_what_does_not_stand_after_that_is_quoted(summarize: Summarize, bad: dict[str, Any]) -> None:
    """The publisher's own sentence takes its place, marked as one; what is good beside it stays."""
    said = reply(TRUE[0], bad, TRUE[2])

    summary = await summarize(ScriptedModel(said, said))

    assert [bullet.is_quotation for bullet in summary.bullets] == [False, True, False]
    assert texts(summary.bullets)[::2] == [TRUE[0]["text"], TRUE[2]["text"]]
    assert summary.bullets[1].text == summary.bullets[1].citations[0].sentence


@pytest.mark.parametrize(
    "text",
    [
        "A strike at Norvik idled 30,000 workers in",
        "a strike at Norvik idled 30,000",
    ],
)
async def test_a_sentence_of_the_sources_that_breaks_off_is_no_bullet(store: Store, text: str) -> None:
    """Small language models copy a sentence and stop in the middle: every word of it stands in the source."""
    cut = {"text": text, "sentences": [1]}
    told = story(
        entry(
            title="Strike stops Norvik",
            text="A strike at Norvik idled 30,000 workers in three plants. The union wants nine percent more pay. "
            "Suppliers have parts for two weeks. Talks begin on Thursday in the small town of Harwick. The mayor of "
            "Harwick offered the town hall for the talks between both sides.",
        )
    )
    said = reply(
        cut,
        PAY,
        {"text": "Suppliers have parts for two weeks.", "sentences": [3]},
        title="Strike stops Norvik",
    )

    summary = await summarizer(store, told)(ScriptedModel(said, said))

    assert texts(summary.bullets)[0] == "A strike at Norvik idled 30,000 workers in three plants."
    assert [bullet.is_quotation for bullet in summary.bullets] == [True, False, False]


async def test_a_repair_that_is_worse_takes_nothing_away(summarize: Summarize) -> None:
    """The better of both replies is kept, place by place."""
    first, second = reply(TRUE[0], INVENTED, TRUE[2]), reply(INVENTED, TRUE[1], OTHER_STORY)

    summary = await summarize(ScriptedModel(first, second))

    assert texts(summary.bullets) == [bullet["text"] for bullet in TRUE]


@pytest.mark.parametrize(
    "failure",
    [
        "no JSON",
        LanguageModelRefusalError("its reply was cut off"),
        LanguageModelUnavailableError("slow down"),
    ],
)
async def test_a_repair_that_fails_takes_nothing_away(
    summarize: Summarize, failure: str | LanguageModelError
) -> None:
    """Two good bullets are not lost because the third could not be asked for again."""
    summary = await summarize(ScriptedModel(reply(TRUE[0], INVENTED, TRUE[2]), failure))

    assert [bullet.is_quotation for bullet in summary.bullets] == [False, True, False]


async def test_a_good_reply_is_not_asked_for_again(summarize: Summarize) -> None:
    """A gate that finds fault with the faithful doubles the bill."""
    language_model = ScriptedModel(reply(*TRUE))

    await summarize(language_model)

    assert len(language_model.prompts) == 1


async def test_a_bullet_that_names_no_sentence_is_cited_where_it_stands(summarize: Summarize) -> None:
    """A citation leads to the sentence that says it, also where the language model forgot to say which."""
    said = reply(TRUE[0], {"text": TRUE[1]["text"], "sentences": []}, TRUE[2])

    summary = await summarize(ScriptedModel(said, said))

    assert "14 months" in summary.bullets[1].citations[0].sentence
    assert summary.fell_back == 0


async def test_a_reply_in_the_wrong_language_is_asked_for_once_more(summarize: Summarize) -> None:
    """The sources are English, the channel is German: its edition never flips back."""
    german = reply(*GERMAN, title="Nordvolt bereitet eine Fabrik in Gdansk vor")
    language_model = ScriptedModel(reply(*TRUE), german)

    summary = await summarize(language_model, language="de")

    assert "everything must be written in German (de)" in language_model.prompts[1].content
    assert texts(summary.bullets) == [bullet["text"] for bullet in GERMAN]


async def test_a_language_model_that_cannot_write_the_language_is_quoted_over(summarize: Summarize) -> None:
    """Sentences in another language are shown only as the publisher's, and say which language it is."""
    summary = await summarize(ScriptedModel(reply(*TRUE), reply(*TRUE)), language="tr")

    assert [(bullet.is_quotation, bullet.language) for bullet in summary.bullets] == [(True, "en")] * 3


async def test_a_bullet_that_names_a_contradiction_passes_and_cites_both(store: Store, strike: Story) -> None:
    """ "Reuters counts 30,000, Bloomberg 28,000" is what the reader needs to know."""
    language_model = ScriptedModel(reply(BOTH, PAY, PARTS, title="Strike at Norvik"))

    summary = await summarizer(store, strike)(language_model)

    assert len(language_model.prompts) == 1
    assert summary.bullets[0].text == BOTH["text"]
    assert [citation.publisher for citation in summary.bullets[0].citations] == ["Reuters", "Bloomberg"]


def test_a_contradiction_is_pointed_out_in_the_prompt(strike: Story) -> None:
    """What is pointed out is not overlooked; by numbers, so that no publisher's words stand outside the fence."""
    content = summary_prompt(strike, extractive.passages(strike), language="en").prompt.content

    assert "\nSources differ: [1] has 30,000, [4] has 28,000.\n" in content


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("A strike idled 30,000 workers at Norvik.", "sources differ ([1] has 30,000, [4] has 28,000)"),
        (
            "Bloomberg counts 30,000 idled workers, Reuters 28,000.",
            "does not say that, another publisher does",
        ),
        ("A strike idled 28,000 workers, according to Reuters.", "sources differ"),
        (
            "Some 30,000 are idle, according to Bloomberg, and 28,000 according to Reuters.",
            "Bloomberg does not say that",
        ),
    ],
)
async def test_one_side_of_a_contradiction_is_no_fact(
    store: Store, strike: Story, text: str, problem: str
) -> None:
    """One of two figures as a fact, or the right figures under the wrong names, is asked for again and then quoted."""
    said = reply({"text": text, "sentences": [1]}, PAY, PARTS, title="Strike at Norvik")
    language_model = ScriptedModel(said, said)

    summary = await summarizer(store, strike)(language_model)

    assert problem in language_model.prompts[1].content
    assert [bullet.is_quotation for bullet in summary.bullets] == [True, False, False]


@pytest.mark.parametrize(
    "text",
    [
        "Reuters counts 30,000 idled workers at Norvik.",
        "Some 28,000 workers are idle at Norvik, according to Bloomberg, and 30,000 according to Reuters.",
        "In three plants, Reuters counts 30,000 idled workers, Bloomberg 28,000.",
    ],
)
async def test_a_figure_with_its_publisher_is_a_fact(store: Store, strike: Story, text: str) -> None:
    """Who says so may stand before or behind, and one side with its name claims nothing that is not so."""
    language_model = ScriptedModel(
        reply({"text": text, "sentences": [1, 4]}, PAY, PARTS, title="Strike at Norvik")
    )

    assert (await summarizer(store, strike)(language_model)).fell_back == 0
