"""Port to what was said: a part of the database, as `bot.flows.ports.storing` is."""

import datetime as dt
from collections.abc import Collection
from typing import Protocol

from bot.core.entities import (
    Answer,
    Edition,
    Message,
    NewQuestion,
    Place,
    Platform,
    Question,
    QuestionId,
    WorkspaceId,
)


class ThreadStore(Protocol):
    """What was said, and what waits for an answer."""

    async def record_event(self, platform: Platform, key: str, now: dt.datetime) -> bool:
        """Remember a chat event; False if it is known."""

    async def add_message(self, message: Message) -> None:
        """Add to the transcript; a message with a known place and id is passed over."""

    async def messages(self, place: Place, thread: str, limit: int) -> tuple[Message, ...]:
        """The newest messages of a channel ("" : outside threads) or thread, oldest first.

        A thread begins with the message that stands in the channel.
        """

    async def messages_after(
        self, place: Place, after: int | None, limit: int
    ) -> tuple[int, tuple[Message, ...]]:
        """What was written into a channel's transcript after the mark *after*, threads too, oldest first; and the next mark.

        None: from now on. What was being written when the mark was made comes, too; so what had been written a moment before
        may come again.
        """

    async def thread_edition(self, place: Place, thread: str) -> Edition | None:
        """The edition that opened this thread."""

    async def add_question(
        self, question: NewQuestion, workspace_id: WorkspaceId, *, due_at: dt.datetime | None = None
    ) -> QuestionId | None:
        """Record the event, the question and its transcript message at once; None if the event is known.

        It is due at once, or at *due_at*.
        """

    async def due_questions(
        self, now: dt.datetime, limit: int, platforms: Collection[Platform]
    ) -> tuple[Question, ...]:
        """Questions of these platforms that wait, or whose lease ran out, oldest first; none of stopped workspaces."""

    async def claim_question(
        self, question_id: QuestionId, until: dt.datetime, now: dt.datetime
    ) -> Question | None:
        """Take a question, with one attempt more and the answer kept for it; None: answered, given up, or taken."""

    async def prolong_question(self, question_id: QuestionId, attempts: int, until: dt.datetime) -> bool:
        """Let the lease of the claim that returned *attempts* last until then; False: it is closed, or somebody else's by now."""

    async def keep_answer(self, question_id: QuestionId, answer: Answer) -> None:
        """Keep what was composed before it is posted, so that another attempt posts the same and asks nobody again."""

    async def finish_question(
        self, question_id: QuestionId, message: Message | None, error: str = ""
    ) -> None:
        """Close a question. *message*, the answer, goes into the transcript; None with *error*: given up."""

    async def retry_question(self, question_id: QuestionId, retry_at: dt.datetime, error: str) -> None:
        """Let a question wait until *retry_at*."""
