"""Ask a language model for a story's summary: once, by one asker at a time, within the day's budget."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

import structlog

from bot.core.entities import Story, Summary, SummaryKey
from bot.core.errors import InvalidReplyError, LanguageModelError
from bot.core.prompts import SummaryDraft, SummaryPrompt, parse_summary, repair_prompt
from bot.flows import leases
from bot.flows.ledger import Ledger
from bot.flows.ports import SummaryStore
from bot.flows.summarize.checking import checked

log = structlog.get_logger()

_WAITS = 90
_WAIT_SECONDS = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """One story to be written by a language model, and all that this needs."""

    story: Story
    store: SummaryStore
    ledger: Ledger
    language: str
    aliases: Mapping[str, Sequence[str]]
    key: SummaryKey
    asked: SummaryPrompt


async def kept_or_written(writing: Writing, pause: Callable[[float], Awaitable[None]]) -> Summary | None:
    """Return the kept summary or write it, one asker at a time; None where it was not written."""
    for _ in range(_WAITS):
        if known := await writing.store.summary(writing.key):
            return known
        if not await writing.ledger.is_affordable():
            return None
        async with leases.held(writing.store, f"summary:{writing.key}", writing.ledger.clock) as is_ours:
            if is_ours:
                # Whoever held the lease until now may have written it since we looked.
                return await writing.store.summary(writing.key) or await _write(writing)
        await pause(_WAIT_SECONDS)
    log.warning("summary_awaited_in_vain", story=writing.story.id, writer=writing.ledger.writer)
    return None


async def _write(writing: Writing) -> Summary | None:
    try:
        draft = await _ask(writing)
    except LanguageModelError as error:
        log.warning(
            "summary_fell_back",
            story=writing.story.id,
            writer=writing.ledger.writer,
            kind=type(error).__name__,
            error=str(error),
        )
        return None
    summary = checked(
        draft,
        writing.asked,
        story=writing.story,
        language=writing.language,
        aliases=writing.aliases,
        writer=writing.ledger.writer,
        key=writing.key,
    )
    await writing.store.add_summary(summary)
    log.info("story_summarized", story=writing.story.id, writer=summary.writer, fell_back=summary.fell_back)
    return summary


async def _ask(writing: Writing) -> SummaryDraft:
    """Ask, and ask once more for a repair of a reply that cannot be used."""
    shown = len(writing.asked.shown)
    reply = await writing.ledger.complete(writing.asked.prompt)
    try:
        return parse_summary(reply, shown=shown)
    except InvalidReplyError as error:
        log.info("summary_repair_asked", story=writing.story.id, writer=writing.ledger.writer)
        again = repair_prompt(writing.asked.prompt, reply, str(error))
    return parse_summary(await writing.ledger.complete(again), shown=shown)
