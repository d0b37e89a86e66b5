"""Which texts are excerpts, and what a page is to an entry."""

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.articles import (
    Article,
    Verdict,
    asks_to_pay,
    judge,
    judge_alone,
    language_of,
    looks_like_excerpt,
    reason,
)

ENGLISH = "The harbour of Northport opened a new pier on Monday, the port authority said. " * 12
GERMAN = "Der Hafen von Nordstadt hat am Montag eine neue Landungsbrücke für große Schiffe eröffnet. " * 12
TURKISH = "Kuzey Limanı pazartesi günü büyük gemiler için yeni bir iskele hizmete açtı. " * 12
CHINESE = "港口管理局周一表示，北港的新码头已经启用，三百米长的船只可以停靠。" * 12
RUSSIAN = "В Северном порту в понедельник открылся новый причал для больших судов. " * 12
OTHER = "Ilse Brandt won the chess championship in Velden after a game of forty-one moves. " * 12

REGULATED = (
    "Regulators fined Volta for its cookie consent banner. “Accept all” was too large, they said on Monday. "
    * 10
)
CONSENT = {
    "en": "We and our 312 partners store and/or access information on a device. You may accept all or manage your choices. ",
    "de": "Wir und unsere 214 Partner verarbeiten Daten. Sie können alle akzeptieren oder Ihre Einwilligung widerrufen. ",
    "tr": "Biz ve iş ortaklarımız çerezleri kullanıyoruz. Tümünü kabul edebilir veya tercihlerinizi yönetebilirsiniz. ",
    "zh": "我们和合作伙伴使用 Cookie 存储信息。您可以接受所有或管理隐私设置。",
    "ru": "Мы и наши партнёры используем файлы cookie. Вы можете принять все или изменить настройки. ",
    "fr": "Nous et nos partenaires utilisons des traceurs. Vous pouvez tout accepter ou paramétrer les cookies. ",
    "es": "Nosotros y nuestros socios utilizamos datos. Puede aceptar todo o leer la política de privacidad. ",
}


def page(text: str = ENGLISH, *titles: str, **facts: Any) -> Article:
    return dataclasses.replace(
        Article(titles=titles or ("New pier opens in Northport",), text=text.strip()), **facts
    )


def verdict(
    article: Article | None,
    title: str = "New pier opens in Northport",
    excerpt: str = "A pier …",
    *,
    url: str = "https://news.example/pier",
    page_url: str = "https://news.example/pier",
) -> Verdict:
    return judge(article, title=title, excerpt=excerpt, url=url, page_url=page_url)


@pytest.mark.parametrize(
    ("text", "is_excerpt"),
    [
        ("", True),
        ("A pier was opened.", True),
        (ENGLISH, False),
        (ENGLISH + "The first ship …", True),
        (ENGLISH + "The first ship [...]", True),
        (ENGLISH + "The first ship […]", True),
        (ENGLISH + "Read more »", True),
        (ENGLISH + "The first ship (...)", True),
        (ENGLISH + "SEE MORE", True),
        (ENGLISH + "Learn more", True),
        (ENGLISH + "Continue reading", True),
        (ENGLISH + "Read the full story", True),
        (ENGLISH + "Weiterlesen", True),
        (ENGLISH + "Mehr lesen", True),
        (ENGLISH + "Devamını oku", True),
        (ENGLISH + "阅读全文", True),
        (ENGLISH + "查看全文", True),
        (ENGLISH + "Читать далее", True),
        (CHINESE, False),
        ("港口管理局周一表示，北港的新码头已经启用。", True),
    ],
)
def test_excerpts_are_recognised(text: str, *, is_excerpt: bool) -> None:
    """A short text, and one that breaks off, is a teaser; a whole article is not, in whatever script."""
    assert looks_like_excerpt(text) is is_excerpt


