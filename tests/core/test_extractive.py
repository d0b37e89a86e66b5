"""Bullets without a language model: the publishers' own sentences, chosen so that three of them tell the story."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import extractive
from bot.core.entities import Bullet, Story
from tests.core.articles import article, entry, raw, story

LANGUAGES = ["en", "tr", "de", "zh"]
FURNITURE = ("See Full Size", "By Lena", "Photo", "Read more", "newsletter", "rights reserved", "Share this")


def bullets(told: Story, language: str = "en") -> list[str]:
    """The texts of a story's bullets."""
    return [bullet.text for bullet in extractive.summarize(told, language=language, aliases={}).bullets]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_article_becomes_three_of_its_own_sentences(language: str) -> None:
    """Three bullets, word for word, each cited with publisher and address, in every language we read."""
    told = story(article(language))

    found = extractive.summarize(told, language=language, aliases={}).bullets

    assert len(found) == 3
    for bullet in found:
        (citation,) = bullet.citations
        assert bullet.text == citation.sentence
        assert citation.sentence in raw(language)
        assert (citation.entry_id, citation.url, citation.publisher) == (
            told.lead.id,
            told.lead.url,
            told.lead.publisher,
        )


@pytest.mark.parametrize(
    ("language", "first", "decisive"),
    [
        ("en", "Nordvolt, which makes battery packs", "The biggest question for the plan is the price"),
        ("tr", "Anka Motor, elektrikli", "Anka Motor için belirleyici"),
        ("de", "Die Rheinbahn testet", "Entscheidend für den Erfolg"),
        ("zh", "蓝鲸汽车正在组建", "分析人士认为"),
    ],
)
def test_the_bullets_begin_with_the_event_and_name_what_it_hangs_on(
    language: str, first: str, decisive: str
) -> None:
    """A reader of the bullets alone knows what happens and what decides, and nothing leans on a sentence not shown."""
    found = bullets(story(article(language)), language)

    assert found[0].startswith(first)
    assert any(text.startswith(decisive) for text in found[1:])


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("(CNN)Nordvolt rents a hall in Gdansk.", "Nordvolt rents a hall in Gdansk."),
        ("GDANSK, Poland (AP) — Nordvolt rents a hall.", "Nordvolt rents a hall."),
        ("Danzig (dpa/lno) - Nordvolt mietet eine Halle an.", "Nordvolt mietet eine Halle an."),
        ("ANKARA (AA) - Anka Motor yeni bir ekip kuruyor.", "Anka Motor yeni bir ekip kuruyor."),
        ("新华社杭州11月3日电（记者李明）蓝鲸汽车正在组建一个团队。", "蓝鲸汽车正在组建一个团队。"),
        ("The grid operator (PSE) plans a new line.", "The grid operator (PSE) plans a new line."),
        ("BYD — the Chinese maker — rents a hall.", "BYD — the Chinese maker — rents a hall."),
    ],
)
def test_a_dateline_is_left_out(line: str, kept: str) -> None:
    """Where an agency wrote is no news; what is left is the sentence as it stands."""
    assert [one.sentence for one in extractive.passages(story(entry(title="Hall", text=line)))] == [kept]


def test_three_publishers_with_one_sentence_each_are_three_bullets() -> None:
    """Where all there is says nearly the same, it is still better than a card that looks broken."""
    lines = [
        "Nordvolt rents a hall near the harbour of Gdansk for battery packs.",
        "Nordvolt rents a big hall near the harbour of Gdansk for its packs.",
        "Nordvolt rents a new hall near the old harbour of Gdansk for battery packs.",
    ]
    told = story(*(entry(number, title="Nordvolt", text=line) for number, line in enumerate(lines, 1)))

    assert sorted(bullets(told)) == sorted(lines)


def test_the_end_of_a_teaser_that_was_cut_off_is_no_bullet() -> None:
    """Feeds cut their teasers in the middle of a sentence, often without dots."""
    text = "Nordvolt rents a hall in Gdansk. For the first time the company will build its battery packs in"

    assert bullets(story(entry(title="Poland", text=text))) == ["Nordvolt rents a hall in Gdansk."]


def test_a_quotation_of_somebody_gives_way() -> None:
    """Of a quotation by "she" a reader does not know whose it is."""
    said = "“Nordvolt will build battery packs in Gdansk in a hall near the harbour,” {} said."
    news = "Nordvolt rents a hall near the harbour of Gdansk. It will build battery packs there."
    rest = "Poland helps with some of the roads. The tram to the fair was late once more. Rain fell in much of the south."

    def chosen(speaker: str) -> list[str]:
        return bullets(story(entry(title="", text=f"{news}\n\n{said.format(speaker)}\n\n{rest}")))

    assert said.format("Lena Okafor") in chosen("Lena Okafor")
    assert said.format("she") not in chosen("she")


