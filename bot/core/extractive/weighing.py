"""Weigh the sentences of a story: which carry the most of who, what, how much and when.

Position and centrality decide (news tells the most important first; what a text keeps returning to is what it is about),
then numbers, names and the title's words. Cue words say which part of the story a sentence tells.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.core.entities import Citation, Entry, EntryId, Story
from bot.core.extractive.furniture import prose, size_in_words
from bot.core.extractive.openings import MAX_LENGTH, can_stand_alone
from bot.core.text import fold_letters, names, words

MAX_ENTRIES = 8
MAX_SENTENCES = 80
_MAX_TITLE, _MAX_TEXT = 500, 100_000
"""What is read of a story and of an entry: enough for any article, and a bound on what a hostile one can cost."""

_POSITION, _DECAY = 2.0, 0.1
_CENTRALITY = 1.4
_TITLE = 0.3
_NUMBERS, _NAMES = 0.08, 0.04
_LANGUAGE = 0.6
_LONG, _TOO_LONG = 140, 0.5
_SHORT, _TOO_SHORT = 8, 0.3
_SPEECH = 0.2
_POINTS_OUTSIDE = 0.5
_POINTING = re.compile(
    r"\b(?:about|of|for|to|with|from|by|on|in|behind|against) (?:it|this|that|them)\b(?! \w*(?:day|week|month|year|morning))"
    r"|\b(?:darüber|davon|dazu|hierzu)\b|\b(?:bununla|bundan|buna)\b",
    re.IGNORECASE,
)
"""Words for something that another sentence names: "will decide about it" means nothing, or the wrong thing, alone."""
_NEAR = 0.7
_STEM = 6

_NUMBER = re.compile(r"(?<![^\W\d])\d[\d.,]*")
_STOPWORDS = frozenset(
    "a an the and or but of to in on at by for with from as is are was were be been being has have had do does did will would can "
    "could may might should it its this that these those he she they we i you his her their our not no than then there which who "
    "whom what when where how if so such into over after before about up out more most also said says say s t one two new just "
    "der die das den dem des ein eine einer eines einem einen und oder aber von zu im am an auf für mit bei aus nach ist sind war "
    "waren wird werden wurde wurden hat haben hatte nicht auch als wie dass sich es er sie wir noch nur über vor zum zur durch um "
    "ve bir bu da de için ile çok daha olarak olan en gibi kadar sonra ise ya o şu ne ki mi mı mu mü değil göre her "
    "的 了 在 是 和 有 也 就 都 与 及 对 为 这 那 到 将".split()
)


Reading = Sequence[tuple[Entry, Sequence[Citation]]]
"""The entries of a story, each with its sentences."""


class Part(StrEnum):
    """Which part of a story a sentence tells, as far as its cue words say."""

    EVENT = "event"
    OBSTACLE = "obstacle"
    OUTLOOK = "outlook"
    DECIDER = "decider"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A sentence that may become a bullet. *order* is its place in the story; *weight* is larger for what matters.

    *is_opening*: it begins its entry, so it most likely tells what other entries' openings tell too. *title_told*: which
    share of the title's words it has, if it is from the entry that gives the story its title.
    """

    citation: Citation
    order: int
    tokens: frozenset[str]
    weight: float
    part: Part
    language: str
    is_opening: bool
    title_told: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _About:
    """What a story is about: how much each word belongs to its topic, the words of its title, the language wanted."""

    topic: Mapping[str, float]
    lead: EntryId
    title: frozenset[str]
    language: str


_DECIDER = re.compile(
    r"\b(?:biggest|main|central|crucial|decisive|critical|deciding) (?:issue|question|factor|challenge|test|hurdle)\b"
    r"|\bwill (?:decide|determine|affect)\b|\b(?:depends?|hinges?) on\b|\bdecisive\b|\bmake or break\b|\bremains to be seen\b"
    r"|\bbelirleyici|\ben buyuk (?:soru|sorun|etken|zorluk|sinav)|\bbagli olacak|\bbelirleyecek|\bkilit (?:konu|etken)"
    r"|\bentscheidend|\bausschlaggebend|\bentscheiden wird|\bhangt .{0,60}\bab\b|\bgrosste (?:frage|herausforderung|problem|hurde)"
    r"|关键|取决于|最大的(?:问题|挑战|考验)"
)
_OUTLOOK = re.compile(
    r"\b(?:expected|scheduled|due|set|likely|planned|plans|aims|intends) to\b|\bby (?:the end of )?20\d\d\b"
    r"|\bnext (?:year|month|week|step|quarter)\b"
    r"|\bbekleniyor|\bplanliyor|\bhedefliyor|\bgelecek (?:yil|ay|hafta)\b"
    r"|\bsoll(?:en)? .{0,80}en\b|\bgeplant\b|\bnachste[nrs]? (?:jahr|monat|woche|schritt)"
    r"|预计|计划|明年|下个月"
)
_OBSTACLE = re.compile(
    r"\b(?:however|but|despite|although|unable|cannot|can't|fail(?:s|ed)? to|struggl\w+|shortages?|delay\w*|waiting times?|lacks?|lacking"
    r"|obstacles?|hurdles?|setbacks?|tariffs?|duties|ban(?:s|ned)?|not yet|no timeline|no date|warn(?:s|ed|ing)?|risks?|threat\w*|oppos\w+|blocked|halted|criticis\w+|criticiz\w+)\b"
    r"|\bancak\b|\bfakat\b|ragmen|gecikme|yetersiz|karsilayam|sorun|engel|uyar|\bhenuz\b|ek vergi"
    r"|\baber\b|\bjedoch\b|\btrotz\b|obwohl|\bverzoger|mangel|\bwarn|\bnoch nicht\b|\bkein(?:en?)? (?:termin|zeitplan)|problem"
    r"|但|然而|尽管|无法|不能|延迟|推迟|短缺|尚未|警告|风险|关税|阻碍"
)


