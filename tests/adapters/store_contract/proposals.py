"""What a store must do with what waits for a yes, with who changed what, and with what stories cost."""

import dataclasses
import datetime as dt

from bot.core.entities import (
    Change,
    Outcome,
    Place,
    Proposal,
    ProposalKind,
    ProposedFeed,
    Topic,
    Usage,
    Workspace,
)
from bot.flows.ports import Store
from tests.adapters.store_contract.world import DAY, HOUR, NOON, channel, declared, team, topic

SECRET = "https://volt-courier.example/feed?token=abc"


async def proposal(store: Store, key: str = "7f") -> Proposal:
    """A feed to be added in the first channel."""
    return Proposal(
        key=key,
        place=await channel(store),
        topic_id=(await declared(store)).id,
        kind=ProposalKind.ADD,
        feeds=(ProposedFeed(url=SECRET, title="Volt Courier"),),
        by="alice",
        at=NOON,
    )


class ProposalContract:
    """Proposals, changes and costs."""

    async def test_a_proposal_is_known_in_its_channel_alone(self, store: Store):
        """A key from another channel, or another workspace, opens nothing."""
        new = await proposal(store)
        await store.add_proposal(new)
        await store.add_proposal(dataclasses.replace(new, by="bob"))
        assert await store.proposal(new.place, "7f") == new
        assert await store.proposal(await channel(store, "C2"), "7f") is None
        other = await team(store, "T2")
        elsewhere = Place(workspace_id=other.id, platform=other.platform, channel=new.place.channel)
        assert await store.proposal(elsewhere, "7f") is None

    async def test_a_proposal_is_settled_once(self, store: Store):
        """Of two who press a button, one was first."""
        new = await proposal(store)
        await store.add_proposal(new)
        assert await store.settle_proposal(new.place, "7f", NOON + HOUR)
        assert not await store.settle_proposal(new.place, "7f", NOON + 2 * HOUR)
        assert not await store.settle_proposal(new.place, "other", NOON)
        kept = await store.proposal(new.place, "7f")
        assert kept is not None
        assert kept.settled_at == NOON + HOUR

    async def test_changes_are_seen_where_they_belong(self, store: Store):
        """A channel sees its own, and those of its workspace; the newest first, no more than asked for."""
        ev = await declared(store, topic("ev"), topic("wind"))
        wind = next(each for each in await store.topics(ev.workspace_id) if each.name == "wind")
        here, there = await channel(store, "C1"), await channel(store, "C2")

        async def change(what: str, where: str, hour: int, on: Topic = ev) -> None:
            kept = Change(topic_id=on.id, channel=where, by="alice", what=what, at=NOON + hour * HOUR)
            await store.add_change(ev.workspace_id, kept)

        await change("pause", "C1", 0)
        await change("feeds add Volt Courier", "", 1)
        await change("mute a", "C2", 2)
        await change("pause", "C1", 3, wind)
        assert [each.what for each in await store.changes(here, ev.id, 9)] == [
            "feeds add Volt Courier",
            "pause",
        ]
        assert [each.what for each in await store.changes(there, ev.id, 9)] == [
            "mute a",
            "feeds add Volt Courier",
        ]
        assert [each.what for each in await store.changes(there, ev.id, 1)] == ["mute a"]
        other = await team(store, "T2")
        elsewhere = Place(workspace_id=other.id, platform=other.platform, channel="C1")
        assert await store.changes(elsewhere, ev.id, 9) == ()

    async def test_what_a_story_costs_is_the_workspaces_own(self, store: Store):
        """Repairs count as cost, not as stories; answers, other workspaces and older days not at all."""
        mine, other = await team(store), await team(store, "T2")

        async def call(
            purpose: str, micros: int, workspace: Workspace = mine, at: dt.datetime = NOON
        ) -> None:
            usage = Usage(
                at=at,
                purpose=purpose,
                writer="w",
                prompt_tokens=1,
                completion_tokens=1,
                cost_micros=micros,
                workspace_id=workspace.id,
                outcome=Outcome.REPLIED,
            )
            assert await store.open_call(usage, ()) is not None

        await call("summary", 100)
        await call("summary", 300)
        await call("summary repair", 50)
        await call("answer", 9_000)
        await call("summary", 9_000, other)
        await call("summary", 9_000, at=NOON - 2 * DAY)
        assert await store.story_costs(mine.id, NOON - DAY) == (2, 450)

    async def test_old_proposals_and_changes_go(self, store: Store):
        """Nobody answers a proposal of last week; who changed what is kept as long as what was said."""
        new = await proposal(store)
        await store.add_proposal(new)
        change = Change(topic_id=new.topic_id, channel="C1", by="alice", what="pause", at=NOON)
        await store.add_change(new.place.workspace_id, change)
        await store.prune_events(NOON)
        await store.prune_transcript(NOON)
        assert await store.proposal(new.place, "7f") is not None
        assert len(await store.changes(new.place, new.topic_id, 9)) == 1
        assert await store.prune_events(NOON + HOUR) == 1
        assert await store.prune_transcript(NOON + HOUR) == 1
        assert await store.proposal(new.place, "7f") is None
        assert await store.changes(new.place, new.topic_id, 9) == ()
