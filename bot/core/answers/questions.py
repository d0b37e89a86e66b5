"""What a question asks: its content words, and what kind of thing would answer it. English, Turkish, German, Chinese."""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.core.answers.asking import ASKING_WORDS
from bot.core.answers.light import is_light, language_asked
from bot.core.answers.matching import form
from bot.core.answers.turkish import with_deaths
from bot.core.text import COUNTRIES, STOP_WORDS, fold_letters, names, numbers, words


class Wanted(StrEnum):
    """The kind of thing that answers a question."""

    DURATION = "duration"
    TIME = "time"
    SHARE = "share"
    MONEY = "money"
    WEIGHT = "weight"
    SPEED = "speed"
    DISTANCE = "distance"
    COUNT = "count"
    NUMBER = "number"
    PERSON = "person"
    PLACE = "place"
    REASON = "reason"
    ANYTHING = "anything"


# In the order tried; the text is folded (lower case, no accents).
_WANTED = (
    (Wanted.DURATION, r"\bhow long\b|\bwie lange?\b|\bne kadar (?:sur|zaman|bekle)|\bkac (?:saat|gun|hafta|ay|yil|dakika)\b|多久|多长时间|how many (?:seconds|minutes|hours|days|weeks|months|years)\b"),
    (Wanted.SHARE, r"\b(?:what|which) (?:percent|share|proportion|portion)|\bhow many percent|\bwieviel prozent|\bwie viel prozent|\byuzde kac|百分之几|百分之多少|百分比|比例"),
    (Wanted.MONEY, r"\bhow much (?:does|do|did|is|are|was|were|will|money)\b.*\b(?:cost|pay|paid|price|worth|charge|sell|sold|spend|spent)\b|\b(?:what|which) (?:is the |was the |did )?(?:price|cost)\b|\bwas kostet|\bwie teuer|\bkac (?:para|lira|dolar|euro)|\bfiyat[iı]? ne\b|多少钱|价格是"),
    (Wanted.WEIGHT, r"\bhow heavy\b|\bhow much .*\bweighs?\b|\bwhat .*\bweighs?\b|\bwie schwer|\bwie viel wieg|\bkac (?:kilo|kilogram|kg|ton)\b|\bagirlig|多重|重量.{0,3}多少|多少(?:公斤|吨)"),
    (Wanted.SPEED, r"\bhow fast\b|\bwhat .*\b(?:top |maximum )?speed\b|\bwie schnell\b|hangi hiz|最高时速|多快"),
    (Wanted.DISTANCE, r"\bhow (?:far|tall|wide|deep)\b|\bwhat .*\bdistance\b|\bwie (?:weit|breit|tief)\b|\bkac (?:km|kilometre|metre)|多远|续航(?:里程)?(?:[是有能可达]*多少|多)|多高"),
    (Wanted.TIME, r"^when\b|\bwhen (?:is|are|was|were|did|do|does|will|can|has|have)\b|\b(?:what|which) (?:year|date|day|month|time|century|decade)\b|^wann\b|\bseit wann|\bin welchem (?:jahr|monat)|\bne zaman|\bhangi (?:yil|tarih|gun|ay|yuzyil)|\bkac yilinda|\bkacinci yil|什么时候|何时|哪年|哪一年|哪天|几月|几号|时间是"),
    (Wanted.COUNT, r"\bhow many\b|\bwie ?viele\b|\bkac (?:tane|adet|kisi|arac|otomobil)\b|多少(?:个|名|人|位|辆|台|座|家|次)|几[个名人位辆台座家次]|^كم (?:عدد|شخص|مره)"),
    (Wanted.NUMBER, r"\bhow (?:many|much|old|far|fast|tall|high|big|large|heavy|often|wide|deep|expensive)\b|\bwhat (?:number|amount|age|distance|speed|range|weight|size)\b|\bwie (?:viele?|alt|weit|schnell|hoch|gross|schwer|oft|breit|teuer)\b|\bwieviele?\b|\bkac\b|\bkacinci\b|\bne kadar\b|多少|几[个名次人位年天岁种项条辆]|多[大高远快重长]"),
    (Wanted.PERSON, r"^(?:and )?(?:who|whose|whom)\b|\bby whom\b|\b(?:who|whose) (?:is|are|was|were|did|has|had|will)\b|^wer\b|^wen\b|^wem\b|^wessen\b|\bkim(?:in|e|i|den|ler\w*)?(?:di|dir|mis)?\b|谁|哪位|何人"),
    (Wanted.PLACE, r"^where\b|\bwhere (?:is|are|was|were|did|do|does|will|can)\b|\b(?:what|which) (?:country|city|place|town|region|state|continent)\b|^wo\b|^wohin\b|^woher\b|\bnerede|\bnereye|\bnereden|\bhangi (?:ulke|sehir|kent|yer)|哪里|哪儿|在哪|何处|何地|哪个(?:国家|城市|地区)"),
    (Wanted.REASON, r"^why\b|\bwhy (?:is|are|was|were|did|do|does|will|has|have)\b|\bwhat (?:caused|is the reason|was the reason)|^warum\b|^weshalb\b|^wieso\b|\bneden(?:i)?\b|\bnicin\b|\bniye\b|为什么(?!\W*\Z)|是为什么|为何|原因"),
)  # fmt: skip
_PATTERNS = tuple((wanted, re.compile(pattern)) for wanted, pattern in _WANTED)

