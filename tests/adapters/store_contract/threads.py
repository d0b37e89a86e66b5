"""What a store must do with events, transcripts and questions."""

import asyncio
import dataclasses
from typing import Any

import pytest

from bot.core.entities import (
    Body,
    Caller,
    EditionId,
    Message,
    NewQuestion,
    Notice,
    Place,
    Platform,
    Posted,
    Question,
    QuestionId,
    Said,
    Speaker,
    StoryList,
)
from bot.flows.ports import Store
from tests import samples
from tests.adapters.store_contract.world import DAY, HOUR, MINUTE, NOON, SLACK, channel, team


def message(place: Place, text: str, **changes: Any) -> Message:
    """Return what somebody said, in the channel unless told otherwise."""
    values = {
        "thread": "",
        "id": "",
        "speaker": Speaker.PERSON,
        "user": "U1",
        "body": Said(text=text),
        "at": NOON,
    }
    return Message(**{"place": place, **values, **changes})


def asked(text: str = "How long is the list?", key: str = "Ev1", **changes: Any) -> NewQuestion:
    """Return a question heard in a thread of the first team."""
    caller = Caller(platform=Platform.SLACK, workspace="T1", workspace_name="Team", channel="C1", user="U1")
    values = {"thread": "17.1", "event_key": key, "asked_at": NOON, "is_addressed": False}
    return NewQuestion(**{"caller": caller, "text": text, **values, **changes})


async def recorded(store: Store, **changes: Any) -> QuestionId:
    """The id of a recorded question."""
    question_id = await store.add_question(asked(**changes), (await team(store)).id)
    assert question_id is not None
    return question_id


