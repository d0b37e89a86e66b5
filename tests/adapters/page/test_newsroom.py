"""The newsroom's pages: what they show, what they say where there is nothing, and that nothing foreign becomes markup."""

import dataclasses
from typing import cast

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.page.charts import bars_a_day, shares
from bot.adapters.page.views import Views, money
from bot.core.entities import (
    Correction,
    CorrectionKind,
    Edit,
    EditionId,
    EditionPage,
    EditState,
    Explanation,
    Feed,
    Feedback,
    FeedId,
    Flag,
    FlaggedThere,
    FlagId,
    FlagState,
    JudgedThere,
    Judgement,
    QuestionId,
    Rating,
    Stage,
    StageName,
    StoryId,
    StoryPage,
)
from bot.core.health import State
from bot.core.wording import counted
from tests import samples
from tests.adapters.page.browser import EDITION, Page, texts
from tests.fakes import newsroom_samples
from tests.fakes.newsroom_samples import DAY, TODAY, full_newsroom

PAGES = (
    "stories",
    "stories/1",
    "editions",
    "editions/7",
    "feeds",
    "channels",
    "feedback",
    "costs",
    "why",
    "why?q=sedan",
)
FEED = Feed(id=FeedId(1), url="https://a.example/feed?key=hush", title="Gazette", next_check_at=samples.NOON)


@pytest.fixture
def page() -> Page:
    """A page with a full newsroom."""
    page = Page(EDITION, newsroom=full_newsroom())
    page.data.feeds = (FEED, dataclasses.replace(FEED, id=FeedId(2), failures=3, error="503"))
    return page


def whole(root: lxml.html.HtmlElement) -> str:
    """All that a page says, spaces folded."""
    return " ".join(root.text_content().split())


@pytest.mark.parametrize("path", PAGES)
async def test_every_page_leads_to_all_others(page: Page, path: str) -> None:
    """Nobody gets lost: each page says where one is and what else there is, chat first, and is fenced as the chat is."""
    response = await page.get(f"/{path}")
    root = lxml.html.fromstring(response.text)
    assert response.status_code == 200
    assert root.xpath("//nav[@aria-label='Newsroom']//a/@href") == [
        "/",
        "/stories",
        "/editions",
        "/feeds",
        "/channels",
        "/feedback",
        "/costs",
        "/why",
    ]
    assert root.xpath("count(//h1)") == 1
    assert not root.xpath("//*[@style] | //script[not(@src)] | //*[@onclick]")
    assert "default-src 'none'" in response.headers["content-security-policy"]


async def test_the_chat_leads_to_the_newsroom(page: Page) -> None:
    """Whoever reads an edition finds what is behind it."""
    links = (await page.html()).xpath("//nav//a/@href")
    assert {"/stories", "/editions", "/feeds", "/channels", "/costs", "/why"} <= set(links)


async def test_stories_are_listed_with_what_became_of_them(page: Page) -> None:
    """Publishers counted, tags that lead on, age, where it was told; and the way to older ones."""
    root = await page.html("/stories")
    row = texts(root, "row")[0]
    assert "Waiting list for the sedan grows to 41 weeks 2 publishers" in row
    assert "1 h ago" in row
    assert "told in 1 edition china deliveries" in row
    assert root.xpath("//a[@class='tag']/@href") == ["/stories?q=china", "/stories?q=deliveries"]
    assert root.xpath("//a[@rel='next']/@href") == ["/stories?before=2"]
    await page.get("/stories?before=2")
    assert page.newsroom.asked == [2]


async def test_stories_about_a_subject(page: Page) -> None:
    """The form keeps what was asked for, and says how many there are."""
    root = await page.html("/stories?q=+sedan%00++batteries+")
    assert page.newsroom.asked == ["sedan batteries"]
    assert root.get_element_by_id("q").get("value") == "sedan batteries"
    assert "1 story about “sedan batteries”" in whole(root)


async def test_a_story_shows_its_entries_side_by_side(page: Page) -> None:
    """The summary with its citations, where it was told, and each publisher's own text."""
    root = await page.html("/stories/1")
    assert len(root.find_class("marker")) == 3
    assert "Electric cars · place 1 of 2 · C0NEWS in Car desk (Slack)" in whole(root)
    entries = texts(root, "entry")
    assert len(entries) == 2
    assert "volt-courier.example" in entries[1]
    assert "excerpt: its page is behind a paywall" in entries[1]
    assert "leads" in entries[0]


