"""Which language a row is in: as it says, else as it looks."""

from bot.adapters.article_extractor.languages import detected_language
from bot.core import articles


def language_of(declared: str, text: str) -> str:
    """Return the language of *text*, with *declared* taken for that of a feed; "" where neither tells."""
    return articles.language_of([declared], detected_language(text))
