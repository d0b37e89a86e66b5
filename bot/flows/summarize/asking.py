"""Ask a language model for a story's summary: once, by one asker at a time, and once more for what does not stand."""

from dataclasses import dataclass

import structlog

from bot.core.entities import Summary, SummaryKey
from bot.core.errors import InvalidReplyError, LanguageModelError
from bot.core.prompts import SummaryDraft, SummaryPrompt, parse_summary, repair_prompt
from bot.flows import leases
from bot.flows.ledger import Ledger, Writer
from bot.flows.opinions import second_opinion
from bot.flows.ports import SummaryStore
from bot.flows.summarize.checking import Checker, Judgement

log = structlog.get_logger()

_WAITS = 90
_WAIT_SECONDS = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """One story to be written by one language model, and all that this needs.

    *wants_opinions*: what it wrote that is doubtful is asked about once more, as a claim.
    """

    store: SummaryStore
    ledger: Ledger
    writer: Writer
    key: SummaryKey
    asked: SummaryPrompt
    checker: Checker
    story: int
    wants_opinions: bool = False


async def kept_or_written(writing: Writing) -> Summary | None:
    """Return the kept summary or write it, one asker at a time; None where it was not written."""
    for _ in range(_WAITS):
        if known := await writing.store.summary(writing.key):
            return known
        async with leases.held(writing.store, f"summary:{writing.key}", writing.ledger.clock) as is_ours:
            if is_ours:
                # Whoever held the lease until now may have written it since we looked.
                return await writing.store.summary(writing.key) or await _write(writing)
        await writing.ledger.pause(_WAIT_SECONDS)
    log.warning("summary_awaited_in_vain", story=writing.story, writer=writing.writer.name)
    return None


async def _write(writing: Writing) -> Summary | None:
    try:
        judged = await _ask(writing)
    except LanguageModelError as error:
        log.warning(
            "summary_fell_back",
            story=writing.story,
            writer=writing.writer.name,
            kind=type(error).__name__,
            error=str(error),
        )
        return None
    summary = writing.checker.summary(judged, key=writing.key, writer=writing.writer.name)
    await writing.store.add_summary(summary, writing.ledger.clock.now())
    log.info("story_summarized", story=writing.story, writer=summary.writer, fell_back=summary.fell_back)
    return summary


async def _ask(writing: Writing) -> Judgement:
    """Ask, and ask once more for what does not stand; the better of both, place by place."""
    reply = await writing.writer.complete(writing.asked.prompt)
    first, problem = await _judged(writing, reply)
    if first is not None and not first.problems:
        return first
    log.info("summary_repair_asked", story=writing.story, writer=writing.writer.name)
    log.debug("summary_problem", story=writing.story, problem=str(problem))  # it may quote the sources
    again = repair_prompt(writing.asked.prompt, reply, str(problem))
    try:
        second, problem = await _judged(writing, await writing.writer.complete(again))
    except LanguageModelError:
        if first is None or not any(first.bullets):
            raise
        return first
    if second is None:
        if first is None:
            raise problem
        return first
    return first.mended_by(second) if first else second


async def _judged(writing: Writing, reply: str) -> tuple[Judgement | None, InvalidReplyError]:
    """Return what of a reply stands, and what does not; None where it is no summary at all."""
    try:
        draft = parse_summary(reply, shown=len(writing.asked.shown))
    except InvalidReplyError as error:
        return None, error
    opinions = await _opinions(writing, draft) if writing.wants_opinions else {}
    judged = writing.checker.heeding(opinions).judge(draft)
    return judged, InvalidReplyError("; ".join(judged.problems), reply=reply)


async def _opinions(writing: Writing, draft: SummaryDraft) -> dict[str, bool | None]:
    return {
        text: await second_opinion(writing.writer, text, writing.checker.everything)
        for text in writing.checker.doubtful(draft)
    }
