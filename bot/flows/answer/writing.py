"""Writing an answer: by the language model from numbered passages, each sentence checked; else the best sentences themselves."""

from collections.abc import Sequence

import structlog

from bot.core import answers, grounding
from bot.core.answers import Passage
from bot.core.entities import Answer, AnswerSentence, Prompt
from bot.core.errors import InvalidReplyError, LanguageModelError
from bot.core.prompts import AnswerDraft, DraftSentence, answer_prompt, parse_answer, repair_prompt
from bot.flows.ledger import Ledger
from bot.flows.needs import Needs

log = structlog.get_logger()

_SHOWN = 24
"""Passages that a language model sees: about 1,200 tokens."""


async def write_answer(
    needs: Needs, question: str, passages: Sequence[Passage], earlier: Sequence[str] = ()
) -> Answer:
    """Return the answer, or a refusal with the nearest that the sources do say; a failing language model is no excuse.

    *earlier*: what was said in the thread before, oldest first.
    """
    quoted = answers.compose_extractive(question, passages)
    if needs.language_model is None or not passages:
        return quoted
    ledger = Ledger(
        store=needs.store, language_model=needs.language_model, clock=needs.clock, budget=needs.budget
    )
    if not await ledger.is_affordable():
        return quoted
    shown = [found.passage for found in answers.best(question, passages, _SHOWN)]
    try:
        prompt = answer_prompt(question, [passage.citation for passage in shown], earlier=earlier)
        draft = await _ask(ledger, len(shown), prompt)
    except LanguageModelError as error:
        log.warning(
            "answer_fell_back", writer=needs.language_model.name, kind=type(error).__name__, error=str(error)
        )
        return quoted
    return _checked(draft, question, shown, quoted, needs.language_model.name)


async def _ask(ledger: Ledger, passages: int, prompt: Prompt) -> AnswerDraft:
    """Ask, and ask once more for a repair of a reply that cannot be used."""
    reply = await ledger.complete(prompt)
    try:
        return parse_answer(reply, passages=passages)
    except InvalidReplyError as error:
        again = repair_prompt(prompt, reply, str(error))
    return parse_answer(await ledger.complete(again), passages=passages)


def _checked(
    draft: AnswerDraft, question: str, shown: Sequence[Passage], quoted: Answer, writer: str
) -> Answer:
    """Keep the sentences that the passages support. Where none is left, the quotations stand in: they are always true."""
    if not draft.says:
        return Answer(question=question, sentences=quoted.sentences[:1], is_refusal=True, writer=writer)
    kept = tuple(sentence for written in draft.sentences if (sentence := _supported(written, shown)))
    if not kept:
        log.info("answer_unsupported", writer=writer, sentences=len(draft.sentences))
        return quoted
    return Answer(question=question, sentences=kept, is_refusal=False, writer=writer)


def _supported(written: DraftSentence, shown: Sequence[Passage]) -> AnswerSentence | None:
    cited = [shown[number - 1] for number in written.numbers]
    verdict = grounding.check(
        written.text,
        [passage.sentence for passage in cited],
        source_language=cited[0].language if cited else "",
        published_on=max((passage.published_on for passage in cited if passage.published_on), default=None),
    )
    citations = tuple(passage.citation for passage in cited)
    return AnswerSentence(text=written.text, citations=citations) if verdict.is_supported else None
