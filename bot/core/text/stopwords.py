"""Words that say nothing about a subject, folded: English, Turkish, German; bigrams of Chinese function words."""

from collections.abc import Sequence

_ENGLISH = """
a about above after again against all also am an and any are as at be because been before being below between both but
by can could did do does doing don down during each few for from further get gets got had has have having he her here
hers him his how i if in into is it its just like made make may me might more most much must my new no nor not now of
off on once one only or other our out over own per s said same say says she should since so some still such t than
that the their them then there these they this those through to told too two under until up upon us very was we were
what when where which while who whom why will with would year years yet you your
"""
_TURKISH = """
acaba ama ancak artik asla aslinda az bana bazi belki ben beri bile bir biri birkac biz bu buna bunu bunun cok cunku da
daha de degil diye dolayi edildi eden ederek en etti gibi gore hem hep her herkes hic icin ile ilgili ise kadar kendi
ki kim mi mu nasil ne neden nedenle nerede o olan olarak oldu oldugu olup ona onlar onu onun oysa ragmen sadece sen
siz son sonra su tarafindan tum uzere var ve veya ya yani yer yeni yok zaman
"""
_GERMAN = """
aber als alle allem aller alles also am an auch auf aus bei beim bin bis bist da dabei dadurch dafur damit dann das
dass dazu dem den denn der deren des dessen die dies diese diesem diesen dieser dieses doch dort du durch ein eine
einem einen einer eines er es etwa fur gegen haben hat hatte hatten hier hinter ich ihr ihre ihrem ihren ihrer im in
ist ja jede jedem jeden jeder jedes jedoch jetzt kann kein keine konnen man mehr mit nach neue neuen nicht noch nun nur
ob oder ohne sehr sein seine seinem seinen seiner seit sich sie sind so soll sollen sowie uber um und uns unter vom von
vor war waren was wegen weil weiter wenn wer werden wie wieder wird wo wurde wurden zu zum zur zwischen
"""
_CHINESE = "的 了 在 是 和 与 也 我们 他们 这个 一个 表示 已经 进行 以及 目前 没有 可以 将在 对于"

STOP_WORDS = frozenset(f"{_ENGLISH} {_TURKISH} {_GERMAN} {_CHINESE}".split())
"""In the form of `search_tokens`."""

_BY_LANGUAGE = {
    language: frozenset(row.split())
    for language, row in (("en", _ENGLISH), ("tr", _TURKISH), ("de", _GERMAN))
}
_ENOUGH = 2


def language_by_stop_words(words: Sequence[str]) -> str:
    """Guess the language of folded *words* of Latin script by their small words; "" where these do not say."""
    counts = {language: sum(word in known for word in words) for language, known in _BY_LANGUAGE.items()}
    best, *others = sorted(counts, key=lambda language: -counts[language])
    is_clear = counts[best] >= _ENOUGH and counts[best] >= 2 * max(counts[other] for other in others)
    return best if is_clear else ""
