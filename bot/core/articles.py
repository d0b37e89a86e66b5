"""Is what a page shows the article of an entry? Decisions only: pages are fetched and read elsewhere.

An entry's own text is never given up for a page that is something else: a consent or login page, a paywall, an error, the
home page, another article.
"""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from bot.core.language import say
from bot.core.text import STOP_WORDS, canonical_url, fold_letters, is_home_page, search_tokens, stem

FRESH = dt.timedelta(days=3)
"""Pages of entries that were published longer ago are not fetched: nobody will be told of them."""

_TEASER_LENGTH = 600
_TEASER_END = re.compile(
    r"(?=[….\[(rslcwmd阅查ч])"  # with what any of these begins: seen at once, at each of many places
    r"(?:…|\.\.\.|[\[(](?:…|\.{3})[\])]|\b(?:read|see|learn) (?:more|on)|continue reading|read the (?:full|rest)[^.\n]*|"
    r"weiterlesen|mehr lesen|devam\u0131n\u0131 oku|devam\u0131|阅读全文|阅读更多|查看全文|читать (?:далее|полностью))[\s\]).:>»→…]*\Z",
    re.IGNORECASE,
)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_CJK_WEIGHT = 2  # a Chinese article says in one character what English says in about three
_FULLER = 1.5
_WHOLE_DESPITE_NOTICE = 4_000
_COMPARED_LENGTH = 3_000
_SHARED_TITLE = 0.5
_SHARED_TEXT = 0.6
_SHARED_EXCERPT = 0.7
_EXCERPT_WORDS = 6
_TITLE_WORDS = 4
_FEWEST_SHARED = 3
_ALIKE = 0.45
_GRAM = 3
_NOTICES = 2

