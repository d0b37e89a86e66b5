"""Answers in threads: recorded once, from the sources or refused, tried again after a failure."""

import datetime as dt
import json

from bot.core.entities import EXTRACTS, Answer, Caller, NewQuestion, Outcome, Platform, Said, Speaker
from bot.core.errors import ChatError, ChatUnavailableError
from bot.flows import answer
from tests.fakes.language_model import ScriptedModel
from tests.flows.world import World

DAY = dt.timedelta(days=1)
TEXT = (
    "Buyers of the Lanyu sedan wait 41 weeks in China, the company told its dealers on Friday. "
    "A second plant in Wuhan is to open in March and to double monthly output to 40,000 cars. "
    "The base version still costs 215,900 yuan."
)
CALLER = Caller(platform=Platform.SLACK, workspace="T1", workspace_name="Team", channel="C1", user="U1")


async def publish(world: World) -> str:
    """Publish an edition with the story of the waiting list, and return its thread."""
    await world.subscribe("daily 09:00 UTC")
    await world.entry("Waiting list for the Lanyu sedan grows", TEXT)
    await world.pass_time(DAY)
    return world.chat.history[0].id


async def hear(world: World, text: str, thread: str, *, key: str = "e1", is_addressed: bool = False) -> bool:
    """Let somebody say something in a thread."""
    question = NewQuestion(
        caller=CALLER,
        thread=thread,
        text=text,
        event_key=key,
        asked_at=world.clock.now(),
        is_addressed=is_addressed,
    )
    return await answer.hear(world.needs, world.place, question)


def answers(world: World) -> list[Answer]:
    """The answers that stand in the chat."""
    return [post.what for post in world.chat.history if isinstance(post.what, Answer)]


async def test_an_answer_comes_with_its_source(world: World):
    """The sentence that says it, with publisher and address, in the question's thread."""
    thread = await publish(world)
    assert await hear(world, "How long is the waiting list in China?", thread)
    (found,) = answers(world)
    assert not found.is_refusal
    (citation,) = found.sentences[0].citations
    assert (
        citation.sentence
        == "Buyers of the Lanyu sedan wait 41 weeks in China, the company told its dealers on Friday."
    )
    assert citation.publisher == "Volt Courier"
    assert world.chat.history[-1].thread == thread


async def test_what_the_sources_do_not_say_is_refused(world: World):
    """No source speaks of football: an honest refusal."""
    thread = await publish(world)
    assert await hear(world, "Who won the football world cup?", thread)
    (found,) = answers(world)
    assert found.is_refusal


async def test_one_question_is_answered_once(world: World):
    """A platform that delivers an event three times gets one answer."""
    thread = await publish(world)
    heard = [await hear(world, "How long is the waiting list?", thread) for _ in range(3)]
    assert heard == [True, False, False]
    assert len(answers(world)) == 1


async def test_people_talking_to_each_other_are_left_alone(world: World):
    """A remark in the edition's thread is no question, and a question in a foreign thread is not ours."""
    thread = await publish(world)
    assert not await hear(world, "Nice, thanks!", thread, key="e1")
    assert not await hear(world, "How long is the waiting list?", "foreign", key="e2")
    assert answers(world) == []
    assert await world.store.messages(world.place, "foreign", 10) == ()


async def test_who_is_addressed_answers_anywhere(world: World):
    """A mention outside an edition's thread is answered from the archive of the channel's topic."""
    await publish(world)
    assert await hear(world, "How long is the waiting list?", "elsewhere", is_addressed=True)
    (found,) = answers(world)
    assert "41 weeks" in found.sentences[0].text


async def test_an_unreachable_chat_gets_its_answer_later(world: World):
    """The platform is down for a moment: the answer comes when it is back, once."""
    thread = await publish(world)
    world.chat.before = [ChatUnavailableError("down")]
    assert await hear(world, "How long is the waiting list?", thread)
    assert answers(world) == []
    world.clock.advance(dt.timedelta(minutes=1))
    await world.tick()
    await world.tick()
    assert len(answers(world)) == 1


async def test_a_refusing_chat_is_not_asked_for_ever(world: World):
    """The thread was deleted: one attempt."""
    thread = await publish(world)
    world.chat.before = [ChatError("thread not found")]
    assert await hear(world, "How long is the waiting list?", thread)
    world.clock.advance(DAY)
    await world.tick()
    assert answers(world) == []


async def test_the_transcript_is_ours(world: World):
    """Question and answer are kept, so that context never depends on the platform's history."""
    thread = await publish(world)
    await hear(world, "How long is the waiting list?", thread)
    edition, question, reply = await world.store.messages(world.place, thread, 10)
    assert edition.thread == ""
    assert (question.speaker, question.body) == (Speaker.PERSON, Said(text="How long is the waiting list?"))
    assert (reply.speaker, reply.body) == (Speaker.BOT, answers(world)[0])


async def test_a_language_model_answers_from_passages(world: World):
    """Its sentence is posted with the passage it names, and its cost is in the ledger."""
    thread = await publish(world)
    reply = {"says": True, "sentences": [{"text": "Buyers in China wait 41 weeks.", "passages": [1]}]}
    world.language_models = (ScriptedModel(json.dumps(reply)),)
    await hear(world, "How long is the waiting list in China?", thread)
    (found,) = answers(world)
    assert [sentence.text for sentence in found.sentences] == ["Buyers in China wait 41 weeks."]
    assert "41 weeks" in found.sentences[0].citations[0].sentence
    assert found.writer == world.needs.writers[0]
    (call,) = await world.store.calls(9)
    assert (call.purpose, call.outcome, call.workspace_id) == (
        "answer",
        Outcome.REPLIED,
        world.place.workspace_id,
    )


async def test_a_small_context_is_shown_the_best_passages_that_it_holds(world: World):
    """What a local server cannot hold it cuts at the front, where the instructions are: so it is not sent."""
    thread = await publish(world)
    waits = " ".join(
        f"In town number {number} the waiting list for the Lanyu sedan is {'very ' * 60}long."
        for number in range(30)
    )
    await world.entry("Waiting lists of the Lanyu sedan by town", waits)
    small, large = ScriptedModel("no JSON", "no JSON", context_tokens=3_000), ScriptedModel()
    world.language_models = (small, large)

    await hear(world, "How long is the waiting list for the Lanyu sedan?", thread)

    sizes = [len(prompt.content) for prompt in (small.prompts[0], large.prompts[0])]
    assert sizes[0] < 5_000 < sizes[1] < 12_000


async def test_an_invented_answer_never_reaches_the_thread(world: World):
    """A number that no source has: the sources' own sentence stands in."""
    thread = await publish(world)
    reply = {"says": True, "sentences": [{"text": "Buyers in China wait 97 weeks.", "passages": [1]}]}
    world.language_models = (ScriptedModel(json.dumps(reply)),)
    await hear(world, "How long is the waiting list in China?", thread)
    (found,) = answers(world)
    assert found.writer == EXTRACTS
    assert "97" not in " ".join(sentence.text for sentence in found.sentences)


async def test_a_language_model_that_talks_nonsense_costs_no_answer(world: World):
    """Two replies that are no JSON: the extractive answer comes all the same."""
    thread = await publish(world)
    world.language_models = (ScriptedModel("Sure! Here you go.", "I am sorry."),)
    await hear(world, "How long is the waiting list in China?", thread)
    (found,) = answers(world)
    assert (found.writer, found.is_refusal) == (EXTRACTS, False)