class TranscriptContract:
    """Transcripts: what was said, in order, once."""

    async def test_an_event_is_handled_once(self, store: Store):
        """A platform that repeats an event, even at the same moment, gets one reaction."""
        heard = await asyncio.gather(*(store.record_event(Platform.SLACK, "Ev1", NOON) for _ in range(8)))
        assert sum(heard) == 1
        assert await store.record_event(Platform.DISCORD, "Ev1", NOON)
        assert await store.record_event(Platform.SLACK, "Ev2", NOON)

    @pytest.mark.parametrize(
        "body",
        [
            Said(text="wie lange? 小米 🚗 \x00\ud83d"),
            Posted(edition_id=EditionId(7)),
            Notice(title="Feeds", lines=("One", "Two")),
            StoryList(
                title="Xiaomi", items=(samples.item(), samples.chargers()), hint="More: /ev xiaomi since:7d"
            ),
            samples.answer(),
            samples.refusal(),
        ],
    )
    async def test_every_kind_of_message_reads_as_it_was_said(self, store: Store, body: Body):
        """The page shows lists, answers and notices of yesterday as they were."""
        said = message(await channel(store), "", id="17.1", body=body)
        await store.add_message(said)
        assert await store.messages(said.place, "", 10) == (said,)

    async def test_a_message_is_kept_once(self, store: Store):
        """A mention that arrives twice is one message; messages without an id are all kept."""
        place, other = await channel(store), await channel(store, "C2")
        for text, where in (("one", place), ("again", place), ("elsewhere", other)):
            await store.add_message(message(where, text, id="17.1"))
        for text in ("two", "three"):
            await store.add_message(message(place, text))
        kept = await store.messages(place, "", 10)
        assert [each.body for each in kept] == [Said(text="one"), Said(text="two"), Said(text="three")]

    async def test_a_thread_begins_with_the_message_in_the_channel(self, store: Store):
        """A thread reads from its first message on; the channel shows no message of a thread."""
        place = await channel(store)
        root = message(place, "root", id="17.1")
        reply = message(place, "reply", thread="17.1", id="17.3", at=NOON + HOUR)
        between = message(place, "between", id="17.2", at=NOON + MINUTE)
        for each in (reply, between, root):
            await store.add_message(each)
        assert await store.messages(place, "17.1", 10) == (root, reply)
        assert await store.messages(place, "", 10) == (root, between)
        assert await store.messages(place, "17.2", 10) == (between,)

    async def test_the_newest_messages_are_shown_oldest_first(self, store: Store):
        """A long channel shows its end, in reading order, also where messages share an instant."""
        place = await channel(store)
        said = [message(place, f"message {n}", at=NOON + (n // 2) * MINUTE) for n in range(6)]
        for each in said:
            await store.add_message(each)
        assert await store.messages(place, "", 3) == tuple(said[3:])


class FollowingContract:
    """Following a transcript that others write."""

    async def test_what_others_write_is_seen_once_or_again_but_never_missed(self, store: Store):
        """A page shows what a worker in another process posted, in the channel and in threads, and nothing of other channels."""
        place, elsewhere = await channel(store), await channel(store, "C2")
        await store.add_message(message(place, "before", id="1"))
        mark, _ = await store.messages_after(place, None, 10)
        await store.add_message(message(place, "an edition", id="2"))
        await store.add_message(message(elsewhere, "not here", id="3"))
        await store.add_message(message(place, "an answer", id="4", thread="2"))
        mark, arrived = await store.messages_after(place, mark, 10)
        assert [each.id for each in arrived] == ["1", "2", "4"]
        later, again = await store.messages_after(place, mark, 2)
        assert (later, [each.id for each in again]) == (mark, ["2", "4"])

    async def test_an_empty_transcript_has_a_mark_too(self, store: Store):
        """A page that is opened before anything was said shows the first edition."""
        place = await channel(store)
        mark, arrived = await store.messages_after(place, None, 10)
        assert arrived == ()
        await store.add_message(message(place, "the first", id="1"))
        _, arrived = await store.messages_after(place, mark, 10)
        assert [each.id for each in arrived] == ["1"]


class QuestionContract:
    """Questions: recorded before they are acknowledged, answered once."""

    async def test_a_question_is_recorded_once_and_stands_in_the_transcript(self, store: Store):
        """The same event twice is one question; the follow-up after it has it as context."""
        place = await channel(store)
        first = await asyncio.gather(*(store.add_question(asked(), place.workspace_id) for _ in range(6)))
        assert sum(each is not None for each in first) == 1
        assert not await store.record_event(Platform.SLACK, "Ev1", NOON)
        said = message(place, "How long is the list?", thread="17.1", id="Ev1")
        assert await store.messages(place, "17.1", 10) == (said,)

    async def test_questions_wait_oldest_first(self, store: Store):
        """Nobody waits for ever; a question from a platform whose clock is ahead of ours is due at once."""
        later = await recorded(store, key="Ev1", asked_at=NOON + MINUTE)
        early = await recorded(store, key="Ev2")
        due = await store.due_questions(NOON, 10, SLACK)
        assert [each.id for each in due] == [early, later]
        expected = Question(
            id=early,
            place=await channel(store),
            thread="17.1",
            user="U1",
            text="How long is the list?",
            asked_at=NOON,
            attempts=0,
        )
        assert due[0] == expected
        assert await store.due_questions(NOON, 1, SLACK) == due[:1]

    async def test_questions_of_a_chat_that_is_not_there_hold_up_nobody(self, store: Store):
        """While Slack is away its questions wait, and however many they are, those of the page are answered."""
        for number in range(20):
            await recorded(store, key=f"Ev{number}")
        page = await store.add_workspace(Platform.PAGE, "page", "")
        caller = dataclasses.replace(asked().caller, platform=Platform.PAGE, workspace="page")
        question_id = await store.add_question(asked(caller=caller, asked_at=NOON + MINUTE), page.id)
        due = await store.due_questions(NOON, 10, (Platform.PAGE, Platform.DISCORD))
        assert [each.id for each in due] == [question_id]
        assert await store.due_questions(NOON, 10, ()) == ()

    async def test_an_answer_is_composed_once(self, store: Store):
        """Where posting failed, the next attempt has the answer that was paid for, to the last citation."""
        question_id, other = await recorded(store), await recorded(store, key="Ev2")
        first = await store.claim_question(question_id, NOON + MINUTE, NOON)
        assert first is not None
        assert first.answer is None
        await store.keep_answer(question_id, samples.answer())
        again = await store.claim_question(question_id, NOON + HOUR, NOON + MINUTE)
        assert again == dataclasses.replace(first, attempts=2, answer=samples.answer())
        unanswered = await store.claim_question(other, NOON + HOUR, NOON)
        assert unanswered is not None
        assert unanswered.answer is None

    async def test_a_question_has_one_holder(self, store: Store):
        """Of many workers one answers; if it dies, the next takes over."""
        question_id = await recorded(store)
        claims = await asyncio.gather(
            *(store.claim_question(question_id, NOON + MINUTE, NOON) for _ in range(8))
        )
        held = [claim for claim in claims if claim is not None]
        assert [claim.attempts for claim in held] == [1]
        assert await store.due_questions(NOON, 10, SLACK) == ()
        assert [each.attempts for each in await store.due_questions(NOON + MINUTE, 10, SLACK)] == [1]
        again = await store.claim_question(question_id, NOON + HOUR, NOON + MINUTE)
        assert again is not None
        assert again.attempts == 2

    async def test_questions_of_a_stopped_workspace_wait(self, store: Store):
        """What was asked is answered when the app is back."""
        await recorded(store)
        await store.stop_workspace((await team(store)).id, NOON + HOUR)
        assert await store.due_questions(NOON, 10, SLACK) == ()
        assert len(await store.due_questions(NOON + HOUR, 10, SLACK)) == 1

    async def test_an_answer_that_takes_long_stays_its_workers(self, store: Store):
        """A slow language model is asked once; who was taken for dead does not take the question back."""
        question_id = await recorded(store)
        await store.claim_question(question_id, NOON + MINUTE, NOON)
        assert await store.prolong_question(question_id, 1, NOON + HOUR)
        assert await store.due_questions(NOON + MINUTE, 10, SLACK) == ()
        await store.claim_question(question_id, NOON + DAY, NOON + HOUR)
        assert not await store.prolong_question(question_id, 1, NOON + 2 * DAY)
        await store.finish_question(question_id, None, "given up")
        assert not await store.prolong_question(question_id, 2, NOON + 2 * DAY)

    async def test_an_answered_question_is_closed(self, store: Store):
        """An answer is posted once, and stands in the transcript under its question."""
        question_id, place = await recorded(store), await channel(store)
        answer = message(
            place,
            "",
            thread="17.1",
            id="17.5",
            speaker=Speaker.BOT,
            user="",
            body=samples.answer(),
            at=NOON + MINUTE,
        )
        await store.finish_question(question_id, answer)
        assert await store.due_questions(NOON + DAY, 10, SLACK) == ()
        assert await store.claim_question(question_id, NOON + DAY, NOON + DAY) is None
        assert (await store.messages(place, "17.1", 10))[-1] == answer

    async def test_a_question_given_up_is_closed_without_an_answer(self, store: Store):
        """A question that cannot be answered stops asking, and nothing is put into the transcript for it."""
        question_id = await recorded(store)
        await store.finish_question(question_id, None, error="the channel is gone")
        assert await store.due_questions(NOON + DAY, 10, SLACK) == ()
        assert len(await store.messages(await channel(store), "17.1", 10)) == 1

    async def test_a_question_can_wait(self, store: Store):
        """A question whose language model is over its limit is asked again later, not dropped."""
        question_id = await recorded(store)
        await store.claim_question(question_id, NOON + DAY, NOON)
        await store.retry_question(question_id, NOON + HOUR, "over its limit")
        assert await store.due_questions(NOON, 10, SLACK) == ()
        assert [each.id for each in await store.due_questions(NOON + HOUR, 10, SLACK)] == [question_id]
