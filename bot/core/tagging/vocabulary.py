"""The tags that a topic has used: they grow with its stories, and make later tags converge.

A spelling that was used first stays. What is not used any more falls out, so that it stays small whatever feeds say; only
tags of stories that were published enter.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.core.entities import KnownTag, Summary
from bot.core.tagging.forms import MAX_LENGTH, clean, key
from bot.core.tagging.known import canonical
from bot.core.tagging.spelling import Aliases, one_form

MAX_KNOWN = 2_000
"""Spellings that a topic keeps: about a year of five stories a day."""

_MAX_FORMS = 20
_A_USE_LASTS = dt.timedelta(days=3)
_MAX_USES = 60


def respelled(
    summaries: Iterable[Summary], known: Iterable[KnownTag], *, aliases: Aliases
) -> tuple[Summary, ...]:
    """Return *summaries* with their tags as the topic spells them, and all alike."""
    used = {tag.key: tag.label for tag in known}
    told: list[Summary] = []
    for summary in summaries:
        tags = one_form(summary.tags, aliases=aliases, language=summary.language, used=used)
        used = {**{key(tag): tag for tag in tags}, **used}
        told.append(replace(summary, tags=tags))
    return tuple(told)


def keys_looked_up(summaries: Iterable[Summary]) -> frozenset[str]:
    """Return the keys of known tags that `respelled` may need for *summaries*."""
    tags = [(clean(tag), summary.language) for summary in summaries for tag in summary.tags]
    forms = (form for tag, language in tags for form in (tag, canonical(tag, language)))
    return frozenset(filter(None, map(key, forms)))


def spellings(tags: Iterable[str], *, aliases: Aliases) -> dict[str, str]:
    """Return what to remember of *tags* that were used: each one's key, and those of its aliases, with its spelling.

    So a synonym that a topic once had stays known when its configuration no longer names it.
    """
    others = {key(name): [*each][:_MAX_FORMS] for name, each in aliases.items()}
    found: dict[str, str] = {}
    for tag in tags:
        if clean(tag) == tag:
            forms = [tag, *others.get(key(tag), ())]
            found |= {key(form): tag for form in forms if key(form) and len(form) <= MAX_LENGTH}
    return found


def outlived(known: Sequence[KnownTag]) -> list[str]:
    """Return the keys that fall out of a vocabulary that is too large: unused for longest, each use counting three days."""
    ordered = sorted(known, key=lambda tag: (tag.used_at + min(tag.uses, _MAX_USES) * _A_USE_LASTS, tag.key))
    return [tag.key for tag in ordered[: max(len(known) - MAX_KNOWN, 0)]]
