"""Find names in a text by how they are written: capitals, digits inside words, quotation-free and language-blind.

It refuses to know who they are. Han text has no capitals: there, only Latin names and bracketed titles are seen.
"""

import re

from bot.core.text.sentences import sentences

_MAX_WORDS = 6
_PIECE = re.compile(r"[^\W_\u2e80-\uffff]+(?:[&.'’\-][^\W_\u2e80-\uffff]+)*\.?")
"""Scripts without capitals end a word: "SU7" in "SU7的起售价"."""

_SMALL = re.compile(r"(?<!\w)[^\W\d_A-ZÄÖÜÇŞĞİ]\w+")
_INNER = frozenset("of de la le di da del von van der den bin al el ibn y e du des".split())
_NAMELESS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december jan feb mar apr jun jul aug sep sept oct nov dec "
    "montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz mai juni juli oktober dezember "
    "pazartesi salı çarşamba perşembe cuma cumartesi pazar ocak şubat mart nisan mayıs haziran temmuz ağustos eylül "
    "ekim kasım aralık mrd mio milliarde milliarden millionen prozent uhr".split()
)
"""Capitalised, yet no names."""

_QUOTES = "\"'“‘„«»「『(:•"
_OPENERS = frozenset(
    "the a an in it he she they we i you this that these those but and so if when while after before as at on for there "
    "here his her their our its my what who why how where however meanwhile according with from by to no not one two "
    "three some many most all both more yes last next new also although because since despite during under over "
    "der die das ein eine er sie es wir im am und aber doch nach bei mit auf für dies diese dieser dabei damit als wie wer "
    "was wo wenn weil obwohl seit vor von zu zum zur über unter durch gegen ohne um bis noch auch nur nun jetzt dort hier "
    "beim vom an aus man kein keine den dem des "
    "bu ve ama ancak bir da de şu ise".split()
)


def names(text: str) -> list[str]:
    """Return the names in *text*, each once, in order of first sight, as written.

    A run of capitalised words counts inside a sentence; at its beginning only if the run has several words, holds a
    digit or inner capitals, stands elsewhere inside a sentence, or opens several and is never written small.
    """
    inside: dict[str, None] = {}
    opening: dict[str, int] = {}
    for sentence in sentences(text):
        for name, is_opening in _of_sentence(sentence):
            if is_opening and not _is_marked(name):
                opening[name] = opening.get(name, 0) + 1
            else:
                inside.setdefault(name)
    known = {word for name in inside for word in name.split()}
    small = set(_SMALL.findall(text))
    repeated = {name for name, count in opening.items() if count > 1 and name.lower() not in small}
    inside |= dict.fromkeys(name for name in opening if " " in name or name in known or name in repeated)
    return list(inside)


def _of_sentence(sentence: str) -> list[tuple[str, bool]]:
    found: list[tuple[str, bool]] = []
    run: list[re.Match[str]] = []
    for piece in _PIECE.finditer(sentence):
        if run and not _joins(sentence, run[-1], piece):
            found.extend(_closed(sentence, run))
            run = []
        if _is_capital(piece.group()) or (run and piece.group().lower() in _INNER):
            run.append(piece)
        elif run:
            found.extend(_closed(sentence, run))
            run = []
    return found + _closed(sentence, run)


def _joins(sentence: str, before: re.Match[str], piece: re.Match[str]) -> bool:
    """Say whether two pieces belong to one name: one space between, and no possessive before it ("China's BYD")."""
    is_owner = re.search(r"['’][^\W_]{1,2}\Z", before.group())
    return sentence[before.end() : piece.start()] in {" ", "\u00a0"} and not is_owner


def _closed(sentence: str, run: list[re.Match[str]]) -> list[tuple[str, bool]]:
    """Return the name of a run with whether it opens the sentence or a quotation, where capitals mean nothing."""
    is_opening = bool(run) and sentence[: run[0].start()].rstrip()[-1:] in {"", *_QUOTES}
    if is_opening and run[0].group().lower() in _OPENERS:
        run, is_opening = run[1:], False
    kept = [piece for piece in run if _bare(piece.group()).lower().rstrip(".") not in _NAMELESS][:_MAX_WORDS]
    while kept and not _is_capital(kept[-1].group()):
        kept.pop()
    while kept and not _is_capital(kept[0].group()):
        kept.pop(0)
    name = " ".join(_bare(piece.group()) for piece in kept)
    return [(name, is_opening)] if len(name) > 1 else []


def _bare(piece: str) -> str:
    piece = re.sub(r"['’][^\W_]{1,6}\Z", "", piece)
    return piece if "." in piece[:-1] else piece.rstrip(".")


def _is_capital(piece: str) -> bool:
    return piece[0].isupper() or any(character.isupper() for character in piece[1:])


def _is_marked(name: str) -> bool:
    """Say whether a name shows itself: a digit, or a capital inside a word."""
    return any(c.isdigit() for c in name) or any(c.isupper() for word in name.split() for c in word[1:])
