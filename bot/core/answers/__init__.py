"""Answer a question from what was read, sentence by sentence, or say that the sources do not say.

It refuses to guess: an answer is a sentence that stands in a source and covers what was asked. Plausible is not enough.
"""

from bot.core.answers.composing import compose_extractive
from bot.core.answers.passages import Passage, passages
from bot.core.answers.questions import Wanted, is_question
from bot.core.answers.ranking import Scored, best, ranked

__all__ = [
    "Passage",
    "Scored",
    "Wanted",
    "best",
    "compose_extractive",
    "is_question",
    "passages",
    "ranked",
]
