"""Answer a question from what was read, sentence by sentence, or say that the sources do not say.

It refuses to guess: an answer is a sentence that stands in a source and covers what was asked. Plausible is not enough.
"""

from bot.core.answers.about_edition import AboutEdition, about_edition
from bot.core.answers.asking_across import words_across
from bot.core.answers.composing import compose_extractive
from bot.core.answers.dating import day_asked_about, of_day
from bot.core.answers.following import Followed, holds_what_was_asked, in_full
from bot.core.answers.manners import is_for_us
from bot.core.answers.passages import Passage, passages
from bot.core.answers.questions import Wanted, is_question
from bot.core.answers.ranking import Scored, best, ranked

__all__ = [
    "AboutEdition",
    "Followed",
    "Passage",
    "Scored",
    "Wanted",
    "about_edition",
    "best",
    "compose_extractive",
    "day_asked_about",
    "holds_what_was_asked",
    "in_full",
    "is_for_us",
    "is_question",
    "of_day",
    "passages",
    "ranked",
    "words_across",
]
