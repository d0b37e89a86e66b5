"""What the flows need of the outside, in one value: made once by the composition root, replaceable piece by piece."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.entities import Platform, WorkspaceId
from bot.flows.ledger import Budget, Ledger
from bot.flows.ports import Chat, Clock, Jobs, LanguageDetector, LanguageModel, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """*chats* are those that are connected. *language_models*: the best first; without any, what is written is extracts.

    *wants_opinions*: of what they write, doubtful sentences are asked about once more.
    """

    store: Store
    jobs: Jobs
    clock: Clock
    chats: Mapping[Platform, Chat]
    language_models: Sequence[LanguageModel]
    detect_language: LanguageDetector
    budget: Budget
    wants_opinions: bool = False

    @property
    def writers(self) -> tuple[str, ...]:
        """The language models' names, the best first."""
        return tuple(each.name for each in self.language_models)

    def ledger(self, workspace_id: WorkspaceId) -> Ledger:
        """Return the language models as one workspace may ask them."""
        return Ledger(
            store=self.store,
            clock=self.clock,
            budget=self.budget,
            language_models=self.language_models,
            workspace_id=workspace_id,
        )
