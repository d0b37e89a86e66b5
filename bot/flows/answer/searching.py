"""Where an answer is looked for: the entries of the thread's edition, then the topic's archive."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from bot.core import answers
from bot.core.entities import Answer, Body, Edition, Entry, Place, Question, Said, Topic, WorkspaceId
from bot.core.errors import ChatError
from bot.core.text import search_tokens
from bot.flows.answer.recounting import told_of_edition
from bot.flows.answer.writing import write_answer
from bot.flows.needs import Needs
from bot.flows.ports import Store
from bot.flows.readers import reader_in

_ARCHIVE = dt.timedelta(days=365)
ARCHIVE_ENTRIES = 20
_EARLIER = 6
"""Messages of the thread that a language model sees."""


async def find_answer(needs: Needs, question: Question) -> Answer:
    """Answer a question heard in a thread.

    Raises:
        ChatError: its workspace has no topic any more, so there is nothing to answer from.
    """
    edition = await needs.store.thread_edition(question.place, question.thread)
    about = answers.about_edition(question.text) if edition else None
    if edition and about:
        return told_of_edition(question.text, about, edition)
    topic = await _topic(needs.store, question.place, edition)
    if topic is None:
        raise ChatError("no topic is left here")
    earlier = await _earlier(needs.store, question)
    followed = answers.in_full(question.text, next(iter(_asked(earlier)[-1:]), ""))
    told = await _told_entries(needs.store, edition) if edition else ()
    entries = (*told, *await archive(needs, topic, followed.question))
    said, asker = list(map(_line, earlier)), question.place.workspace_id
    found = await _answer_of_day(needs, followed.question, entries, said, workspace_id=asker)
    language = edition.language if edition else (await reader_in(needs.store, question.place, topic)).language
    found = replace(found, question=question.text, language=language)
    if found.is_refusal or answers.holds_what_was_asked(found, followed, question.text):
        return found
    return replace(found, sentences=found.sentences[:1], is_refusal=True)


async def answer_topic(needs: Needs, topic: Topic, question: str) -> Answer:
    """Answer from all that the topic's feeds have brought."""
    entries = await archive(needs, topic, question)
    return await _answer_of_day(needs, question, entries, workspace_id=topic.workspace_id)


async def _answer_of_day(
    needs: Needs,
    question: str,
    entries: Sequence[Entry],
    earlier: Sequence[str] = (),
    *,
    workspace_id: WorkspaceId,
) -> Answer:
    """Answer from *entries*; a question about "yesterday" only from those that can tell of that day."""
    today = needs.clock.now().date()
    day = answers.day_asked_about(question, today)
    fitting = entries if day is None else answers.of_day(entries, day, today)
    if day is None or fitting:
        return await answer_from(needs, question, fitting, earlier, workspace_id=workspace_id)
    nearest = answers.compose_extractive(question, answers.passages(entries))
    return replace(nearest, sentences=nearest.sentences[:1], is_refusal=True)


async def answer_from(
    needs: Needs,
    question: str,
    entries: Sequence[Entry],
    earlier: Sequence[str] = (),
    *,
    workspace_id: WorkspaceId,
) -> Answer:
    """Answer from these entries, at the workspace's cost. *earlier*: what was said in the thread before."""
    passages = answers.passages(entries)
    return await write_answer(needs, question, passages, earlier, workspace_id=workspace_id)


async def _earlier(store: Store, question: Question) -> list[Body]:
    """Return what was said in the thread, from our own transcript, without the question itself."""
    messages = await store.messages(question.place, question.thread, _EARLIER + 1)
    said = [message.body for message in messages if _line(message.body)]
    return said[:-1] if said and said[-1] == Said(text=question.text) else said


def _asked(earlier: Sequence[Body]) -> list[str]:
    """Return what people asked before, oldest first."""
    return [body.text for body in earlier if isinstance(body, Said) and answers.is_question(body.text)]


def _line(body: Body) -> str:
    if isinstance(body, Said):
        return body.text
    return " ".join(sentence.text for sentence in body.sentences) if isinstance(body, Answer) else ""


async def _told_entries(store: Store, edition: Edition) -> tuple[Entry, ...]:
    return await store.entries([source.entry_id for item in edition.items for source in item.sources])


async def archive(
    needs: Needs, topic: Topic, question: str, limit: int = ARCHIVE_ENTRIES
) -> tuple[Entry, ...]:
    """Return the entries of the topic's feeds that an answer is looked for in: those most like the question first.

    Where what has its names and numbers is in other languages only, its words are looked for in those, too.
    """
    since, asked = needs.clock.now() - _ARCHIVE, search_tokens(question)
    found = await needs.store.entries_like(asked, topic_id=topic.id, since=since, limit=limit)
    across = answers.words_across(question, {entry.language for entry in found if entry.language})
    if not across:
        return found
    return await needs.store.entries_like([*asked, *across], topic_id=topic.id, since=since, limit=limit)


async def _topic(store: Store, place: Place, edition: Edition | None) -> Topic | None:
    """Return the topic of the thread's edition, else of the channel's subscription, else the workspace's first."""
    topics = await store.topics(place.workspace_id)
    subscribed = {subscription.topic_id for subscription in await store.subscriptions(place)}
    if edition is not None:
        fitting = [topic for topic in topics if topic.name == edition.topic_name]
    else:
        fitting = [topic for topic in topics if topic.id in subscribed]
    return next(iter([*fitting, *topics]), None)
