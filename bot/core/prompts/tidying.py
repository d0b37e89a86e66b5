"""One sentence of a language model: harmless habits are taken off, and what makes it unfit to be shown is named.

It judges form alone. Words inside quotation marks are somebody else's, so they are no talk about the task.
"""

import re
from collections import Counter
from collections.abc import Sequence

from bot.core.prompts.fencing import line_of
from bot.core.text import sentences, words

MAX_TITLE = 150
_MAX_SENTENCE = 400
_FEWEST_WORDS = 3
_EVEN_ON = re.compile(r"[ -]?[\w\"'(]")
_QUOTES = str.maketrans("’‘“”„", '\'\'"""')
_ENDS = tuple(".!?…。！？\"'’”»」)")
_FEWEST_WIDE = 6
_RUN, _CIRCLES = 5, 3

_LABEL = re.compile(
    r"\A(?:bullets?(?: points?)?|point|key point|title|headline|sentence|madde|punkt|要点|标题)\s*\d{0,2}\s*[:：]\s*",
    re.IGNORECASE,
)
LIST_MARK = re.compile(r"\A\s*(?:[-*•‣▪●–—]\s+|\(?\d{1,2}[.)]\s+|\(?\d{1,2}[、．])")
_EMPHASIS = re.compile(r"\*\*|__|`|(?<!\w)[*_](?=\w)|(?<=[\w.!?])[*_](?!\w)|\A#{1,6}\s+")
_TAG = re.compile(r"</?(?:b|i|em|strong|p|li|ul|ol|br|span|u|div|h[1-6])\s*/?>", re.IGNORECASE)
_REFERENCE = re.compile(
    r"\s*[\[【(](?:(?:sentences?|passages?)\s*)?(\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*)[\]】)](?=\W*\Z)|\s*\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]"
)
_MARKUP = re.compile(r"\]\(|<[a-z/!][^>]*>|https?://|\bwww\.|[{}]|\\[nu]", re.IGNORECASE)
_QUOTED = re.compile(
    r"[\"“„«「][^\"“”„«»「」]*[\"”“»」]|(?<!\w)['‘][^'‘’]*(?:\w['’]\w[^'‘’]*)*['’](?!\w)"  # in the latter an apostrophe ends nothing
)

_THINGS = "(?:texts?|articles?|information|sources?|sentences?|passages?|content|documents?|excerpts?)"
_TELLS = "(?:discuss|describ|explain|mention|report|stat|say|cover|highlight|provid|talk|summari[sz]|focus|is about)"
_META = re.compile(
    rf"\bthe (?:provided|given|supplied|above|source|following) {_THINGS}\b"
    rf"|\A(?:this|the) (?:article|text|passage|summary|news story)\b(?: (?:also|then|further))? {_TELLS}"
    r"|\b(?:mentioned|specified|provided|stated|given|described) in the (?:texts?|articles?|sentences?|passages?|excerpts?)\b"
    r"|\bas an ai(?: language)?(?: model| assistant)?,|\bas a (?:large )?language model\b"
    r"|\bi(?:['’]m| am) (?:sorry|unable|just an?)\b|\bi (?:cannot|can['’]t|can not|apologi[sz]e|do not have|don['’]t have)\b"
    r"|\bhere(?: is|['’]s| are) (?:the|a|your|my|three|some) (?:\w+ )?(?:summary|bullets?|bullet points?|title|json|response)\b"
    r"|\A(?:sure|certainly|of course|okay)[,!.]|\b(?:the|your) (?:user|prompt|instructions?) (?:ask|want|say|require)"
    r"|\b(?:bereitgestellten?|gegebenen?|vorliegenden?|obigen?) (?:texte?|artikel|informationen|quellen?)\b"
    r"|\A(?:der|dieser) (?:artikel|text) (?:beschreibt|berichtet|handelt|behandelt|erwähnt|erklärt)\b|\bals ki-(?:sprach)?modell\b"
    r"|\bverilen (?:metne|metin|metinde|bilgilere|kaynaklara|habere|haberde)\b|\Abu (?:makale|metin|haber)(?:de)?\b"
    r"|\byapay zek[aâ] (?:dil )?modeli olarak\b|\bişte (?:özet|maddeler)\b"
    r"|\b(?:selon|d['’]après) (?:le texte|l['’]article|les informations) fourni|\b(?:según|basado en) (?:el texto|la información) proporcionad"
    r"|根据(?:所)?(?:提供|给定|给出|上述)的?(?:文本|文章|信息|内容|资料|来源)|作为(?:一个)?(?:ai|人工智能)(?:语言)?(?:模型|助手)"
    r"|\A本文(?:介绍|讨论|报道|描述|讲述)|以下是(?:摘要|总结|要点)",
    re.IGNORECASE,
)
_NOTHING = frozenset(
    "undefined null none nan n/a na todo tbd tag tags unknown untitled text string title bullet sentence summary point lorem ipsum "
    "[object object]".split()
)
_BETWEEN = re.compile(r"[\s.,:;#-]+")
_GAP = re.compile(
    r"[\[<(](?:insert|your|add(?!-)|placeholder)\b[^\])>]{0,40}[\])>]|[\[<](?:title|name|date|number|company|source|publisher)\b[^\]>]{0,40}[\]>]",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"(?:[,:;(–—…]|\.\.\.|['’]s|\b(?:and|or|but|the|of|to|with|und|oder|mit|der|die|das|ve|veya|ile))\Z",
    re.IGNORECASE,
)


