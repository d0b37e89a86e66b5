"""Summarizing: asked once, checked against the sources, and never without a summary to show."""

import asyncio
import datetime as dt
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.core import extractive
from bot.core.entities import EXTRACTS, KnownTag, Story, Usage
from bot.core.errors import LanguageModelRefusalError, LanguageModelUnavailableError
from bot.flows.ports import Store
from bot.flows.summarize import Budget, known_summary
from tests.core.articles import article, entry, story
from tests.fakes.clock import FakeClock
from tests.fakes.language_model import ScriptedModel, SlowModel
from tests.flows.summarizing import GERMAN, INVENTED, TRUE, Summarize, reply, summarizer, texts, usages


@pytest.fixture
def told() -> Story:
    """A story of one article."""
    return story(article("en"))


@pytest.fixture
def summarize(store: Store, told: Story) -> Summarize:
    """Summarize the story with a real store."""
    return summarizer(store, told)


async def test_without_a_language_model_a_summary_is_extracts(summarize: Summarize, told: Story) -> None:
    """The bot works without any key, and says that the sentences are the publishers' own."""
    summary = await summarize()

    extract = extractive.summarize(told, language="en", aliases={})
    assert (summary.writer, summary.bullets, summary.title) == (EXTRACTS, extract.bullets, extract.title)
    assert summary.fell_back == 0


async def test_what_a_language_model_wrote_is_shown_with_its_citations(
    summarize: Summarize, told: Story
) -> None:
    """Title, bullets and tags are its own; every bullet leads to the sentences that it named."""
    summary = await summarize(ScriptedModel(reply(*TRUE)))

    passages = extractive.passages(told)
    assert (summary.writer, summary.title) == ("scripted-writer", "Nordvolt prepares a factory in Gdansk")
    assert texts(summary.bullets) == [bullet["text"] for bullet in TRUE]
    assert summary.bullets[1].citations == (passages[5],)
    assert (summary.tags, summary.fell_back) == (("nordvolt", "gdansk"), 0)


async def test_a_language_model_is_never_asked_again_for_the_same(summarize: Summarize) -> None:
    """The same story in the same language is read from the table, and costs nothing."""
    language_model = ScriptedModel(reply(*TRUE))
    first = await summarize(language_model)

    assert await summarize(language_model) == first
    assert len(language_model.prompts) == 1


@pytest.mark.parametrize("change", ["language", "writer", "text"])
async def test_another_language_writer_or_text_is_another_summary(
    summarize: Summarize, told: Story, change: str
) -> None:
    """A corrected article or a German channel must not be shown the old English bullets."""
    first = await summarize(ScriptedModel())
    corrected = story(entry(title=told.lead.title, text=told.lead.text.replace("420", "240")))
    changes: dict[str, dict[str, Any]] = {
        "language": {"language": "de"},
        "writer": {},
        "text": {"told": corrected},
    }
    said = (
        [reply(*GERMAN, title="Nordvolt bereitet eine Fabrik in Gdansk vor")] if change == "language" else []
    )
    language_model = ScriptedModel(*said, name="other-writer" if change == "writer" else "scripted-writer")

    second = await summarize(language_model, **changes[change])

    assert len(language_model.prompts) == 1
    assert second.key != first.key


async def test_a_bullet_that_the_sources_do_not_support_becomes_a_quotation(
    summarize: Summarize, told: Story
) -> None:
    """An invented number never reaches the channel; the sentence that it claimed to rest on does, marked as one."""
    said = reply(TRUE[0], INVENTED, TRUE[2])

    summary = await summarize(ScriptedModel(said, said))

    cited = extractive.passages(told)[5]
    assert [bullet.is_quotation for bullet in summary.bullets] == [False, True, False]
    assert (summary.bullets[1].text, summary.bullets[1].citations) == (cited.sentence, (cited,))
    assert summary.fell_back == 1


