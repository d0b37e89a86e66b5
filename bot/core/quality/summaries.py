"""How good three bullets are, as far as it can be counted: what a person wrote is matched by `rouge` elsewhere."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.quality.figures import Figures, mean, share
from bot.core.text import fold, fold_letters

_BULLETS = 3
_LEANS = frozenset(
    "he she it they him his her hers its them their theirs this that these those such however but and or so yet "
    "therefore thus moreover furthermore meanwhile also then "
    "er sie es dieser diese dieses diesem diesen jedoch aber und oder doch daher deshalb dabei damit dann "
    "o bu su onlar bunlar bunun onun ancak fakat ama ayrica ve boylece".split()
)
_LEANS_HAN = tuple(
    map(fold_letters, "他 她 它 他们 她们 它们 这 此 这些 那 那些 但 但是 不过 然而 因此 所以".split())
)
_FIRST_WORD = re.compile(r"[\W_]*(\w+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Summarized:
    """A story's bullets, and for each the text of the document that it cites and which of the *documents* it is.

    *documents*: how many the story has.
    """

    bullets: tuple[str, ...]
    cited: tuple[int, ...]
    texts: tuple[str, ...]


def summary_figures(summarized: Sequence[Summarized]) -> Figures:
    """Return what can be said of bullets without a reference.

    Shares of stories: with exactly three bullets; where they tell from two documents or more, of those that have so many.
    Shares of bullets: that stand in their document word for word; not inside another of the story; that do not open with a
    pronoun or connective. And the mean length of a bullet in characters.
    """
    told = [(one, number) for one in summarized for number in range(len(one.bullets))]
    return {
        "three_bullets": share(len(one.bullets) == _BULLETS for one in summarized),
        "verbatim": share(_is_verbatim(one, number) for one, number in told),
        "none_inside": share(not _is_inside(one.bullets, number) for one, number in told),
        "none_dangling": share(not is_leaning(one.bullets[number]) for one, number in told),
        "two_documents": share(len(set(one.cited)) > 1 for one in summarized if len(one.texts) > 1),
        "bullet_length": mean(len(one.bullets[number]) for one, number in told),
    }


def is_leaning(bullet: str) -> bool:
    """Say whether a bullet opens with a pronoun or a connective, so that it leans on a sentence that is not shown."""
    found = _FIRST_WORD.match(bullet)
    if not found:
        return False
    word = found[1]
    if len(word) > 1 and word.isupper():  # IT and US are names
        return False
    folded = fold_letters(word)
    return folded in _LEANS or folded.startswith(_LEANS_HAN)


def _is_verbatim(one: Summarized, number: int) -> bool:
    return _spaced(one.bullets[number]) in _spaced(one.texts[one.cited[number]])


def _is_inside(bullets: Sequence[str], number: int) -> bool:
    own = f" {fold(bullets[number])} "
    return any(own in f" {fold(other)} " for place, other in enumerate(bullets) if place != number)


def _spaced(text: str) -> str:
    return " ".join(text.split())
