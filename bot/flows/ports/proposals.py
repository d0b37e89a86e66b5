"""Port to what waits for a yes, and to who changed what: a part of the database, as `bot.flows.ports.storing` is."""

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from bot.core.entities import Change, Place, Proposal, TopicId, WorkspaceId


class ProposalStore(Protocol):
    """What is shown before it is done, and what was done."""

    async def add_proposal(self, proposal: Proposal) -> None:
        """Keep it; one with the same key in the same channel stays as it is."""

    async def proposal(self, place: Place, key: str) -> Proposal | None:
        """The one of that key in that channel, whether it is settled or not."""

    async def settle_proposal(self, place: Place, key: str, at: dt.datetime) -> bool:
        """Note that it got its answer; False: it had one, or there is none."""

    async def add_change(self, workspace_id: WorkspaceId, change: Change) -> None:
        """Keep who changed what."""

    async def changes(self, place: Place, topic_id: TopicId, limit: int) -> Sequence[Change]:
        """The last changes that may be seen in a channel: its own, and those of its whole workspace; newest first."""

    async def story_costs(self, workspace_id: WorkspaceId, since: dt.datetime) -> tuple[int, int]:
        """For how many summaries language models were asked since then in a workspace, and what they cost, repairs included (millionths)."""
