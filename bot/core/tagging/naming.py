"""The names that one article is about, as people write them, parts and spellings of one name taken together.

Capitals decide what is a name (`bot.core.text.names`). What stands before a person ("President", "Dr.") is taken off,
"Musk" is "Elon Musk" where the article says so, and German nouns, which all have capitals, are told from names.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from bot.core.tagging.forms import bare, clean, key
from bot.core.tagging.known import canonical, is_country, subjects_in
from bot.core.text import STOP_WORDS, fold, names, stem
from bot.core.text import words as tokens_of

_MAX_WORDS = 4
_PERSON_WORDS = (2, 3)
_PAIR = 2
_LONG_STEM = 5
_CJK = "\u3040-\u30ff\u3400-\u9fff"
_HAN = re.compile(f"[{_CJK}]+")
_WORD = re.compile(rf"[^\W_{_CJK}]+")
_ENDS = re.compile(rf"s?(?![^\W{_CJK}])")
_MAX_NAMES = 200
"""Of one article, the first: a bound on what a hostile one costs."""
_OPENERS = frozenset(
    "though although while when if after before as since behind despite like but and or nor because during until unless why how what where who which with "
    "without from by at in on for to under over about that this these those is are was were does do did has have can should could would not no meet how among latest "
    "nach bei mit fur auf wie wenn seit trotz gegen uber unter vor aber und oder auch der die das ein eine im am "
    "ve ama ile icin gibi eski bu su".split()
)
"""What only begins a sentence, before a name: "Though Biden"."""
_NEW = frozenset("York Jersey Mexico Zealand Orleans Delhi Hampshire England Brunswick Guinea Haven".split())
_PARTIES = frozenset(["republicans", "democrats"])
_MEASURE = re.compile(r"\d+(?:st|nd|rd|th|[a-z]{1,3})?\Z", re.IGNORECASE)
_FEW_INITIALS = 2  # two letters are the initials of too much

_RANKS = re.compile(
    r"(?i)(?<=\w)-(?:based|led|backed|owned|born|controlled|run|area|style|era)(?!\w)|(?<![\w-])(?:(?:attorney|secretary|director|surgeon) general|prime minister|vice president|chief executive(?: officer)?|first lady"
    r"|(?:secretary|minister|department|ministry) of (?:the )?(?:state|defen[cs]e|treasury|interior|justice|finance|health|education)"
    r"|chief justice|associate justice|president|minister|senator|sen|representative|rep|congressman|congresswoman|governor|gov|mayor|judge|chancellor"
    r"|(?:majority|minority|party|opposition) leader|leader|national security advis[eo]r|advis[eo]r|commissioner|nominee|candidate|coach|captain|striker|midfielder|goalkeeper|actor|actress|singer|rapper|secretary|chairman|chairwoman|speaker|ceo|cfo|cto|coo|professor|prof|dr|mr|mrs|ms|sir|lord|dame|rev|capt|captain|sgt|sergeant|lt|lieutenant"
    r"|col|colonel|cpl|mps?|maj|officer|detective|sheriff|ambassador|spokesman|spokeswoman|former|ex|founder|gründer(?:in)?|herr|frau|bundeskanzler(?:in)?|kanzler(?:in)?"
    r"|bundespräsident(?:in)?|präsident(?:in)?|bundesminister(?:in)?|ministerpräsident(?:in)?|\w+minister(?:in)?|bürgermeister(?:in)?|vorstandschef|vorstandsvorsitzende[rn]?|\w+chef"
    r"|cumhurbaşkanı|başbakan|bakanı?|(?:genel|belediye|parti)? ?başkanı?|genel müdürü?|sayın)\.?(?![\w-]|\.\w)"
)
"""What stands before a person or a body, and what makes an adjective of a name ("Dublin-based"). A run of capitals is
parted there: "Tesla CEO Elon Musk" holds two names."""

_GENERIC = frozenset(
    "house state states department court party city town village university college county district street road avenue park north south east west "
    "northern southern eastern western center centre centers centres committee commission council group company companies board agency office bureau ministry act bill law "
    "school church hospital hotel police army navy government officials authorities internet web god lord christmas easter thanksgiving ramadan hanukkah "
    "man woman men women mother father mom dad boy girl family people world earth nation country capitol capital bank airport station river lake mountain "
    "island bay beach hill hall house room building tower bridge square day night morning today yesterday tomorrow week weekend month year spring summer "
    "autumn fall winter news photo photos image images video read click follow story highlights update breaking watch listen exclusive opinion editorial "
    "ceo cfo cto coo president minister senator governor mayor judge justice chairman director professor doctor captain sergeant officer spokesman chief "
    "king queen prince princess pope coach general major manager editor author mr mrs ms dr sir am pm gmt est edt pst bst utc et cet tv radio cd dvd id faq "
    "i ii iii iv v vi vii viii ix x st jr sr no vs ok okay yes hi hello oh inc corp co ltd llc english latin facebook twitter instagram youtube whatsapp "
    "black white red blue green senate administration campaign islamic muslim christian catholic jewish arab liberal conservative hq left right too "
    "senate congress parliament administration union league association federation institute foundation society club team "
    "und oder der die das millionen milliarden prozent euro dollar cent ende anfang mitte uhr jahr jahre jahren jahres monat monate woche wochen tag tage tagen stunden minuten "
    "menschen leute stadt land bund kreis gemeinde unternehmen konzern firma hersteller behörde regierung partei gericht polizei angaben teil zeit mal seite bild foto quelle "
    "kunden käufer chef chefin sprecher sprecherin experte experten zukunft ziel zahl zahlen plan pläne haus grund ergebnis herr frau "
    "genel müdürlük müdür başkan başkanı başkanlık bakan bakanlık bakanlığı şirket şirketi belediye belediyesi kurum kurumu ülke dünya bölge bölgesi il ilçe "
    "mahkeme mahkemesi üniversite üniversitesi dolar lira tl yıl ay gün haber fotoğraf kaynak".split()
)
_GENERIC_KEYS = frozenset(fold(word) for word in _GENERIC) | frozenset(
    fold(word)
    for word in (
        "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december "
        "jan feb mar apr jun jul aug sep sept oct nov dec montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz mai juni juli "
        "oktober dezember pazartesi salı çarşamba perşembe cuma cumartesi pazar ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık"
    ).split()
)
_INNER = frozenset("of de la le di da del von van der den bin al el ibn y e du des and und ve the".split())

_DETERMINER = (
    r"(?:der|die|das|den|dem|des|eine?[rmns]?|keine?[rmns]?|(?:mein|sein|ihr|unser)(?:e[rmns]?)?|diese[rmns]?|jede[rmns]?|alle[rn]?|viele[rn]?|mehrere[rn]?"
    r"|einige[rn]?|beide[rn]?|im|am|zum|zur|vom|beim|ins|ans|mehr|weniger|neue[rmns]?|\d[\d.,]*|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn)"
)
_NOUN = re.compile(rf"(?i:(?<!\w){_DETERMINER}(?: (?-i:[a-zäöüß]+))?) (?-i:([A-ZÄÖÜ][a-zäöüß]+))(?!\w)")
_NOUN_ENDING = re.compile(r"(?:ung|heit|keit|schaft|tion|tät|ismus|ment|nis|tum)(?:e|en|s|es)?\Z")


def names_of(text: str, language: str) -> dict[str, str]:
    """Return the names of an article, as written (the ways it writes one name are several keys), each with its label.

    A label is the name in full, or what `known` calls it, not yet in small letters.
    """
    found = _pieces(text, language)
    if language.lower().startswith("de"):
        found = _without_nouns(found, text)
    whole = _wholes(found, text)
    return {name: canonical(whole.get(name, name), language) or whole.get(name, name) for name in found}


def is_generic(name: str) -> bool:
    """Whether a name says nothing alone: "Monday", "CEO", "the Department"."""
    parts = fold(name).split()
    return not parts or all(part in _GENERIC_KEYS or part in _INNER or part.isdecimal() for part in parts)


def _pieces(text: str, language: str) -> list[str]:
    """Return the names of *text* without what stands before a person, each once."""
    times = Counter(_WORD.findall(text))
    runs = [part for run in names(text) for part in _latin(_renewed(run, text))]
    alone = set(runs)
    found: dict[str, None] = {}
    for run in runs:
        for piece in [run] if canonical(run) else _parted(run, alone, language):
            name = _known_part(clean(bare(_trimmed(piece))))
            if (
                name
                and len(name.split()) <= _MAX_WORDS
                and not is_generic(name)
                and not _is_word(name, times)
            ):
                found.setdefault(name)
            if len(found) == _MAX_NAMES:
                return list(found)
    return list(found)


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
    if canonical(before) in _PARTIES:
        return " " in after
    if not canonical(before) and before not in alone:
        return False
    return bool(canonical(after)) or (after in alone and after[-1].isdigit())


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
    return name if canonical(name) else " ".join(words)


def _is_subject(words: str, language: str) -> bool:
    return bool(subjects_in(words, tokens_of(words), language))


def _known_part(name: str) -> str:
    """Return the known one of two words where the other says nothing: "House Democrats", "Biden administration"."""
    words = name.split()
    telling = [word for word in words if not is_generic(word)]
    is_known = len(words) == _PAIR and len(telling) == 1 and not canonical(name) and canonical(telling[0])
    return telling[0] if is_known else name


def _is_word(name: str, times: Mapping[str, int]) -> bool:
    """Whether a single word is none but for its place, at the beginning of a sentence or a heading: it is written small, too."""
    if " " in name or canonical(name):
        return False
    if _MEASURE.match(name) or fold(name) in STOP_WORDS:
        return not name.isupper() or name[0].isdigit()
    return name[1:].islower() and times.get(name.lower(), 0) >= max(times.get(name, 0), 1)


def _trimmed(piece: str) -> str:
    """Drop small words at the ends, and whose body it is: the "U.S. Treasury" is the Treasury."""
    words = piece.split()
    if words and (words[0] == "U.S." or (words[0] == "US" and len(words) > _FEW_INITIALS)):
        words.pop(0)
    while words and (_is_small(words[0]) or (len(words) > 1 and _opens(words[0]))):
        words.pop(0)
    while words and _is_small(words[-1]):
        words.pop()
    return " ".join(words)


def _is_small(word: str) -> bool:
    return word.islower() and word in _INNER


def _opens(word: str) -> bool:
    return word[1:].islower() and fold(word) in _OPENERS


def _wholes(found: Sequence[str], text: str) -> dict[str, str]:
    """Return, for names of an article, the other name that they stand for: a person's in full, a body's initials."""
    counts = {name: text.count(name) for name in found if len(name.split()) in _PERSON_WORDS}
    longer = sorted(counts, key=lambda name: -counts[name])
    singles = {name for name in found if " " not in name}
    wholes: dict[str, str] = {}
    for name in found:
        if " " in name:
            better = _initials(name, singles) or _same_ends(name, longer, counts)
        else:
            better = _surname_of(name, longer) or _given_name_of(name, longer, singles)
        if better:
            wholes[name] = better
    return wholes


def _surname_of(name: str, longer: Iterable[str]) -> str:
    known = canonical(name)
    if is_country(known) or " " in known:  # "Biden" beside "Hunter Biden" is still the one whom all know
        return ""
    return next((one for one in longer if key(one.split()[-1]) == key(name) and not canonical(one)), "")


def _given_name_of(name: str, longer: Iterable[str], singles: Iterable[str]) -> str:
    """Return the person whose first name it is: then the last name stands alone elsewhere, too."""
    alone = {key(one) for one in singles}
    firsts = [one for one in longer if one.split()[0] == name]
    return next((one for one in firsts if not canonical(name) and key(one.split()[-1]) in alone), "")


def _same_ends(name: str, longer: Iterable[str], counts: Mapping[str, int]) -> str:
    """Return how the article mostly writes a person's name: "Mary Doyle Keefe" and "Mary Keefe" are one."""
    first, last = name.split(maxsplit=1)[0], name.rsplit(maxsplit=1)[-1]
    for one in longer:
        parts = one.split()
        if one != name and (parts[0], parts[-1]) == (first, last) and counts[one] >= counts.get(name, 0):
            return one if counts[one] > counts.get(name, 0) or len(parts) < len(name.split()) else ""
    return ""


