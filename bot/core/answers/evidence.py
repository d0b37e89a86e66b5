"""What speaks for a sentence as the answer to a question: features that are weighed by what was learnt.

Numbers from 0 to 1, or small logarithms. They know a text's words, letters, names, figures and dates, and no meanings.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.core.answers.kinds import COUNTED, MEASURED, is_asking, is_unsure, things
from bot.core.answers.letters import longest_run, nearest, words_of
from bot.core.answers.light import language_asked
from bot.core.answers.matching import UNSPACED, form, pieces, vocabulary
from bot.core.answers.passages import Passage
from bot.core.answers.questions import Asked, Wanted, asked, content_words
from bot.core.answers.thesaurus import LANGUAGES, meanings_in, meanings_of
from bot.core.entities import EntryId
from bot.core.text import fold_letters, names

_TITLE, _NEIGHBOUR, _ENTRY = 0.75, 0.6, 0.35
"""What a word is worth that stands not in the sentence but beside it."""

_NAMED_BESIDE = 0.9
"""What a name or figure is worth that the entry has, in a sentence without a rival for it."""

_MEANT = 0.7
"""What a word is worth where a foreign text has another of its meaning."""

_FIRM = 1.5
_NOWHERE, _NOWHERE_HAN = 0.8, 0.3
"""Words that no passage has count less: they may be a matter of wording (and Han bigrams of where words meet)."""

_LETTERS_NOWHERE = 0.7
_MAX_THINGS = 8
_AROUND, _AROUND_HAN = 50, 20
"""So many characters on each side of a figure or name are about it."""

_BESIDE, _BESIDE_HAN = 20, 5
"""So many characters behind a figure, and half as many before it, say what it counts."""

_MUCH = 10
"""So much weight of words missing is as one."""

_MANY = 4
"""So many words of a question found are as one: two of two may be chance, six of eight hardly."""

Features = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Found:
    """A passage with how much of the question stands in it and beside it, 0 to 1, and the matches of its own words."""

    passage: Passage
    own: Mapping[str, float]
    coverage: float


class Evidence:
    """A question held against passages. Costly parts are computed for those sentences only that are asked about."""

    def __init__(self, question: str, passages: Sequence[Passage]) -> None:
        self.question = question
        self.wish: Asked = asked(question)
        self._passages = passages
        self._language = language_asked(question)
        self._content = content_words(question)
        self._meanings = {form(word): meanings_of(word, self._language) for word in self._content}
        self._alikes: dict[EntryId, float] = {}
        self._own = [self._matches(passage.sentence, passage.language) for passage in passages]
        self._weights = _weights(self.wish, self._own)
        self._entries = self._by_entry()
        self._shares = {key: self._covered(found) for key, found in self._entries.items()}
        self._weigh_letters()

    def _matches(self, text: str, language: str) -> dict[str, float]:
        known = vocabulary(text, language)
        if not self.is_foreign(language):
            return {term: known.match(term) for term in self.wish.terms}
        told = meanings_in(text, language)
        return {
            term: known.match(term) or (_MEANT if self._meanings[term] & told else 0.0)
            for term in self.wish.terms
        }

    def is_foreign(self, language: str) -> bool:
        """Say whether a text is in another language than the question, where meanings are known in both."""
        return bool(self._language) and language[:2] in LANGUAGES and not language.startswith(self._language)

    def _by_entry(self) -> dict[EntryId, dict[str, float]]:
        """Return how well each entry as a whole, its title included, matches each term."""
        found: dict[EntryId, dict[str, float]] = {}
        for passage, own in zip(self._passages, self._own, strict=True):
            title = found.get(passage.entry_id) or self._matches(passage.title, passage.language)
            found[passage.entry_id] = {term: max(title[term], own[term]) for term in own}
        return found

    def _weigh_letters(self) -> None:
        asked_for = pieces(" ".join(self._content))
        texts: dict[EntryId, set[str]] = {}
        for passage in self._passages:
            texts.setdefault(passage.entry_id, set()).update(pieces(passage.sentence))
        counts = {piece: sum(piece in text for text in texts.values()) for piece in asked_for}
        self._letters = {
            piece: _rarity(count, len(texts)) * (1 if count else _LETTERS_NOWHERE)
            for piece, count in counts.items()
        }
        self._entry_letters = {key: self._lettered(text) for key, text in texts.items()}

    def found(self) -> list[Found]:
        """Return the passages that share a word with the question, those that cover most of it first."""
        told = [
            self._found(*pair)
            for pair in zip(self._passages, self._own, strict=True)
            if any(pair[1].values())
        ]
        return sorted(told, key=lambda one: -one.coverage)

    def _found(self, passage: Passage, own: Mapping[str, float]) -> Found:
        title = self._matches(passage.title, passage.language)
        beside = [self._matches(text, passage.language) for text in (passage.before, passage.after)]
        whole = self._entries[passage.entry_id]
        near = {
            term: own[term]
            or max(_TITLE * title[term], _NEIGHBOUR * max(one[term] for one in beside), _ENTRY * whole[term])
            for term in own
        }
        return Found(passage, own, self._covered(near))

    def features(self, one: Found) -> Features:
        """Return what speaks for and against a passage."""
        sentence, wanted = one.passage.sentence, self.wish.wanted
        found = things(sentence, wanted, self.question)
        has_kind = bool(found) or is_unsure(sentence, wanted)
        has_rival = bool(self.wish.firm) and self._has_rival(one)
        said = self._covered(one.own)
        whole = self._entries[one.passage.entry_id]
        return {
            "said": said,
            "beside": one.coverage,
            "about": self._about(one, has_rival=has_rival),
            "rival": float(has_rival),
            "letters": self._lettered(pieces(sentence)),
            "entry": self._shares[one.passage.entry_id],
            "entry letters": self._entry_letters[one.passage.entry_id],
            "kind": 0.5 if wanted is Wanted.ANYTHING else float(has_kind),
            "unmeasured": float(wanted in MEASURED and not found),
            "uncounted": float(wanted in COUNTED and not found),
            "near": self._near(one.passage, found) if found else said * has_kind,
            "counted": self._counted(one.passage, found),
            "words": sum(map(bool, one.own.values())) / _MANY,
            "entry words": sum(map(bool, whole.values())) / _MANY,
            "asking": float(is_asking(sentence)),
            "alike": self._alike(words_of(sentence)),
            "entry alike": self._entry_alike(one.passage.entry_id),
            "run": longest_run(self.question, sentence),
            "missing": sum(self._weights[term] * (1 - own) for term, own in one.own.items()) / _MUCH,
            "gap": self._gap(whole),
            "length": math.log(1 + len(vocabulary(sentence, one.passage.language).order)),
            "terms": math.log(1 + len(self.wish.terms)),
            "english": float(one.passage.language.startswith("en")),
            "foreign": float(self.is_foreign(one.passage.language)),
            "unspaced text": float(_is_unspaced(fold_letters(sentence))),
            "unspaced": float(_is_unspaced(fold_letters(self.question))),
        }

    def _covered(self, found: Mapping[str, float], terms: Collection[str] = ()) -> float:
        """Return the weighted share of *terms* (of all, where none are named) that were found."""
        counted = terms or self._weights
        total = sum(self._weights[term] for term in counted)
        return sum(self._weights[term] * found[term] for term in counted) / total if total else 0.0

    def _lettered(self, found: Collection[str]) -> float:
        total = sum(self._letters.values())
        return (
            sum(weight for piece, weight in self._letters.items() if piece in found) / total if total else 0.0
        )

    def _alike(self, told: Collection[str]) -> float:
        """Return how alike the question's words are, in their letters, to the words *told* that are most like them."""
        asked_for = {word: self._weights.get(form(word), 1.0) for word in self._content}
        total = sum(asked_for.values())
        return (
            sum(weight * nearest(word, told) for word, weight in asked_for.items()) / total if total else 0.0
        )

    def _entry_alike(self, entry_id: EntryId) -> float:
        if entry_id not in self._alikes:
            told = (words_of(one.sentence) for one in self._passages if one.entry_id == entry_id)
            self._alikes[entry_id] = self._alike(frozenset[str]().union(*told))
        return self._alikes[entry_id]

    def _gap(self, whole: Mapping[str, float]) -> float:
        """Return what the rarest word counts that the entry lacks, of what the rarest of all counts."""
        missing = (weight for term, weight in self._weights.items() if not whole[term])
        return max(missing, default=0.0) / max(self._weights.values(), default=1.0)

    def _has_rival(self, one: Found) -> bool:
        """Say whether the sentence names others, and none of those that the question names."""
        return not any(one.own[term] for term in self.wish.firm) and bool(names(one.passage.sentence))

    def _about(self, one: Found, *, has_rival: bool) -> float:
        """Return the coverage where names need not be repeated: a sentence goes on about what its entry is about."""
        whole = self._entries[one.passage.entry_id]
        beside = _ENTRY if has_rival else _NAMED_BESIDE
        firm = self.wish.firm
        found = {
            term: max(own, beside * whole[term]) if term in firm else own for term, own in one.own.items()
        }
        return self._covered(found)

    def _near(self, passage: Passage, found: Sequence[str]) -> float:
        """Return how much of the question stands right around what may be its answer."""
        folded = fold_letters(passage.sentence)
        around = _AROUND_HAN if _is_unspaced(folded) else _AROUND
        best = 0.0
        for thing in dict.fromkeys(map(fold_letters, found[:_MAX_THINGS])):
            place = max(folded.find(thing), 0)
            window = folded[max(0, place - around) : place + len(thing) + around]
            best = max(best, self._covered(self._matches(window, passage.language)))
        return best

    def _counted(self, passage: Passage, found: Sequence[str]) -> float:
        """Return how well the word that is asked to be counted ("how many cars") stands right beside a number."""
        if not found or not self.wish.head:
            return 0.0
        folded = fold_letters(passage.sentence)
        around = _BESIDE_HAN if _is_unspaced(folded) else _BESIDE
        best = 0.0
        for thing in dict.fromkeys(map(fold_letters, found[:_MAX_THINGS])):
            place = max(folded.find(thing), 0)
            window = folded[max(0, place - around // 2) : place + len(thing) + around]
            best = max(best, vocabulary(window, passage.language).match(self.wish.head))
        return best


def _is_unspaced(text: str) -> bool:
    return any(character >= UNSPACED for character in text[:_AROUND_HAN])


def _rarity(count: int, total: int) -> float:
    return math.log(1 + (total + 1) / (count + 0.5))


def _weights(wish: Asked, matches: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return what each term counts: rare ones more, names and figures more."""
    counts = {term: sum(found[term] > 0 for found in matches) for term in wish.terms}
    return {
        term: _rarity(count, len(matches)) * _worth(term, wish, is_anywhere=count > 0)
        for term, count in counts.items()
    }


def _worth(term: str, wish: Asked, *, is_anywhere: bool) -> float:
    if term in wish.firm:
        return _FIRM
    if is_anywhere:
        return 1.0
    return _NOWHERE_HAN if term[0] >= UNSPACED else _NOWHERE
