"""The tags of a story that is read already: its entries as `bot.core.tagging` wants them.

It refuses to choose: what is a good tag is `tagging`'s business.
"""

from collections.abc import Mapping, Sequence

from bot.core import tagging
from bot.core.extractive.weighing import Reading, is_same_language

_LONGEST = 600
"""Of a sentence: more than any has, and a bound on what a hostile one costs."""

normalize_tags = tagging.one_form


def choose_tags(reading: Reading, *, aliases: Mapping[str, Sequence[str]], language: str) -> tuple[str, ...]:
    """Return two to five tags for readers of *language*, the most telling first."""
    tellings = [
        tagging.Telling(
            title=entry.title,
            sentences=[one.sentence[:_LONGEST] for one in cited],
            publisher=entry.publisher,
            language=entry.language,
            is_native=is_same_language(entry.language, language),
        )
        for entry, cited in reading
    ]
    return tagging.choose_tags(tellings, aliases=aliases, language=language)