async def test_quotations_never_repeat_each_other(summarize: Summarize) -> None:
    """Three inventions that name one sentence become three different sentences."""
    invented = [{**INVENTED, "text": f"Nordvolt will hire 9,70{n} people in Bavaria."} for n in range(3)]

    summary = await summarize(ScriptedModel(reply(*invented), reply(*invented)))

    assert summary.fell_back == 3
    assert len(set(texts(summary.bullets))) == 3


async def test_a_quotation_names_its_language_where_it_differs(summarize: Summarize) -> None:
    """A German channel sees that the sentence put in is in English."""
    said = reply(GERMAN[0], INVENTED, GERMAN[2], title="Nordvolt bereitet eine Fabrik vor")

    summary = await summarize(ScriptedModel(said, said), language="de")

    assert [bullet.language for bullet in summary.bullets if bullet.is_quotation] == ["en"]


async def test_a_true_bullet_with_a_wrong_number_is_cited_where_it_stands(
    summarize: Summarize, told: Story
) -> None:
    """A citation leads to the sentence that says it, not to one that does not."""
    misplaced = {**TRUE[1], "sentences": [8]}

    summary = await summarize(ScriptedModel(reply(TRUE[0], misplaced, TRUE[2])))

    assert summary.bullets[1].text == misplaced["text"]
    assert summary.bullets[1].citations == (extractive.passages(told)[5],)


async def test_an_invented_title_and_invented_tags_are_replaced(summarize: Summarize, told: Story) -> None:
    """Titles are checked as bullets are, and a tag must stand in the story."""
    said = reply(*TRUE, title="Nordvolt moves 9,700 people to Bavaria", tags=["bavaria", "nordvolt"])

    summary = await summarize(ScriptedModel(said, said))

    assert summary.title == told.lead.title
    assert summary.tags == ("nordvolt", "gdansk", "batteries", "poland", "factories")


async def test_a_reply_that_cannot_be_used_is_asked_for_once_more(summarize: Summarize, store: Store) -> None:
    """One repair mends most slips; both calls are paid and counted."""
    language_model = ScriptedModel(reply(*TRUE[:2]), reply(*TRUE), cost_micros=1)

    summary = await summarize(language_model)

    assert [prompt.purpose for prompt in language_model.prompts] == ["summary", "summary repair"]
    assert "exactly 3" in language_model.prompts[1].content
    assert (summary.writer, await usages(store)) == ("scripted-writer", 2)


@pytest.mark.parametrize(
    "replies",
    [
        [LanguageModelUnavailableError("cannot connect")],
        [LanguageModelRefusalError("its reply was filtered", cost_micros=1)],
        ["no JSON", "still no JSON"],
    ],
)
async def test_where_it_fails_there_are_extracts_and_it_is_asked_again_next_time(
    summarize: Summarize, told: Story, replies: list[str | Exception]
) -> None:
    """A bad minute of a language model neither stops an edition nor leaves its mark on the story."""
    with capture_logs() as logs:
        degraded = await summarize(ScriptedModel(*replies))
    again = await summarize(ScriptedModel(reply(*TRUE)))

    assert degraded.writer == EXTRACTS
    assert again.writer == "scripted-writer"
    assert [(log["event"], log["story"]) for log in logs if log["log_level"] == "warning"] == [
        ("summary_fell_back", told.id)
    ]


async def test_a_refused_reply_is_paid_and_counted(summarize: Summarize, store: Store) -> None:
    """A reply that was cut off costs as much as a good one: the budget must see it."""
    await summarize(ScriptedModel(LanguageModelRefusalError("cut off", cost_micros=7)))

    assert await usages(store) == 7


