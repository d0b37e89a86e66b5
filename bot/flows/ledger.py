"""Asking a language model for money: within the day's budget, and every call written down."""

from dataclasses import dataclass

import structlog

from bot.core.entities import Prompt, Usage
from bot.core.errors import LanguageModelRefusalError
from bot.flows.ports import Clock, LanguageModel, SummaryStore

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What language models may cost in a day (UTC), in millionths of the price list's currency; None: no limit."""

    daily_micros: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """A language model with its budget and the book that its calls are written into."""

    store: SummaryStore
    language_model: LanguageModel
    clock: Clock
    budget: Budget

    @property
    def writer(self) -> str:
        """The language model's name."""
        return self.language_model.name

    async def is_affordable(self) -> bool:
        """Say whether the day's budget allows another call.

        Calls under way are not counted yet, so a day can end above its budget by as many calls as run side by side.
        """
        if self.budget.daily_micros is None:
            return True
        today = self.clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
        spent = await self.store.spent_micros(today)
        if spent < self.budget.daily_micros:
            return True
        log.warning("budget_spent", spent_micros=spent, budget_micros=self.budget.daily_micros)
        return False

    async def complete(self, prompt: Prompt) -> str:
        """Ask, and write down what it cost: also where it declined, or where the reply turns out to be of no use.

        Raises as `LanguageModel.complete` does.
        """
        try:
            completion = await self.language_model.complete(prompt)
        except LanguageModelRefusalError as error:
            await self._record(prompt, error.prompt_tokens, error.completion_tokens, error.cost_micros)
            raise
        await self._record(
            prompt, completion.prompt_tokens, completion.completion_tokens, completion.cost_micros
        )
        return completion.text

    async def _record(
        self, prompt: Prompt, prompt_tokens: int, completion_tokens: int, cost_micros: int
    ) -> None:
        await self.store.add_usage(
            Usage(
                at=self.clock.now(),
                purpose=prompt.purpose,
                writer=self.writer,
                prompt_tokens=prompt_tokens,
                completion_tokens=completion_tokens,
                cost_micros=cost_micros,
            )
        )
