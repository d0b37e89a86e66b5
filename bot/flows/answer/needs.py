"""What answering needs of the outside."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.entities import Platform
from bot.flows.ledger import Budget
from bot.flows.ports import Chat, Clock, Jobs, LanguageModel, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """What answering needs of the outside."""

    store: Store
    jobs: Jobs
    clock: Clock
    chats: Mapping[Platform, Chat]
    language_model: LanguageModel | None
    budget: Budget
