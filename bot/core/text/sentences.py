"""Cut text into sentences: English, Turkish, German, Chinese, Arabic and what is written like them.

It refuses to guess meaning: the stop, the word before it and the word after it decide, in linear time.
"""

import re

_CLOSERS = "\"'’”»«)\\]』」）】》〉“"
_STOP = re.compile(
    rf"(?:(?P<wide>[。！？｡]+|[؟۔।])|(?P<narrow>[.!?…]+))(?P<close>[{_CLOSERS}]*(?:\[\d{{1,3}}\])*)(?P<gap>\s*)"
)
_WORD_BEFORE = re.compile(r"[^\s(\[\"“„«»‘'’]*\Z")
_OPENERS = " \"'“”„«»‘’([{*•-–—¿¡"
_COUNTED = frozenset(
    "no nos nr fig figs art vol op cap p pp s bd ch".split()
)  # abbreviations only before a figure
_LETTERED = frozenset(
    "model series serie class klasse type typ vitamin plan phase grade war part bowl".split()
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?|[^\W\d_]")
_ROMAN = re.compile(r"[IVX]{1,5}")
_ORDINAL = re.compile(r"\d{1,2}")
_LOOK_BACK = 40

_TITLES = frozenset(  # always followed by what they belong to
    "mr mrs ms mx dr prof st gen col lt sgt cpt capt cmdr adm gov sen rep rev hon pres supt messrs mme mlle "
    "vs v cf ca bzw bspw ggf inkl evtl vgl sog abs hr fr dipl ing doç yrd av "
    "örn bkz çev hz mah cad sok apt".split()
)
_PERSONS = frozenset(  # likewise, in this spelling alone: "reps" and "det" are words too
    "Mr Mrs Ms Dr Prof Gen Col Lt Sgt Capt Gov Sen Rep Rev Maj Brig Cpl Pvt Sens Reps Gens Drs Profs Det Insp Atty Amb Cllr Msgr".split()
)
_MAYBE = frozenset(  # may end a sentence too
    "inc ltd corp co llc plc jr sr bros etc al dept est approx jan feb mar apr jun jul aug sep sept oct nov dec "
    "mon tue tues wed thu thur thurs fri sat sun ave blvd rd ft mt a.m p.m u.s u.k u.n e.u e.g i.e z.b d.h u.a o.ä "
    "ph.d d.c usw mio mrd tsd std min sek jh jhd vb vs. str hrsg ag gmbh şti a.ş t.c".split()
)
_STARTERS = frozenset(
    "the a an in it he she they we i you this that these those but and so if when while after before as at on for "
    "there here his her their our its my what who why how where however meanwhile according with from by to "
    "der die das ein eine er sie es wir in im am und aber doch nach bei mit auf für dies diese dieser dabei damit "
    "bu o ve ama ancak bir da de şu ise bunun böylece".split()
)
_ORDINAL_BEFORE = frozenset(
    "der die das den dem des am im zum zur vom beim bis ab seit dieser diesem jeden jedem und "
    "ihr ihre ihren seinem seinen".split()
)
_MONTHS = frozenset(
    "januar februar märz april mai juni juli august september oktober november dezember jänner".split()
)


def sentences(text: str) -> list[str]:
    """Return the sentences of *text* in order, trimmed; a line break ends one. No character but spaces is lost."""
    return [sentence for line in text.splitlines() for sentence in _of_line(line)]


def ends_in_title(sentence: str) -> bool:
    """Whether the last word is a title that needs a name behind it ("New York Gov."), so that the rest was cut off."""
    found = _WORD_BEFORE.search(sentence[-_LOOK_BACK:].removesuffix("."))
    return found is not None and found.group() in _PERSONS


def _of_line(line: str) -> list[str]:
    found: list[str] = []
    start = 0
    for stop in _STOP.finditer(line):
        if _is_end(line, stop):
            found.append(line[start : stop.end()].strip())
            start = stop.end()
    found.append(line[start:].strip())
    return [sentence for sentence in found if sentence]


def _is_end(line: str, stop: re.Match[str]) -> bool:
    if stop.end() == len(line) or stop["wide"]:
        return True
    following = line[stop.end() : stop.end() + _LOOK_BACK].lstrip(_OPENERS)
    if not stop["gap"] or not following or _continues(following):
        return False
    return stop["narrow"] != "." or not _is_abbreviation(line, stop.start(), following)


def _continues(following: str) -> bool:
    """Say whether what follows goes on in the sentence: a small letter, unless it is a name such as "iPhone", or a mark."""
    if following[0] in ",;:)]":
        return True
    word = re.split(r"[\s,.;:!?]", following, maxsplit=1)[0]
    return word[:1].islower() and word == word.lower()


def _is_abbreviation(line: str, stop: int, following: str) -> bool:
    before = line[max(0, stop - _LOOK_BACK) : stop]
    found = _WORD_BEFORE.search(before)
    word = found.group() if found else ""
    lower = word.lower()
    if lower in _TITLES or word in _PERSONS or (lower in _COUNTED and following[0].isdigit()):
        return True
    previous = (before.removesuffix(word).split() or [""])[-1].lower()
    if previous in _LETTERED:
        return False
    starter = re.split(r"[\s,.;:!?’']", following, maxsplit=1)[0].lower()
    if lower in _MAYBE or _INITIALS.fullmatch(word) or (_ROMAN.fullmatch(word) and word != "I"):
        return starter not in _STARTERS
    # German writes "am 3. Oktober", "der 2. Weltkrieg": a stop behind a day or a rank ends nothing.
    return bool(_ORDINAL.fullmatch(word)) and (starter in _MONTHS or previous in _ORDINAL_BEFORE)