_PAY = re.compile(
    r"(?:subscribe|sign (?:in|up)|log ?in|register|join|pay)\b[^.!?]{0,60}\bto (?:continue|keep|finish) reading|to (?:continue|keep) reading(?: this (?:article|story))?,? (?:subscribe|sign|log|register|create|buy|please)|"
    r"(?:this|the full) (?:article|story|content) is (?:only )?(?:for|available to|reserved for|exclusive(?:ly)? (?:to|for)) (?:our )?(?:paying |premium |registered )?(?:subscribers|members)|subscribers? only (?:article|story|content)|"
    r"(?:subscribe|become a (?:member|subscriber)) to (?:read|unlock|view|access)|unlock (?:this|the full) (?:article|story)|you(?:'|’)?(?: ha)?ve (?:reached|read) (?:your|all)\b[^.]{0,40}\bfree (?:articles|stories)|"
    r"(?:dieser|der vollständige|der ganze) (?:artikel|text|beitrag) ist (?:nur )?(?:für|exklusiv|abonnenten)|nur für abonnent\w*|(?:jetzt )?(?:weiterlesen|artikel freischalten) mit\b|mit \S+ weiterlesen|um (?:weiterzulesen|diesen artikel zu lesen)|anmelden und weiterlesen|"
    r"(?:devamını|tamamını|haberin (?:devamını|tamamını)) oku(?:mak|yabilmek) için|(?:yalnızca|sadece) abonelere|abonelere özel|"
    r"(?:付费|订阅|登录|注册|开通会员|购买)后?[^。]{0,12}(?:继续阅读|阅读全文|查看全文)|本文为付费|会员专享|仅限(?:会员|订阅)|剩余\d+%|"
    r"(?:чтобы|для того чтобы) (?:прочитать|читать|продолжить)[^.]{0,60}(?:подпи|войдите|оформите|зарегистр)|(?:доступ\S*|материал доступен) только (?:для )?(?:подписчик|зарегистр)|"
    r"(?:article|contenu) (?:est )?réservé aux abonnés|pour lire la suite|il vous reste \S+ de cet article|contenido (?:exclusivo )?(?:para|de) suscriptores|para (?:seguir|continuar) leyendo",
    re.IGNORECASE,
)
_GATE_TITLE = re.compile(
    r"(?:\A|\W)(?:[345]\d\d(?:\W|\Z)|(?:page |article )?not found|access denied|forbidden|just a moment|attention required|are you (?:a )?(?:human|robot)|robot check|captcha|"
    r"before you continue|(?:please )?(?:accept|manage) (?:our |all |your )?cookies?|cookie (?:consent|settings|preferences)|your privacy|privacy (?:choices|settings)|consent|(?:sign|log) ?in|login|server error|unavailable|maintenance|"
    r"seite (?:wurde )?nicht gefunden|zugriff verweigert|bevor (?:sie|es)\b|anmelde(?:n|ung)|einwilligung|datenschutz(?:einstellungen)?|wartungsarbeiten|"
    r"sayfa bulunamadı|erişim engellendi|giriş yap|devam etmeden önce|çerez\S*|bakım|"
    r"页面不存在|页面未找到|找不到|访问被拒绝|登录|验证|隐私|"
    r"страница не найдена|доступ (?:запрещ[её]н|ограничен)|вход|ошибка|cookie)(?:\W|\Z)",
    re.IGNORECASE,
)
_GATE_WORDS = re.compile(
    r"(?:we|us) and our (?:\d+ )?partners|our (?:\d+ )?partners|store and/or access information|legitimate interests?|personali[sz]ed (?:ads|advertising|content)|(?:accept|reject|allow) all|"
    r"manage (?:options|preferences|cookies|choices)|use cookies|uses cookies|cookie policy|privacy policy|consent|checking your browser|enable (?:javascript|cookies)|verify (?:that )?you are (?:a )?human|"
    r"unusual traffic|page (?:you (?:are looking for|requested)|cannot be found|was not found|does not exist)|forgot (?:your )?password|(?:log|sign) in to (?:your|continue)|create an account|"
    r"wir und unsere (?:\d+ )?partner|unsere(?:n)? (?:\d+ )?partnern?|alle (?:akzeptieren|ablehnen|cookies)|einwilligung|zustimmen|berechtigte\w* interesse\w*|datenschutz\w*|verwenden cookies|passwort vergessen|"
    r"çerez\S*|tümünü (?:kabul|reddet)|iş ortaklarımız|açık rıza|kişisel veri\S*|gizlilik politikası|şifremi unuttum|"
    r"接受(?:所有|全部)|拒绝(?:所有|全部)|使用\s*cookies?|隐私(?:政策|设置)|合作伙伴|忘记密码|请输入验证码|安全验证|"
    r"принять все|отклонить все|файлы cookie|использу\w+ cookie|политик\w+ конфиденциальности|персональных данных|наши партн[её]ры|забыли пароль|"
    r"tout (?:accepter|refuser)|nos partenaires|paramétrer les cookies|aceptar todo|nuestros socios|política de (?:privacidad|cookies)|accetta tutt[io]|nossos parceiros",
    re.IGNORECASE,
)  # fmt: skip
# Languages that a detector takes for one another.
_KIN = (
    frozenset({"no", "nb", "nn", "da", "sv"}),
    frozenset({"hr", "sr", "bs", "sh", "sl"}),
    frozenset({"id", "ms", "jv", "su"}),
    frozenset({"zh", "wuu", "yue"}),
    frozenset({"es", "gl", "ca", "pt", "ast"}),
    frozenset({"cs", "sk"}),
    frozenset({"fa", "ps"}),
    frozenset({"de", "nds", "als"}),
    frozenset({"tr", "az"}),
    frozenset({"ru", "be", "uk", "bg", "mk"}),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What a page shows: plain text, paragraphs parted by an empty line, without the page's furniture; "" where there is none.

    *titles* are the page's names for it, the most telling first. *language* is the declared one, *detected_language* that of
    the text where it is sure. *canonical* is the page's own address as an identity. *is_paywalled*: it declares that it is
    not free; *asks_to_pay*: it shows a notice that asks to subscribe or log in to go on. *opening*: its first visible words.
    """

    titles: tuple[str, ...]
    text: str
    language: str = ""
    detected_language: str = ""
    canonical: str = ""
    image: str = ""
    is_paywalled: bool = False
    asks_to_pay: bool = False
    opening: str = ""

    @property
    def title(self) -> str:
        """Its name, "" where it has none."""
        return self.titles[0] if self.titles else ""


class Verdict(StrEnum):
    """What a page is to an entry."""

    WHOLE = "whole"
    TOO_SHORT = "too short"
    PAYWALL = "paywall"
    OTHER = "another article"
    GATE = "gate"
    NOTHING = "nothing"


def looks_like_excerpt(text: str) -> bool:
    """Is *text* a teaser rather than an article: short, or broken off?"""
    return _weight(text) < _TEASER_LENGTH or bool(_TEASER_END.search(text[-80:]))


def judge(article: Article | None, *, title: str, excerpt: str, url: str = "", page_url: str = "") -> Verdict:
    """Say what the page that was found at *page_url* is to the entry with this *title*, *excerpt* and *url*."""
    if article is None:
        return Verdict.NOTHING
    needs_title = _is_above(page_url, url)
    is_it = not _is_home_instead(page_url, url) and _is_about(
        article, title, excerpt, needs_title=needs_title
    )
    if obstacle := _obstacle(article, is_it=is_it):
        return obstacle
    if not is_it:
        return Verdict.OTHER
    is_short = _weight(article.text) < max(_TEASER_LENGTH, _FULLER * _weight(excerpt))
    return Verdict.TOO_SHORT if is_short else Verdict.WHOLE


def judge_alone(article: Article | None) -> Verdict:
    """Say what a page is that somebody gave us, without an entry to compare it with."""
    if article is None:
        return Verdict.NOTHING
    tells_its_title = (
        len(_tokens(article.title)) >= _TITLE_WORDS and _shared(article.title, article.text) >= _SHARED_TEXT
    )
    return _obstacle(article, is_it=tells_its_title) or Verdict.WHOLE


def reason(verdict: Verdict) -> str:
    """Return in words why an entry stays an excerpt, "" where it does not; the words follow "Only an excerpt: "."""
    match verdict:
        case Verdict.WHOLE:
            return ""
        case Verdict.TOO_SHORT:
            return say("its page says hardly more")
        case Verdict.PAYWALL:
            return say("its page is behind a paywall")
        case Verdict.OTHER:
            return say("its page shows something else, not this article")
        case Verdict.GATE:
            return say("its page asks for consent or a login, or is an error page")
        case Verdict.NOTHING:
            return say("no article was found in its page")
    assert_never(verdict)


def asks_to_pay(text: str) -> bool:
    """Does *text*, all that a page shows, ask to subscribe or to log in before the article goes on?"""
    return bool(_PAY.search(text))


def language_of(declared: Iterable[str], detected: str) -> str:
    """Return the first declared language; the *detected* one where there is none, or where it is plainly another."""
    first = next(filter(None, declared), "")
    base = first.lower().partition("-")[0]
    are_kin = any({base, detected} <= kin for kin in _KIN)
    return first if not detected or base == detected or are_kin else detected


def _obstacle(article: Article, *, is_it: bool) -> Verdict | None:
    """Say what stands between us and the article, if anything does."""
    if article.is_paywalled:
        return Verdict.PAYWALL
    if not is_it and _is_gate(article):
        return Verdict.GATE
    if article.asks_to_pay and _weight(article.text) < _WHOLE_DESPITE_NOTICE:
        return Verdict.PAYWALL
    return None if article.text else Verdict.NOTHING


def _is_home_instead(page_url: str, url: str) -> bool:
    """Did the entry's link lead to a home page?"""
    found, asked = (is_home_page(canonical_url(each)) for each in (page_url, url))
    return bool(page_url and url) and found and not asked


def _is_above(page_url: str, url: str) -> bool:
    """Did the entry's link lead to a section that it stands in, by its address, or to itself without "/amp"?"""
    return bool(page_url) and canonical_url(url).startswith(f"{canonical_url(page_url)}/")


def _is_about(article: Article, title: str, excerpt: str, *, needs_title: bool) -> bool:
    """Do the page's titles name what the entry's does, or, unless it *needs_title*, does its text plainly tell it?"""
    opening, title = article.text[:_COMPARED_LENGTH], title or excerpt
    if not opening:
        return False
    in_text = _shared(title, opening)
    if any(_are_alike(title, other) for other in article.titles):
        return in_text >= _SHARED_TITLE or not _has_gate_words(opening)
    if needs_title or _has_gate_words(opening):
        return False
    has_excerpt = len(_tokens(excerpt)) >= _EXCERPT_WORDS and _shared(excerpt, opening) >= _SHARED_EXCERPT
    return has_excerpt or (in_text >= _SHARED_TEXT and in_text * len(_tokens(title)) >= _FEWEST_SHARED)


def _are_alike(one: str, other: str) -> bool:
    """Are two titles one, edited, cut or with a site's name beside it?"""
    ours, theirs = _tokens(one), _tokens(other)
    shared, fewest = len(ours & theirs), min(len(ours), len(theirs))
    if fewest and shared >= _SHARED_TITLE * fewest and (shared > 1 or shared == len(ours) == len(theirs)):
        return True
    mine, its = _grams(one), _grams(other)
    return bool(mine and its) and 2 * len(mine & its) >= _ALIKE * (len(mine) + len(its))


def _shared(text: str, other: str) -> float:
    """Return how much of what *text* says stands in *other*, 0 to 1."""
    expected = _tokens(text)
    return len(expected & _tokens(other)) / len(expected) if expected else 0.0


def _tokens(text: str) -> set[str]:
    return {stem(token) for token in search_tokens(text) if token not in STOP_WORDS}


def _grams(text: str) -> set[str]:
    letters = "".join(filter(str.isalnum, fold_letters(text)))
    return {letters[start : start + _GRAM] for start in range(len(letters) - _GRAM + 1)}


def _is_gate(article: Article) -> bool:
    """Does the page ask for consent or a login, or report an error?"""
    if (
        any(_GATE_TITLE.search(title) for title in article.titles)
        and _weight(article.text) < _WHOLE_DESPITE_NOTICE
    ):
        return True
    return _has_gate_words(article.text or article.opening)


def _has_gate_words(text: str) -> bool:
    found = {match.group().lower() for match in _GATE_WORDS.finditer(text[:_COMPARED_LENGTH])}
    return len(found) >= _NOTICES


def _weight(text: str) -> int:
    """Return a length that compares across scripts."""
    return len(text) if text.isascii() else len(text) + _CJK_WEIGHT * len(_CJK.findall(text))
