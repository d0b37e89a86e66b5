"""Tell whether a sentence can stand alone: its opening must not lean on a sentence that is not shown."""

import re

from bot.core.extractive.furniture import is_cut, size_in_words
from bot.core.text import fold_letters

_MIN_WORDS = 5
MAX_LENGTH = 320
"""What a bullet can hold and still be read at one glance."""
_OPENING = re.compile(r"\A[\W_]*(?:\((?:[^()]{1,40})\)\s*[-–—]*\s*)?[\W_]*")

_PICTURE = re.compile(
    r"\((?:[^()]{1,30}\s)?(?:left|right|above|below|cent(?:re|er)|inset|pictured|links|rechts|solda|sağda|左|右)(?:,?\s[^()]{1,30})?\)"
    r"|[(,]\s?pictured\b|\bpictured (?:here|above|below|left|right)\b|\b(?:seen|shown) (?:here|above|below)\b|\bscroll down\b"
    r"|\b(?:im Bild|auf dem Foto|fotoğrafta)\b",
    re.IGNORECASE,
)
"""Words that point at a picture, which a bullet does not show."""
_ONE_SIDE = re.compile(r"\A['‘](?!.*[^\s]['’](?:[\s,.;:!?)]|\Z))|\A(?!.*(?:\A|[\s(])['‘]).*[.!?,]['’]\Z")
"""A single quotation mark that opens and does not close, or closes and did not open; within words it is an apostrophe."""

_ENGLISH = (
    "he she it they him his her hers its their them this that these those such i we you my our your me us "
    "and but or so yet however nor then thus hence therefore moreover furthermore besides nevertheless nonetheless "
    "instead otherwise meanwhile likewise similarly consequently accordingly additionally also still again another "
    "both neither afterwards afterward indeed conversely regardless he's she's it's they're that's there's he'd she'd "
    "they'd they've it'll he'll she'll i'm i've i'd we're we've we'll you're here's|"
    "for this reason|as a result|on the other hand|on the one hand|in addition|in contrast|by contrast|in turn|in that case|"
    "for example|for instance|in other words|after that|at that time|at the same time|at this point|despite this|despite that|"
    "in this|in that|of this|with this|with that|to this end|to that end|after this|one of them|some of them|all of them|"
    "most of them|none of them|until then|since then|by then|before then|from then on|back then|the latter|even so|that said|what is more|what's more|the same"
)
_TURKISH = (
    "bu şu bunlar onlar bunun onun bunu onu buna ona bundan ondan bunda böylece ancak fakat ama ayrıca dolayısıyla oysa üstelik "
    "çünkü kendisi şöyle öyle böyle ve ise bunların onların yine|o |öte yandan|bununla birlikte|bu nedenle|bu yüzden|"
    "yine de|diğer yandan|aynı zamanda|buna rağmen|hal böyle"
)
_GERMAN = (
    "er es sie dies diese dieser dieses diesen diesem jene jener dabei damit daher deshalb deswegen jedoch aber doch und oder "
    "allerdings außerdem zudem dennoch trotzdem somit hingegen dagegen denn danach anschließend ebenso ferner sein seine seinen "
    "ihr ihre ihren ihrer wir ich unsere dafür dazu darum daraufhin dadurch stattdessen|das ist|das war|das sei|das hat|das wird|"
    "das sind|bis dahin|seitdem|seit damals|darüber hinaus|im gegensatz dazu|zum beispiel|auf der anderen seite"
)
_CHINESE = (
    "|他|她|它|这|這|那|此|但|不过|不過|然而|因此|所以|而|其|同时|同時|另外|与此同时|與此同時|我|你|您|于是|於是|例如|比如|"
    "也|还|還|总之|随后|隨後|或|并|並"
)


def can_stand_alone(sentence: str, *, longest: int = MAX_LENGTH) -> bool:
    """Whether a reader understands the sentence without the one before it, and it is whole.

    It opens with no pronoun and no connective, is no fragment and no question, closes the quotation marks it opens, and
    is neither shorter than a statement nor longer than *longest*.
    """
    if size_in_words(sentence) < _MIN_WORDS or len(sentence) > longest:
        return False
    if is_cut(sentence) or _is_question(sentence) or not _is_balanced(sentence):
        return False
    return not is_dangling(sentence) and not _PICTURE.search(sentence)


def is_dangling(sentence: str) -> bool:
    """Whether the sentence opens with a pronoun or a connective, or in the middle (a small letter)."""
    bare = sentence[_end_of_opening(sentence) :]
    first = re.split(r"[\s,;:]", bare, maxsplit=1)[0]
    if not bare or first.islower():
        return True
    if len(first) > 1 and first.isupper():  # US and IT are names
        return False
    folded = fold_letters(bare).replace("’", "'")
    word = re.split(r"[\s,;:.!?]", folded, maxsplit=1)[0]
    return word in _WORDS or folded.startswith(_PHRASES)


def _end_of_opening(sentence: str) -> int:
    found = _OPENING.match(sentence)
    return found.end() if found else 0


def _is_question(sentence: str) -> bool:
    return sentence.rstrip("\"'’”»」』)").endswith(("?", "？", "؟"))


def _is_balanced(sentence: str) -> bool:
    """An odd mark means that the cut fell inside a quotation or a bracket."""
    pairs = (("“", "”"), ("(", ")"), ("「", "」"), ("（", "）"))
    if _ONE_SIDE.search(sentence):
        return False
    if any(sentence.count(left) != sentence.count(right) for left, right in pairs):
        return "„" in sentence and sentence.count("„") == sentence.count("“") + sentence.count("”")
    return sentence.count('"') % 2 == 0


def _openers() -> tuple[frozenset[str], tuple[str, ...]]:
    singles: set[str] = set()
    phrases: list[str] = []
    for listed in (_ENGLISH, _TURKISH, _GERMAN, _CHINESE):
        first, *rest = listed.split("|")
        singles.update(fold_letters(word) for word in first.split())
        phrases.extend(fold_letters(phrase) for phrase in rest)
    return frozenset(singles), tuple(phrases)


_WORDS, _PHRASES = _openers()
