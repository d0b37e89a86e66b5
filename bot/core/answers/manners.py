"""Which of the things said in an edition's thread are for us: questions about the news or the edition, and no others.

People talk to each other there. It leaves alone what is said to somebody, and what asks about those present.
"""

import re

from bot.core.answers.about_edition import about_edition
from bot.core.answers.questions import is_question
from bot.core.text import fold_letters

_TO_SOMEBODY = re.compile(r"\s*(?:<@[^>]{1,80}>|@[\w.-]+)")
_TELL = re.compile(
    r"\b(?:tell|explain|show|give|summari[sz]e|list|say|find|know|erklar\w*|sag\w*|zeig\w*|nenn\w*|erzahl\w*|weisst|"
    r"soyle\w*|anlat\w*|acikla\w*|goster\w*|biliyor)\b"
)
_PRESENT = re.compile(
    r"\b(?:you|your|yours|you're|we|us|our|i|my|me|du|dir|dich|dein\w*|ihr|euch|eure?[rmns]?|wir|uns|unser\w*|ich|mir|mich|"
    r"sen|sana|seni|senin|siz|sizi|size|sizin|biz|bizi|bize|bizim|ben|bana|beni|benim)\b"
    r"|\b\w+(?:yor|di|du|ti|tu|mis|mus|r)(?:sun|sin|sunuz|siniz|un|in|uk|ik|k)\b (?:mu|mi)\b"
    r"|你|您|我|咱"
)
_MAX = 200
"""Longer questions are about something, whoever is spoken to."""


def is_for_us(text: str) -> bool:
    """Say whether what was said in an edition's thread, without a mention of us, is asked of us."""
    if not is_question(text) or _TO_SOMEBODY.match(text):
        return False
    folded = fold_letters(text)
    is_among_people = len(text) <= _MAX and _PRESENT.search(folded) and not _TELL.search(folded)
    return not is_among_people or about_edition(text) is not None
