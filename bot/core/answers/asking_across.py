"""What to search for where the sources are in other languages than the question."""

from collections.abc import Collection

from bot.core.answers.light import language_asked
from bot.core.answers.questions import content_words
from bot.core.answers.thesaurus import LANGUAGES, Meanings, labels_in, meanings_of, words_for


def words_across(question: str, languages: Collection[str]) -> list[str]:
    """Return search tokens for what *question* means in those of *languages* (tags) that we know; without any, in all others.

    None where one of them is the question's own, or where that or all of them are unknown.
    """
    own, spoken = language_asked(question), {language[:2] for language in languages}
    others = spoken.intersection(LANGUAGES) if spoken else {*LANGUAGES} - {own}
    if not own or own in spoken or not others:
        return []
    meant: Meanings = frozenset().union(*(meanings_of(word, own) for word in content_words(question)))
    return words_for(meant | labels_in(question, own), sorted(others))
