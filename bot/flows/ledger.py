"""Asking language models for money: the best that the budget allows, and every call written down.

What a call may cost at most is reserved before it is made, so that calls side by side, in any number of processes, never
add up to more than the budget.
"""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

import structlog

from bot.core.entities import CallId, Cap, Completion, Outcome, Prompt, Usage, WorkspaceId
from bot.core.errors import BudgetSpentError, LanguageModelRefusalError, LanguageModelUnavailableError
from bot.flows.ports import Clock, LanguageModel, SummaryStore

log = structlog.get_logger()

_UNDER_WAY = dt.timedelta(minutes=10)
"""Longer than nearly every call takes: nobody waits for the end of one that began before, whose process may have died."""
_WAITS = 60
_WAIT_SECONDS = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What language models may cost in a day (UTC), in millionths of the price list's currency; None: no limit.

    *daily_micros* holds for all workspaces together, *workspace_micros* for each. *kept_for_cheaper*: the share of both
    that only those after the first may spend.
    """

    daily_micros: int | None = None
    workspace_micros: int | None = None
    kept_for_cheaper: float = 0.0

    def caps(
        self, since: dt.datetime, workspace_id: WorkspaceId | None, *, is_first: bool
    ) -> tuple[Cap, ...]:
        """Return what holds for a call to the first language model, or to one after it."""
        share = 1.0 - self.kept_for_cheaper if is_first else 1.0
        limits: list[tuple[int | None, WorkspaceId | None]] = [(self.daily_micros, None)]
        if workspace_id is not None:
            limits.append((self.workspace_micros, workspace_id))
        return tuple(
            Cap(micros=int(micros * share), since=since, workspace_id=whose)
            for micros, whose in limits
            if micros is not None
        )


class Ledger:
    """The language models that may be asked for one workspace (None: for nobody in particular), the best first.

    *cost_micros* is what was spent through it, *is_budget_spent* whether it ever had to say no. *pause* is called with
    seconds while calls under way hold what is left of the budget.
    """

    def __init__(
        self,
        *,
        store: SummaryStore,
        clock: Clock,
        budget: Budget,
        language_models: Sequence[LanguageModel],
        workspace_id: WorkspaceId | None = None,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.store = store
        self.clock = clock
        self.pause = pause
        self.cost_micros = 0
        self.is_budget_spent = False
        self.writers = tuple(
            Writer(self, each, is_first=place == 0) for place, each in enumerate(language_models)
        )
        self._budget = budget
        self._workspace_id = workspace_id

    async def open_call(self, usage: Usage, *, is_first: bool) -> tuple[CallId, Usage]:
        """Reserve what the call may cost at most.

        Raises:
            BudgetSpentError: the day's budget does not allow it.
        """
        usage = replace(usage, workspace_id=self._workspace_id)
        today = usage.at.replace(hour=0, minute=0, second=0, microsecond=0)
        caps = self._budget.caps(today, self._workspace_id, is_first=is_first)
        for _ in range(_WAITS):
            call_id = await self.store.open_call(usage, caps)
            if call_id is not None:
                return call_id, usage
            if not await self._is_held_up(usage, caps):
                break
            await self.pause(_WAIT_SECONDS)
        self.is_budget_spent = True
        log.warning("budget_spent", writer=usage.writer, workspace=self._workspace_id)
        raise BudgetSpentError(f"the day's budget does not allow another call of {usage.writer}")

    async def close_call(self, call_id: CallId, usage: Usage) -> None:
        """Write down what became of it."""
        self.cost_micros += usage.cost_micros
        await self.store.close_call(call_id, usage)

    async def _is_held_up(self, usage: Usage, caps: Sequence[Cap]) -> bool:
        """Say whether the budget would allow the call, were it not for what calls under way may cost at most."""
        since = self.clock.now() - _UNDER_WAY
        spent = [await self.store.spent_micros(cap, asked_before=since) for cap in caps]
        return all(micros + usage.cost_micros <= cap.micros for micros, cap in zip(spent, caps, strict=True))


class Writer:
    """A language model at the ledger."""

    def __init__(self, ledger: Ledger, language_model: LanguageModel, *, is_first: bool) -> None:
        self._ledger = ledger
        self._language_model = language_model
        self._is_first = is_first

    @property
    def name(self) -> str:
        """What the server calls it."""
        return self._language_model.name

    @property
    def context_tokens(self) -> int | None:
        """How many tokens prompt and reply may have together; None: ample."""
        return self._language_model.context_tokens

    async def complete(self, prompt: Prompt) -> str:
        """Ask, and write down what it cost: also where it declined, or where the reply turns out to be of no use.

        What came too late counts as the most it may cost, and so does a call that was cancelled: a server bills what it wrote.
        Raises `BudgetSpentError`, and as `LanguageModel.complete` does.
        """
        call_id, usage = await self._ledger.open_call(self._asked(prompt), is_first=self._is_first)
        try:
            completion = await self._language_model.complete(prompt)
        except LanguageModelRefusalError as error:
            await self._ledger.close_call(call_id, _ended(usage, error, Outcome.DECLINED))
            raise
        except LanguageModelUnavailableError as error:
            cost_micros = usage.cost_micros if error.may_cost else 0
            failed = replace(usage, cost_micros=cost_micros, outcome=Outcome.FAILED)
            await self._ledger.close_call(call_id, failed)
            raise
        await self._ledger.close_call(call_id, _ended(usage, completion, Outcome.REPLIED))
        return completion.text

    def _asked(self, prompt: Prompt) -> Usage:
        return Usage(
            at=self._ledger.clock.now(),
            purpose=prompt.purpose,
            writer=self.name,
            prompt_tokens=0,
            completion_tokens=0,
            cost_micros=self._language_model.most_micros(prompt),
            outcome=Outcome.ASKED,
        )


def _ended(usage: Usage, counted: Completion | LanguageModelRefusalError, outcome: Outcome) -> Usage:
    return replace(
        usage,
        prompt_tokens=counted.prompt_tokens,
        completion_tokens=counted.completion_tokens,
        cost_micros=counted.cost_micros,
        outcome=outcome,
    )
