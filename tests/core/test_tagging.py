"""Tags: two to five names and subjects that people would filter by, spelled alike whoever tells the story."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import tagging
from bot.core.extractive.datelines import without_dateline
from bot.core.tagging import Telling

RECALL = {
    "en": (
        "Xiaomi recalls 30,000 SU7 sedans over door handles",
        [
            "Xiaomi is recalling about 30,000 SU7 electric cars in China because their door handles may fail after a crash.",
            "The recall begins on Friday, Xiaomi's chief executive Lei Jun said in Beijing.",
        ],
    ),
    "de": (
        "Xiaomi ruft 30.000 Limousinen SU7 wegen Türgriffen zurück",
        [
            "Der chinesische Hersteller Xiaomi ruft in China rund 30.000 Elektroautos vom Typ SU7 zurück.",
            "Der Rückruf beginnt am Freitag, sagte Xiaomi-Chef Lei Jun in Peking.",
        ],
    ),
    "tr": (
        "Xiaomi 30 bin SU7'yi kapı kolları nedeniyle geri çağırıyor",
        [
            "Xiaomi, Çin'de yaklaşık 30 bin SU7 elektrikli otomobilini geri çağırıyor.",
            "Xiaomi'nin kurucusu Lei Jun, Pekin'de geri çağırmanın cuma günü başlayacağını söyledi.",
        ],
    ),
    "zh": (
        "小米因车门把手召回3万辆SU7",
        ["小米汽车宣布在中国召回约3万辆SU7电动汽车。", "小米创始人雷军在北京表示，召回将于周五开始。"],
    ),
}


def telling(title: str, *sentences: str, language: str = "en", **changes: object) -> Telling:
    """One entry of a story, told for readers of its own language."""
    values: dict[str, object] = {"publisher": "paper.example", "is_native": True, **changes}
    return Telling(title=title, sentences=sentences, language=language, **values)  # type: ignore[arg-type]  # by name


def tags(title: str, *sentences: str, language: str = "en", **aliases: tuple[str, ...]) -> tuple[str, ...]:
    """The tags of a story of one entry."""
    return tagging.choose_tags(
        [telling(title, *sentences, language=language)], aliases=aliases, language=language
    )


@pytest.mark.parametrize("language", RECALL)
def test_one_event_has_the_same_tags_in_every_language(language: str) -> None:
    """Whoever filters by Xiaomi or by recalls finds the story in English, German, Turkish and Chinese."""
    title, sentences = RECALL[language]
    assert {"xiaomi", "su7", "recalls"} <= set(tags(title, *sentences, language=language))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("小米", "Xiaomi"),
        ("XIAOMI", "Xiaomi Corp."),
        ("Xiaomi'nin", "the Xiaomi"),
        ("EVs", "electric vehicle"),
        ("Elektroautos", "elektrikli araçlar"),
        ("电动汽车", "EV"),
        ("Chinese", "Çin"),
        ("U.S.", "Vereinigte Staaten"),
        ("İşten çıkarma", "Stellenabbau"),
        ("European Central Bank", "EZB"),
        ("Gdańsk", "Gdansk"),
        ("e-bike", "ebikes"),
        ("Voltara GmbH", "Voltara A.Ş."),
        ("Andrew M. Cuomo", "Andrew Cuomo"),
        ("batteries", "Battery"),
    ],
)
def test_two_spellings_are_one_tag(one: str, other: str) -> None:
    """Case, number, endings, legal forms, accents, initials and languages make no second tag."""
    assert len(tagging.one_form([one, other], aliases={})) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Model S", "Model Y"),
        ("New York", "New Zealand"),
        ("Volvo", "Volkswagen"),
        ("solar power", "wind power"),
    ],
)
def test_two_things_stay_two_tags(one: str, other: str) -> None:
    """What merely looks alike is not merged."""
    assert len(tagging.one_form([one, other], aliases={})) == 2


def test_a_persons_names_are_one_tag() -> None:
    """A person is filtered by the full name, whatever part of it a sentence uses."""
    found = tags(
        "Weiss opens forty stations",
        "Founder Jana Weiss opened forty stations on Monday.",
        "Weiss wants more.",
        "Nobody told Weiss.",
    )
    assert found[0] == "jana weiss"


def test_what_stands_before_a_name_is_no_part_of_it() -> None:
    """Offices, and a country before one, are not what people look for."""
    found = tags(
        "Talks go on",
        "Canadian Prime Minister Ada Moreau met Halden CEO Tom Birk.",
        "Moreau and Birk agreed, and Halden confirmed it.",
        "Halden said more would follow, and so did Moreau.",
    )
    assert {"ada moreau", "halden"} <= set(found)


@pytest.mark.parametrize(
    "sentence",
    [
        "LONDON (Reuters) - Halden and Birk agreed on Monday.",
        "WASHINGTON — Halden and Birk agreed on Monday.",
        "ANKARA (AA) - Halden and Birk agreed on Monday.",
    ],
)
def test_where_it_was_reported_from_is_no_tag(sentence: str) -> None:
    """An agency's dateline, a weekday and the agency say nothing about the story."""
    told = without_dateline(sentence)
    found = tags("Halden and Birk agree", told, "Birk told Reuters that Halden was glad.")
    assert set(found) == {"halden", "birk"}