def test_a_statement_that_ends_with_who_said_it_is_whole() -> None:
    """A teaser that lost only its stop is a better third bullet than none."""
    said = "A committee will look at the accounts of the battery plant, its chairman said"
    text = f"Nordvolt rents a hall in Gdansk. The hall is near the old harbour.\n{said}"

    assert said in bullets(story(entry(title="Poland", text=text)))


@pytest.mark.parametrize(
    "title",
    [
        "You won't believe what Nordvolt did",
        "Will Nordvolt go to Poland?",
        "Here's why",
        "Irre! So teuer wird jetzt das Laden",
        "Şok zam! Elektrikli araç sahipleri dikkat",
        "震惊！竟然又涨价了",
    ],
)
def test_a_headline_that_only_teases_gives_way_to_the_first_bullet(title: str) -> None:
    """A card's heading tells what happened, and does not ask."""
    told = story(entry(title=title, text="Nordvolt rents a hall in Gdansk."))

    assert extractive.summarize(told, language="en", aliases={}).title == "Nordvolt rents a hall in Gdansk"


def test_a_file_loses_its_furniture_and_keeps_its_sentences() -> None:
    """`newsthread summarize FILE` reads an article as pages are copied: with captions, bylines and the title thrice."""
    title, text = extractive.article_text(raw("en"))

    assert title == "Nordvolt prepares to build battery packs in Poland"
    assert [piece for piece in (title, *FURNITURE) if piece in text] == []
    assert text.startswith("Nordvolt, which makes battery packs")
    assert text.endswith("Analysts expect a decision by the end of 2027.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("", "")),
        ("\n \n", ("", "")),
        ("One line only", ("", "One line only")),
        ("A sentence opens it.\nAnother one follows.", ("", "A sentence opens it.\n\nAnother one follows.")),
    ],
)
def test_a_file_need_not_have_a_title(text: str, expected: tuple[str, str]) -> None:
    """A text that opens with a sentence has no title to be lost."""
    assert extractive.article_text(text) == expected


@pytest.mark.parametrize(
    "line",
    [
        "By Lena Hartwig, November 16, 2026",
        "Von Jonas Petersen, 18. November 2026",
        "We use cookies to improve your experience on this site.",
        "Sign up for our free newsletter and never miss a story.",
        "Photo: Nordvolt opens the hall in Gdansk for the first time.",
        "This article was originally published by the harbour's own magazine.",
        "Devamını oku",
        "Lesen Sie auch: Der neue Fahrplan der Straßenbahn steht fest.",
        "责任编辑：王小明",
        "* * *",
    ],
)
def test_furniture_is_never_a_bullet(line: str) -> None:
    """Captions, bylines, buttons and notices say nothing about the story."""
    lead = article("en")
    told = story(entry(title=lead.title, text=f"{line}\n\n{lead.text}\n\n{line}"))

    assert [one.sentence for one in extractive.passages(told) if one.sentence in line] == []


def test_the_title_is_no_bullet() -> None:
    """A card already shows the title: said again as a sentence it is a bullet lost."""
    lead = article("en")
    told = story(entry(title=lead.title, text=f"{lead.title}.\n\n{lead.text}"))

    assert f"{lead.title}." not in bullets(told)


@pytest.mark.parametrize(
    "sentence",
    [
        "He said that the plant would open next year in spring.",
        "Until then a red lamp means that the car has to stop.",
        "Bis dahin bleibt das Werk in Danzig für alle geschlossen.",
        "“It is the natural next step for us,” said the director.",
        "However, the company has not yet named a date for it.",
        "On the other hand, the grid operator needs fourteen months.",
        "But the residents of the harbour objected to the traffic.",
        "Bu nedenle şirket yeni bir hat için hazırlık yapıyor.",
        "Dabei sollen neue Akkus die Fahrt durch die Stadt übernehmen.",
        "Das ist für die Stadt ein großer Schritt nach vorn.",
        "但是公司没有公布具体时间，也没有说明原因。",
        "'The natural next step is the plant in Gdansk.",
        "The natural next step is the plant in Gdansk.'",
        "The director (left) opens the plant in Gdansk on Monday.",
        "For the first time the company will build its battery packs in",
        "For the first time the company showed its battery packs to Gov.",
        "and the residents of the harbour objected to the traffic.",
        "Will the plant ever open its doors to the public?",
        "The director said that the plan was “a natural next step.",
        "The company rented a hall of 18,000 square metres near…",
        "Sales doubled.",
    ],
)
def test_a_sentence_that_cannot_stand_alone_is_no_bullet(sentence: str) -> None:
    """A bullet is read without its neighbours: no pronoun, no connective, no question, nothing cut."""
    assert not extractive.can_stand_alone(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "US officials said that the plant would open next year.",
        "IT companies in Gdansk employ more than 40,000 people.",
        "iPhone sales in Poland rose by a tenth last year.",
        "42 buses stood still in Gdansk on Monday morning.",
        "Die Rheinbahn testet ab März zwölf neue Straßenbahnen.",
        "Der Chef der Firma Talbahn nannte den Bau „machbar“.",
    ],
)
def test_a_sentence_with_a_name_or_a_number_in_front_can_stand_alone(sentence: str) -> None:
    """US and IT are no pronouns, and a lower-case brand is no fragment."""
    assert extractive.can_stand_alone(sentence)