async def test_a_long_text_is_cut_visibly(page: Page) -> None:
    """A book-length entry does not fill the page, and its end is marked."""
    page.newsroom.page = StoryPage(reports=(newsroom_samples.report("word " * 2_000),))
    entry = texts(await page.html("/stories/1"), "entry")[0]
    assert entry.endswith("word …")
    assert len(entry) < 1_500


async def test_what_was_not_told_says_why(page: Page) -> None:
    """A story that the topic's words keep out is not left without a word."""
    page.newsroom.page = StoryPage(reports=(newsroom_samples.report(is_told=False),))
    assert "kept out by the topic’s words" in whole(await page.html("/stories"))
    assert "Nowhere: the topic’s words keep it out." in whole(await page.html("/stories/1"))


async def test_editions_are_listed_with_their_state(page: Page) -> None:
    """A failed edition is seen at once, with its reason; each with its channel, planned time and coverage."""
    root = await page.html("/editions")
    failed, sent = texts(root, "row")
    assert "could not be posted: the channel is archived" in failed
    assert "Monday 23 November 2026, 09:00 (Europe/Berlin)" in sent
    assert "posted · C0NEWS in Car desk (Slack)" in sent
    assert "17 entries, 4 merged" in sent
    assert [each.get("class") for each in root.find_class("state-of")] == ["state-of failed", "state-of sent"]


async def test_an_edition_shows_what_it_told_and_what_it_cost(page: Page) -> None:
    """Stories, a link to the message, coverage and cost."""
    root = await page.html("/editions/7")
    assert texts(root, "deliveries") == ["posted · open"]
    assert root.xpath("//ul[@class='deliveries']//a/@href") == [
        "https://slack.com/app_redirect?team=T0CARS&channel=C0NEWS&message_ts=1795.1"
    ]
    facts = texts(root, "facts")[0]
    assert "Failing Motor Gazette" in facts
    assert "Cost 0.0018" in facts
    assert root.xpath("//li[@class='story']/h2/a/@href") == ["/stories/1", "/stories/2"]


async def test_channels_show_what_they_get_and_when_next(page: Page) -> None:
    """Subscriptions with their next time, watches, mutes and filters, each with who, and who changed what lately."""
    told = texts(await page.html("/channels"), "panel")[0]
    assert told.startswith("C0NEWS in Car desk (Slack)")
    assert "daily 09:00 Europe/Berlin · 5 stories · en · set in the configuration file" in told
    assert "Next 24 Nov 2026, 08:00 UTC" in told
    assert "solid-state batteries" in told
    assert "Paused since 23 Nov 2026, 12:00 UTC" in told
    assert "e-scooter Electric cars · 23 Nov 2026, 12:00 UTC · by U7" in told
    assert "Electric cars · 23 Nov 2026, 12:00 UTC · by alice" in told
    assert "lang:en" in told
    assert (
        "/ev feeds add a.example 23 Nov 2026, 12:00 UTC · by alice · for all channels of the workspace"
        in told
    )


async def test_costs_are_a_picture_and_a_table(page: Page) -> None:
    """A bar for each day, and who spent it on what."""
    root = await page.html("/costs")
    assert len(root.xpath("//figure//rect[contains(@class, 'pillar')]")) == 14
    assert "24 calls of language models in 14 days, cost 0.0272" in whole(root)
    rows = [
        " ".join(" ".join(row.itertext()).split()) for row in root.xpath("//table[@class='figures']/tbody/tr")
    ]
    assert rows == [
        "2026-11-23 small-writer summary 12 15,400 1,250 0.0182",
        "2026-11-22 large-writer summary 12 15,400 1,250 0.0090",
    ]


async def test_costs_that_may_not_be_seen_are_not_shown(page: Page) -> None:
    """A page that shows its own channel only says so, and shows no sum."""
    page.newsroom.spent = None
    response = await page.get("/costs")
    assert response.status_code == 404
    assert "whoever runs newsthread" in response.text


async def test_feeds_show_their_health_as_a_picture(page: Page) -> None:
    """How many do well, with words for those who cannot see it; and never a feed's own address."""
    root = await page.html("/feeds")
    assert texts(root, "legend") == ["1 new 1 failing"]
    picture = root.xpath("//svg[@aria-labelledby='health-title health-told']")[0]
    assert whole(picture) == "How the feeds do 1 new, 1 failing"
    assert "hush" not in lxml.html.tostring(root, encoding="unicode")


