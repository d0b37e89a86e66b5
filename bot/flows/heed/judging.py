"""Judgements of answers: one for each person, changeable, for the newsroom to see."""

from bot.core.entities import Judgement, Notice, Place, QuestionId
from bot.core.errors import CommandError
from bot.core.language import say
from bot.core.opinions import Judge
from bot.core.wording import judged_notice
from bot.flows.needs import Needs


async def judge(needs: Needs, place: Place, user: str, said: Judge) -> Notice:
    """Keep what somebody thinks of an answer.

    Raises:
        CommandError: no such question was answered here.
    """
    question = await needs.store.question(QuestionId(said.question), place)
    if question is None or question.answer is None:
        raise CommandError(say("That answer is not kept here (any more)."))
    judgement = Judgement(question_id=question.id, user=user, rating=said.rating, at=needs.clock.now())
    await needs.store.judge(judgement)
    return judged_notice(said.rating)
