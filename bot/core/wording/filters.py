"""What a filter held back, and why."""

from bot.core.entities import (
    FilterOwner,
    Objection,
    Rule,
    RuleKind,
)
from bot.core.language import say, some

_OWNERS = {FilterOwner.TOPIC: say("the topic’s filter"), FilterOwner.CHANNEL: say("the channel’s filter")}
_KINDS = {
    RuleKind.WORDS: say("the words"),
    RuleKind.TAG: say("the tag"),
    RuleKind.FEED: say("the feed"),
    RuleKind.PUBLISHER: say("the publisher"),
    RuleKind.LANGUAGE: say("the language"),
    RuleKind.PATTERN: say("the pattern"),
}


def held_back(objection: Objection) -> str:
    """Return why a filter leaves something out."""
    owner = _OWNERS[objection.owner]
    if not objection.rules:
        return some(
            objection.publishers,
            "left out: {filter} wants at least {n} publisher",
            "left out: {filter} wants at least {n} publishers",
            filter=owner,
        )
    first = objection.rules[0]
    kind, named = _KINDS[first.kind], tuple(map(_rule_value, objection.rules))
    if first.is_wanted:
        return say("left out: {filter} wants {kind} {values}", filter=owner, kind=kind, values=named)
    return say("left out: {filter} does not want {kind} {values}", filter=owner, kind=kind, values=named)


def _rule_value(rule: Rule) -> str:
    return f"/{rule.value}/" if rule.kind is RuleKind.PATTERN else f"“{rule.value}”"
