"""What a language model is asked, and what is made of its reply.

A prompt is fixed instructions, then fenced data that is never followed; a reply is read tolerantly and believed not at
all: its form is checked here, its claims by `bot.core.grounding` against exactly the text that the prompt showed.
"""

from bot.core.prompts.asking import (
    PROMPT_VERSION,
    SummaryPrompt,
    answer_prompt,
    repair_prompt,
    summary_prompt,
)
from bot.core.prompts.replies import (
    AnswerDraft,
    DraftSentence,
    SummaryDraft,
    parse_answer,
    parse_summary,
)

__all__ = [
    "PROMPT_VERSION",
    "AnswerDraft",
    "DraftSentence",
    "SummaryDraft",
    "SummaryPrompt",
    "answer_prompt",
    "parse_answer",
    "parse_summary",
    "repair_prompt",
    "summary_prompt",
]
