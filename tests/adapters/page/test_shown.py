"""What the page shows: the transcript, citations, threads and sources; and that nothing foreign becomes markup."""

import dataclasses
import datetime as dt

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.page import Access, PageChat
from bot.adapters.page.render import Line, render_line
from bot.core.entities import (
    Action,
    EditionId,
    Feed,
    FeedId,
    Notice,
    Posted,
    Said,
    Speaker,
    StoryList,
    Weight,
)
from bot.core.errors import ChannelGoneError, ConfigError
from tests import samples
from tests.adapters.page.browser import EDITION, THREAD, Page, shown, texts
from tests.fakes.clock import FakeClock
from tests.fakes.inbound import FakeInbound
from tests.fakes.page_data import FakePageData


async def test_the_transcript_is_there_when_the_page_is_opened():
    """Somebody who opens the page later reads the edition that was posted before, with its coverage."""
    root = await Page(EDITION).html()
    assert texts(root, "dateline") == ["Monday 23 November 2026, 09:00 (Europe/Berlin)"]
    assert texts(root, "lead") == ["2 stories from 3 publishers."]
    assert len(root.xpath("//li[@class='story']")) == 2
    assert "1 failing: Motor Gazette" in texts(root, "coverage")[0]


async def test_an_empty_channel_says_what_will_happen():
    """Whoever opens the page first is told what to wait for, not shown an empty screen."""
    assert "The first edition appears here by itself" in texts(await Page().html(), "empty")[0]


async def test_each_bullet_leads_to_its_sentence():
    """A citation shows the sentence and its publisher, and links to the place where it stands."""
    root = await Page(EDITION).html()
    evidence = root.find_class("evidence")[0]
    assert texts(root, "evidence")[0] == f"{samples.WAITING_LIST} volt-courier.example Read it there ↗"
    link = evidence.xpath(".//a")[0]
    assert link.get("href").startswith("https://volt-courier.example/2026/sedan#:~:text=Buyers")
    assert (link.get("rel"), link.get("target")) == ("noopener noreferrer", "_blank")


async def test_a_story_told_again_leads_to_where_it_was_told():
    """It says when it was told before, and links to that message of the page, to no other place."""
    for url, expected in (("/#m-7", ["/#m-7"]), ("javascript:alert(1)", [])):
        root = await Page(
            dataclasses.replace(EDITION, edition=samples.edition(samples.told_again(url)))
        ).html()
        told = next(each for each in root.find_class("byline") if "Told before" in each.text_content())
        assert told.xpath(".//a/@href") == expected


async def test_a_quotation_is_marked_with_its_language():
    """A bullet in the publisher's words is told apart from ours, and read aloud in its language."""
    root = await Page(EDITION).html()
    quoted = root.find_class("quoted")[0].getparent()
    assert quoted.get("lang") == "de"
    assert quoted.xpath("./q/text()") == ["Das Netz wächst bis Ostern auf 500 Ladepunkte."]


async def test_hostile_addresses_do_not_become_links():
    """A feed that gives a script as its address gets its title shown, and no link."""
    bad = "javascript:alert(1)"
    item = samples.item(
        summary=samples.summary(bullets=(samples.bullet(citations=(samples.citation(url=bad),)),)),
        sources=(samples.source(url=bad), samples.source("b.example", url="data:text/html,x")),
    )
    page = Page(shown("1", StoryList(title="Found", items=(item,))))
    page.data.feeds = (
        Feed(id=FeedId(1), url="https://a.example/", site_url=bad, next_check_at=samples.NOON),
    )
    links = {link.get("href") for link in (await page.html()).xpath("//a")}
    assert {link for link in links if not link.startswith("/")} == {"#command"}


