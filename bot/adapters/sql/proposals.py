"""What waits for a yes, who changed what, and what a story costs."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa

from bot.adapters.sql import schema
from bot.adapters.sql.engine import Concept
from bot.adapters.sql.rows import columns, read, stands_in, values
from bot.core.entities import Change, Outcome, Place, Proposal, TopicId, WorkspaceId

_proposal = schema.proposal.c
_change = schema.change.c
_usage = schema.usage.c

_WRITING = ("summary", "summary repair")


class SqlProposals(Concept):
    """The port's `ProposalStore`."""

    async def add_proposal(self, proposal: Proposal) -> None:
        """Keep it; one with the same key in the same channel stays as it is."""
        place = proposal.place
        new = values(proposal, leave={"place"})
        new |= {"workspace_id": place.workspace_id, "channel": place.channel}
        insert = self._database.insert(schema.proposal).values(new).on_conflict_do_nothing()
        async with self._database.writing() as connection:
            await connection.execute(insert)

    async def proposal(self, place: Place, key: str) -> Proposal | None:
        """Return the one of that key in that channel, whether it is settled or not."""
        query = sa.select(*columns(schema.proposal, Proposal, leave={"place"}))
        query = query.where(stands_in(schema.proposal, place), _proposal.key == key)
        async with self._database.reading() as connection:
            row = (await connection.execute(query)).mappings().first()
        return None if row is None else read(Proposal, row, place=place)

    async def settle_proposal(self, place: Place, key: str, at: dt.datetime) -> bool:
        """Note that it got its answer; False: it had one, or there is none."""
        update = (
            schema.proposal.update()
            .where(stands_in(schema.proposal, place), _proposal.key == key, _proposal.settled_at.is_(None))
            .values(settled_at=at)
        )
        async with self._database.writing() as connection:
            return (await connection.execute(update)).rowcount > 0

    async def add_change(self, workspace_id: WorkspaceId, change: Change) -> None:
        """Keep who changed what."""
        new = values(change) | {"workspace_id": workspace_id}
        async with self._database.writing() as connection:
            await connection.execute(schema.change.insert().values(new))

    async def changes(self, place: Place, topic_id: TopicId, limit: int) -> Sequence[Change]:
        """Return the last changes that may be seen in a channel: its own, and those of its whole workspace; newest first."""
        query = (
            sa.select(*columns(schema.change, Change))
            .where(_change.workspace_id == place.workspace_id, _change.topic_id == topic_id)
            .where(_change.channel.in_(["", place.channel]))
            .order_by(_change.at.desc(), _change.id.desc())
            .limit(limit)
        )
        async with self._database.reading() as connection:
            return tuple(read(Change, row) for row in (await connection.execute(query)).mappings())

    async def story_costs(self, workspace_id: WorkspaceId, since: dt.datetime) -> tuple[int, int]:
        """Return for how many summaries language models were asked since then in a workspace, and what they cost (millionths)."""
        asked = sa.func.count().filter(_usage.purpose == _WRITING[0], _usage.outcome == Outcome.REPLIED)
        cost = sa.cast(sa.func.coalesce(sa.func.sum(_usage.cost_micros), 0), sa.BigInteger)
        query = sa.select(asked, cost).where(
            _usage.workspace_id == workspace_id, _usage.at >= since, _usage.purpose.in_(_WRITING)
        )
        async with self._database.reading() as connection:
            stories, micros = (await connection.execute(query)).one()
        return int(stories), int(micros)