def tidy(text: str) -> str:
    """Return *text* as one plain line, without a label, list mark, emphasis, simple HTML or numbers in brackets."""
    bare = LIST_MARK.sub("", line_of(_TAG.sub(" ", text)).strip())
    bare = _LABEL.sub("", _EMPHASIS.sub("", bare))
    return " ".join(_REFERENCE.sub("", bare).split())


def bracketed_numbers(text: str) -> list[int]:
    """Return the numbers in brackets: where a language model cites inside the sentence instead of beside it."""
    groups = [first or second for first, second in _REFERENCE.findall(line_of(text))]
    return [int(number) for group in groups for number in re.findall(r"\d+", group)]


def objections(text: str, *, is_title: bool = False) -> list[str]:
    """Return what makes a tidied title or sentence unfit to be shown, as ends of "bullet 2 …"."""
    if not text:
        return ["is empty"]
    limit = MAX_TITLE if is_title else _MAX_SENTENCE
    own_words = _QUOTED.sub("", text)
    found = {
        f"is longer than {limit} characters": len(text) > limit,
        "must be plain text without markup or links": _MARKUP.search(text),
        "speaks about the task instead of the news": _META.search(own_words),
        "is a question": text.endswith(("?", "？", "؟")),
        "is a placeholder": _says_nothing(text) or _GAP.search(text),
    }
    if not is_title:
        found["must be one sentence"] = len(sentences(text)) > 1
        found["repeats itself"] = _goes_in_circles(text)
        found["is only a part of a sentence"] = _is_fragment(text)
    return [objection for objection, holds in found.items() if holds]


def _says_nothing(text: str) -> bool:
    """Say whether there is nothing but placeholders and figures in it."""
    said = [word for word in _BETWEEN.split(text.lower()) if word]
    return all(word in _NOTHING or word.isdecimal() for word in said)


def _goes_in_circles(text: str) -> bool:
    """Say whether five words come three times in their order, as when a small language model cannot stop.

    Scripts without spaces have no words to count: a long name may well stand in a sentence twice.
    """
    said = words(text)
    runs = Counter(tuple(said[start : start + _RUN]) for start in range(len(said) - _RUN + 1))
    return _wide(text) == 0 and max(runs.values(), default=0) >= _CIRCLES


def breaks_off(text: str, shown: Sequence[str]) -> bool:
    """Say whether *text* is a piece of one of the lines *shown* that stops in the middle: a word follows, and no mark between."""
    if text.endswith(_ENDS):
        return False
    piece = _even(text)
    return any(_EVEN_ON.match(behind) for line in shown for behind in _even(line).split(piece)[1:])


def _even(text: str) -> str:
    return text.casefold().translate(_QUOTES)


def _is_fragment(text: str) -> bool:
    wide = _wide(text)
    is_short = wide < _FEWEST_WIDE if wide else len(text.split()) < _FEWEST_WORDS
    return is_short or bool(_CUT.search(text.rstrip()))


def _wide(text: str) -> int:
    """Return how many characters are of a script without spaces."""
    return sum(character >= "\u2e80" for character in text)
