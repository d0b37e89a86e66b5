"""Words of a question that say nothing about its subject: "hangi tarihte bulunmaktadir", "wie heißt die Art".

A Turkish one is known by its root, whatever endings it has. It refuses to know all small words: those that every text has
are `STOP_WORDS`.
"""

import functools
import re
from collections.abc import Mapping

from bot.core.text import fold_letters, language_by_stop_words, words

_TURKISH_NOUNS = frozenset(
    "ad isim soyad tane adet sey tur cesit bicim sekil hakkinda icinde uzerinde altinda disinda arasinda sirasinda esnasinda "
    "suresince boyunca sonrasinda oncesinde onceden ardindan tarafindan yaninda karsisinda yerine uyarinca diger baska bazi "
    "kadar neler neyle nere hangi hangisi kim kac midir mudur musun bura ora su genellikle ayrica ait olarak gibi gore fazla "
    "anki sik sikca durum tekrar ozellikle yaklasik toplam sahip".split()
)
_TURKISH_VERBS = frozenset(
    "ol et ed edil ettir yap yapil bulun adlandir isimlendir denil bilin tanin".split()
)
_NOUN_ENDINGS = re.compile(
    r"(?:s?[iu])?(?:l[ae]r)?(?:s?[iu]n?|[iu]n)?"
    r"(?:n?[iu]n|y?[iuae]|n[iuae]|n?[dt][ae]n?|yl[ae]|[dt][ae]ki|ki(?:l[ae]r)?)?(?:y?[dt][iu]|[dt][iu]r|y?mis)?"
)
_VERB_ENDINGS = re.compile(
    r"(?:il|in|n|t|dir|tir|ul|un)?(?:m[ae])?(?:m[ae]kt[ae](?:dir|ydi)?|[iu]?yor(?:du|lar|lardi)?|[dt][iu](?:l[ae]r)?|"
    r"m[iu]s(?:t[iu]r?|lerdir|lardir)?|y?[ae]c[ae][kg]\w*|[dt][iu][gk]\w*|y?[ae]n\w{0,4}|[ae]r[ae]k|m[ae]k?|m[ae]s[iu]\w{0,4}|"
    r"m[ae]y[ae]|m[ae]l[ae]r\w*|y?[ae]bil\w+|[iuae]r(?:l[ae]r|di)?|yor\w*)?"
)

_GERMAN = frozenset(
    "art arten typ typen name namen namens anzahl menge gibt gab befindet befinden befand heissen nennt nennen nannte "
    "bezeichnet bezeichnung bezeichnete bedeutet bedeutete geschah passierte verwendet verwendete benutzt bekannt wofur womit "
    "wodurch woran worin worauf wovon wieviele".split()
)
_ARABIC = frozenset(
    map(
        fold_letters,
        "في من على إلى الى عن مع هو هي هم كان كانت يكون تكون قد تم يتم التي الذي الذين هذا هذه ذلك تلك بين بعد قبل خلال عند "
        "حيث أن ان إن لا لم لن ما ماذا متى أين كيف كم لماذا هل أي اي منذ حتى أو او ثم كل بعض غير عدد نوع اسم يسمى تسمى سمي "
        "يوجد توجد حول لدى أحد عام سنة مقدار فيها فيه منها منه لها له بها به عليها عليه".split(),
    )
)

_ASKING: Mapping[str, frozenset[str]] = {
    "en": frozenset("who whose whom what when where why how which did does is are the of".split()),
    "de": frozenset(
        "wer wen wem wessen wann wo wohin woher warum wieso weshalb wie wieviel welche welcher welches welchem welchen der die "
        "das den dem wurde ist hat".split()
    ),
    "tr": frozenset(
        "kim kimin kime kimi kimdir kimdi kimler ne neyi neydi nedir neler neden nicin niye nasil nerede nereye nereden hangi "
        "hangisi kac kacti kacinci mi mu midir mudur ve bir icin olarak".split()
    ),
}
_LETTERS = {"tr": re.compile("[ığşİ]"), "de": re.compile("[äßÄ]")}
_ARABIC_LETTERS = re.compile("[\u0600-\u06ff]")
_CLEAR = 2
_UNSPACED = "\u2e80"


@functools.lru_cache(maxsize=1024)
def language_asked(question: str) -> str:
    """Return the language that a question seems to be in, one of en, tr, de, zh, ar; "" where nothing says."""
    told = words(question)
    counts = {language: sum(word in known for word in told) for language, known in _ASKING.items()}
    first, second = sorted(counts, key=lambda language: -counts[language])[:2]
    if (
        counts[first] >= _CLEAR and counts[first] > counts[second]
    ):  # whatever names stand there, in whatever script
        return first
    if any(character >= _UNSPACED for character in question):
        return "zh"
    if _ARABIC_LETTERS.search(question):
        return "ar"
    if counts[first] > counts[second]:
        return first
    lettered = (language for language, letters in _LETTERS.items() if letters.search(question))
    return next(lettered, language_by_stop_words(told))


@functools.lru_cache(maxsize=8192)
def is_light(word: str, language: str) -> bool:
    """Say whether a folded *word* of a question in *language* says nothing about what it asks about."""
    match language:
        case "tr":
            return any(_is_light_turkish(word[:length], word[length:]) for length in range(2, len(word) + 1))
        case "de":
            return word in _GERMAN
        case "ar":
            return word in _ARABIC
        case _:
            return False


def _is_light_turkish(root: str, ending: str) -> bool:
    if root in _TURKISH_VERBS:
        return _VERB_ENDINGS.fullmatch(ending) is not None
    return root in _TURKISH_NOUNS and _NOUN_ENDINGS.fullmatch(ending) is not None