@pytest.mark.parametrize(
    ("title", "page_title", "text"),
    [
        ("New pier opens in Northport", "New pier opens in Northport | The Courier", ENGLISH),
        ("New pier opens in Northport", "Northport opens its new pier after four years", ENGLISH),
        ("New pier opens in Northport", "UPDATE 2: Northport pier opens to 300-metre ships", ENGLISH),
        ("New pier opens in Northport", "", ENGLISH),
        ("Neue Landungsbrücke in Nordstadt eröffnet", "Nordstadts Hafen eröffnet Landungsbrücke", GERMAN),
        ("Landungsbrückeneröffnung in Nordstadt", "Nordstadt: Eröffnung der Landungsbrücke", GERMAN),
        ("Kuzey Limanı'nda yeni iskele açıldı", "Kuzey Limanı'nın yeni iskelesi hizmete girdi", TURKISH),
        ("北港新码头启用", "北港：新码头正式启用_海港网", CHINESE),
        ("Новый причал в Северном порту", "В Северном порту открыли новый причал", RUSSIAN),
        ("No end in sight", "No end in sight - Comment", ENGLISH),
    ],
)
def test_article_is_known_by_its_title(title: str, page_title: str, text: str) -> None:
    """An edited or decorated title is the same title, and where titles differ the text may tell it, in any language."""
    assert verdict(page(text, page_title), title) is Verdict.WHOLE


def test_article_is_known_by_the_teaser_it_begins_with() -> None:
    """A page whose headline was rewritten is the entry's if the teaser's words stand in its text."""
    teaser = "The harbour of Northport opened a new pier on Monday, the port authority said …"
    assert verdict(page(ENGLISH, "What took so long?"), "Worth the wait", teaser) is Verdict.WHOLE


@pytest.mark.parametrize(
    ("title", "page_title"),
    [
        ("New pier opens in Northport", "Brandt wins chess championship"),
        ("Neue Landungsbrücke in Nordstadt eröffnet", "Brandt gewinnt die Schachmeisterschaft"),
        ("北港新码头启用", "国际象棋冠军赛落幕"),
        ("Kuzey Limanı'nda yeni iskele açıldı", "Satranç şampiyonu belli oldu"),
        ("", ""),
    ],
)
def test_another_article_is_recognised(title: str, page_title: str) -> None:
    """A page with another headline and other words is not the entry's, however long it is."""
    assert verdict(page(OTHER, page_title), title, excerpt="") is Verdict.OTHER


def test_home_page_instead_of_the_article_is_another() -> None:
    """A link that ends at the home page leads to no article, even if the home page tells of it."""
    assert verdict(page(), page_url="https://www.news.example/?utm_source=rss") is Verdict.OTHER
    assert verdict(page(), page_url="https://news.example/2026/pier") is Verdict.WHOLE


def test_section_instead_of_the_article_is_another() -> None:
    """A link that ends at the section it stood in leads to no article; without "/amp" it is the same one."""
    section = page(ENGLISH, "Harbours and ships")
    url, above = "https://news.example/harbours/pier", "https://news.example/harbours/"
    assert verdict(section, url=url, page_url=url) is Verdict.WHOLE
    assert verdict(section, url=url, page_url=above) is Verdict.OTHER
    assert verdict(page(), url=f"{url}/amp", page_url=url) is Verdict.WHOLE


def test_page_must_say_more_than_its_teaser() -> None:
    """A page that says hardly more than the feed does is no gain, so the publisher's own teaser stays."""
    assert verdict(page(ENGLISH[:300])) is Verdict.TOO_SHORT
    assert verdict(page(), excerpt=ENGLISH + "…") is Verdict.TOO_SHORT


@pytest.mark.parametrize("notice", CONSENT.values(), ids=CONSENT)
@pytest.mark.parametrize("title", ["Before we go on", "New pier opens in Northport"])
def test_consent_page_is_no_article(notice: str, title: str) -> None:
    """A wall that asks for consent, however long, and even under the article's own title, is not the article."""
    assert verdict(page(notice * 20, title)) is Verdict.GATE
    assert verdict(page("", title, opening=notice)) is Verdict.GATE


@pytest.mark.parametrize(
    "title",
    [
        "404 Not Found",
        "Page not found - The Courier",
        "Just a moment...",
        "Access Denied",
        "Log in | The Courier",
        "Seite nicht gefunden",
        "Sayfa bulunamadı",
        "页面不存在",
        "Страница не найдена",
    ],
)
def test_error_and_login_pages_are_no_articles(title: str) -> None:
    """What calls itself an error, a robot check or a login is one, though the server says 200."""
    text = "Sorry, this did not work. Perhaps one of the following links helps you on. " * 10
    assert verdict(page(text, title)) is Verdict.GATE


def test_article_about_consent_is_an_article() -> None:
    """An article may tell of cookies and partners without being taken for a wall."""
    title = "Regulators fine Volta for its cookie consent banner"
    assert verdict(page(REGULATED, title), title) is Verdict.WHOLE


