"""The names in the runs of capitals of a text: "Tesla CEO Elon Musk" is one run and two names.

What stands before a person or a body is taken off, two names side by side are parted, and what says nothing alone is left
out. It refuses to know which of them a text is about.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from bot.core.tagging.forms import bare, clean
from bot.core.tagging.generic import INNER, is_generic
from bot.core.tagging.known import canonical, known_name, subjects_in
from bot.core.text import STOP_WORDS, fold, names
from bot.core.text import words as tokens_of

CJK = "\u3040-\u30ff\u3400-\u9fff"
"""Character class of the scripts that have no capitals and no spaces."""
WORD = re.compile(rf"[^\W_{CJK}]+")
MAX_NAMES = 200
"""Of one article, the first: a bound on what a hostile one costs."""

_MAX_WORDS = 4
_PAIR = 2
_HAN = re.compile(f"[{CJK}]+")
_OPENERS = frozenset(
    "though although while when if after before as since behind despite like but and or nor because during until unless why how what where who which with "
    "without from by at in on for to under over about that this these those is are was were does do did has have can should could would not no meet how among latest ahead "
    "nach bei mit fur auf wie wenn seit trotz gegen uber unter vor aber und oder auch der die das ein eine im am "
    "ve ama ile icin gibi eski bu su".split()
)
"""What only begins a sentence, before a name: "Though Biden"."""
_NEW = frozenset("York Jersey Mexico Zealand Orleans Delhi Hampshire England Brunswick Guinea Haven".split())
_SUFFIXED = re.compile(r"\b[A-ZÇĞİÖŞÜ]\w+(?=['’](?:n?[ıiuü]n|y?[ıiuüae]|n?[dt][ae]n?|l[ae])\b)")
_OWNED = re.compile(r"(?<!\w)(\w{1,40})['’]\w{1,6}\s+(\w+)")
_PARTIES = frozenset(["republicans", "democrats"])
_MEASURE = re.compile(r"\d+(?:st|nd|rd|th|[a-z]{1,3})?\Z", re.IGNORECASE)
_RANKS = re.compile(
    r"(?i)(?<=\w)-(?:[a-z]{2,}ed|led|born|run|area|style|era|wide)(?!\w)|(?<![\w-])(?:(?:attorney|secretary|director|surgeon) general|prime minister|vice president|chief executive(?: officer)?|first lady"
    r"|(?:secretary|minister|department|ministry) of (?:the )?(?:state|defen[cs]e|treasury|interior|justice|finance|health|education)"
    r"|chief justice|associate justice|president|minister|senator|sen|representative|rep|congressman|congresswoman|governor|gov|mayor|judge|chancellor"
    r"|(?:majority|minority|party|opposition) leader|leader|national security advis[eo]r|advis[eo]r|commissioner|nominee|candidate|coach|captain|striker|midfielder|goalkeeper|actor|actress|singer|rapper|secretary|chairman|chairwoman|speaker|ceo|cfo|cto|coo|professor|prof|dr|mr|mrs|ms|sir|lord|dame|rev|capt|captain|sgt|sergeant|lt|lieutenant"
    r"|col|colonel|cpl|mps?|maj|officer|detective|sheriff|ambassador|spokesman|spokeswoman|former|ex|founder|gründer(?:in)?|herr|frau|bundeskanzler(?:in)?|kanzler(?:in)?"
    r"|bundespräsident(?:in)?|präsident(?:in)?|bundesminister(?:in)?|ministerpräsident(?:in)?|\w+minister(?:in)?|bürgermeister(?:in)?|vorstandschef|vorstandsvorsitzende[rn]?|\w+chef"
    r"|cumhurbaşkanı|başbakan|bakanı?|(?:genel|belediye|parti)? ?başkanı?|genel müdürü?|sayın)\.?(?![\w-]|\.\w)"
)
"""What stands before a person or a body, and what makes an adjective of a name ("Dublin-based"). A run of capitals is
parted there: "Tesla CEO Elon Musk" holds two names."""


def names_in(text: str, language: str) -> list[str]:
    """Return the names of *text* without what stands before a person, each once."""
    times = Counter(WORD.findall(text))
    owned = set(_OWNED.findall(text))
    found_runs = [part for run in names(text) for part in _by_owner(_renewed(run, text), owned)]
    runs = [part for run in (*found_runs, *_openings(text)) for part in _latin(run)]
    alone = set(runs)
    found: dict[str, None] = {}
    for run in runs:
        for piece in [run] if known_name(run) else _parted(run, alone, language):
            name = _telling_part(clean(bare(_trimmed(piece))))
            if _is_name(name, times, language):
                found.setdefault(name)
            if len(found) == MAX_NAMES:
                return list(found)
    return list(found)


def _openings(text: str) -> list[str]:
    """Return words that begin a sentence, where a capital says nothing, and are names all the same: known, or with a Turkish ending."""
    known = [word for word in WORD.findall(text) if word[0].isupper() and known_name(word)]
    return list(dict.fromkeys([*known, *_SUFFIXED.findall(text)]))


def _is_name(name: str, times: Mapping[str, int], language: str) -> bool:
    if not name or len(name.split()) > _MAX_WORDS or is_generic(name):
        return False
    return bool(known_name(name)) or not (_is_word(name, times) or canonical(name, language))


def _by_owner(run: str, owned: Collection[tuple[str, str]]) -> Iterator[str]:
    """Part a run behind a Turkish ending, which ends a name: "İzmir'de Bosch"."""
    first, *rest = run.split()
    part = [first]
    for word in rest:
        if (part[-1], word) in owned:
            yield " ".join(part)
            part = []
        part.append(word)
    yield " ".join(part)


def _renewed(run: str, text: str) -> str:
    """Put back the "New" that `names` takes for an adjective at the beginning of a sentence: "New York"."""
    first = run.split(maxsplit=1)[0]
    return f"New {run}" if first in _NEW and f"New {first}" in text else run


def _latin(run: str) -> list[str]:
    """Return what is no Han in a run, since capitals say nothing about the characters around them."""
    return (
        [part.strip() for part in _HAN.split(run) if any(one.isupper() for one in part)]
        if _HAN.search(run)
        else [run]
    )


def _parted(run: str, alone: Collection[str], language: str) -> Iterator[str]:
    """Yield the names in a run of capitals: it is parted at ranks, and between two that are names by themselves."""
    for piece in _RANKS.split(run):
        before, hyphen, _ = piece.strip().partition("-")
        if (
            hyphen
            and " " not in piece.strip()
            and (canonical(before, language) or before in alone)
            and not known_name(piece)
        ):
            yield before  # "Tesla-Werk"
            continue
        words = _without_subjects(piece, language).split()
        for place in range(1, len(words)):
            before, after = " ".join(words[:place]), " ".join(words[place:])
            if _are_two(before, after, alone):
                yield from (before, after)
                break
        else:
            yield " ".join(words)


def _are_two(before: str, after: str, alone: Collection[str]) -> bool:
    """Whether two names only stand side by side: "Tesla Berlin", "Voltara A2", "Republican Susan Wright"."""
    if known_name(before) in _PARTIES:
        return " " in after
    if not known_name(before) and before not in alone:
        return False
    return bool(known_name(after)) or (after in alone and after[-1].isdigit())


def _without_subjects(name: str, language: str) -> str:
    """Drop a subject at an end of a name, since it is a tag of its own: "Pfizer Covid-19", "Shares of Xiaomi"."""
    words = name.split()
    if len(words) > 1 and _is_subject(words[-1], language):
        words = words[:-1]
    joined = len(words) > _PAIR and _is_small(words[1])
    if (
        len(words) > 1
        and (joined or language.startswith(("de", "tr")))
        and _is_subject(" ".join(words[: 1 + joined]), language)
    ):
        words = words[1:]
    return name if canonical(name, language) else " ".join(words)


def _is_subject(words: str, language: str) -> bool:
    return bool(subjects_in(words, tokens_of(words), language))


def _telling_part(name: str) -> str:
    """Return the telling one of two words: "House Democrats", "Biden administration", "SUV EX60"."""
    words = name.split()
    telling = [word for word in words if not is_generic(word)]
    if len(words) != _PAIR or len(telling) != 1 or known_name(name):
        return name
    is_model = telling[0] == words[1] and words[1][-1].isdigit()
    return telling[0] if is_model or known_name(telling[0]) else name


def _is_word(name: str, times: Mapping[str, int]) -> bool:
    """Whether a single word is none but for its place, at the beginning of a sentence or a heading: it is written small, too."""
    if " " in name:
        return False
    if _MEASURE.match(name) or fold(name) in STOP_WORDS:
        return not name.isupper() or name[0].isdigit()
    return name[1:].islower() and times.get(name.lower(), 0) >= max(times.get(name, 0), 1)


def _trimmed(piece: str) -> str:
    """Drop small words at the ends, and whose body it is: the "U.S. Treasury" is the Treasury."""
    words = piece.split()
    if words and (words[0] == "U.S." or (words[0] == "US" and len(words) > _PAIR)):
        words.pop(0)
    while words and (_is_small(words[0]) or (len(words) > 1 and _opens(words[0]))):
        words.pop(0)
    while words and _is_small(words[-1]):
        words.pop()
    return " ".join(words)


def _is_small(word: str) -> bool:
    return word.islower() and word in INNER


def _opens(word: str) -> bool:
    return word[1:].islower() and fold(word) in _OPENERS
