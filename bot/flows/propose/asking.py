"""Who asks for a change of feeds, and where."""

import hashlib
from dataclasses import dataclass

from bot.core.entities import Change, Notice, Place, Proposal, ProposalKind, ProposedFeed, Topic
from bot.flows.needs import Needs
from bot.flows.ports import FeedTools, Progress

_KEY_BYTES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """*by* is what people call whoever asks; *event_key* the event of the platform; *file* came along; *progress* hears of slow work."""

    topic: Topic
    place: Place
    by: str
    event_key: str
    tools: FeedTools
    file: bytes | None = None
    progress: Progress | None = None

    async def tell(self, title: str) -> None:
        """Say what is being done."""
        if self.progress is not None:
            await self.progress(Notice(title=title))

    async def propose(self, needs: Needs, kind: ProposalKind, feeds: tuple[ProposedFeed, ...]) -> str:
        """Keep a proposal, and return its key: the same where the same event comes again."""
        event = f"{self.place.workspace_id}:{self.place.channel}:{self.event_key}"
        key = hashlib.blake2b(event.encode(), digest_size=_KEY_BYTES).hexdigest()
        proposal = Proposal(
            key=key,
            place=self.place,
            topic_id=self.topic.id,
            kind=kind,
            feeds=feeds,
            by=self.by,
            at=needs.clock.now(),
        )
        await needs.store.add_proposal(proposal)
        return key

    async def note(self, needs: Needs, what: str) -> None:
        """Keep who changed the feeds, for all of the workspace."""
        change = Change(topic_id=self.topic.id, channel="", by=self.by, what=what, at=needs.clock.now())
        await needs.store.add_change(self.place.workspace_id, change)
