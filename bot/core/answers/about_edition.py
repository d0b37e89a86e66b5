"""Questions about an edition itself, not about the news: "why is this first?", "what did you leave out?".

They are recognised here in English, German, Turkish and Chinese, and answered from what the edition recorded of itself.
"""

import re
from enum import StrEnum

from bot.core.text import fold_letters


class AboutEdition(StrEnum):
    """What is asked about an edition."""

    FIRST = "first"
    LEFT_OUT = "left out"
    SOURCES = "sources"
    WINDOW = "window"
    COST = "cost"


_PATTERNS = {
    AboutEdition.FIRST: (
        r"\bwhy (?:is|was|does|did) (?:this|that|it|the \w+ (?:story|news|one)|story \w+|number \w+)\b.{0,20}"
        r"\b(?:first|on top|at the top|lead|top story)\W*\Z"
        r"|\b(?:warum|weshalb|wieso) (?:ist|steht|kommt) (?:das|dies\w*|es|die (?:meldung|nachricht))\b.{0,20}"
        r"\b(?:zuerst|oben|an erster stelle|ganz vorn\w*|als erst\w+)\W*\Z"
        r"|\b(?:neden|nicin|niye)\b.{0,25}\b(?:ilk sirada|en ustte|en basta|birinci sirada|ilk haber)"
        r"|\b(?:ilk sirada|en ustte|en basta)\b.{0,15}\b(?:neden|nicin|niye)\b"
        r"|为(?:什么|何).{0,10}(?:排在?第一|在最前|放在?最前|头条|排在最前)"
    ),
    AboutEdition.LEFT_OUT: (
        r"\bwhat (?:did|have|has) (?:you|this|the (?:bot|digest|edition)) (?:leave out|left out|skip(?:ped)?|omit(?:ted)?)\b"
        r"|\bwhat (?:was|is|were|got) (?:left out|skipped|missing here|omitted)\b"
        r"|\bwas (?:hast du|habt ihr|wurde) (?:alles )?(?:weggelassen|ausgelassen)\b"
        r"|\b(?:neyi|neleri) (?:disarida biraktin|atladin|cikardin|almadin)\w*|\bneler (?:disarida kaldi|atlandi)\b"
        r"|(?:省略|略去|漏掉|遗漏|没有?收录)了?(?:什么|哪些)|(?:什么|哪些)(?:新闻|内容)?(?:被)?(?:省略|略去|漏掉|遗漏)"
    ),
    AboutEdition.SOURCES: (
        r"\bhow many (?:sources|feeds|publishers|outlets)\b(?: (?:did you (?:read|use)|are (?:there|these|in this|behind this)|were read))?\s*\W*\Z"
        r"|\b(?:which|what) (?:sources|feeds) (?:did you (?:read|use)|are these)\b"
        r"|\bwie ?viele (?:quellen|feeds|medien)\b(?: (?:hast du gelesen|sind (?:das|es)|gibt es))?\s*\W*\Z"
        r"|\bkac (?:kaynak|besleme|yayin)\b(?: (?:var|okudun|okundu|kullandin))?\s*\W*\Z"
        r"|^(?:一共|总共|有)?(?:多少|几)个?(?:来源|消息源|信源|媒体)\W*\Z"
    ),
    AboutEdition.WINDOW: (
        r"\b(?:what|which) (?:time|period|window|days?) (?:does|do|did) (?:this|the edition|the digest) cover\b"
        r"|\bwelche[nr]? zeitraum\b.{0,20}\b(?:deckt|umfasst)\b|\bhangi (?:zaman|donem)\w* kapsiyor\b|(?:涵盖|覆盖)(?:了)?(?:什么|哪段)时间"
    ),
    AboutEdition.COST: (
        r"\b(?:what|how much) did (?:this (?:edition|digest)|the (?:edition|digest)) cost\b|\bwas hat (?:diese|die) ausgabe gekostet\b"
        r"|\bbu (?:bulten|sayi) (?:ne kadar|kac)\w*\b.{0,20}\b(?:tuttu|mal oldu)\b|这期花了多少钱"
    ),
}
_ASKED = {about: re.compile(pattern) for about, pattern in _PATTERNS.items()}
MAX_QUESTION = 120
"""Longer questions are about something."""


def about_edition(question: str) -> AboutEdition | None:
    """Return what *question* asks about the edition it stands under; None: it is about the news."""
    folded = fold_letters(question[:MAX_QUESTION]).strip()
    return next((about for about, pattern in _ASKED.items() if pattern.search(folded)), None)
