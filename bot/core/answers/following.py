"""Follow-ups: "and in Europe?" is asked in full, with the words of the question before it.

It refuses to understand: what the follow-up names takes the place of what the earlier question named of that kind.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from bot.core.answers.kinds import currency_wanted
from bot.core.answers.matching import UNSPACED, form, vocabulary
from bot.core.answers.questions import Wanted, asked, content_words, wanted_by
from bot.core.entities import Answer
from bot.core.text import COUNTRIES, fold_letters, names, numbers, words

_GOES_ON = re.compile(
    r"(?:(?:ok(?:ay)?|so)[, ]+)?(?:and|but|or|und|aber|oder|ve|ya|peki(?: ya)?|ama|what about|how about|was ist mit|wie (?:steht|sieht) es)\b"
    r"|(?:那么?|还有|呢)|و?ماذا عن"
)
_POINTS_BACK = re.compile(
    r"\b(?:that|it|they|them|this|those|these|he|she|his|her|their|there|das|es|sie|er|davon|dort|die|"
    r"bu|bunu|bunun|o|onu|onun|orada|onlar|bunlar)\b|它|那里|这个|那个|他们?|她"
)
_HAN_COUNTRIES = tuple(name for name in COUNTRIES if name[0] >= UNSPACED)
_FEW = 2
"""A question with no more content words of its own may lean on the one before."""


@dataclass(frozen=True, slots=True)
class Followed:
    """A question in full. *brought*: forms of what a follow-up named anew, without which nothing answers it."""

    question: str
    brought: frozenset[str] = frozenset()


def in_full(question: str, earlier: str) -> Followed:
    """Return *question* with what it takes from the *earlier* question of its thread; unchanged where it stands alone."""
    if not earlier or not _leans(question):
        return Followed(question)
    brought = _named(question)
    kept = _without(earlier, brought).rstrip(" ?？.؟")
    if wanted_by(question) is not Wanted.ANYTHING:
        kept = " ".join(word for word in kept.split() if content_words(word))
    forms = frozenset(map(form, brought))
    return Followed(f"{_bare(question).rstrip(' ?？.؟')} {kept}?", forms)


def holds_what_was_asked(answer: Answer, followed: Followed, question: str) -> bool:
    """Say whether the sources cited speak of what a follow-up named anew, and in the currency it asks for."""
    cited = [citation.sentence for sentence in answer.sentences for citation in sentence.citations]
    currency = currency_wanted(question)
    if currency and not any(number.unit == currency for text in cited for number in numbers(text)):
        return False
    known = [vocabulary(text) for text in cited]
    return all(any(one.match(term) for one in known) for term in followed.brought)


def _leans(question: str) -> bool:
    folded = fold_letters(question).strip()
    few = len(set(asked(question).terms)) <= _FEW
    return few and bool(
        _GOES_ON.match(folded) or _POINTS_BACK.search(folded) or folded.rstrip("?？").endswith(("呢", " ya"))
    )


def _bare(question: str) -> str:
    return re.sub(
        r"^(?:and|but|or|und|aber|oder|ve|peki(?: ya)?|ama|what about|how about|那么?|还有)\b[, ]*",
        "",
        question.strip(),
        flags=re.IGNORECASE,
    )


def _named(question: str) -> frozenset[str]:
    """Return the words of *question* that are names, countries or years; a follow-up opens in the midst of a sentence."""
    bare = f"and {_bare(question)}"
    firm = asked(bare).firm
    return frozenset(word for word in words(bare) if form(word) in firm)


def _without(earlier: str, brought: Collection[str]) -> str:
    """Return *earlier* without what it named of the kinds that are named anew. What is to be counted is no name."""
    has_country = any(word in COUNTRIES for word in brought)
    has_name = any(word not in COUNTRIES and not word.isdigit() for word in brought)
    has_figure = any(word.isdigit() for word in brought)
    named = {word for name in names(earlier) for word in words(name)} - COUNTRIES.keys()
    dropped = {word for word in words(earlier) if has_country and word in COUNTRIES and word[0] < UNSPACED}
    dropped |= {word for word in words(earlier) if has_figure and word.isdigit()}
    dropped |= {word for word in named if has_name and form(word) != asked(earlier).head}
    kept = " ".join(piece for piece in earlier.split() if not dropped & set(words(piece)))
    for country in _HAN_COUNTRIES if has_country else ():
        kept = kept.replace(country, "")
    return kept