def test_a_repetition_by_another_publisher_is_one_bullet() -> None:
    """Agencies' sentences stand in many papers; said twice they would cost a bullet."""
    lead = article("en")
    copy = entry(2, title="Nordvolt goes to Poland", text=lead.text)

    found = bullets(story(lead, copy))

    assert len(set(found)) == 3


def test_a_second_publisher_is_heard() -> None:
    """Where two report, the bullets are not all of one."""
    other = entry(
        2,
        title="Harbour waits for Nordvolt",
        text="The harbour of Gdansk offers Nordvolt a quay of its own for 12 million zloty a year.\n\nRain fell on Monday.",
    )

    found = extractive.summarize(story(article("en"), other), language="en", aliases={}).bullets

    assert {bullet.citations[0].publisher for bullet in found} == {"paper1.example", "paper2.example"}


def test_the_wanted_language_is_preferred_and_another_is_named() -> None:
    """A German channel gets the German paper's sentences; where those do not suffice, the Turkish ones say what they are."""
    teaser = entry(
        3,
        title="Nordvolt in Danzig",
        text="Nordvolt mietet in Danzig eine Halle für 40 Mitarbeiter.",
        language="de",
    )

    in_german = [bullet.language for bullet in bullets_of(story(article("tr", 1), article("de", 2)), "de")]
    in_both = [bullet.language for bullet in bullets_of(story(article("tr", 1), teaser), "de")]

    assert in_german == ["", "", ""]
    assert sorted(in_both) == ["", "tr", "tr"]


def bullets_of(told: Story, language: str) -> tuple[Bullet, ...]:
    """The extract's bullets for a channel."""
    return extractive.summarize(told, language=language, aliases={}).bullets


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("Nordvolt rents a hall in Gdansk for its battery packs.", 1),
        ("Nordvolt rents a hall in Gdansk for its battery packs", 1),
        ("Nordvolt rents a hall in Gdansk for its battery packs. It will open soon.", 1),
    ],
)
def test_a_teaser_gives_as_many_bullets_as_it_has_sentences(text: str, count: int) -> None:
    """Nothing is made up to fill three bullets, and a teaser without a full stop is still read."""
    assert len(bullets(story(entry(title="Nordvolt in Poland", text=text)))) == count


def test_a_long_sentence_is_a_bullet_only_where_there_are_no_three_others() -> None:
    """A sentence of four lines is hard to read in a chat, but better than a bullet that is missing."""
    long = (
        f"Nordvolt names the towns that it looked at before it chose Gdansk: {', '.join(['Szczecin'] * 30)}."
    )
    short = [
        "Poland welcomes the plant.",
        "The harbour offers Nordvolt a quay.",
        "Work begins in spring of next year.",
    ]
    lead = article("en")

    assert len(long) > 320
    assert long not in bullets(story(entry(title=lead.title, text=f"{long}\n\n{lead.text}")))
    assert long in bullets(story(entry(title="Nordvolt in Poland", text="\n\n".join([*short[:2], long]))))


def test_a_heading_is_a_bullet_only_where_there_are_no_three_others() -> None:
    """A line without a full stop is mostly a caption; in a teaser it may be all there is."""
    line = "The harbour of Gdansk seen from the new hall of Nordvolt"
    lead = article("en")

    assert line not in bullets(story(entry(title=lead.title, text=f"{line}\n\n{lead.text}")))
    assert line in bullets(
        story(entry(title="Poland", text=f"{line}\n\nThe grid operator plans a new power line."))
    )


