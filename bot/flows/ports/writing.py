"""Ports to whoever writes, and to whoever says in which language something is written."""

from typing import Protocol

from bot.core.entities import Completion, Prompt


class LanguageModel(Protocol):
    """Writes by a prompt. `LanguageModel` in full, everywhere: "model" alone means too many things."""

    @property
    def name(self) -> str:
        """What the server calls it; part of the key of everything it writes."""

    @property
    def context_tokens(self) -> int | None:
        """How many tokens prompt and reply may have together, where the server cuts what is more; None: ample."""

    def most_micros(self, prompt: Prompt) -> int:
        """The most that asking this may cost, in millionths of the price list's currency."""

    async def complete(self, prompt: Prompt) -> Completion:
        """Ask once. Which form of JSON the server can be held to is the adapter's business.

        Raises:
            LanguageModelUnavailableError: unreachable, over a limit, or the key is wrong (the message says which).
            LanguageModelRefusalError: it declined, or its reply was filtered or cut off.
        """


class LanguageDetector(Protocol):
    """Says in which language a text is written."""

    def __call__(self, text: str) -> str:
        """The language's ISO 639-1 code; "" where the text is too short to be sure."""