_OPENING = re.compile(
    r"(?:(?:and|but|so|ok|okay|hey|hi|also|und|aber|peki|ve)[ ,]+)*(?:"
    r"(?:who|whose|whom|what|what's|when|where|which|why|how|is|are|was|were|does|do|did|can|could|will|would|should|has|"
    r"have|had|any news|tell me|tell us|explain|describe|summari[sz]e|give me|show me|list|remind me)\b(?! (?:you|nice|good))"
    r"|(?:wer|wen|wem|wessen|was|wann|wo|wohin|woher|warum|weshalb|wieso|wie|welche[rnms]?|ist|sind|hat|haben|gibt es|kann|"
    r"erklar\w*|sag mir|erzahl\w*|nenne)\b"
    r"|(?:kim\w*|ne|neden|nicin|niye|nasil|nere\w*|hangi\w*|kac\w*|acikla|anlat|soyle)\b"
    r"|谁|什么|为什么|为何|怎么|怎样|如何|哪|何时|多少|几|请问|请解释|解释|告诉我|介绍)"
)
_TURKISH_PARTICLE = re.compile(
    r"\bm[iu](?:yim|sin|yiz|siniz|ydi|dir|ymis)?\b[.! ]*\Z|\b(?:kac|nedir|kimdir|nerede|ne zaman|nasil|neden)\b"
)
_HAN_QUESTION = re.compile(r"[吗嗎呢]\W*\Z|什么|多少|谁|哪[个里年些]|为什么|怎么|何时|多久")
_COUNTING = re.compile(
    r"(?:\bhow many\b|\bwie ?viele?\b|\bkac\b|多少|几|\bكم\b|\bcuant[oa]s\b|\bсколько\b|\bcombien d[e']|\bquant[iaeo]s?\b|\bποσ\w+)"
    r"(?P<counted>.{0,40})"
)
_HEAD_WORDS = 3
_OPENING_WORDS = 4
"""Among so many words of a question its asking word stands, where no pattern knows its language."""

MAX_QUESTION = 1000
"""So many characters of a question are read: longer ones are pasted articles."""

_URL = re.compile(r"https?://\S+")
_MENTION = re.compile(r"<[@#!][^>]{1,80}>|@\w+")
_THANKS = re.compile(
    r"(?:thanks?|thank you|thx|cool|nice|great|ok(?:ay)?|lol|wow|danke|super|tesekkur\w*|sagol|eyvallah|谢谢|好的)\b[^?？]*\Z"
)

