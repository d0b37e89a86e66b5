"""What speaks against a claim without failing it alone: each doubt has a name, a size and, to be shown, its words.

A doubt's size is a count or a share, never below 0; `weights` says what each is worth.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.core.grounding.closed import (
    ALLEGED,
    CLASSES,
    FAILING,
    FEMALE,
    MALE,
    OPPOSITES,
    PAST,
    PLANNED,
    POSSIBLE,
    QUANTITIES,
    WILL,
)
from bot.core.grounding.facts import Facts, is_known, nearest
from bot.core.grounding.meanings import Relation, is_meant, part_of_speech, relation
from bot.core.grounding.places import (
    misplaced_numbers,
    other_speakers,
    reversed_names,
    turned_numbers,
    turned_terms,
)
from bot.core.grounding.slots import instead_of
from bot.core.grounding.statements import Statement, Token
from bot.core.text import CALENDAR_WORDS, MONTH_WORDS

DANGLING = re.compile(r"(?:he|she|they|it|him|her|them|er|sie|es|onlar|他|她|它|他们)\b", re.IGNORECASE)
_COMPARED = 2
_ALIKE = 0.5
_FEW = 2
_ROOT = 5


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing against a claim. *problem*: "" where it is too vague to be told."""

    name: str
    size: float = 1.0
    problem: str = ""


@dataclass(slots=True)
class _Sentence:
    """A sentence of the claim beside those of the source that are nearest to it."""

    statement: Statement
    near: list[Statement]
    instead: dict[int, tuple[Token, ...]]
    vocabulary: frozenset[str] = field(init=False)
    words: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.vocabulary = frozenset[str]().union(*(one.vocabulary for one in self.near))
        self.words = frozenset[str]().union(*(one.words for one in self.near))

    @property
    def likeness(self) -> float:
        """The share of its content words that the nearest sentences have."""
        own = self.statement.vocabulary
        return len(own & self.vocabulary) / (len(own) or 1)


def doubts(statements: Sequence[Statement], facts: Facts) -> list[list[Doubt]]:
    """Return what speaks against each of *statements*, a claim's."""
    return [list(_of_statement(statement, facts)) for statement in statements]


def _of_statement(statement: Statement, facts: Facts) -> Iterator[Doubt]:
    near = nearest(statement, facts)
    sentence = _Sentence(statement, near, instead_of(statement, near[:_COMPARED]))
    yield from _words(sentence, facts)
    yield from _negation(sentence, facts)
    yield from _certainty(sentence)
    yield from _quantities(sentence)
    yield from _gender(statement, facts)
    yield from (Doubt("misplaced number", *each) for each in misplaced_numbers(statement, facts))
    yield from (Doubt("misplaced number", 1, problem) for problem in turned_numbers(statement, near))
    if sentence.likeness >= _ALIKE:
        yield from (Doubt("misplaced number", 1, problem) for problem in turned_terms(statement, near))
    yield from (Doubt("reversed", 1, problem) for problem in reversed_names(statement, near))
    if sentence.likeness >= _ALIKE:
        yield from (Doubt("other speaker", 1, problem) for problem in other_speakers(statement, near))
    yield Doubt("apart", 1 - sentence.likeness)
    yield from _parted(statement, facts)


def _words(sentence: _Sentence, facts: Facts) -> Iterator[Doubt]:
    for place, token in enumerate(sentence.statement.tokens):
        instead = sentence.instead.get(place, ())
        if token.is_name or token.is_calendar:
            yield from _other_name(token, instead, sentence)
        elif token.form.isdigit():
            continue
        elif _is_opposite(place, token, instead, sentence):
            yield Doubt("opposite", 1, f"the source says the opposite of “{token.form}”")
        elif token.form in QUANTITIES or token.stem in CLASSES:
            yield from _out_of_class(token, instead, sentence, facts)
        elif token.is_content and not is_known(token.stem, facts):
            yield from _new(token, instead, sentence, facts)