async def test_the_days_budget_is_kept(summarize: Summarize, store: Store) -> None:
    """Over the budget there are extracts until the day (UTC) ends; what is already written is shown all the same."""
    clock = FakeClock()
    usage = Usage(
        at=clock.now(), purpose="answer", writer="x", prompt_tokens=1, completion_tokens=1, cost_micros=100
    )
    await store.open_call(usage, ())
    language_model = ScriptedModel(cost_micros=1)

    over = await summarize(language_model, budget=Budget(daily_micros=100), clock=clock)
    clock.advance(dt.timedelta(hours=12))
    tomorrow = await summarize(language_model, budget=Budget(daily_micros=100), clock=clock)
    known = await summarize(language_model, budget=Budget(daily_micros=0), clock=clock)

    assert (over.writer, tomorrow.writer, known) == (EXTRACTS, "scripted-writer", tomorrow)


async def test_two_who_want_the_same_ask_once(summarize: Summarize) -> None:
    """Two channels with the same story at nine o'clock pay for it once and are told the same."""
    language_model = SlowModel(reply(*TRUE))
    first = asyncio.create_task(summarize(language_model))
    await language_model.is_asked.wait()

    async def pause(_seconds: float) -> None:
        language_model.may_reply.set()
        await first

    second = await summarize(language_model, pause=pause)

    assert (await first, second.writer) == (second, "scripted-writer")
    assert len(language_model.prompts) == 1


async def test_who_waits_in_vain_writes_extracts(summarize: Summarize) -> None:
    """A process that hangs or died while it asked delays an edition by a minute and a half, not for good."""
    language_model = SlowModel(reply(*TRUE))
    first = asyncio.create_task(summarize(language_model))
    await language_model.is_asked.wait()
    waited: list[float] = []

    async def pause(seconds: float) -> None:
        waited.append(seconds)

    second = await summarize(language_model, pause=pause)
    language_model.may_reply.set()

    assert (second.writer, sum(waited)) == (EXTRACTS, 90.0)
    assert (await first).writer == "scripted-writer"


async def test_a_failed_asker_gives_its_turn_back(summarize: Summarize) -> None:
    """A refusal does not lock the story for the ten minutes of a lease."""
    await summarize(ScriptedModel(LanguageModelRefusalError("filtered")))

    async def no_pause(_seconds: float) -> None:
        pytest.fail("somebody still holds the lease")

    assert (await summarize(ScriptedModel(reply(*TRUE)), pause=no_pause)).writer == "scripted-writer"


@pytest.mark.parametrize("text", ["", "Nordvolt rents a hall in Gdansk.", "Read more"])
async def test_too_little_text_is_not_asked_about(summarize: Summarize, text: str) -> None:
    """From an empty page a language model would guess: a title is no story."""
    language_model = ScriptedModel()

    summary = await summarize(language_model, told=story(entry(title="Nordvolt goes to Poland", text=text)))

    assert (summary.writer, language_model.prompts) == (EXTRACTS, [])
    assert summary.title == "Nordvolt goes to Poland"


async def test_what_is_known_is_shown_without_asking(summarize: Summarize, store: Store, told: Story) -> None:
    """`/ev` answers at once: with what was written before, else with extracts."""
    before = await known_summary(told, store=store, writers=["scripted-writer"], language="en", aliases={})
    written = await summarize(ScriptedModel(reply(*TRUE)))

    after = await known_summary(told, store=store, writers=["scripted-writer"], language="en", aliases={})

    assert (before.writer, after) == (EXTRACTS, written)


async def test_tags_use_the_topics_own_names(summarize: Summarize) -> None:
    """A filter on the topic's subject finds the story whatever the language model called it."""
    said = reply(*TRUE, tags=["Battery Packs", "nordvolt"])

    summary = await summarize(ScriptedModel(said), aliases={"batteries": ("battery packs",)})

    assert summary.tags == ("batteries", "nordvolt")


async def test_a_language_model_is_shown_the_tags_that_were_used_before(summarize: Summarize) -> None:
    """It is offered the topic's known tags that stand in the story, so that the same thing is tagged alike."""
    used = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    known = [KnownTag(key=label, label=label, uses=3, used_at=used) for label in ("nordvolt", "su7")]
    language_model = ScriptedModel(reply(*TRUE))

    await summarize(language_model, known_tags=known)

    assert "Known tags: nordvolt\n" in language_model.prompts[0].content