_ASKING = frozenset(
    "many much long kind type sort name named call called happen happened mean many tell explain describe give show "
    "please know following used use percentage percent prozent yuzde "
    "warum weshalb wieso wann wer wem wen wessen wohin woher wie viel viele lange heisst hiess genannt welche welcher welches welchem welchen wieviel "
    "hangi hangisi hangileri kac kacti kactir kim kimin kime kimi kimden kimler kimdi kimdir ne neyi neye neydi nedir nelerdir "
    "nasil nerede nereden nereye neden nicin niye zaman zamandi zamandir adi isim denir edilir "
    "olmustur etmistir yapmistir edilmistir olarak vardir".split()
)
_HAN_ASKING = re.compile(
    r"什么时候|叫什么名字|(?:为|因|做|叫|是)?什么(?:样|时间|地方)?|多少(?:[个名位辆台座条家种次款项届部本场起支只](?!人))?|多[久大高长远快重]|"
    r"几[个名位辆台座条家种次款项届部本场起支只天年月岁]|哪[些个位里儿年天种款家座]|哪一[个位年天种款家座]|谁|怎么样?|怎样|如何|何[时地处]|请问|[吗嗎呢]"
)
"""Asking words part the words beside them: no bigram is made across."""

_HAN_FUNCTION = frozenset(
    "的是了在和与及哪什么谁何多少吗呢几怎样为被把对从到之其有这那个种等于由以所将让使称叫做它他她们请问您你我吧中上下里"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question taken apart: content words by stem (with those that are names or figures), and what it wants.

    *head*: the word that a question for a number wants counted ("how many cars"), "" for none.
    """

    terms: tuple[str, ...]
    firm: frozenset[str]
    wanted: Wanted
    head: str = ""


def is_question(text: str) -> bool:
    """Say whether somebody asks something: a question mark, an asking word in front, or a request to tell."""
    plain = _plain(text)
    if not re.search(r"\w", plain):
        return False
    if re.search(r"[?？؟]", plain):
        return True
    folded = fold_letters(plain)
    if _THANKS.match(folded):
        return False
    return bool(_OPENING.match(folded) or _TURKISH_PARTICLE.search(folded) or _HAN_QUESTION.search(folded))


def asked(question: str) -> Asked:
    """Take *question* apart."""
    plain = _plain(question)
    terms = [form(word) for word in content_words(question)]
    named = {form(word) for name in names(plain) for word in words(name)}
    figures = {word for number in numbers(plain) for word in words(number.text) if word.isdigit()}
    countries = {term for term in terms if term in COUNTRIES}
    kept = tuple(dict.fromkeys(terms))
    return Asked(kept, frozenset(kept) & (named | figures | countries), wanted_by(plain), _head(plain))


def _head(plain: str) -> str:
    """Return the content word behind "how many", "wie viele", "kaç", "多少"."""
    found = _COUNTING.search(fold_letters(plain))
    behind = words(found["counted"])[:_HEAD_WORDS] if found else []
    return next((form(word) for word in behind if _is_content(word)), "")


def content_words(question: str) -> list[str]:
    """Return the words of *question* that say what it is about, folded."""
    plain = _plain(question)
    language = language_asked(plain)
    told = words(_HAN_ASKING.sub(" ", with_deaths(plain) if language == "tr" else plain))
    kept = [word for word in told if _is_content(word) and not is_light(word, language)]
    return kept or list(filter(_is_content, told))


def _plain(text: str) -> str:
    return _MENTION.sub(" ", _URL.sub(" ", text[:MAX_QUESTION])).strip()


def _is_content(word: str) -> bool:
    if word[0] >= "\u2e80":
        return not _HAN_FUNCTION & set(word)
    return not (word in STOP_WORDS or word in _ASKING or word in ASKING_WORDS) and (
        len(word) > 1 or word.isdigit()
    )


def wanted_by(question: str) -> Wanted:
    """Return the kind of thing that *question* wants."""
    folded = fold_letters(question).strip()
    told = (wanted for wanted, pattern in _PATTERNS if pattern.search(folded))
    asking = (Wanted(ASKING_WORDS[word]) for word in words(folded)[:_OPENING_WORDS] if word in ASKING_WORDS)
    return next(told, next(asking, Wanted.ANYTHING))
