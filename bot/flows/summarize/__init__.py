"""Summarizing: a story -> three checked bullets, by the language model where there is one, else in extracts.

What was written once is kept and never asked for again. What could not be written by the language model is written in
extracts and not kept, so that it never stands in the way of something better; extracts are cheaper to write than to
look up, and always come out the same.
"""

from collections.abc import Mapping, Sequence

from bot.core import extractive, tagging
from bot.core.entities import EXTRACTS, Citation, KnownTag, Story, Summary, SummaryKey
from bot.core.prompts import PROMPT_VERSION, room_for, summary_prompt
from bot.core.text import content_hash
from bot.flows.ledger import Budget, Ledger
from bot.flows.ports import LanguageDetector, Store
from bot.flows.summarize.asking import Writing, kept_or_written
from bot.flows.summarize.checking import Checker
from bot.flows.summarize.remembering import Shelf

__all__ = ["Budget", "Ledger", "extracts", "known_summary", "summarize_story"]

_shelf: Shelf[Summary] = Shelf(4_000)
"""Extracts that are at hand: some megabytes."""

_MIN_SENTENCES = 3
_MIN_WORDS = 40
"""Below this there is nothing to summarize: a teaser of two sentences says itself better than anyone could."""


async def known_summary(
    story: Story, *, store: Store, writers: Sequence[str], language: str, aliases: Mapping[str, Sequence[str]]
) -> Summary:
    """Return what the first of *writers* (language models' names, the best first) wrote about the story, else extracts.

    It never asks.
    """
    for writer in writers:
        if known := await store.summary(_key(story, writer, language)):
            return known
    return extracts(story, language, aliases)


async def summarize_story(
    story: Story,
    *,
    ledger: Ledger,
    language: str,
    aliases: Mapping[str, Sequence[str]],
    detect_language: LanguageDetector,
    known_tags: Sequence[KnownTag] = (),
    wants_opinions: bool = False,
) -> Summary:
    """Return the story's summary in *language*: by the first of the ledger's language models that writes it, or extracts.

    What one of them wrote before is kept, and stands only until a better one writes. Extracts where there is no language
    model, too little text, no budget left, or where all fail; that is logged and not raised. Two who want the same summary
    at once ask once: the second waits for the first, for a minute and a half at most, since an edition is better late by
    that than told in two ways. *known_tags*: what the topic used before, so that the same things are tagged alike.
    *wants_opinions*: of what a language model wrote, doubtful sentences are asked about once more.
    """
    sources = extractive.passages(story)
    vocabulary = _vocabulary(story, sources, aliases, known_tags)
    for writer in ledger.writers if _is_enough(sources) else ():
        asked = summary_prompt(
            story,
            sources,
            language=language,
            vocabulary=vocabulary,
            room=room_for(writer.context_tokens),
        )
        if not _is_enough(asked.shown):
            continue
        writing = Writing(
            store=ledger.store,
            ledger=ledger,
            writer=writer,
            key=_key(story, writer.name, language),
            asked=asked,
            checker=Checker(
                story, asked, language=language, aliases=aliases, detect_language=detect_language
            ),
            story=story.id,
            wants_opinions=wants_opinions,
        )
        if written := await kept_or_written(writing):
            return written
    return extracts(story, language, aliases)


def extracts(story: Story, language: str, aliases: Mapping[str, Sequence[str]]) -> Summary:
    """Return the story in its publishers' own sentences, without asking anybody.

    They are remembered: the same stories are looked up again and again.
    """
    # An entry never changes, so its id says all; it is the order that is not in the summary's key.
    entry_ids = tuple(entry.id for entry in story.entries)
    named = tuple((name, tuple(others)) for name, others in aliases.items())
    return _shelf.get(
        (_key(story, EXTRACTS, language), entry_ids, named), lambda: _extracts(story, language, aliases)
    )


def _extracts(story: Story, language: str, aliases: Mapping[str, Sequence[str]]) -> Summary:
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