def _is_opposite(place: int, token: Token, instead: Sequence[Token], sentence: _Sentence) -> bool:
    """Say whether the source has the opposite in its place, or near words that the claim has near it too."""
    if any(_are_opposite(token, other) for other in instead):
        return not any(relation(token.form, other.form) is Relation.SAME for other in instead)
    if not token.is_content or token.stem in sentence.vocabulary:
        return False
    if any(
        relation(token.form, other.form) is Relation.SAME for one in sentence.near for other in one.tokens
    ):
        return False
    around = sentence.statement.around(place, 3)
    beside = [
        other
        for one in sentence.near
        for spot, other in enumerate(one.tokens)
        if other.is_content
        and around & one.around(spot)
        and not any(other.stem in scope for scope in one.negated)
    ]
    # "Not changing" bears out "unchanged", and "sales fell" bears out "sales declined", though profit beside it rose.
    return not any(_have_one_opposite(token, other) for other in beside) and any(
        _are_opposite(token, other) for other in beside if other.stem not in sentence.statement.vocabulary
    )


def _have_one_opposite(token: Token, other: Token) -> bool:
    """Say whether two words are opposites of the same: "declined" and "fell" of "rose"."""
    return not OPPOSITES.get(token.stem, frozenset()).isdisjoint(OPPOSITES.get(other.stem, ()))


def _are_opposite(token: Token, other: Token) -> bool:
    if other.stem in OPPOSITES.get(token.stem, ()):
        return True
    return token.is_content and relation(token.form, other.form) is Relation.OPPOSITE


def _other_name(token: Token, instead: Sequence[Token], sentence: _Sentence) -> Iterator[Doubt]:
    """Doubt a name, month or weekday that stands where the source's sentence has another one."""
    if token.is_calendar:
        others = [other.form for other in instead if _are_kindred_days(token.form, other.form)]
    else:
        others = [other.form for other in instead if other.is_name]
    if others and token.stem not in sentence.near[0].vocabulary:
        name = "other of class" if token.is_calendar else "other name"
        size = 1.0 if token.is_calendar else sentence.likeness
        yield Doubt(name, size, f"the source has {others[0]} where the claim has {token.form}")


def _out_of_class(
    token: Token, instead: Sequence[Token], sentence: _Sentence, facts: Facts
) -> Iterator[Doubt]:
    """Doubt a colour, a direction, "all": there is no other word for it, so another one of its kind is wrong."""
    if _is_other_quantity(token, instead) or (
        token.stem in CLASSES and _is_new_in(token, sentence.words) and _has_kin(token, instead)
    ):
        problem = f"the source has {instead[0].form} where the claim has {token.form}"
        yield Doubt("other of class", 1, problem)
    elif token.stem in CLASSES and _is_new_in(token, facts.words):
        yield Doubt("class", 1, f"“{token.form}” is not in the source")


def _is_new_in(token: Token, known: frozenset[str]) -> bool:
    return token.form not in known and token.stem not in known


def _is_other_quantity(token: Token, instead: Sequence[Token]) -> bool:
    """Say whether "all" stands where the source has "most"."""
    kind = QUANTITIES.get(token.form)
    return kind is not None and any(QUANTITIES.get(other.form, kind) != kind for other in instead)


def _are_kindred_days(one: str, other: str) -> bool:
    return {one, other} <= CALENDAR_WORDS and (one in MONTH_WORDS) == (other in MONTH_WORDS)


def _has_kin(token: Token, instead: Sequence[Token]) -> bool:
    return any(CLASSES.get(other.stem) == CLASSES[token.stem] for other in instead)


def _new(token: Token, instead: Sequence[Token], sentence: _Sentence, facts: Facts) -> Iterator[Doubt]:
    """Doubt a noun that no source has, unless one means the same. Verbs and adjectives are what paraphrase changes.

    A word that our table lacks counts as unknown, and so does any that is not English: "man" and "plant" are German, too.
    """
    part = part_of_speech(token.form) if facts.language in {"en", ""} else ""
    problem = f"“{token.form}” is not in the source"
    if not part:
        yield Doubt("unknown word")
    elif part != "n" or is_meant(token.form, facts.meanings):
        return
    elif any(relation(token.form, other.form) is Relation.SIBLING for other in instead):
        yield Doubt("swapped noun", 1, problem)
    elif any(
        relation(token.form, other.form) is not Relation.NONE for one in sentence.near for other in one.tokens
    ):
        yield Doubt("kindred noun", 1, problem)
    else:
        yield Doubt("new noun", 1, problem)