async def test_pictures_have_words_and_a_table() -> None:
    """Whoever cannot see a picture hears what it shows, and reads each number."""
    page = Page(newsroom=full_newsroom())
    root = await page.html("/stories")
    (picture,) = root.xpath("//figure/svg")
    assert picture.get("role") == "img"
    named = [root.get_element_by_id(each).text_content() for each in picture.get("aria-labelledby").split()]
    assert named == [
        "Entries a day",
        "103 entries in 14 days, most on 21 Nov 2026: 16 entries; today 5 entries.",
    ]
    assert len(root.xpath("//figure//tbody/tr")) == 14


async def test_why_explains_stage_by_stage(page: Page) -> None:
    """The form keeps what was asked, each stage says when and where, and a message can be opened."""
    root = await page.html("/why?q=sedan")
    assert page.newsroom.asked == ["sedan"]
    stages = texts(root, "stage")
    assert stages[0] == "Seen 23 Nov 2026, 12:00 UTC in volt-courier.example"
    assert stages[1].startswith("Told 23 Nov 2026, 12:00 UTC C0NEWS in Car desk")
    assert stages[2] == "Posting posted · open the message"
    assert stages[3] == "Muted news (page) “sedan” is muted in this channel"


async def test_why_without_a_question_asks_nobody(page: Page) -> None:
    """The empty form is just a form."""
    assert not (await page.html("/why")).find_class("stages")
    assert page.newsroom.asked == []


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("stories", "No story yet"),
        ("stories?q=ferry", "Nothing about “ferry”"),
        ("editions", "No edition yet"),
        ("feeds", "No feed yet"),
        ("channels", "No channel gets anything yet"),
        ("costs", "Nothing was spent"),
        ("why?q=ferry", "No feed of these topics has brought it."),
    ],
)
async def test_where_there_is_nothing_it_says_what_will_be(path: str, expected: str) -> None:
    """Nobody meets an empty screen."""
    assert expected in whole(await Page().html(f"/{path}"))


@pytest.mark.parametrize(
    "path",
    ["stories/99", "editions/99", f"stories/{2**70}", "editions/0"],
)
async def test_what_is_not_there_is_a_404(path: str) -> None:
    """A wrong number is told, with the way back."""
    response = await Page().get(f"/{path}")
    assert response.status_code == 404
    assert "Back to the chat" in response.text


@pytest.mark.parametrize("before", ["x", "-1", "9" * 40, "²", ""])
async def test_a_wrong_cursor_is_the_first_page(page: Page, before: str) -> None:
    """Nothing breaks on an address that somebody made up."""
    assert (await page.get(f"/stories?before={before}")).status_code == 200
    assert page.newsroom.asked == []


@given(hostile=st.text(alphabet=st.sampled_from("<>\"'&/=ab script{}%\n "), max_size=60))
def test_no_text_changes_the_structure(hostile: str) -> None:
    """Whatever a feed, a person or a language model wrote, the elements and attributes of each page stay the same."""

    def structure(text: str) -> list[tuple[str, list[str]]]:
        views = Views(now=samples.NOON, cursor="1-1")
        told = newsroom_samples.report(text)
        item = samples.item(
            summary=samples.summary(title=text, tags=(text,), bullets=(samples.bullet(text),)),
            sources=(samples.source(text, title=text, url="https://a.example"), samples.source("b.example")),
        )
        record = newsroom_samples.record(error=text)
        record = dataclasses.replace(record, edition=samples.edition(item, title=text))
        stage = Stage(name=StageName.SEEN, text=text, channel=text)
        explained = Explanation(title=text, url="https://a.example", stages=(stage,), note=text)
        report = newsroom_samples.channel_report()
        muted = dataclasses.replace(report.mutes[0].mute, words=text, by=text)
        changed = dataclasses.replace(report.changes[0].change, what=text, by=text)
        report = dataclasses.replace(
            report,
            mutes=(dataclasses.replace(report.mutes[0], mute=muted),),
            changes=(dataclasses.replace(report.changes[0], change=changed),),
        )
        story = dataclasses.replace(told, item=item)
        pages = (
            views.stories(StoryPage(reports=(story,)), about=text, days=(), is_first=True),
            views.story(story),
            views.edition(record),
            views.channels([report]),
            views.costs(TODAY, [newsroom_samples.cost(5, writer=text)]),
            views.why(text, explained),
        )
        roots = [lxml.html.fromstring(page) for page in pages]
        return [
            (str(element.tag), sorted(map(str, element.keys())))
            for root in roots
            for element in root.iter()
            if not element.xpath("boolean(parent::section[@class='entry'])")
        ]

    assert structure(f"x{hostile}") == structure("x")


