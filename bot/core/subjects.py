"""What a search is about: the words people type, with the names that mean the same."""

from collections.abc import Mapping, Sequence

from bot.core.entities import Subject
from bot.core.text import search_tokens

Aliases = Mapping[str, tuple[str, ...]]


def subject(text: str, aliases: Aliases) -> Subject:
    """Return the subject of *text*: every word must match, and a name matches under each of its aliases.

    A name of several words ("model y") is taken whole where it stands in *text*.
    """
    names = _names(aliases)
    longest = max((len(name.split()) for name in names), default=1)
    return Subject(groups=tuple(_groups(search_tokens(text), names, longest)))


def _groups(
    tokens: Sequence[str], names: Mapping[str, tuple[str, ...]], longest: int
) -> list[tuple[str, ...]]:
    groups: list[tuple[str, ...]] = []
    start = 0
    while start < len(tokens):
        end = min(len(tokens), start + longest)
        while end > start + 1 and " ".join(tokens[start:end]) not in names:
            end -= 1
        phrase = " ".join(tokens[start:end])
        groups.append(names.get(phrase, (phrase,)))
        start = end
    return groups


def _names(aliases: Aliases) -> dict[str, tuple[str, ...]]:
    """Return, for each folded name, all folded names of the same subject."""
    names: dict[str, tuple[str, ...]] = {}
    for name, others in aliases.items():
        folded = [" ".join(search_tokens(each)) for each in (name, *others)]
        same = tuple(dict.fromkeys(each for each in folded if each))
        names |= dict.fromkeys(same, same)
    return names
