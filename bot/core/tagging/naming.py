"""The names that one article is about, as people write them, parts and spellings of one name taken together.

Capitals decide what is a name (`capitals`), and "Musk" is "Elon Musk" where the article says so. It refuses to guess who
somebody is whom the article never names in full.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.core.tagging.capitals import CJK, WORD, names_in
from bot.core.tagging.forms import key
from bot.core.tagging.german import without_nouns
from bot.core.tagging.known import is_country, known_name

_PERSON_WORDS = (2, 3)
_FEW_INITIALS = 2  # two letters are the initials of too much
_ENDS = re.compile(rf"s?(?![^\W{CJK}])")


def names_of(text: str, language: str) -> dict[str, str]:
    """Return the names of an article, as written (the ways it writes one name are several keys), each with its label.

    A label is the name in full, or what `known` calls it, not yet in small letters.
    """
    found = names_in(text, language)
    if language.lower().startswith("de"):
        found = without_nouns(found, text)
    whole = _wholes(found, text)
    return {name: known_name(whole.get(name, name)) or whole.get(name, name) for name in found}


def _wholes(found: Sequence[str], text: str) -> dict[str, str]:
    """Return, for names of an article, the other name that they stand for: a person's in full, a body's initials."""
    counts = {name: text.count(name) for name in found if len(name.split()) in _PERSON_WORDS}
    longer = sorted(counts, key=lambda name: -counts[name])
    singles = {name for name in found if " " not in name}
    wholes: dict[str, str] = {}
    for name in found:
        if " " in name:
            better = _initials(name, singles) or _same_ends(name, longer, counts)
        else:
            better = _surname_of(name, longer) or _given_name_of(name, longer, singles)
        if better:
            wholes[name] = better
    return wholes


def _surname_of(name: str, longer: Iterable[str]) -> str:
    known = known_name(name)
    if is_country(known) or " " in known:  # "Biden" beside "Hunter Biden" is still the one whom all know
        return ""
    return next((one for one in longer if key(one.split()[-1]) == key(name) and not known_name(one)), "")


def _given_name_of(name: str, longer: Iterable[str], singles: Iterable[str]) -> str:
    """Return the person whose first name it is: then the last name stands alone elsewhere, too."""
    alone = {key(one) for one in singles}
    firsts = [one for one in longer if one.split()[0] == name]
    return next((one for one in firsts if not known_name(name) and key(one.split()[-1]) in alone), "")


def _same_ends(name: str, longer: Iterable[str], counts: Mapping[str, int]) -> str:
    """Return how the article mostly writes a person's name: "Mary Doyle Keefe" and "Mary Keefe" are one."""
    first, last = name.split(maxsplit=1)[0], name.rsplit(maxsplit=1)[-1]
    for one in longer:
        parts = one.split()
        if one != name and (parts[0], parts[-1]) == (first, last) and counts[one] >= counts.get(name, 0):
            return one if counts[one] > counts.get(name, 0) or len(parts) < len(name.split()) else ""
    return ""


def _initials(name: str, singles: Iterable[str]) -> str:
    """Return the initials of a name where the article has them too: nobody types the words."""
    initials = "".join(word[0] for word in name.split() if word[0].isupper())
    return initials if len(initials) > _FEW_INITIALS and initials in singles else ""


def counted(sentences: Sequence[str], labels: Mapping[str, str]) -> list[list[str]]:
    """Return the labels that each sentence names, each once. *labels*: a name as written -> its label."""
    by_word: dict[str, list[str]] = {}
    for name in sorted(labels, key=len, reverse=True):
        if first := WORD.search(name):
            by_word.setdefault(first.group(), []).append(name)
    return [[labels[name] for name in dict.fromkeys(_named(sentence, by_word))] for sentence in sentences]


def _named(sentence: str, by_word: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield the names in a sentence from left to right, the longest where several begin."""
    end = 0
    for word in WORD.finditer(sentence):
        start = word.start()
        known = by_word.get(word.group()) or by_word.get(word.group().removesuffix("s"), ())
        name = next(
            (
                one
                for one in known
                if start >= end
                and _ENDS.match(sentence, start + len(one))
                and sentence.startswith(one, start)
            ),
            "",
        )
        if name:
            end = start + len(name)
            yield name
