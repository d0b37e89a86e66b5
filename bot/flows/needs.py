"""What the flows need of the outside, in one value: made once by the composition root, replaceable piece by piece."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.entities import Platform
from bot.flows.ledger import Budget
from bot.flows.ports import Chat, Clock, Jobs, LanguageModel, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """*chats* are those that are connected. *language_model* None: what is written is extracts."""

    store: Store
    jobs: Jobs
    clock: Clock
    chats: Mapping[Platform, Chat]
    language_model: LanguageModel | None
    budget: Budget
