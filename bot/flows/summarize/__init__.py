"""Summarizing: a story -> three checked bullets, by the language model where there is one, else in extracts.

What was written once is kept and never asked for again. What could not be written by the language model is written in
extracts and not kept, so that it never stands in the way of something better; extracts are cheaper to write than to
look up, and always come out the same.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence

from bot.core import extractive, tagging
from bot.core.entities import EXTRACTS, Citation, KnownTag, Story, Summary, SummaryKey
from bot.core.prompts import PROMPT_VERSION, summary_prompt
from bot.core.text import content_hash
from bot.flows.ledger import Budget, Ledger
from bot.flows.ports import Clock, LanguageModel, Store
from bot.flows.summarize.asking import Writing, kept_or_written

__all__ = ["Budget", "extracts", "known_summary", "summarize_story"]

_MIN_SENTENCES = 3
_MIN_WORDS = 40
"""Below this there is nothing to summarize: a teaser of two sentences says itself better than anyone could."""


async def known_summary(
    story: Story, *, store: Store, writer: str, language: str, aliases: Mapping[str, Sequence[str]]
) -> Summary:
    """Return what *writer* (a language model's name, "" for none) wrote about the story, else extracts. It never asks."""
    known = await store.summary(_key(story, writer, language)) if writer else None
    return known or extracts(story, language, aliases)


async def summarize_story(
    story: Story,
    *,
    store: Store,
    language_model: LanguageModel | None,
    language: str,
    aliases: Mapping[str, Sequence[str]],
    budget: Budget,
    clock: Clock,
    known_tags: Sequence[KnownTag] = (),
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> Summary:
    """Return the story's summary in *language*: the kept one, or a new one by the language model, or extracts.

    Extracts where there is no language model, too little text, no budget left, or where it fails; that is logged once
    and not raised. Two who want the same summary at once ask once: the second waits for the first (*pause* is called
    with seconds), for a minute and a half at most, since an edition is better late by that than told in two ways. *known_tags*: what the topic used before, so that the same things are tagged alike.
    """
    sources = extractive.passages(story)
    if language_model is None or not _is_enough(sources):
        return extracts(story, language, aliases)
    writing = Writing(
        story=story,
        store=store,
        ledger=Ledger(store=store, language_model=language_model, clock=clock, budget=budget),
        language=language,
        aliases=aliases,
        key=_key(story, language_model.name, language),
        asked=summary_prompt(
            story, sources, language=language, vocabulary=_vocabulary(story, sources, aliases, known_tags)
        ),
    )
    written = await kept_or_written(writing, pause)
    return written or extracts(story, language, aliases)


def extracts(story: Story, language: str, aliases: Mapping[str, Sequence[str]]) -> Summary:
    """Return the story in its publishers' own sentences, without asking anybody."""
    extract = extractive.summarize(story, language=language, aliases=aliases)
    return Summary(
        key=_key(story, EXTRACTS, language),
        title=extract.title,
        bullets=extract.bullets,
        tags=extract.tags,
        language=language,
        writer=EXTRACTS,
    )


def _key(story: Story, writer: str, language: str) -> SummaryKey:
    """Hash what a summary depends on. The order of the entries is none of it: a story keeps its summary when its lead changes."""
    version = extractive.EXTRACTS_VERSION if writer == EXTRACTS else PROMPT_VERSION
    hashes = sorted(entry.content_hash for entry in story.entries[: extractive.MAX_ENTRIES])
    return SummaryKey(content_hash("summary", version, writer, language, *hashes))


def _vocabulary(
    story: Story, sources: Sequence[Citation], aliases: Mapping[str, Sequence[str]], known: Sequence[KnownTag]
) -> tuple[str, ...]:
    """Return the tags to be offered: the topic's own, and those used before that stand in the story."""
    languages = {entry.id: entry.language for entry in story.entries}
    texts = [(one.sentence, languages[one.entry_id]) for one in sources]
    return (*aliases, *tagging.fitting(known, texts, aliases=aliases))


def _is_enough(sources: Sequence[Citation]) -> bool:
    return (
        len(sources) >= _MIN_SENTENCES
        and sum(extractive.size_in_words(one.sentence) for one in sources) >= _MIN_WORDS
    )
