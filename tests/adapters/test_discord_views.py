"""How newsthread looks on Discord, and that no text whatever breaks a limit or comes alive there."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.discord import markup, views
from bot.adapters.discord.buttons import SayButton
from bot.core import wording
from bot.core.entities import Answer, AnswerSentence, Edition, Item, Notice, Reply, StoryList
from bot.core.language import Person, Reader, say
from tests import samples

GOLDEN = Path(__file__).parent.parent / "data" / "discord"
MAX_COMPONENTS = 40
MAX_CHARACTERS = 4_000

HOSTILE = (
    "@everyone", "@here", "<@123456789012345678>", "<@&42>", "<#7>", "</ev:1>", "<t:0:R>", "<:x:1>", "||spoiler||",
    "[bank](https://evil.example)", "](https://evil.example)", "https://evil.example", "<https://evil.example>",
    "# heading", "-# small", "> quote", ">>> quote", "- item", "1. item", "```code", "`", "**", "__", "\\", "~~",
    "\u202egnp.exe", "\x00", "\ud800", "小米汽车交付四十一周", "İstanbul", "🚗", "a" * 200,
)  # fmt: skip

hostile_texts = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=8), max_size=5).map(" ".join)
huge_texts = st.builds(lambda text, times: text * times, hostile_texts, st.sampled_from((1, 1, 1, 100)))
urls = hostile_texts.map(lambda text: f"https://volt-courier.example/{text}") | st.sampled_from((
    "https://volt-courier.example/a_(b)?c=[d]#e",
    "https://x.example/) [bank](https://evil.example",
    "https://x.example/@everyone/<@1>",
    "https://x.example/" + "a" * 5_000,
    "javascript:alert(1)",
    "",
))  # fmt: skip


def hostile_item(first: str, second: str, publisher: str, url: str) -> Item:
    """A story made of two texts: as title, bullets, quotation, tags and citations."""
    cited = (samples.citation(second, publisher, url=url), samples.citation(first, publisher, url=url))
    bullets = (
        samples.bullet(first, citations=cited),
        samples.bullet(second, citations=()),
        samples.bullet(f"{second} {first}", citations=cited * 3, is_quotation=True, language=publisher),
    )
    summary = samples.summary(title=first, bullets=bullets, tags=(publisher, second))
    return samples.item(summary=summary, sources=(samples.source(publisher, url=url),))


def hostile_answer(question: str, texts: list[str], url: str, *, is_refusal: bool) -> Answer:
    """An answer of such texts."""
    cited = (samples.citation(question, question, url=url),)
    sentences = tuple(AnswerSentence(text=text, citations=cited) for text in texts)
    return samples.answer(question=question, sentences=sentences, is_refusal=is_refusal)


items = st.builds(hostile_item, huge_texts, huge_texts, hostile_texts, urls)
editions = st.builds(
    lambda items, title: samples.edition(
        *items, title=title, coverage=samples.coverage(feeds_failing=(title, title))
    ),
    st.lists(items, min_size=1, max_size=3),
    huge_texts,
)
replies = st.one_of(
    st.builds(Notice, title=huge_texts, lines=st.lists(huge_texts, max_size=4).map(tuple)),
    st.builds(StoryList, title=hostile_texts, items=st.lists(items, max_size=2).map(tuple), hint=huge_texts),
    st.builds(hostile_answer, huge_texts, st.lists(huge_texts, max_size=3), urls, is_refusal=st.booleans()),
)


def assert_within_limits(pages: tuple[views.Page, ...]) -> None:
    """Discord would take each of these messages."""
    assert pages
    for page in pages:
        layout = views.layout(page, marker=2**30)
        assert layout.total_children_count <= MAX_COMPONENTS
        assert 0 < sum(map(markup.size, page)) <= MAX_CHARACTERS
        assert all(page), "a text display must not be empty"


def assert_harmless(pages: tuple[views.Page, ...]) -> None:
    """No mention is alive, and every link that is alive is one of ours: http(s), in the places where we put them."""
    text = "\n".join("\n".join(page) for page in pages)
    bare = re.sub(r"\\.", "", text)
    assert not re.search(r"@(everyone|here|[!&]?\d)", text)
    assert not re.search(r"<(?!t:-?\d+:R>)", bare)
    assert re.findall(r"\]\(([^)]*)\)", bare) == re.findall(r"\]\((https?://[!#-'*-;=?A-\[\]-{}~]+)\)", bare)
    assert "://" not in re.sub(r"\]\([^)]*\)", "", bare), "a bare URL is a link that nobody chose"


@given(editions)
def test_no_edition_breaks_a_limit_or_comes_alive(edition: Edition) -> None:
    """However long or hostile the feeds, the edition arrives, and pings or misleads nobody."""
    pages = views.edition_pages(edition)

    assert_within_limits(pages)
    assert_harmless(pages)


@given(replies)
def test_no_reply_breaks_a_limit_or_comes_alive(reply: Reply) -> None:
    """The same holds for what commands and questions are answered with."""
    pages = views.reply_pages(reply)

    assert_within_limits(pages)
    assert_harmless(pages)


@given(st.lists(items, min_size=1, max_size=3))
def test_nothing_is_cut_silently(shown: list[Item]) -> None:
    """Every bullet can be read to its end, over as many messages as it takes."""
    pages = views.edition_pages(samples.edition(*shown))

    everything = "".join(visible("\n".join(page)) for page in pages)
    for item in shown:
        for bullet in item.summary.bullets:
            assert visible(markup.escape(bullet.text)) in everything


def visible(text: str) -> str:
    """What a reader sees of markup, without spaces and without the note at a page's end."""
    unescaped = plain(re.sub(r"\n-# Part \d+ of \d+: more .*$", "", text))
    return "".join(unescaped.split())