def passages(story: Story) -> tuple[Citation, ...]:
    """Return the publishers' sentences of a story without page furniture, entry by entry, the lead's first."""
    return tuple(citation for _, cited in read(story) for citation in cited)


def read(story: Story, *, is_generous: bool = False) -> Reading:
    """Return the story's entries, the lead first, their titles cut, each with its sentences (see `prose`)."""
    entries = [replace(entry, title=entry.title[:_MAX_TITLE]) for entry in story.entries[:MAX_ENTRIES]]
    return [(entry, _cited(entry, is_generous=is_generous)) for entry in entries]


def weigh(reading: Reading, *, language: str, longest: int = MAX_LENGTH) -> list[Candidate]:
    """Return the sentences that can stand alone, in the order of the story, each with its weight."""
    title = frozenset(content_words(reading[0][0].title))
    about = _About(topic=_topic(reading), lead=reading[0][0].id, title=title, language=language)
    found: list[Candidate] = []
    for entry, cited in reading:
        found.extend(
            _candidate(about, entry, citation, place=place, order=len(found))
            for place, citation in enumerate(cited)
            if can_stand_alone(citation.sentence, longest=longest)
        )
    return found


def is_repeat(one: str, other: str) -> bool:
    """Whether one sentence stands inside the other or says nearly the same."""
    return (
        is_near(frozenset(content_words(one)), frozenset(content_words(other)))
        or one in other
        or other in one
    )


def is_near(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two sets of tokens are those of two nearly equal sentences."""
    return overlap(one, other) >= _NEAR


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of the smaller set that the other holds too, from 0 to 1."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


def _cited(entry: Entry, *, is_generous: bool) -> list[Citation]:
    return [
        Citation(entry_id=entry.id, sentence=sentence, url=entry.url, publisher=entry.publisher)
        for sentence in prose(entry.text[:_MAX_TEXT], entry.title, is_generous=is_generous)[:MAX_SENTENCES]
    ]


def content_words(text: str) -> list[str]:
    """Return the words that carry meaning, cut to their first letters so that "sale" and "sales" are one."""
    return [word[:_STEM] for word in words(text) if word not in _STOPWORDS and len(word) > 1]


def _topic(reading: Reading) -> dict[str, float]:
    """Return how much each word belongs to what the story is about: in how many sentences, and of how many entries."""
    counts: Counter[str] = Counter()
    spread: Counter[str] = Counter()
    for entry, cited in reading:
        seen: set[str] = set(content_words(entry.title))
        counts.update(seen)
        for citation in cited:
            tokens = set(content_words(citation.sentence))
            counts.update(tokens)
            seen |= tokens
        spread.update(seen)
    return {word: math.log1p(count) * spread[word] for word, count in counts.items() if count > 1}


def _candidate(about: _About, entry: Entry, citation: Citation, *, place: int, order: int) -> Candidate:
    tokens = frozenset(content_words(citation.sentence))
    weight = (
        _POSITION / (1 + _DECAY * place)
        + _CENTRALITY * _centrality(tokens, about.topic)
        + _TITLE * _share(tokens, about.title)
        + _form(citation.sentence)
        + (_LANGUAGE if is_same_language(entry.language, about.language) else 0.0)
    )
    return Candidate(
        citation=citation,
        order=order,
        tokens=tokens,
        weight=weight,
        part=_part(citation.sentence),
        language=entry.language,
        is_opening=place == 0,
        title_told=_share(tokens, about.title) if entry.id == about.lead else 0.0,
    )


def _share(tokens: frozenset[str], title: frozenset[str]) -> float:
    return len(tokens & title) / len(title) if title else 0.0


def _centrality(tokens: Iterable[str], topic: Mapping[str, float]) -> float:
    """Return how much of the story's topic a sentence holds, from 0 to 1, long sentences not counting for more."""
    found = sorted((topic.get(token, 0.0) for token in tokens), reverse=True)
    if not found:
        return 0.0
    norm = math.sqrt(sum(value * value for value in topic.values())) or 1.0
    return sum(found) / math.sqrt(len(found)) / norm


def _form(sentence: str) -> float:
    """Return what the form adds or takes: numbers and names carry facts; a bullet is read at one glance."""
    weight = _NUMBERS * min(len(_NUMBER.findall(sentence)), 2) + _NAMES * min(len(names(sentence)), 3)
    if len(sentence) > _LONG:
        weight -= _TOO_LONG * (len(sentence) - _LONG) / _LONG
    if size_in_words(sentence) < _SHORT:
        weight -= _TOO_SHORT
    if _POINTING.search(sentence):
        weight -= _POINTS_OUTSIDE
    if sentence.startswith(('"', "“", "„", "'", "‘", "「", "«")):
        weight -= _SPEECH
    return weight


def _part(sentence: str) -> Part:
    folded = fold_letters(sentence)
    cues = ((_DECIDER, Part.DECIDER), (_OBSTACLE, Part.OBSTACLE), (_OUTLOOK, Part.OUTLOOK))
    return next((part for cue, part in cues if cue.search(folded)), Part.EVENT)


def is_same_language(one: str, other: str) -> bool:
    """Whether two language tags name the same language ("en" and "en-GB" do); an unknown one is the same as any."""
    first, second = (tag.replace("_", "-").split("-")[0].lower() for tag in (one, other))
    return not first or not second or first == second