@given(hostile=st.text(alphabet=st.sampled_from("<>\"'&/=ab script{}\n "), max_size=60))
def test_no_text_changes_the_structure(hostile: str):
    """Whatever a feed or a language model writes, the elements and attributes of the page stay the same."""

    def structure(text: str) -> list[tuple[str, list[str]]]:
        item = samples.item(
            summary=samples.summary(title=text, tags=(text,), bullets=(samples.bullet(text),)),
            sources=(samples.source(text, title=text, url="https://a.example"), samples.source("b.example")),
        )
        line = Line(
            id=text,
            thread="",
            speaker=Speaker.BOT,
            body=Posted(edition_id=EditionId(7)),
            at=samples.NOON,
            edition=samples.edition(item, title=text, command=text),
        )
        root = lxml.html.fragment_fromstring(render_line(line).strip())
        return [(element.tag, sorted(element.keys())) for element in root.iter()]

    assert structure(f"x{hostile}") == structure("x")


async def test_a_thread_shows_what_was_said_in_it():
    """The panel holds the headlines, the question and the answer with its source, and nothing of other threads."""
    page = Page(
        EDITION,
        shown("q", Said(text="How long is the list?"), thread=THREAD, speaker=Speaker.PERSON, minute=1),
        shown("a", samples.answer(), thread=THREAD, minute=2),
        shown("b", samples.refusal(), thread="another", minute=3),
    )
    root = await page.html(f"/threads/{THREAD}")
    assert texts(root, "said") == ["How long is the list?"]
    assert texts(root, "evidence") == [f"{samples.WAITING_LIST} volt-courier.example Read it there ↗"]
    assert texts(root, "headlines") == [
        "Waiting list for the sedan grows to 41 weeks 312 fast chargers open on northern motorways"
    ]
    assert texts(await page.html(), "reply") == ["2 replies"]


async def test_an_answer_counts_before_the_transcript_has_it():
    """Who opens the page between an answer and its recording reads the number that those who had it open read."""
    page = Page(EDITION, shown("q", Said(text="How long?"), thread=THREAD, speaker=Speaker.PERSON, minute=1))
    page.clock.advance(dt.timedelta(minutes=2))
    await page.chat.answer(dataclasses.replace(samples.question(), thread=THREAD), samples.answer())
    assert texts(await page.html(), "reply") == ["2 replies"]
    page.data.shown.append(shown("answer:5", samples.answer(), thread=THREAD, minute=2))
    assert texts(await page.html(), "reply") == ["2 replies"]


async def test_a_refusal_says_that_the_sources_do_not_say():
    """An honest refusal is recognised as one, with the nearest sentence there is."""
    root = await Page(shown("1", samples.refusal())).html()
    assert texts(root, "refused") == ["The sources do not say. The nearest they do say:"]


async def test_what_is_posted_is_shown_before_the_transcript_has_it_and_once_afterwards():
    """Who opens the page between posting and recording sees the edition; later it is not doubled."""
    page = Page()
    message_id = await page.chat.post(samples.delivery(), samples.edition(), "")
    before = (await page.html()).find_class("message")
    page.data.shown.append(EDITION)
    after = (await page.html()).find_class("message")
    assert [each.get("data-id") for each in before] == [message_id]
    assert [each.get("data-id") for each in after] == [message_id]


async def test_an_answer_is_shown_in_its_thread():
    """The answer stands in the thread of its question, under an id that a repeat would share."""
    page = Page(EDITION)
    question = dataclasses.replace(samples.question(), thread=THREAD)
    assert await page.chat.answer(question, samples.answer()) == "answer:5"
    assert len((await page.html(f"/threads/{THREAD}")).find_class("answer")) == 1


async def test_a_notice_is_shown_once_however_often_it_is_told():
    """A notice stands in the channel under its key; a repeat replaces it."""
    page, notice = Page(), Notice(title="1 feed cannot be read", lines=("Volt Courier: it answered 500",))
    assert await page.chat.notify("news", notice, "notice:1") == "notice:1"
    await page.chat.notify("news", notice, "notice:1")
    (message,) = (await page.html()).find_class("message")
    assert "it answered 500" in message.text_content()


