"""What was said in channels and threads, in our own transcript, and the questions that wait for an answer.

It never learns what was said from a platform's history: what is not recorded here was not said.
"""

import datetime as dt
from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.sql import schema
from bot.adapters.sql.editions import read_edition
from bot.adapters.sql.engine import Concept
from bot.adapters.sql.rows import is_working, place_of, read, stands_in
from bot.adapters.sql.transcript import add_to_transcript, read_message
from bot.core.entities import (
    Answer,
    Edition,
    Message,
    NewQuestion,
    Place,
    Platform,
    Question,
    QuestionId,
    Said,
    Speaker,
    WorkspaceId,
)

_AT_ONCE = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""Due whatever the time: a platform's clock may be ahead of ours, so the instant of asking does not do."""

_BEING_WRITTEN = 100
"""Messages, of all channels, that may be under way at the same moment."""

_workspace = schema.workspace.c
_message = schema.message.c
_question = schema.question.c

_QUESTIONS = sa.select(schema.question, _workspace.platform).join(
    schema.workspace, _workspace.id == _question.workspace_id
)


class SqlThreads(Concept):
    """The port's `ThreadStore`."""

    async def record_event(self, platform: Platform, key: str, now: dt.datetime) -> bool:
        """Remember a chat event; False if it is known."""
        async with self._database.writing() as connection:
            return await self._is_new_event(connection, platform, key, now)

    async def add_message(self, message: Message) -> None:
        """Add to the transcript; a message with a known place and id is passed over."""
        async with self._database.writing() as connection:
            await add_to_transcript(self._database, connection, message)

    async def messages(self, place: Place, thread: str, limit: int) -> tuple[Message, ...]:
        """Return the newest messages of a channel ("" : outside threads) or thread, oldest first.

        A thread begins with the message that stands in the channel.
        """
        here = sa.select(_message.id, _message.at).where(stands_in(schema.message, place))
        # Two queries, since for "or" the databases read the whole channel; ids alone, since bodies are long.
        root = here.where(_message.thread == "", _message.message_id == thread)
        said = sa.union_all(here.where(_message.thread == thread), root).subquery()
        newest = sa.select(said.c.id).order_by(said.c.at.desc(), said.c.id.desc()).limit(limit)
        query = (
            sa.select(schema.message, _workspace.platform)
            .join(schema.workspace, _workspace.id == _message.workspace_id)
            .where(_message.id.in_(newest))
            .order_by(_message.at, _message.id)
        )
        async with self._database.reading() as connection:
            return tuple(read_message(row) for row in (await connection.execute(query)).mappings())

    async def messages_after(
        self, place: Place, after: int | None, limit: int
    ) -> tuple[int, tuple[Message, ...]]:
        """Return what was written into a channel's transcript after the mark *after*, threads too, oldest first; and the next mark.

        None: from now on. What was being written when the mark was made comes, too; so what had been written a moment before
        may come again.
        """
        async with self._database.reading() as connection:
            newest = await connection.scalar(sa.select(sa.func.coalesce(sa.func.max(_message.id), 0))) or 0
            # Ids are given before they are seen, so a few below the mark may have come to be seen since.
            newer = _message.id > (newest if after is None else after) - _BEING_WRITTEN
            query = (
                sa.select(schema.message, _workspace.platform)
                .join(schema.workspace, _workspace.id == _message.workspace_id)
                .where(newer, _message.id <= newest, stands_in(schema.message, place))
                .order_by(_message.id.desc())
                .limit(limit)
            )
            rows = (await connection.execute(query)).mappings().all()
        return newest, tuple(read_message(row) for row in reversed(rows))

    async def thread_edition(self, place: Place, thread: str) -> Edition | None:
        """Return the edition that opened this thread."""
        query = (
            sa.select(schema.edition)
            .join(schema.thread, schema.thread.c.edition_id == schema.edition.c.id)
            .where(stands_in(schema.thread, place), schema.thread.c.root == thread)
        )
        async with self._database.reading() as connection:
            return await read_edition(connection, query)

    async def add_question(
        self, question: NewQuestion, workspace_id: WorkspaceId, *, due_at: dt.datetime | None = None
    ) -> QuestionId | None:
        """Record the event, the question and its transcript message at once; None if the event is known.

        It is due at once, or at *due_at*.
        """
        platform, asked_at = question.caller.platform, question.asked_at
        async with self._database.writing() as connection:
            if not await self._is_new_event(connection, platform, question.event_key, asked_at):
                return None
            await add_to_transcript(self._database, connection, _as_message(question, workspace_id))
            insert = schema.question.insert().values(
                workspace_id=workspace_id,
                channel=question.caller.channel,
                thread=question.thread,
                user=question.caller.user,
                text=question.text,
                asked_at=asked_at,
                is_open=True,
                attempts=0,
                due_at=due_at or _AT_ONCE,
                error="",
            )
            return QuestionId((await connection.execute(insert.returning(_question.id))).scalar_one())

    async def due_questions(
        self, now: dt.datetime, limit: int, platforms: Collection[Platform]
    ) -> tuple[Question, ...]:
        """Return questions of these platforms that wait, or whose lease ran out, oldest first; none of stopped workspaces."""
        due = _QUESTIONS.where(_is_due(now), _workspace.platform.in_(list(platforms)), is_working(now))
        query = due.order_by(_question.asked_at, _question.id).limit(limit)
        async with self._database.reading() as connection:
            rows = await connection.execute(query)
            return tuple(read(Question, row, place=place_of(row)) for row in rows.mappings())

    async def claim_question(
        self, question_id: QuestionId, until: dt.datetime, now: dt.datetime
    ) -> Question | None:
        """Take a question, with one attempt more and the answer kept for it; None: answered, given up, or taken."""
        due = _QUESTIONS.where(_question.id == question_id, _is_due(now))
        async with self._database.writing() as connection:
            locked = due.with_for_update(of=schema.question, skip_locked=True)
            row = (await connection.execute(locked)).mappings().first()
            if row is None:
                return None
            claim = {"attempts": row["attempts"] + 1, "due_at": until}
            await connection.execute(_one(question_id).values(claim))
            return read(Question, row, place=place_of(row), attempts=row["attempts"] + 1)

    async def prolong_question(self, question_id: QuestionId, attempts: int, until: dt.datetime) -> bool:
        """Let the lease of the claim that returned *attempts* last until then; False: it is closed, or somebody else's by now."""
        ours = sa.and_(_question.is_open.is_(True), _question.attempts == attempts)
        update = _one(question_id).where(ours).values(due_at=until)
        async with self._database.writing() as connection:
            return await connection.scalar(update.returning(_question.id)) is not None

    async def keep_answer(self, question_id: QuestionId, answer: Answer) -> None:
        """Keep what was composed before it is posted, so that another attempt posts the same and asks nobody again."""
        async with self._database.writing() as connection:
            await connection.execute(_one(question_id).values(answer=answer))

    async def finish_question(
        self, question_id: QuestionId, message: Message | None, error: str = ""
    ) -> None:
        """Close a question. *message*, the answer, goes into the transcript; None with *error*: given up."""
        async with self._database.writing() as connection:
            await connection.execute(_one(question_id).values(is_open=False, error=error))
            if message is not None:
                await add_to_transcript(self._database, connection, message)

    async def retry_question(self, question_id: QuestionId, retry_at: dt.datetime, error: str) -> None:
        """Let a question wait until *retry_at*."""
        async with self._database.writing() as connection:
            await connection.execute(_one(question_id).values(due_at=retry_at, error=error))

    async def _is_new_event(
        self, connection: AsyncConnection, platform: Platform, key: str, at: dt.datetime
    ) -> bool:
        insert = self._database.insert(schema.chat_event).values(platform=platform, key=key, at=at)
        new = insert.on_conflict_do_nothing().returning(schema.chat_event.c.key)
        return await connection.scalar(new) is not None


def _is_due(now: dt.datetime) -> sa.ColumnElement[bool]:
    return sa.and_(_question.is_open.is_(True), _question.due_at <= now)


def _one(question_id: QuestionId) -> sa.Update:
    return schema.question.update().where(_question.id == question_id)


def _as_message(question: NewQuestion, workspace_id: WorkspaceId) -> Message:
    """Return the question as it stands in the transcript; its event names the message on each platform."""
    caller = question.caller
    return Message(
        place=Place(workspace_id=workspace_id, platform=caller.platform, channel=caller.channel),
        thread=question.thread,
        id=question.event_key,
        speaker=Speaker.PERSON,
        user=caller.user,
        body=Said(text=question.text),
        at=question.asked_at,
    )
