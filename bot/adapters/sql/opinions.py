"""What readers say about what they read. It never shows a channel what is another's."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa

from bot.adapters.sql import schema
from bot.adapters.sql.engine import Concept
from bot.adapters.sql.rows import columns, place_of, read, stands_in, values
from bot.core.entities import (
    Channel,
    EditionId,
    Flag,
    FlaggedThere,
    FlagId,
    FlagState,
    JudgedThere,
    Judgement,
    NewFlag,
    Place,
    Question,
    QuestionId,
    Steer,
    TopicId,
    Workspace,
)

_flag = schema.flag.c
_judgement = schema.judgement.c
_steer = schema.steer.c
_edition = schema.edition.c
_delivery = schema.delivery.c
_question = schema.question.c
_workspace = schema.workspace.c

_WORKSPACE = [_workspace[name].label(f"workspace_{name}") for name in ("external_id", "name")]
_FLAGS = (
    sa.select(schema.flag, _edition.workspace_id, _edition.channel, _workspace.platform, *_WORKSPACE)
    .join(schema.edition, _edition.id == _flag.edition_id)
    .join(schema.workspace, _workspace.id == _edition.workspace_id)
)
_JUDGED = [_judgement[name].label(f"judged_{name}") for name in ("user", "rating", "at")]
_JUDGEMENTS = (
    sa.select(schema.question, *_JUDGED, _workspace.platform, *_WORKSPACE)
    .join(schema.judgement, _judgement.question_id == _question.id)
    .join(schema.workspace, _workspace.id == _question.workspace_id)
)


class SqlOpinions(Concept):
    """The port's `OpinionStore`."""

    async def add_flag(self, flag: NewFlag) -> Flag:
        """Keep a flag. The same bullet flagged again by the same person is the same flag; a reason takes the place of none."""
        new = values(flag) | {"state": FlagState.OPEN, "finding": ""}
        insert = self._database.insert(schema.flag).values(new)
        reason = sa.case((insert.excluded.reason == "", _flag.reason), else_=insert.excluded.reason)
        same = ["edition_id", "text", "user"]
        kept = insert.on_conflict_do_update(index_elements=same, set_={"reason": reason})
        async with self._database.writing() as connection:
            row = (await connection.execute(kept.returning(*schema.flag.c))).mappings().one()
        return read(Flag, row)

    async def flags_on(self, edition_id: EditionId, text: str) -> tuple[Flag, ...]:
        """Return the flags on a bullet of an edition, oldest first."""
        about = sa.and_(_flag.edition_id == edition_id, _flag.text == text)
        query = sa.select(*columns(schema.flag, Flag)).where(about).order_by(_flag.at, _flag.id)
        async with self._database.reading() as connection:
            return tuple(read(Flag, row) for row in (await connection.execute(query)).mappings())

    async def settle_flags(self, flag_ids: Collection[FlagId], state: FlagState, finding: str) -> None:
        """Write down what became of flags. Kept is only what nobody has decided on meanwhile."""
        update = schema.flag.update().where(_flag.id.in_(sorted(flag_ids)))
        if state is FlagState.KEPT:
            update = update.where(_flag.state.in_((FlagState.OPEN, FlagState.KEPT)))
        async with self._database.writing() as connection:
            await connection.execute(update.values(state=state, finding=finding))

    async def flags(self, seen_by: Place | None, *, limit: int) -> tuple[FlaggedThere, ...]:
        """Return the newest flags with where they stand, newest first."""
        return await self._flagged(_FLAGS.order_by(_flag.at.desc(), _flag.id.desc()).limit(limit), seen_by)

    async def flag(self, flag_id: FlagId, seen_by: Place | None) -> FlaggedThere | None:
        """Return one flag; None where there is none, or it is another channel's."""
        return next(iter(await self._flagged(_FLAGS.where(_flag.id == flag_id), seen_by)), None)

    async def open_flags(self, before: dt.datetime, limit: int) -> tuple[FlaggedThere, ...]:
        """Return flags from before then that nobody has checked, oldest first: somebody died on them."""
        waiting = _FLAGS.where(_flag.state == FlagState.OPEN, _flag.at < before)
        return await self._flagged(waiting.order_by(_flag.at, _flag.id).limit(limit), None)

    async def _flagged(self, query: sa.Select[Any], seen_by: Place | None) -> tuple[FlaggedThere, ...]:
        seen = query if seen_by is None else query.where(stands_in(schema.edition, seen_by))
        async with self._database.reading() as connection:
            rows = (await connection.execute(seen)).mappings().all()
        return tuple(FlaggedThere(flag=read(Flag, row), channel=_channel_of(row)) for row in rows)

    async def question(self, question_id: QuestionId, place: Place) -> Question | None:
        """Return a question of this channel, with its answer; None where it has none of that number."""
        query = (
            sa.select(schema.question, _workspace.platform)
            .join(schema.workspace, _workspace.id == _question.workspace_id)
            .where(_question.id == question_id, stands_in(schema.question, place))
        )
        async with self._database.reading() as connection:
            row = (await connection.execute(query)).mappings().first()
        return None if row is None else read(Question, row, place=place_of(row))

    async def judge(self, judgement: Judgement) -> None:
        """Keep a judgement in place of the same person's of that answer."""
        new = values(judgement)
        insert = self._database.insert(schema.judgement).values(new)
        changed = {"rating": judgement.rating, "at": judgement.at}
        async with self._database.writing() as connection:
            await connection.execute(
                insert.on_conflict_do_update(index_elements=["question_id", "user"], set_=changed)
            )

    async def judgements(self, seen_by: Place | None, *, limit: int) -> tuple[JudgedThere, ...]:
        """Return the newest judgements with their questions, newest first."""
        newest = _JUDGEMENTS.order_by(_judgement.at.desc(), _question.id.desc()).limit(limit)
        if seen_by is not None:
            newest = newest.where(stands_in(schema.question, seen_by))
        async with self._database.reading() as connection:
            rows = (await connection.execute(newest)).mappings().all()
        return tuple(
            JudgedThere(
                judgement=Judgement(
                    question_id=QuestionId(row["id"]),
                    user=row["judged_user"],
                    rating=row["judged_rating"],
                    at=row["judged_at"],
                ),
                question=read(Question, row, place=place_of(row)),
                channel=_channel_of(row),
            )
            for row in rows
        )

    async def steers(self, place: Place, topic_id: TopicId) -> tuple[Steer, ...]:
        """Return what a channel wants more or less of, oldest first."""
        query = (
            sa.select(*columns(schema.steer, Steer))
            .where(stands_in(schema.steer, place), _steer.topic_id == topic_id)
            .order_by(_steer.at, _steer.subject, _steer.user)
        )
        async with self._database.reading() as connection:
            return tuple(read(Steer, row) for row in (await connection.execute(query)).mappings())

    async def steer(self, place: Place, topic_id: TopicId, steers: Sequence[Steer]) -> None:
        """Keep each in place of what the same person wanted of the same subject."""
        where = {"topic_id": topic_id, "workspace_id": place.workspace_id, "channel": place.channel}
        key = ["topic_id", "workspace_id", "channel", "subject", "user"]
        async with self._database.writing() as connection:
            for each in steers:
                insert = self._database.insert(schema.steer).values(values(each) | where)
                changed = values(each, leave={"subject", "user"})
                await connection.execute(insert.on_conflict_do_update(index_elements=key, set_=changed))

    async def unsteer(
        self, place: Place, topic_id: TopicId, *, subject: str = "", user: str = "", source: str = ""
    ) -> int:
        """Forget what is wanted of a subject, or what a person's reaction to a message wanted; return how many went."""
        wanted = {"subject": subject, "user": user, "source": source}
        given = [_steer[name] == value for name, value in wanted.items() if value]
        gone = schema.steer.delete().where(
            stands_in(schema.steer, place), _steer.topic_id == topic_id, *given
        )
        async with self._database.writing() as connection:
            return (await connection.execute(gone)).rowcount if given else 0

    async def edition_of_message(self, place: Place, message_id: str) -> EditionId | None:
        """Return the edition that a posted message of the channel shows, in its threads too; None: it is none of ours."""
        query = (
            sa.select(_edition.id)
            .join(schema.delivery, _delivery.edition_id == _edition.id)
            .where(stands_in(schema.edition, place), _delivery.message_id == message_id)
        )
        async with self._database.reading() as connection:
            found = await connection.scalar(query.limit(1))
        return None if found is None else EditionId(found)


def _channel_of(row: sa.RowMapping) -> Channel:
    workspace = Workspace(
        id=row["workspace_id"],
        platform=row["platform"],
        external_id=row["workspace_external_id"],
        name=row["workspace_name"],
    )
    return Channel(workspace=workspace, name=row["channel"])
