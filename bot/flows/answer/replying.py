"""Hearing questions and replying to them: recorded before anything else, answered once, tried again after a failure."""

import datetime as dt
import functools
from dataclasses import replace

import structlog

from bot.core import answers, offers
from bot.core.entities import (
    Action,
    Answer,
    DeliveryState,
    Message,
    NewQuestion,
    Place,
    Question,
    QuestionId,
    Speaker,
)
from bot.core.errors import ChatError, ChatUnavailableError, ChatUncertainError, InstallationGoneError
from bot.flows import leases
from bot.flows.answer.searching import find_answer
from bot.flows.installations import stop_work
from bot.flows.needs import Needs
from bot.flows.ports import Job, JobName
from bot.flows.recognizing import recognize

log = structlog.get_logger()

_RETRY_AFTER = dt.timedelta(seconds=10)
_MAX_ATTEMPTS = 5
_QUESTIONS_A_TICK = 50
_LOOKING = dt.timedelta(seconds=10)
"""So long it takes to look for a message whose outcome is unknown, once that is due."""


async def hear(needs: Needs, place: Place, question: NewQuestion) -> bool:
    """Record a question and start on its answer. False: it is not for us, or known already."""
    edition = await needs.store.thread_edition(place, question.thread)
    known_at = None if edition else await _known_at(needs, place, question)
    is_ours = (edition is not None or known_at is not None) and answers.is_for_us(question.text)
    if not question.text.strip() or not (question.is_addressed or is_ours):
        return False
    question_id = await needs.store.add_question(question, place.workspace_id, due_at=known_at)
    if question_id is None:
        return False
    if known_at is None:
        await needs.jobs.start(_job(question_id, place))
    return True


async def _known_at(needs: Needs, place: Place, question: NewQuestion) -> dt.datetime | None:
    """Return until when a question waits below a message of ours that is, or may be, an edition that is not known as posted.

    Somebody may have died just after posting it: it is looked for when that one's lease has run out. One whose outcome stayed
    unknown is recognised now that somebody speaks of it; where nobody can look, the archive answers. None: it is no edition.
    """
    if not question.is_below_us:
        return None
    now = needs.clock.now()
    is_recognized = await recognize(needs, place, question.thread)
    openings = await needs.store.unrecorded(place)
    looked_for_at = [each.due_at + _LOOKING for each in openings if each.state is DeliveryState.SENDING]
    if looked_for_at:
        return max(looked_for_at)
    # It may have been recorded since we looked.
    is_known = is_recognized or await needs.store.thread_edition(place, question.thread) is not None
    return now if is_known else None


async def answer_due(needs: Needs) -> None:
    """Start on the answers that are due: after a crash, or a failed attempt."""
    now = needs.clock.now()
    for question in await needs.store.due_questions(now, _QUESTIONS_A_TICK, needs.chats.keys()):
        await needs.jobs.start(_job(question.id, question.place))


def _job(question_id: QuestionId, place: Place) -> Job:
    lane = f"answers:{place.platform}:{place.channel}"
    return Job(name=JobName.ANSWER, key=f"answer:{question_id}", lane=lane, args=(question_id,))


async def answer(needs: Needs, question_id: QuestionId) -> None:
    """Answer one question in its thread: the job ANSWER."""
    now = needs.clock.now()
    question = await needs.store.claim_question(question_id, now + leases.LENGTH, now)
    if question is None:
        return
    if question.attempts > _MAX_ATTEMPTS:
        await _give_up(needs, question, "nobody lived through answering it")
        return
    prolong = functools.partial(needs.store.prolong_question, question.id, question.attempts)
    async with leases.prolonged(f"question:{question.id}", prolong, needs.clock):
        await _reply(needs, question)


async def _reply(needs: Needs, question: Question) -> None:
    try:
        found = question.answer or await _composed(needs, question)
        message_id = await needs.chats[question.place.platform].answer(question, found)
    except (ChatUnavailableError, ChatUncertainError) as error:
        # Uncertain too: whoever answers a question for the second time looks for the first answer before.
        await _later(needs, question, error)
    except ChatError as error:
        await _give_up(needs, question, str(error))
        if isinstance(error, InstallationGoneError):
            await stop_work(needs, question.place, error)
    else:
        await needs.store.finish_question(question.id, _message(needs, question, message_id, found))
        log.info("question_answered", question=question.id, refused=found.is_refusal, writer=found.writer)


async def _composed(needs: Needs, question: Question) -> Answer:
    """Compose the answer and keep it before it is posted, so that no attempt asks a language model again."""
    found = await find_answer(needs, question)
    found = replace(found, actions=await _judging(needs, question, found))
    await needs.store.keep_answer(question.id, found)
    return found


async def _judging(needs: Needs, question: Question, found: Answer) -> tuple[Action, ...]:
    """Return the buttons below an answer; they speak by the command of the thread's topic, or of any of the workspace."""
    edition = await needs.store.thread_edition(question.place, question.thread)
    topics = await needs.store.topics(question.place.workspace_id)
    commands = [edition.command] if edition else [topic.command for topic in topics]
    return offers.for_answer(question.id, found, commands[0]) if commands else ()


def _message(needs: Needs, question: Question, message_id: str, found: Answer) -> Message:
    return Message(
        place=question.place,
        thread=question.thread,
        id=message_id,
        speaker=Speaker.BOT,
        user="",
        body=found,
        at=needs.clock.now(),
    )


async def _later(needs: Needs, question: Question, error: ChatUnavailableError | ChatUncertainError) -> None:
    if question.attempts >= _MAX_ATTEMPTS:
        await _give_up(needs, question, str(error))
        return
    named = error.retry_at if isinstance(error, ChatUnavailableError) else None
    retry_at = named or needs.clock.now() + _RETRY_AFTER * 2 ** (question.attempts - 1)
    await needs.store.retry_question(question.id, retry_at, str(error))


async def _give_up(needs: Needs, question: Question, error: str) -> None:
    log.error("answer_given_up", question=question.id, attempts=question.attempts, error=error)
    await needs.store.finish_question(question.id, None, error)
