"""What a store must do with summaries, leases and costs."""

import asyncio
import dataclasses

from bot.core.entities import Cap, Outcome, Platform, SummaryKey, Usage, WorkspaceId
from bot.flows.ports import Store
from tests import samples
from tests.adapters.store_contract.world import DAY, HOUR, MINUTE, NOON


def usage(cost: int, **changes: object) -> Usage:
    """Return one call of a language model."""
    values = {"purpose": "summary", "writer": "small-writer", "prompt_tokens": 900, "completion_tokens": 80}
    return dataclasses.replace(Usage(at=NOON, cost_micros=cost, **values), **changes)  # type: ignore[arg-type]  # by name


class SummaryContract:
    """Summaries: written once, paid for once."""

    async def test_a_summary_reads_as_it_was_written(self, store: Store):
        """Bullets keep their citations, quotations and languages, so that nothing is asked of a language model again."""
        quoted = samples.bullet("四十一周", is_quotation=True, language="zh")
        summary = samples.summary(bullets=(samples.bullet(), quoted, samples.bullet(citations=())))
        await store.add_summary(summary, NOON)
        assert await store.summary(summary.key) == summary
        assert await store.summary(SummaryKey("unwritten")) is None

    async def test_the_first_summary_stays(self, store: Store):
        """A later, perhaps degraded summary never overwrites one that people have read."""
        first = samples.summary()
        await store.add_summary(first, NOON)
        await store.add_summary(samples.summary(title="Worse"), NOON)
        assert await store.summary(first.key) == first

    async def test_a_lease_has_one_holder(self, store: Store):
        """Of many that want to write the same summary one asks the language model."""
        taken = await asyncio.gather(*(store.claim("summary:1", NOON + MINUTE, NOON) for _ in range(8)))
        assert sorted(taken) == [False] * 7 + [True]

    async def test_a_lease_ends(self, store: Store):
        """Who dies with a lease does not block a story for ever; who is done gives it back at once."""
        assert await store.claim("a", NOON + MINUTE, NOON)
        assert not await store.claim("a", NOON + HOUR, NOON + MINUTE / 2)
        assert await store.claim("a", NOON + HOUR, NOON + MINUTE)
        await store.release("a", NOON + HOUR)
        assert await store.claim("a", NOON + HOUR, NOON + MINUTE)
        assert await store.claim("b", NOON + HOUR, NOON)

    async def test_who_is_late_gives_back_nothing(self, store: Store):
        """A holder whose lease ran out does not open the door to a third while the second still works."""
        await store.claim("a", NOON + MINUTE, NOON)
        await store.claim("a", NOON + HOUR, NOON + MINUTE)
        await store.release("a", NOON + MINUTE)
        assert not await store.claim("a", NOON + DAY, NOON + MINUTE)

    async def test_a_holder_that_lives_prolongs_its_lease(self, store: Store):
        """A long summary is written by one alone, however short leases are; who gives it back has to name its new end."""
        await store.claim("a", NOON + MINUTE, NOON)
        assert await store.prolong("a", NOON + MINUTE, NOON + HOUR)
        assert not await store.claim("a", NOON + DAY, NOON + MINUTE)
        await store.release("a", NOON + HOUR)
        assert await store.claim("a", NOON + DAY, NOON + MINUTE)

    async def test_who_is_late_prolongs_nothing(self, store: Store):
        """A holder that was taken for dead does not take the lease back from who works by now."""
        await store.claim("a", NOON + MINUTE, NOON)
        await store.claim("a", NOON + HOUR, NOON + MINUTE)
        assert not await store.prolong("a", NOON + MINUTE, NOON + DAY)
        assert await store.claim("a", NOON + DAY, NOON + HOUR)
        assert not await store.prolong("b", NOON, NOON + DAY)

    async def test_a_lease_ran_out_goes_to_one(self, store: Store):
        """When a holder died, one of those who wait takes over, not all."""
        await store.claim("a", NOON, NOON - MINUTE)
        taken = await asyncio.gather(*(store.claim("a", NOON + HOUR, NOON) for _ in range(8)))
        assert sum(taken) == 1

    async def test_costs_add_up(self, store: Store):
        """A daily budget counts what was spent since midnight, to the millionth, and nothing when nothing was."""
        assert await store.spent_micros(Cap(micros=0, since=NOON - DAY)) == 0
        for call in (usage(1_200), usage(300, at=NOON - HOUR), usage(9_000_000_000, at=NOON - 2 * DAY)):
            await store.open_call(call, ())
        assert await store.spent_micros(Cap(micros=0, since=NOON - DAY)) == 1_500
        assert await store.spent_micros(Cap(micros=0, since=NOON)) == 1_200
        assert await store.spent_micros(Cap(micros=0, since=NOON - 3 * DAY)) == 9_000_001_500

    async def test_a_workspace_counts_its_own(self, store: Store):
        """What one team spends leaves another team's budget alone, and counts for that of all."""
        for workspace, cost in ((1, 40), (2, 70), (None, 5)):
            await store.open_call(usage(cost, workspace_id=workspace), ())
        caps = [Cap(micros=0, since=NOON, workspace_id=whose) for whose in (WorkspaceId(1), None)]
        assert [await store.spent_micros(cap) for cap in caps] == [40, 115]

    async def test_a_call_is_made_only_within_every_cap(self, store: Store):
        """The last call that fits is made; one that would cost a millionth too much leaves no trace."""
        day, team = Cap(micros=100, since=NOON), Cap(micros=60, since=NOON, workspace_id=WorkspaceId(1))
        assert await store.open_call(usage(60, workspace_id=1), (day, team)) is not None
        assert await store.open_call(usage(1, workspace_id=1), (day, team)) is None
        assert await store.open_call(usage(41, workspace_id=2), (day,)) is None
        assert await store.open_call(usage(40, workspace_id=2), (day,)) is not None
        assert await store.spent_micros(day) == 100

    async def test_calls_at_once_never_exceed_a_cap(self, store: Store):
        """Eight stories written side by side reserve what they may cost, so three of them fit, and five do not."""
        cap = Cap(micros=100, since=NOON)
        opened = await asyncio.gather(*(store.open_call(usage(30), (cap,)) for _ in range(8)))
        assert sum(call_id is not None for call_id in opened) == 3

    async def test_what_a_call_really_cost_replaces_what_was_reserved(self, store: Store):
        """A reply is mostly cheaper than it might have been: the rest is free again for others."""
        cap = Cap(micros=100, since=NOON)
        call_id = await store.open_call(usage(90, outcome=Outcome.ASKED), (cap,))
        assert call_id is not None
        under_way = await store.spent_micros(cap)
        settled = await store.spent_micros(cap, asked_before=NOON)
        left_behind = await store.spent_micros(cap, asked_before=NOON + MINUTE)
        await store.close_call(call_id, usage(20))
        assert (under_way, settled, left_behind, await store.spent_micros(cap)) == (90, 0, 90, 20)

    async def test_calls_are_listed_and_added_up_by_day(self, store: Store):
        """Whoever pays sees each call, and what came together for each workspace, writer, purpose and outcome of a day."""
        team = await store.add_workspace(Platform.SLACK, "T1", "Acme")
        made = [
            usage(20, workspace_id=team.id),
            usage(30, workspace_id=team.id, at=NOON + HOUR),
            usage(0, outcome=Outcome.FAILED, at=NOON - HOUR),
            usage(500, at=NOON - DAY),
        ]
        for call in made:
            await store.open_call(call, ())
        assert await store.calls(3) == (made[1], made[0], made[2])
        totals = await store.usage_totals(NOON.date())
        assert [(each.workspace, each.outcome, each.calls, each.cost_micros) for each in totals] == [
            ("Acme", Outcome.REPLIED, 2, 50),
            ("", Outcome.FAILED, 1, 0),
        ]
        assert (totals[0].day, totals[0].prompt_tokens, totals[0].completion_tokens) == (
            NOON.date(),
            1800,
            160,
        )
