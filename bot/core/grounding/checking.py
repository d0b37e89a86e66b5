"""The judgement itself: what fails a claim alone, and the doubts, weighed together."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.core.grounding.doubts import DANGLING, Doubt, doubts
from bot.core.grounding.facts import Facts, facts_of, is_wide
from bot.core.grounding.findings import bent_quotations, findings, longer_names, mixed_names
from bot.core.grounding.statements import name_words, plain, statement_of
from bot.core.grounding.weights import WEIGHTS, Weights
from bot.core.text import fold, language_by_stop_words, sentences, words

SUPPORTED = 0.5
"""A claim's score from which on it counts as supported."""

DOUBTFUL = (0.25, 0.75)
"""Between these a score says little: here a second opinion is worth asking for."""

_FINDING = 0.45
"""What one finding leaves of the score: below `SUPPORTED`, so that each fails a claim by itself."""

WORST = 3
"""Of several sentences the worst counts most: their doubts are joined as by a norm of this order."""

_MOST = 3.0
"""Many doubts of one kind count as so many."""

_TOLD = 0.5
"""A doubt that takes less from the sum is not worth a word."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a claim stands in its sources. *score*: 0 to 1. *problems*: what speaks against it, in words.

    *is_doubtful*: nothing fails it alone, and the score says little.
    """

    is_supported: bool
    score: float
    problems: tuple[str, ...]
    is_doubtful: bool = False

    def heeding(self, opinion: bool | None) -> "Verdict":
        """Return it as a second opinion has it; None changes nothing."""
        if opinion is None or not self.is_doubtful:
            return self
        return replace(self, is_supported=opinion, score=DOUBTFUL[opinion])


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found about a claim before it is weighed. *findings* fail it alone, *doubts* are those of each sentence."""

    findings: tuple[str, ...] = ()
    doubts: tuple[tuple[Doubt, ...], ...] = ()
    is_verbatim: bool = False
    is_sourceless: bool = False


def check(
    claim: str,
    sources: Sequence[str],
    *,
    language: str = "",
    source_language: str = "",
    published_on: date | None = None,
) -> Verdict:
    """Hold *claim* (one sentence or a few) against exactly the texts it was written from.

    *language* and *source_language* are BCP 47 tags, "" for unknown: then their small words tell. Across languages words do not match: there only
    numbers, dates, names and addresses decide. *published_on*: the day by which "yesterday" and "last year" are read.
    The sources' own sentences always pass.
    """
    found = judged(
        claim, sources, language=language, source_language=source_language, published_on=published_on
    )
    score = score_of(found, WEIGHTS)
    told = [
        doubt.problem
        for doubted in found.doubts
        for doubt in doubted
        if doubt.problem and WEIGHTS.doubts[doubt.name] * doubt.size >= _TOLD
    ]
    problems = tuple(dict.fromkeys([*found.findings, *told]))
    least, most = DOUBTFUL
    is_doubtful = not found.findings and least <= score < most
    return Verdict(score >= SUPPORTED, score, problems, is_doubtful=is_doubtful)


def judged(
    claim: str,
    sources: Sequence[str],
    *,
    language: str = "",
    source_language: str = "",
    published_on: date | None = None,
) -> Judged:
    """Return what `check` finds, not yet weighed: what its weights are learnt from."""
    claim, facts = plain(claim), facts_of(tuple(sources), published_on)
    if not facts.statements:
        return Judged(is_sourceless=True)
    if _is_verbatim(claim, facts):
        return Judged(is_verbatim=True)
    is_foreign = _is_foreign(claim, facts, language, source_language)
    ours = frozenset(name_words(claim))
    if (
        facts.language == "de"
    ):  # which writes every noun like a name: a word that no source has is as likely a noun
        ours = ours & facts.words - facts.nouns
    known_names = facts.name_words | ours
    statements = [statement_of(sentence, known_names) for sentence in sentences(claim)]
    found = findings(
        claim, statements, facts, is_foreign=is_foreign, source_language=_primary(source_language)
    )
    doubted = [] if is_foreign else [_of_claim(claim, facts), *doubts(statements, facts)]
    return Judged(tuple(found), tuple(map(tuple, doubted)))


def _of_claim(claim: str, facts: Facts) -> list[Doubt]:
    """Return the doubts that are not of one sentence."""
    found = [
        Doubt("longer name", 1, f"the source does not have all of {name}")
        for name in longer_names(claim, facts)
    ]
    found += [
        Doubt("other name", 1, f"name {name} is not in the source") for name in mixed_names(claim, facts)
    ]
    found += [
        Doubt("bent quotation", 1, f"quotation “{quotation}” is not word for word")
        for quotation in bent_quotations(claim, facts)
    ]
    if DANGLING.match(claim):
        found.append(Doubt("pronoun", 1, "it begins with a pronoun"))
    return found


def score_of(found: Judged, weights: Weights) -> float:
    """Weigh what was found: how likely the claim is supported."""
    if found.is_verbatim or found.is_sourceless:
        return float(found.is_verbatim)
    of_sentences = (
        sum(weights.doubts[name] * size for name, size in sizes(doubted).items()) for doubted in found.doubts
    )
    doubted = sum(each**WORST for each in of_sentences) ** (1 / WORST)
    return _FINDING ** len(found.findings) / (1 + math.exp(doubted - weights.bias))


def sizes(doubted: Sequence[Doubt]) -> dict[str, float]:
    """Return the size of all doubts of one name together."""
    total: dict[str, float] = {}
    for doubt in doubted:
        total[doubt.name] = min(total.get(doubt.name, 0.0) + doubt.size, _MOST)
    return total


def _is_verbatim(claim: str, facts: Facts) -> bool:
    folded = [fold(sentence) for sentence in sentences(claim)]
    return bool(folded) and all(sentence in facts.verbatim for sentence in folded)


def _is_foreign(claim: str, facts: Facts, language: str, source_language: str) -> bool:
    ours, theirs = _primary(language), _primary(source_language)
    if not (ours and theirs):
        ours = ours or language_by_stop_words(words(claim))
        theirs = theirs or facts.language
    return bool(ours and theirs and ours != theirs) or is_wide(claim) != facts.is_wide


def _primary(tag: str) -> str:
    return tag.lower().replace("_", "-").partition("-")[0]