def plain(text: str) -> str:
    """Markup as it is shown, links left as they are."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", text).replace("@\u200b", "@")


@pytest.mark.parametrize(
    "text", ["# heading", "- item", "-# small", "> quote", "1. item", "1) item", "+ item"]
)
def test_text_at_the_start_of_a_line_stays_text(text: str) -> None:
    """A title such as "1. Platz für Xiaomi" does not become a list."""
    escaped = markup.escape(text)

    assert plain(escaped) == text
    assert not re.match(r"#|-|>|\+|\d+[.)]", escaped)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://x.example/a", "[x](https://x.example/a)"),
        ("https://x.example/a (b) <c>", "[x](https://x.example/a%20%28b%29%20%3Cc%3E)"),
        ("https://x.example/ö?q=1%202", "[x](https://x.example/%C3%B6?q=1%202)"),
        ("javascript:alert(1)", "x"),
        ("https://x.example/" + "a" * 2_000, "x"),
    ],
)
def test_links_lead_where_they_should(url: str, expected: str) -> None:
    """An article's address opens that article; what is no web address is no link."""
    assert markup.link("x", url) == expected


def test_citation_with_a_long_address_falls_back_to_the_article() -> None:
    """A long sentence in another script makes the fragment too long: the link then opens the article itself."""
    bullet = samples.bullet(citations=(samples.citation("汽车" * 60, url="https://x.example/a"),))
    item = samples.item(summary=samples.summary(bullets=(bullet,)))

    (page,) = views.edition_pages(samples.edition(item))

    assert "([volt-courier.example](https://x.example/a))" in page[1]


def test_four_stories_stand_in_one_message() -> None:
    """A usual edition is mostly in the channel, not hidden in the thread."""
    pages = views.edition_pages(samples.edition(*(samples.item(number) for number in range(1, 6))))

    assert [sum(text.count("### ") for text in page) for page in pages] == [4, 1]
    assert pages[0][-1].endswith("-# Part 1 of 2: more in the thread")


def test_a_story_told_again_leads_to_where_it_was_told() -> None:
    """Above who reports it stands when it was told before, as a link to that message."""
    item = samples.told_again("https://discord.com/channels/1/2/3")
    (page,) = views.edition_pages(samples.edition(item))

    assert "-# [Told before on 22 Nov 2026" in page[1]
    assert "(https://discord.com/channels/1/2/3)" in page[1]


def test_many_short_stories_take_several_messages() -> None:
    """A message has at most 40 components, however few characters they hold."""
    short = samples.item(summary=samples.summary(title="x", bullets=(), tags=()))

    pages = views.reply_pages(StoryList(title="x", items=(short,) * 60))

    assert_within_limits(pages)
    assert sum(text.count("### ") for page in pages for text in page) == 60


def test_edition_without_stories_says_so() -> None:
    """A quiet day is told as one, with what was covered."""
    (page,) = views.edition_pages(samples.edition(items=()))

    assert "Nothing new since the last edition." in page[0]
    assert "17 entries" in page[1]


@pytest.mark.parametrize(
    ("name", "pages"),
    [
        ("edition", views.edition_pages(samples.edition())),
        (
            "stories",
            views.reply_pages(StoryList(title="xiaomi", items=(samples.item(),), hint="Latest 1 of 3.")),
        ),
        ("answer", views.reply_pages(samples.answer())),
        ("refusal", views.reply_pages(samples.refusal())),
        (
            "notice",
            views.reply_pages(Notice(title="Subscribed", lines=("Every day at 09:00.", "Europe/Berlin"))),
        ),
    ],
)
def test_look(name: str, pages: tuple[views.Page, ...]) -> None:
    """The look changes only when somebody means it to: tests/data/discord holds what is sent."""
    expected = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))

    sent = [views.layout(page, marker=2**30).to_components() for page in pages]  # type: ignore[no-untyped-call]  # discord.py leaves it untyped
    assert sent == expected


def test_a_search_has_its_buttons_below() -> None:
    """Sharing, more and watching are a press away, and the message still has room for them."""
    *_, last = layouts = views.reply_layouts(samples.page_of_stories())
    ids = [child.custom_id for child in last.walk_children() if isinstance(child, SayButton)]
    assert ids[0] == "say:/ev share 1"
    assert ids[-2:] == ["say:/ev search xiaomi page:2", "say:/ev watch xiaomi"]
    assert all(layout.total_children_count <= MAX_COMPONENTS for layout in layouts)


def test_people_are_mentioned_as_discord_shows_them() -> None:
    """Who wished for what is a name, not a number; what only looks like a person stays text."""
    lines = (
        say("{subject}, by {who}, lately", subject="<@66>", who=Person("77")),
        "<@88> \ufdd0000000000000000000000000\ufdd1",
    )
    spoken = wording.spoken_notice(Notice(title="Steered", lines=lines), Reader("de"))
    ((text,),) = views.reply_pages(spoken)
    assert ", by <@77>, lately" in text
    assert re.findall(r"(?<!\\)<@[0-9]+>", text) == ["<@77>"]
