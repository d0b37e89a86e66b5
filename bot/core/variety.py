"""Which subjects stories share, so that a busy one does not crowd out the rest of an edition.

A subject is a name in a story's headline: one of the topic's own, or one that the text writes with a capital only. It refuses
to weigh stories.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.core.entities import Entry, Story, StoryId, Topic
from bot.core.text import COUNTRIES, STOP_WORDS, fold, words

_OPENING = 600
_MIN_LENGTH = 2
_WRITTEN = re.compile(r"[^\W_]+")


def subjects_of(stories: Sequence[Story], topic: Topic) -> Mapping[StoryId, Mapping[str, str]]:
    """Return the subjects of each story: what they are known by here, and what people call them.

    What the topic itself is about is none, and neither are countries. German writes all nouns with a capital, so German
    headlines have only the names that others have.
    """
    passed_over = (
        set(words(" ".join([topic.name, topic.title, *topic.include]))) | STOP_WORDS | COUNTRIES.keys()
    )
    named = {
        key: name
        for story in stories
        if story.lead.language.lower().partition("-")[0] != "de"
        for key, name in _names(story.lead)
        if key not in passed_over
    }
    return {story.id: _subjects(story.lead, topic, named) for story in stories}


def _subjects(lead: Entry, topic: Topic, named: Mapping[str, str]) -> Mapping[str, str]:
    title = words(lead.title)
    told = f" {' '.join(title)} "
    found: dict[str, str] = {}
    forms_found = set[str]()
    for name, others in topic.aliases.items():
        forms = [form for form in (" ".join(words(each)) for each in (name, *others)) if form]
        if any(f" {form} " in told for form in forms):
            found[fold(name)] = name
            forms_found.update(word for form in forms for word in form.split())
    # "Xiaomi SU7" shares Xiaomi with others, once: another name of the same subject is not a second one.
    return found | {word: named[word] for word in title if word in named and word not in forms_found}


def _names(lead: Entry) -> Iterator[tuple[str, str]]:
    """Yield the words of a headline that its text writes with a capital only, folded and as written."""
    in_title, in_text = _WRITTEN.findall(lead.title), _WRITTEN.findall(lead.text[:_OPENING])
    small = {fold(word) for word in (*in_title, *in_text) if word[0].islower()}
    told = {fold(word) for word in in_text if word[0].isupper()}
    for word in in_title:
        key = fold(word)
        is_name = word[0].isupper() and key in told and key not in small
        if is_name and len(key) >= _MIN_LENGTH and not key.isdigit():
            yield key, word
