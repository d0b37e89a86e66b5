"""Passages that questions are answered from as `/ev ask` does: the entries of a store of their own, and nothing else."""

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.adapters.jobs import InlineJobs
from bot.adapters.sql import SqlStore, migrate, open_store
from bot.app.evaluating.languages import language_of
from bot.app.evaluating.rows import PassageRow
from bot.app.writers import detect_language
from bot.core import answers
from bot.core.entities import Answer, EntryId, NewEntry, NewTopic, Platform, Topic
from bot.core.text import content_hash
from bot.flows.answer import ARCHIVE_ENTRIES, answer_from, archive
from bot.flows.ledger import Budget
from bot.flows.needs import Needs
from bot.flows.ports import Clock

_SITE = "https://passages.invalid/"
_NAME = "eval"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer. *ranked*: the passages that were found, best first; *cited*: those that it rests on, none if refused."""

    answer: Answer
    ranked: tuple[PassageRow, ...]
    cited: tuple[PassageRow, ...]

    @property
    def text(self) -> str:
        """What was answered, "" where it was refused."""
        said = () if self.answer.is_refusal else self.answer.sentences
        return " ".join(sentence.text for sentence in said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """The passages of a set, stored as entries. *rows*: which passage each entry is."""

    needs: Needs
    topic: Topic
    rows: Mapping[EntryId, PassageRow]

    async def ask(self, question: str, without: Collection[str] = ()) -> Reply:
        """Answer *question* as the bot would if it had never read the passages *without*."""
        found = await archive(self.needs, self.topic, question, ARCHIVE_ENTRIES + len(without))
        entries = [entry for entry in found if self.rows[entry.id].id not in without][:ARCHIVE_ENTRIES]
        answer = await answer_from(self.needs, question, entries, workspace_id=self.topic.workspace_id)
        return Reply(
            answer=answer,
            ranked=tuple(self.rows[entry.id] for entry in answers.ranked(question, entries)),
            cited=() if answer.is_refusal else self._cited(answer),
        )

    def _cited(self, answer: Answer) -> tuple[PassageRow, ...]:
        cited = (citation.entry_id for sentence in answer.sentences for citation in sentence.citations)
        return tuple(self.rows[entry_id] for entry_id in dict.fromkeys(cited))


@contextlib.asynccontextmanager
async def open_library(rows: Sequence[PassageRow], clock: Clock) -> AsyncIterator[Library]:
    """Store the passages *rows*, all published now, in a database that goes when this is closed."""
    with tempfile.TemporaryDirectory(prefix="newsthread-eval-") as folder:
        url = f"sqlite:///{Path(folder) / 'passages.db'}"
        await asyncio.to_thread(migrate, url)
        async with open_store(url, exclusive=False) as store:
            topic, stored = await _stored(store, rows, clock)
            needs = Needs(
                store=store,
                jobs=InlineJobs(),
                clock=clock,
                chats={},
                language_models=(),
                detect_language=detect_language,
                budget=Budget(),
            )
            yield Library(needs=needs, topic=topic, rows=stored)


async def _stored(
    store: SqlStore, rows: Sequence[PassageRow], clock: Clock
) -> tuple[Topic, Mapping[EntryId, PassageRow]]:
    workspace = await store.add_workspace(Platform.TERMINAL, _NAME, _NAME)
    wanted = NewTopic(name=_NAME, command=f"/{_NAME}", title=_NAME, feeds=(_SITE,))
    (topic,) = await store.declare_topics(workspace.id, [wanted], clock.now())
    (feed,) = await store.feeds(topic.id)
    by_url = {f"{_SITE}{number}": row for number, row in enumerate(rows)}
    entries = [_entry(url, row, clock) for url, row in by_url.items()]
    stored = await store.entries(await store.keep(feed, entries=entries, now=clock.now))
    while await store.index_entries(len(stored)):
        """All of them."""
    return topic, {entry.id: by_url[entry.url] for entry in stored}


def _entry(url: str, row: PassageRow, clock: Clock) -> NewEntry:
    return NewEntry(
        guid=url,
        link=url,
        content_hash=content_hash(row.title, row.text),
        url=url,
        title=row.title,
        text=row.text,
        publisher="",
        language=language_of(row.language, row.text),
        published_at=clock.now(),
        is_excerpt=False,
    )