async def test_hostile_addresses_do_not_become_links(page: Page) -> None:
    """A feed that gives a script as its address gets its title shown, and no link."""
    told = newsroom_samples.report()
    entries = tuple(dataclasses.replace(each, url="javascript:alert(1)") for each in told.story.entries)
    story = dataclasses.replace(told.story, entries=entries)
    page.newsroom.page = StoryPage(reports=(dataclasses.replace(told, story=story),))
    page.newsroom.explanation = Explanation(title="x", url="data:text/html,x")
    for path in ("/stories/1", "/why?q=x"):
        links = (await page.html(path)).xpath("//a/@href")
        assert not [link for link in links if link.startswith(("javascript:", "data:"))]


@given(numbers=st.lists(st.integers(0, 10**9), min_size=1, max_size=40))
def test_bars_stay_in_the_picture(numbers: list[int]) -> None:
    """Whatever the numbers, no bar leaves the drawing, and any day with something is seen above one with nothing."""
    days = [(TODAY + number * DAY, count) for number, count in enumerate(numbers)]
    chart = bars_a_day(days, name="x", title="X", unit="x", in_words=lambda number: counted(number, "x"))
    assert len(chart.bars) == len(numbers)
    assert all(bar.x >= 0 and bar.x + bar.width <= 361 for bar in chart.bars)
    assert all(bar.y >= 18 and bar.y + bar.height <= 128.11 for bar in chart.bars)
    assert all((bar.height > 2) == (count > 0) for bar, count in zip(chart.bars, numbers, strict=True))


def test_no_days_and_no_feeds_are_pictures_too() -> None:
    """A picture of nothing says that there is nothing."""
    assert bars_a_day((), name="x", title="X", unit="x", in_words=str).told == "0 in 0 days."
    assert shares([(State.WELL, 0)], str, name="x", title="X").told == "Nothing yet."


@pytest.mark.parametrize(("micros", "expected"), [(0, "0.00"), (1_800, "0.0018"), (2_340_000, "2.34")])
def test_amounts_are_exact_where_they_are_small(micros: int, expected: str) -> None:
    """A thousandth is not rounded to nothing."""
    assert money(micros) == expected


async def test_the_stream_goes_on_from_what_a_page_holds(page: Page) -> None:
    """The page names the last event it surely holds, so that nothing in between is missed."""
    await page.chat.post(samples.delivery(), samples.edition(), "")
    (cursor,) = (await page.html("/stories")).xpath("/html/body/@data-cursor")
    assert cursor.endswith("-1")


async def test_an_edition_is_put_right_from_its_page(page: Page) -> None:
    """Each story has a form for its sentences, title and all of it; the edition one to take it back."""
    root = await page.html("/editions/7")
    form = root.xpath("//li[@id='story-1']//form")[0]
    assert form.get("action") == "/editions/7/correct"
    assert form.xpath(".//input[@name='what']/@value") == ["1", "2", "3", "title", "story"]
    response = await page.send("/editions/7/correct", story="1", what="2", reason="a slip")
    assert (response.status_code, response.headers["location"]) == (303, "/editions/7")
    await page.send("/editions/7/withdraw", reason="wrong")
    assert page.data.desk.asked == [("correct", 7, 1, "2", "a slip", True), ("withdraw", 7, "wrong")]


async def test_a_mistake_stands_above_the_edition(page: Page) -> None:
    """Whoever asks for what cannot be done reads why, and still sees the edition."""
    page.data.desk.problem = "That title is the publisher's own already."
    response = await page.send("/editions/7/correct", story="1", what="title")
    assert response.status_code == 422
    root = lxml.html.fromstring(response.text)
    assert texts(root, "problem") == ["That title is the publisher's own already."]
    assert "Waiting list for the sedan" in whole(root)


async def test_a_form_of_another_site_puts_nothing_right(page: Page) -> None:
    """A page elsewhere cannot make a browser here withdraw anything; our own pages let the browser say whose form it is."""
    response = await page.send("/editions/7/withdraw", origin="https://evil.example", reason="x")
    assert response.status_code == 403
    assert page.data.desk.asked == []
    assert (await page.get("/editions/7")).headers["referrer-policy"] == "same-origin"