@pytest.mark.parametrize("publisher", ["Volt Courier", "volt-courier.example"])
def test_a_publisher_is_no_tag_of_its_own_story(publisher: str) -> None:
    """Every story of a newspaper names it."""
    told = telling(
        "Halden agrees - Volt Courier",
        "Halden agreed, Volt Courier reports.",
        "Birk told the Volt Courier about Halden.",
        publisher=publisher,
    )
    assert "volt courier" not in tagging.choose_tags([told], aliases={}, language="en")


def test_german_nouns_are_no_names() -> None:
    """German writes all nouns with a capital; only the names among them are tags."""
    found = tags(
        "Voltara baut neues Werk",
        "Voltara will ein Werk in Hildesheim bauen.",
        "Das Werk kostet Voltara zwei Millionen Euro, sagte die Sprecherin.",
        "Die Baugenehmigung für das Werk in Hildesheim liegt vor, und der Stromanschluss steht.",
        language="de",
    )
    assert set(found) == {"voltara", "hildesheim", "factories"}


def test_an_unknown_chinese_name_is_found_by_its_repetition() -> None:
    """No capitals show a name in Chinese, and no table has them all."""
    found = tags(
        "沃塔拉开设新站点", "沃塔拉周一开设四十个站点。", "雅娜表示，沃塔拉将继续扩张。", language="zh"
    )
    assert "沃塔拉" in found


@pytest.mark.parametrize(
    ("title", "language", "expected"),
    [
        ("Carmaker cuts 3,500 jobs", "en", "layoffs"),
        ("Autobauer streicht 3.500 Stellen", "de", "layoffs"),
        ("Otomobil üreticisi 3 bin 500 kişiyi işten çıkarıyor", "tr", "layoffs"),
        ("车企裁员3500人", "zh", "layoffs"),
        ("Ein Brand zerstört das Lager", "de", "fires"),
        ("A brand for everyone", "en", ""),
        ("Es war ein guter Tag", "de", ""),
        ("Bu ev çok güzel", "tr", ""),
    ],
)
def test_words_mean_what_they_mean_in_their_language(title: str, language: str, expected: str) -> None:
    """German "war" is no war, a brand burns in German only, and a Turkish "ev" is a house."""
    found = tags(title, title, language=language)
    assert expected in found if expected else not {"fires", "war", "electric cars"} & set(found)


def test_the_topics_own_name_comes_first() -> None:
    """What a topic calls otherwise is tagged as the topic calls it."""
    found = tags("小米发布新车", "小米周一发布新车。", language="zh", mi=("小米", "Xiaomi"))
    assert found[0] == "mi"


@pytest.mark.parametrize(
    "tag",
    ["<b>", "@everyone <!channel>", "x" * 41, "\u202e\u200b", "https://evil.example/x", "2026", "", "[a](b)"],
)
def test_a_tag_is_plain_words(tag: str) -> None:
    """Markup, pings, links and hidden characters never get into a tag."""
    assert all(
        not set(found) & set("<>@!#[]()*`|\u202e\u200b") and "//" not in found
        for found in tagging.one_form([tag], aliases={})
    )


@given(st.lists(st.text(max_size=80), max_size=8), st.sampled_from(["en", "de", "tr", "zh", ""]))
def test_any_text_gives_at_most_five_settled_tags(lines: list[str], language: str) -> None:
    """Hostile texts give few, short tags, and what was settled once settles the same again."""
    found = tagging.choose_tags(
        [telling(" ".join(lines), *lines, language=language)], aliases={}, language=language
    )
    assert len(found) <= tagging.MAX_TAGS
    assert all(0 < len(tag) <= 41 and tag.isprintable() for tag in found)
    again = tagging.one_form(found, aliases={}, language=language)
    assert tagging.one_form(again, aliases={}, language=language) == again


def test_a_heading_all_in_capitals_names_only_what_is_known() -> None:
    """Headings that write every word with a capital show no names, and there is no text to tell them by."""
    found = tags("Halden Loses Final Appeal Over Tesla Recall")
    assert set(found) == {"tesla", "recalls"}
