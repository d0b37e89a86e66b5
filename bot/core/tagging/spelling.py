"""One spelling for one tag: the topic's own name for it, else the one used before, else what our tables call it."""

from collections.abc import Iterable, Mapping

from bot.core.tagging.forms import MAX_LENGTH, clean, key, lower
from bot.core.tagging.known import canonical
from bot.core.text import fold

MAX_TAGS = 5

Aliases = Mapping[str, Iterable[str]]
"""A topic's subjects with their other names."""

Labels = Mapping[str, str]
"""The spelling to use for a key (see `forms.key`), from tags that were used before."""


def one_form(
    tags: Iterable[str], *, aliases: Aliases, language: str = "", used: Labels | None = None
) -> tuple[str, ...]:
    """Return up to five *tags* in one form: spellings, plurals, other names and other languages of one thing are merged.

    A tag inside another adds nothing ("xiaomi ceo" beside "xiaomi"): the first stays.
    """
    own = {key(other): name for name, others in aliases.items() for other in (name, *others)}
    found: dict[str, str] = {}
    for tag in tags:
        label = _label(clean(tag), own, used or {}, language)
        if label and not _adds_nothing(label, found.values()):
            found[key(label)] = label
    return tuple(found.values())[:MAX_TAGS]


def _label(tag: str, own: Labels, used: Labels, language: str) -> str:
    """Return the spelling of a clean tag, "" if it can be none."""
    known = canonical(tag, language)
    for names in (own, used):
        if label := names.get(key(tag)) or names.get(key(known)):
            return lower(clean(label), language)
    label = lower(known or tag, "" if known else language)
    return label if key(label) and len(label) <= MAX_LENGTH else ""


def _adds_nothing(label: str, others: Iterable[str]) -> bool:
    """Whether one of two tags stands inside the other."""
    parts = set(fold(label).split())
    there = [set(fold(other).split()) for other in others]
    return any(parts <= other or other <= parts for other in there)