async def test_what_was_put_right_is_shown_with_its_edits(page: Page) -> None:
    """The page says what was put right, by whom, what stood there, and which messages show it."""
    record = page.newsroom.records.records[1]
    slip = Correction(
        kind=CorrectionKind.TITLE,
        by="U1",
        at=samples.NOON,
        story=1,
        before="It was so",
        after="b",
        reason="a slip",
    )
    edit = Edit(
        delivery=record.deliveries[0],
        revision=1,
        state=EditState.REFUSED,
        attempts=1,
        due_at=samples.NOON,
        error="too old",
    )
    changed = dataclasses.replace(record.edition, corrections=(slip,))
    put_right = dataclasses.replace(record, edition=changed, edits=(edit,))
    page.newsroom.records = EditionPage(records=(put_right,))
    said = whole(await page.html("/editions/7"))
    assert "Corrected 13:00: the title of story 1 is now the publisher's own (a slip)" in said
    assert "was “It was so”" in said
    assert "message 1 could not be edited: too old" in said


def flagged(page: Page, state: FlagState = FlagState.KEPT) -> None:
    """Somebody flagged a sentence, and somebody judged an answer."""
    channel = page.newsroom.records.records[1].channel
    flag = Flag(
        id=FlagId(5),
        edition_id=EditionId(7),
        story_id=StoryId(1),
        text="It costs <b>410</b>.",
        user="U0ALICE",
        reason="it was 510",
        at=samples.NOON,
        state=state,
        finding="It stands in the sentence that it rests on.",
    )
    judged = Judgement(question_id=QuestionId(3), user="U0BOB", rating=Rating.WRONG, at=samples.NOON)
    question = dataclasses.replace(samples.question(), answer=samples.answer())
    page.newsroom.said = Feedback(
        flags=(FlaggedThere(flag=flag, channel=channel),),
        judgements=(JudgedThere(judgement=judged, question=question, channel=channel),),
    )


async def test_feedback_shows_what_readers_said(page: Page) -> None:
    """Who flagged what and why, what the check found, and each judged answer with its question; nothing becomes markup."""
    flagged(page)
    said = whole(await page.html("/feedback"))
    assert "It costs <b>410</b>." in said
    assert "the check finds nothing · edition 7, story 1" in said
    assert "by U0ALICE," in said
    assert "“it was 510”" in said
    assert samples.question().text in said
    assert "Wrong by U0BOB" in said


async def test_the_newsroom_decides_on_a_flag(page: Page) -> None:
    """It is wrong, or it is right; what is decided has no buttons any more, and a form of our own is the only one heard."""
    flagged(page)
    root = await page.html("/feedback")
    assert root.xpath("//form/@action") == ["/feedback/flags/5"]
    response = await page.send("/feedback/flags/5", decision="wrong")
    assert (response.status_code, response.headers["location"]) == (303, "/feedback")
    assert page.data.desk.asked == [("decide", 5, True)]
    assert (await page.send("/feedback/flags/5", decision="maybe")).status_code == 400
    assert (
        await page.send("/feedback/flags/5", origin="https://evil.example", decision="wrong")
    ).status_code == 403
    page.data.desk.problem = "That sentence stands there no more."
    refused = await page.send("/feedback/flags/5", decision="right")
    assert (refused.status_code, "stands there no more" in refused.text) == (422, True)
    flagged(page, FlagState.DISMISSED)
    assert not (await page.html("/feedback")).xpath("//form")


async def test_feedback_says_where_there_is_none(page: Page) -> None:
    """Nobody is left to wonder whether it works."""
    said = whole(await page.html("/feedback"))
    assert "Nobody has flagged a sentence." in said
    assert "Nobody has judged an answer." in said


async def test_lists_of_feeds_go_in_and_out_on_the_feeds_page(page: Page) -> None:
    """The page of the feeds has both: a field for a file, for the topic it is for, and the list with whole addresses."""
    root = await page.html("/feeds")
    assert cast("list[str]", root.xpath("//input[@type='file']/@data-import")) == ["/ev"]
    assert cast("list[str]", root.xpath("//a[@download]/@href")) == ["/feeds.opml"]
    assert root.get_element_by_id("import-problem").get("hidden") is not None
    assert root.get_element_by_id("import-shown").get("role") == "status"