def test_a_story_without_a_title_is_called_by_its_first_bullet() -> None:
    """Some feeds have no titles; a card without a heading cannot be found again."""
    told = story(entry(title="", text="Nordvolt rents a hall in Gdansk for its battery packs."))

    assert (
        extractive.summarize(told, language="en", aliases={}).title
        == "Nordvolt rents a hall in Gdansk for its battery packs"
    )


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Nordvolt goes to Poland", "Nordvolt goes to Poland"),
        ("Nordvolt goes to Poland - Paper One", "Nordvolt goes to Poland"),
        ("Nordvolt goes to Poland | Business | Paper One", "Nordvolt goes to Poland | Business"),
        ("Nordvolt goes to Poland - and stays", "Nordvolt goes to Poland - and stays"),
        ("BREAKING: Nordvolt goes to Poland!!!", "Nordvolt goes to Poland"),
        ("Nordvolt goes to Poland (VIDEO)", "Nordvolt goes to Poland"),
        ("Nordvolt goes to Poland — here's why", "Nordvolt goes to Poland"),
        ("NORDVOLT GOES TO POLAND WITH 420 JOBS", "Nordvolt goes to Poland with 420 jobs"),
        ("Nordvolt GOES TO the USA", "Nordvolt GOES TO the USA"),
        ("SON DAKİKA: Anka Motor ekip kuruyor", "Anka Motor ekip kuruyor"),
        ("Yahoo! Japan buys a chat", "Yahoo! Japan buys a chat"),
        ("  Nordvolt\n goes  to Poland ", "Nordvolt goes to Poland"),
        ("", ""),
    ],
)
def test_a_title_is_made_plain(title: str, expected: str) -> None:
    """No shouting, no labels, no publisher behind it; the words stay the publisher's."""
    text = "Nordvolt goes with its packs to Poland."

    assert extractive.plain_title(title, publisher="paperone.example", text=text) == expected


def test_a_title_is_quiet_though_the_article_shouts_too() -> None:
    """An article in capitals only cannot tell how its words are written."""
    text = "NORDVOLT GOES TO POLAND WITH 420 JOBS. THE HALL IN GDANSK IS RENTED ALREADY."

    assert extractive.plain_title("NORDVOLT GOES TO POLAND", text=text) == "Nordvolt goes to poland"


@given(st.text(max_size=400))
def test_a_plain_title_is_never_longer_than_a_heading(title: str) -> None:
    """Whatever a feed calls a title fits a card's heading."""
    assert len(extractive.plain_title(title)) <= 120


def test_tags_are_the_topics_subjects_first_then_names() -> None:
    """People filter by the subject's own name, whatever a publisher calls it."""
    aliases = {"batteries": ("battery packs", "battery pack"), "nordvolt": ("诺德电池",), "trams": ("tram",)}

    tags = extractive.summarize(story(article("en")), language="en", aliases=aliases).tags

    assert tags == ("nordvolt", "batteries", "gdansk", "poland", "factories")


def test_an_alias_in_another_script_is_the_same_tag() -> None:
    """蓝鲸汽车 and Blue Whale are one subject to whoever filters."""
    aliases = {"blue whale": ("蓝鲸汽车",)}

    tags = extractive.summarize(story(article("zh")), language="zh", aliases=aliases).tags

    assert tags[0] == "blue whale"


@pytest.mark.parametrize(
    ("given_tags", "expected"),
    [
        (["Electric Cars", "electric car"], ("electric cars",)),
        (["U.S.", "US"], ("us",)),
        (["小米", "SU7"], ("xiaomi", "su7")),
        (["#Poland", "  "], ("poland",)),
        (["a", "b", "c", "d", "e", "f"], ("a", "b", "c", "d", "e")),
        (["x" * 41], ()),
    ],
)
def test_tags_have_one_form(given_tags: list[str], expected: tuple[str, ...]) -> None:
    """Tags do not drift between runs: case, plural, aliases and number are settled here."""
    assert extractive.normalize_tags(given_tags, aliases={"xiaomi": ("小米",)}) == expected


def test_turkish_letters_keep_their_dots() -> None:
    """Both Turkish letters i survive in small letters where the channel reads Turkish."""
    assert extractive.normalize_tags(["İstanbul", "Isparta"], aliases={}, language="tr") == (
        "istanbul",
        "ısparta",
    )


@given(st.lists(st.text(max_size=300), max_size=4), st.text(max_size=60))
def test_any_text_gives_at_most_three_verbatim_bullets(texts: list[str], title: str) -> None:
    """Hostile feeds neither break the choice nor get a word changed."""
    told = story(*(entry(number, title=title, text=text) for number, text in enumerate(["", *texts], 1)))

    found = extractive.summarize(told, language="en", aliases={}).bullets

    assert len(found) <= 3
    assert found == extractive.summarize(told, language="en", aliases={}).bullets
    for bullet in found:
        assert any(bullet.text in text for text in texts)
        assert [other for other in found if other is not bullet and bullet.text in other.text] == []