def _initials(name: str, singles: Iterable[str]) -> str:
    """Return the initials of a name where the article has them too: nobody types the words."""
    initials = "".join(word[0] for word in name.split() if word[0].isupper())
    return initials if len(initials) > _FEW_INITIALS and initials in singles else ""


def _without_nouns(found: Iterable[str], text: str) -> list[str]:
    """Return the names of a German article, whose nouns all have capitals: an article or a number before it makes a noun of a word."""
    stems = {stem(fold(noun)) for noun in _NOUN.findall(text)}
    kept: dict[str, None] = {}
    for name in found:
        words = name.split()
        while words and not canonical(" ".join(words)) and _is_noun(words[0], stems, text):
            words.pop(0)
        if words:
            kept.setdefault(" ".join(words))
    return list(kept)


def _is_noun(word: str, stems: Collection[str], text: str) -> bool:
    """Whether a German word is a noun: as such it stands in the text, is a part of longer words there, or has a noun's ending."""
    if any(one.isdigit() or one.isupper() for one in word[1:]):
        return False
    own = stem(fold(word))
    is_compound = any(own.endswith(other) for other in stems if len(other) >= _LONG_STEM)
    return (
        own in stems
        or is_compound
        or bool(_NOUN_ENDING.search(word) or re.search(rf"\w-?{re.escape(word.lower())}", text))
    )


def counted(sentences: Sequence[str], labels: Mapping[str, str]) -> list[list[str]]:
    """Return the labels that each sentence names, each once. *labels*: a name as written -> its label."""
    by_word: dict[str, list[str]] = {}
    for name in sorted(labels, key=len, reverse=True):
        if first := _WORD.search(name):
            by_word.setdefault(first.group(), []).append(name)
    return [[labels[name] for name in dict.fromkeys(_named(sentence, by_word))] for sentence in sentences]


def _named(sentence: str, by_word: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield the names in a sentence from left to right, the longest where several begin."""
    end = 0
    for word in _WORD.finditer(sentence):
        start = word.start()
        known = by_word.get(word.group()) or by_word.get(word.group().removesuffix("s"), ())
        name = next(
            (
                one
                for one in known
                if start >= end
                and _ENDS.match(sentence, start + len(one))
                and sentence.startswith(one, start)
            ),
            "",
        )
        if name:
            end = start + len(name)
            yield name
