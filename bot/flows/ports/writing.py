"""Port to a language model."""

from typing import Protocol

from bot.core.entities import Completion, Prompt


class LanguageModel(Protocol):
    """Writes by a prompt. `LanguageModel` in full, everywhere: "model" alone means too many things."""

    @property
    def name(self) -> str:
        """What the server calls it; part of the key of everything it writes."""

    async def complete(self, prompt: Prompt) -> Completion:
        """Ask once. Which form of JSON the server can be held to is the adapter's business.

        Raises:
            LanguageModelUnavailableError: unreachable, over a limit, or the key is wrong (the message says which).
            LanguageModelRefusalError: it declined, or its reply was filtered or cut off.
        """