async def test_the_health_of_sources_is_shown_without_their_addresses():
    """A failing source says why; a secret in a feed's address is not shown, not even inside its error."""
    secret = "https://a.example/feed?key=hush"
    page = Page()
    page.data.feeds = (
        Feed(
            id=FeedId(1),
            url=secret,
            title="A <b>",
            next_check_at=samples.NOON,
            checked_at=samples.NOON,
            failures=2,
            error=f"503 from {secret}",
        ),
        Feed(id=FeedId(2), url="https://b.example/rss", next_check_at=samples.NOON),
    )
    html = (await page.get("/sources")).text
    assert "hush" not in html
    root = lxml.html.fragment_fromstring(html, create_parent=True)
    assert texts(root, "source-name") == ["A <b> failing", "b.example new"]
    assert texts(root, "reason") == ["503 from the feed (2 times in a row)"]
    assert texts(root, "cure") == ["It is asked again by itself."]


async def test_a_source_shows_what_it_brought_as_a_picture_with_words():
    """Fourteen bars tell at a glance whether a source is alive; whoever cannot see them hears the same."""
    page = Page()
    page.data.feeds = (
        Feed(
            id=FeedId(1),
            url="https://a.example/feed",
            next_check_at=samples.NOON,
            checked_at=samples.NOON,
            pace=dt.timedelta(hours=10),
        ),
    )
    root = lxml.html.fragment_fromstring((await page.get("/sources")).text, create_parent=True)
    (picture,) = root.xpath("//svg")
    assert (picture.get("role"), picture.get("aria-label")) == ("img", "34 entries in 14 days, 2 today")
    assert len(picture.xpath("./rect")) == 14
    assert texts(root, "pulse")[0].endswith("2 a day")


async def test_a_long_list_of_sources_is_cut_and_says_so():
    """Five thousand feeds do not make the page heavy: those that need somebody stand first, and the rest is counted."""
    page = Page()
    page.data.feeds = tuple(
        Feed(id=FeedId(number), url=f"https://a.example/{number}", next_check_at=samples.NOON)
        for number in range(5_000)
    )
    html = (await page.get("/sources")).text
    assert "5,000 sources, none failing" in html
    assert "and 4,900 more" in html
    assert html.count('class="source new"') == 100


async def test_it_has_one_workspace_and_one_channel():
    """A configuration that names another channel of the page is told so instead of posting into nothing."""
    chat = Page().chat
    assert await chat.workspace_of("news") == ("local", "This page")
    with pytest.raises(ChannelGoneError, match="no 'general'"):
        await chat.workspace_of("general")


async def test_a_delivery_that_died_is_simply_posted_again():
    """Nothing stands on the page but what our own tables say, so that a lost attempt left nothing behind."""
    chat = Page().chat
    assert await chat.find_posted(samples.delivery(), "") is None
    assert chat.parts(samples.edition()) == 1


def test_it_refuses_to_listen_beyond_loopback():
    """Without a token a configuration cannot open the page to a network by mistake."""
    with pytest.raises(ConfigError, match="without a token"):
        PageChat(FakeInbound(), FakePageData(), FakeClock(), Access(host="0.0.0.0"))  # noqa: S104 - what is refused


async def test_a_notice_is_shown_as_plain_text():
    """Help and other notices keep their lines."""
    root = await Page(shown("1", Notice(title="Help", lines=("/ev: now", "/ev xiaomi: about it")))).html()
    assert texts(root, "notice") == ["Help /ev: now /ev xiaomi: about it"]


async def test_buttons_say_what_could_be_typed():
    """A notice asks, and pressing a button is as good as typing; one that settles it cannot be pressed twice."""
    actions = (
        Action(label="Read it", command="/ev", text="feeds confirm 7f", weight=Weight.PRIMARY, settles=True),
        Action(label="<b>Status</b>", command="/ev", text="status"),
    )
    root = await Page(shown("n", Notice(title="Volt Courier", actions=actions))).html()
    first, second = root.find_class("action")
    assert (first.get("data-run"), first.text) == ("/ev feeds confirm 7f", "Read it")
    assert first.get("data-settles") is not None
    assert (second.get("data-settles"), second.text) == (None, "<b>Status</b>")


async def test_a_search_has_its_buttons_below():
    """Sharing, more and watching are a press away."""
    root = await Page(shown("s", samples.page_of_stories())).html()
    said = [button.get("data-run") for button in root.find_class("action")]
    assert said[0] == "/ev share 1"
    assert said[-2:] == ["/ev search xiaomi page:2", "/ev watch xiaomi"]
