"""What a server answered: the reply and what it used. Nothing in it is believed to have the form that it should have."""

import math
from collections.abc import Mapping
from typing import Any

from openai.types.chat import ChatCompletion
from pydantic import BaseModel, Field, StrictInt, ValidationError

from bot.core.entities import Prompt

_CHARACTERS_A_TOKEN = 4
_MOST_TOKENS = 100_000_000


class _Usage(BaseModel):
    prompt_tokens: StrictInt = Field(ge=0, le=_MOST_TOKENS)
    completion_tokens: StrictInt = Field(ge=0, le=_MOST_TOKENS)


class _Message(BaseModel):
    content: Any = None
    refusal: Any = None
    reasoning_content: Any = None
    reasoning: Any = None

    @property
    def text(self) -> str:
        """What it says; some servers put all of it where the reasoning belongs, and leave the content empty."""
        said = (self.content, self.reasoning_content, self.reasoning)
        return next((text for text in said if isinstance(text, str) and text.strip()), "")


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class Reply(BaseModel):
    """The part of a completion that compatible servers share. It has at least one choice."""

    choices: list[_Choice] = Field(min_length=1)
    usage: Any = None

    @property
    def text(self) -> str:
        """What was said."""
        return self.choices[0].message.text

    @property
    def is_declined(self) -> bool:
        """Whether it did not want to."""
        return bool(self.choices[0].message.refusal)

    @property
    def finish_reason(self) -> str:
        """Why it ended."""
        return self.choices[0].finish_reason or ""

    def tokens(self, prompt: Prompt) -> tuple[int, int]:
        """Return the tokens of prompt and reply, estimated where the server does not count, or counts what cannot be."""
        try:
            counted = _Usage.model_validate(self.usage)
        except ValidationError:
            return estimated(prompt.instructions + prompt.content), estimated(self.text)
        return counted.prompt_tokens, counted.completion_tokens


def read(answer: object) -> Reply | None:
    """Return what a server answered; None where that is no completion."""
    found: object = answer.to_dict(mode="json", warnings=False) if isinstance(answer, ChatCompletion) else {}
    try:
        return Reply.model_validate(found if isinstance(found, Mapping) else {})
    except ValidationError:
        return None


def estimated(text: str) -> int:
    """Return about how many tokens *text* has: one for four characters."""
    return math.ceil(len(text) / _CHARACTERS_A_TOKEN)
