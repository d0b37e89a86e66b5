"""What a language model is asked, and what is made of its reply.

A prompt is fixed instructions, then fenced data that is never followed; a reply is read tolerantly and believed not at
all: its form is checked here, its claims by `bot.core.grounding` against exactly the text that the prompt showed.
"""

from bot.core.prompts.asking import (
    PROMPT_VERSION,
    SummaryPrompt,
    answer_prompt,
    held_by,
    repair_prompt,
    room_for,
    summary_prompt,
)
from bot.core.prompts.contradicting import Contradiction, misattributed, one_sided
from bot.core.prompts.doubting import opinion_prompt, parse_opinion
from bot.core.prompts.languages import is_wrong_language, language_name
from bot.core.prompts.replies import (
    AnswerDraft,
    DraftSentence,
    SummaryDraft,
    parse_answer,
    parse_summary,
)
from bot.core.prompts.tidying import breaks_off

__all__ = [
    "PROMPT_VERSION",
    "AnswerDraft",
    "Contradiction",
    "DraftSentence",
    "SummaryDraft",
    "SummaryPrompt",
    "answer_prompt",
    "breaks_off",
    "held_by",
    "is_wrong_language",
    "language_name",
    "misattributed",
    "one_sided",
    "opinion_prompt",
    "parse_answer",
    "parse_opinion",
    "parse_summary",
    "repair_prompt",
    "room_for",
    "summary_prompt",
]
