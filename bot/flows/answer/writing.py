"""Writing an answer: by the language model from numbered passages, each sentence checked; else the best sentences themselves."""

from collections.abc import Sequence

import structlog

from bot.core import answers, grounding
from bot.core.answers import Passage
from bot.core.entities import Answer, AnswerSentence, Prompt, WorkspaceId
from bot.core.errors import InvalidReplyError, LanguageModelError
from bot.core.prompts import (
    AnswerDraft,
    DraftSentence,
    answer_prompt,
    held_by,
    parse_answer,
    repair_prompt,
    room_for,
)
from bot.flows.ledger import Writer
from bot.flows.needs import Needs

log = structlog.get_logger()

_SHOWN = 24
"""Passages that a language model sees: about 1,200 tokens."""


async def write_answer(
    needs: Needs,
    question: str,
    passages: Sequence[Passage],
    earlier: Sequence[str] = (),
    *,
    workspace_id: WorkspaceId,
) -> Answer:
    """Return the answer by the first language model that gives one, or a refusal with the nearest that the sources do say.

    *earlier*: what was said in the thread before, oldest first. *workspace_id*: who asks, and pays.
    """
    quoted = answers.compose_extractive(question, passages)
    best = [found.passage for found in answers.best(question, passages, _SHOWN)]
    for writer in needs.ledger(workspace_id).writers if passages else ():
        shown = best[: held_by(room_for(writer.context_tokens), [passage.sentence for passage in best])]
        prompt = answer_prompt(question, [passage.citation for passage in shown], earlier=earlier)
        try:
            draft = await _ask(writer, len(shown), prompt)
        except LanguageModelError as error:
            log.warning("answer_fell_back", writer=writer.name, kind=type(error).__name__, error=str(error))
        else:
            return _checked(draft, question, shown, quoted, writer.name)
    return quoted


async def _ask(writer: Writer, passages: int, prompt: Prompt) -> AnswerDraft:
    """Ask, and ask once more for a repair of a reply that cannot be used."""
    reply = await writer.complete(prompt)
    try:
        return parse_answer(reply, passages=passages)
    except InvalidReplyError as error:
        again = repair_prompt(prompt, reply, str(error))
    return parse_answer(await writer.complete(again), passages=passages)


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
    shown_beside = [
        passage.citation.publisher for passage in cited
    ]  # the prompt named them, so an answer may
    verdict = grounding.check(
        written.text,
        [*shown_beside, *(passage.sentence for passage in cited)],
        source_language=cited[0].language if cited else "",
        published_on=max((passage.published_on for passage in cited if passage.published_on), default=None),
    )
    citations = tuple(passage.citation for passage in cited)
    return AnswerSentence(text=written.text, citations=citations) if verdict.is_supported else None