@pytest.mark.parametrize(
    "notice",
    [
        "Subscribe to continue reading",
        "To continue reading, please sign in or subscribe.",
        "This article is for subscribers only.",
        "You have reached your limit of free articles.",
        "Dieser Artikel ist nur für Abonnenten lesbar.",
        "Jetzt weiterlesen mit Küstenblatt Plus",
        "Haberin devamını okumak için abone olun",
        "登录后阅读全文",
        "订阅后继续阅读",
        "Чтобы прочитать статью полностью, оформите подписку",
        "Cet article est réservé aux abonnés",
        "Para seguir leyendo, suscríbete",
    ],
)
def test_paywall_notices_are_recognised(notice: str) -> None:
    """A notice that asks to pay or log in before the article goes on is one in whatever language."""
    assert asks_to_pay(f"The harbour opened on Monday. {notice}")
    beginning = page(ENGLISH[:900], asks_to_pay=True)
    assert verdict(beginning) is Verdict.PAYWALL


@pytest.mark.parametrize(
    "text",
    [
        "Subscribe to our newsletter. Already a subscriber?",
        "Sign in. Register. Weiterlesen",
        "Abone ol",
        "The magazine lost subscribers who did not want to continue.",
        "登录 注册",
    ],
)
def test_invitations_are_no_paywalls(text: str) -> None:
    """Buttons and newsletters that stand beside every article do not make it a paid one."""
    assert not asks_to_pay(text)


def test_declared_paywall_is_respected() -> None:
    """A page that says it is not free is not used, though its text may be in the markup; a whole one with a notice is."""
    assert verdict(page(is_paywalled=True)) is Verdict.PAYWALL
    assert verdict(page(ENGLISH * 5, asks_to_pay=True)) is Verdict.WHOLE


def test_nothing_found_is_nothing() -> None:
    """No page, and a page without text, are no article."""
    assert verdict(None) is Verdict.NOTHING
    assert verdict(page("")) is Verdict.NOTHING


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        (None, Verdict.NOTHING),
        (page(""), Verdict.NOTHING),
        (page("A short note."), Verdict.WHOLE),
        (page(is_paywalled=True), Verdict.PAYWALL),
        (page(ENGLISH[:900], asks_to_pay=True), Verdict.PAYWALL),
        (page(CONSENT["de"] * 9, "Ihre Privatsphäre"), Verdict.GATE),
        (page(CONSENT["de"] * 9, "Neue Landungsbrücke in Nordstadt eröffnet"), Verdict.GATE),
        (page(REGULATED, "Regulators fine Volta for its cookie consent banner"), Verdict.WHOLE),
    ],
)
def test_page_without_entry_is_judged_alone(article: Article | None, expected: Verdict) -> None:
    """A page that somebody asks to summarize may be short, but not a wall."""
    assert judge_alone(article) is expected


def test_only_a_whole_article_needs_no_reason() -> None:
    """Whoever asks why an entry is an excerpt gets words of its own for every case."""
    reasons = {each: reason(each) for each in Verdict}
    assert [each for each, words in reasons.items() if not words] == [Verdict.WHOLE]
    assert len(set(reasons.values())) == len(Verdict)


@pytest.mark.parametrize(
    ("declared", "detected", "expected"),
    [
        (["", "de"], "", "de"),
        (["tr-tr", "en"], "tr", "tr-tr"),
        (["en-us"], "tr", "tr"),
        (["", ""], "zh", "zh"),
        (["zh-cn"], "zh", "zh-cn"),
        (["nb"], "da", "nb"),
        (["hr"], "sr", "hr"),
        ([], "", ""),
    ],
)
def test_false_languages_lose(declared: list[str], detected: str, expected: str) -> None:
    """What is declared stands, unless the text is surely in another language that is not easily mistaken for it."""
    assert language_of(declared, detected) == expected


@given(text=st.text(max_size=300), title=st.text(max_size=60), excerpt=st.text(max_size=60))
def test_whatever_a_page_says_gets_a_verdict(text: str, title: str, excerpt: str) -> None:
    """Hostile text is judged like any other, and never whole where it says less than the excerpt."""
    found = judge(Article(titles=(title,), text=text), title=title, excerpt=excerpt)
    assert found is not Verdict.WHOLE or len(text) > len(excerpt)
    assert isinstance(asks_to_pay(text), bool)
