"""Finds for entries the grouped ones that share rare words with them, and lets `bot.core.stories` choose their places.

It loads numpy, which takes 11 MiB and a tenth of a second, so it is imported where something is grouped: most processes
and most rounds of reading never do.
"""

import asyncio
import datetime as dt
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor

from bot.core import indexing, stories
from bot.core.entities import EntryId, ParsedEntry, StoryId
from bot.core.stories import Assignment, Outline
from bot.core.stories.grouping import Grouper
from bot.core.stories.stretch import Stretch, in_stretches, terms_of
from bot.flows.ports import Store


async def place_batch(
    store: Store, batch: Sequence[Outline], known: Grouper | None, threads: Executor
) -> Grouper:
    """Keep a story for each of *batch*; return a grouper that remembers them, and what the one that is *known* did.

    It reckons in *threads*: that takes tens of milliseconds, in which everybody else would wait, the children for their next
    feeds too.
    """
    grouper = known or Grouper()
    await store.assign(await _assignments(store, grouper, batch, threads))
    return grouper


async def _assignments(
    store: Store, grouper: Grouper, batch: Sequence[Outline], threads: Executor
) -> list[Assignment]:
    loop = asyncio.get_running_loop()
    _, total = await store.term_counts(())
    knows_all = grouper.knows_all(total)
    if not knows_all:
        grouper.learn(*await store.term_counts(terms_of(batch)))
    assignments: list[Assignment] = []
    for outlines in in_stretches(batch):
        stretch = await loop.run_in_executor(threads, grouper.stretch, outlines)
        alike = {} if knows_all else await _alike(store, stretch)
        assignments.extend(await loop.run_in_executor(threads, grouper.place, stretch, alike))
    return assignments


async def stories_joined(
    store: Store, entries: Sequence[ParsedEntry], language: str, now: dt.datetime
) -> list[StoryId]:
    """Return the stories that entries which are not stored would join, each by itself; one that would begin its own has none."""
    outlines = [_outline(EntryId(-number), entry, language, now) for number, entry in enumerate(entries, 1)]
    counts, total = await store.term_counts(terms_of(outlines))
    joined: list[StoryId] = []
    for outline in outlines:
        grouper = Grouper()  # each its own: they are not to join each other
        grouper.learn(counts, total)
        stretch = grouper.stretch([outline])
        alike = await _alike(store, stretch)
        known = {each.id: each.story_id for each in alike.get(outline.id, ())}
        for place in grouper.place(stretch, alike):
            story_id = known.get(place.joins) if place.joins is not None else None
            joined += [] if story_id is None else [story_id]
    return joined


def _outline(entry_id: EntryId, entry: ParsedEntry, language: str, now: dt.datetime) -> Outline:
    return Outline(
        id=entry_id,
        story_id=None,
        language=entry.language or language,
        published_at=entry.published_at or now,
        features=indexing.pack(indexing.features_of(entry.title, entry.text)),
    )


async def _alike(store: Store, stretch: Stretch) -> Mapping[EntryId, Sequence[Outline]]:
    """Find for each entry of the stretch the grouped ones that share its rare words."""
    sharing = await store.sharing(stretch.queries(), limit=stories.COMPARED, at_least=stories.PROMISING)
    found = await store.outlines({other for others in sharing.values() for other in others})
    outlines = {outline.id: outline for outline in found}
    return {
        entry_id: [outlines[other] for other in others if other in outlines]
        for entry_id, others in sharing.items()
    }
