"""A fake of the `LanguageModel` port: it replies by script, then honestly, and remembers what it was asked."""

import asyncio

from typing_extensions import override

from bot.core.entities import Completion, Prompt
from tests.fakes.writer import honest_reply


class ScriptedModel:
    """Gives *replies* in turn (text, or an error to raise); after the last, what an honest writer would say."""

    def __init__(
        self,
        *replies: str | Exception,
        name: str = "scripted-writer",
        cost_micros: int = 0,
        context_tokens: int | None = None,
    ) -> None:
        self.name = name
        self.context_tokens = context_tokens
        self.prompts: list[Prompt] = []
        self._replies = list(replies)
        self._cost_micros = cost_micros

    def most_micros(self, prompt: Prompt) -> int:
        """Each call costs the same."""
        del prompt
        return self._cost_micros

    async def complete(self, prompt: Prompt) -> Completion:
        """Reply as the script says, with 100 tokens asked and 50 replied."""
        self.prompts.append(prompt)
        reply = self._replies.pop(0) if self._replies else honest_reply(prompt.content)
        if isinstance(reply, Exception):
            raise reply
        return Completion(
            text=reply,
            writer=self.name,
            prompt_tokens=100,
            completion_tokens=50,
            cost_micros=self._cost_micros,
        )


class SlowModel(ScriptedModel):
    """Sets *is_asked* when it is asked, and replies when *may_reply* is set."""

    def __init__(self, *replies: str | Exception, cost_micros: int = 0) -> None:
        super().__init__(*replies, cost_micros=cost_micros)
        self.is_asked = asyncio.Event()
        self.may_reply = asyncio.Event()

    @override
    async def complete(self, prompt: Prompt) -> Completion:
        """Reply when the test says so."""
        self.is_asked.set()
        await self.may_reply.wait()
        return await super().complete(prompt)