def _negation(sentence: _Sentence, facts: Facts) -> Iterator[Doubt]:
    statement, near = sentence.statement, sentence.near
    theirs = [scope for one in near for scope in one.negated]
    everywhere = [scope for one in facts.statements for scope in one.negated]
    if not FAILING & sentence.vocabulary and any(
        not any(_meet(scope, other) for other in theirs)
        and not any(len(scope & other) > 1 for other in everywhere)
        for scope in statement.negated
        if scope
    ):
        yield Doubt("negated", sentence.likeness, "one of claim and source is negated")
    turned = [
        scope
        for scope in (near[0].negated if near and len(near[0].negated) == 1 else ())
        if scope and 2 * len(scope & statement.vocabulary) >= len(scope)
    ]
    if turned and not statement.negated and not FAILING & statement.vocabulary:
        yield Doubt("affirmed", sentence.likeness, "one of claim and source is negated")


def _meet(scope: frozenset[str], other: frozenset[str]) -> bool:
    """Say whether two negators concern one word, in whatever form ("äußerte", "äußern")."""
    return not {stem[:_ROOT] for stem in scope}.isdisjoint(stem[:_ROOT] for stem in other)


def _certainty(sentence: _Sentence) -> Iterator[Doubt]:
    """Doubt a sentence that says for certain what the source calls possible, planned or alleged, or the other way."""
    if not sentence.near or sentence.likeness < _ALIKE:
        return
    statement = sentence.statement
    ours, theirs = statement.certainty, sentence.near[0].certainty
    plainly = {word for word in theirs if word in statement.vocabulary and ours.get(word, 0) <= WILL}
    if any(theirs[word] in {POSSIBLE, ALLEGED} for word in plainly) and not set(ours.values()) & {
        POSSIBLE,
        ALLEGED,
    }:
        yield Doubt("surer", 1, "the source is less certain")
    elif not ours and any(_is_past(word, statement) for word in plainly):
        yield Doubt("sooner", 1, "in the source it has not happened yet")
    if any(
        word not in theirs and _is_past(word, sentence.near[0])
        for word, level in ours.items()
        if level <= PLANNED
    ):
        yield Doubt("sooner", 1, "in the source it has happened already")
    if any(level in {POSSIBLE, ALLEGED} for level in ours.values()) and not any(
        one.certainty for one in sentence.near
    ):
        yield Doubt("vaguer", 1, "the source is more certain")


def _is_past(stem: str, statement: Statement) -> bool:
    """Say whether a verb stands in the past: "has opened", "opened", "wurde eröffnet"."""
    tokens = statement.tokens
    return any(
        token.stem == stem and (token.form.endswith("ed") or (place > 0 and tokens[place - 1].form in PAST))
        for place, token in enumerate(tokens)
    )


def _quantities(sentence: _Sentence) -> Iterator[Doubt]:
    near = frozenset[str]().union(*(one.words for one in sentence.near))
    theirs = {QUANTITIES[word] for word in near if word in QUANTITIES}
    for word in sorted(sentence.statement.words):
        if word in QUANTITIES and QUANTITIES[word] not in theirs:
            yield Doubt("quantity", sentence.likeness, f"“{word}” is not in the source")


def _gender(statement: Statement, facts: Facts) -> Iterator[Doubt]:
    for gender in (MALE, FEMALE):
        if statement.words & gender and not facts.words & gender and facts.words & (MALE | FEMALE):
            yield Doubt("gender", 1, "the source writes of he and she otherwise")


def _parted(statement: Statement, facts: Facts) -> Iterator[Doubt]:
    """Doubt neighbouring words that no sentence of the source has together, or none has close together."""
    stems = [token.stem for token in statement.tokens if token.is_content]
    pairs = [
        (one, other)
        for one, other in itertools.pairwise(stems)
        if one in facts.where and other in facts.where
    ]
    parted = sum(not facts.where[one] & facts.where[other] for one, other in pairs)
    loose = sum(pair not in facts.close for pair in pairs) - parted
    yield Doubt("parted", parted / (len(pairs) + _FEW))
    yield Doubt("loose", loose / (len(pairs) + _FEW))
