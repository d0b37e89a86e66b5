"""The demo's publishers: real feeds over real HTTP, and content that shows what newsthread is for."""

import datetime as dt
from collections import Counter
from collections.abc import AsyncIterator

import feedparser
import httpx
import pytest
import trafilatura

from bot.adapters.demo_publisher import DemoSite, FeedFormat, open_demo_site, read_publishers
from bot.core.articles import looks_like_excerpt
from bot.core.entities import EntryId
from bot.core.indexing import features_of, pack
from bot.core.stories import Outline
from bot.core.stories.grouping import Grouper
from bot.core.text import content_hash, sentences
from bot.settings import bundled

STARTED_AT = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
PUBLISHERS = read_publishers(bundled("demo") / "publishers")
ENTRIES = [(publisher, entry) for publisher in PUBLISHERS for entry in publisher.entries]


class Watch:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.time = STARTED_AT

    def now(self) -> dt.datetime:
        """Return the time it was set to."""
        return self.time


@pytest.fixture
def watch() -> Watch:
    """The publishers' clock."""
    return Watch()


@pytest.fixture
async def site(watch: Watch) -> AsyncIterator[DemoSite]:
    """The publishers, serving on a free port."""
    async with open_demo_site(bundled("demo"), clock=watch) as running:
        yield running


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    """A browser."""
    async with httpx.AsyncClient(trust_env=False) as browser:
        yield browser


def entries_of(response: httpx.Response) -> list[tuple[str, str]]:
    """Return title and link of each entry."""
    if "json" in response.headers["content-type"]:
        return [(item["title"], item["url"]) for item in response.json()["items"]]
    headers = {"content-type": response.headers["content-type"]}
    parsed = feedparser.parse(response.content, response_headers=headers)
    return [(entry.title, entry.link) for entry in parsed.entries]


async def test_feeds_bring_what_was_written_in_three_formats(
    site: DemoSite, client: httpx.AsyncClient, watch: Watch
) -> None:
    """Every article that is due is in its feed, under its title, whatever the feed's format."""
    watch.time += dt.timedelta(hours=1)
    for publisher, url in zip(PUBLISHERS, site.feeds, strict=True):
        response = await client.get(url)
        expected = [entry.title for entry in publisher.entries]
        assert [title for title, _ in entries_of(response)] == expected


async def test_every_link_of_every_feed_leads_to_its_article(
    site: DemoSite, client: httpx.AsyncClient
) -> None:
    """A citation in the demo opens a page that says what was cited."""
    for url in site.feeds:
        for title, link in entries_of(await client.get(url)):
            page = await client.get(link)
            assert (page.status_code, f"<h1>{title}</h1>" in page.text.replace("&#x27;", "'")) == (200, True)


async def test_an_unchanged_feed_is_answered_with_304(site: DemoSite, client: httpx.AsyncClient) -> None:
    """The demo shows polite reading: what has not changed is not sent again."""
    for url in site.feeds:
        etag = (await client.get(url)).headers["etag"]
        again = await client.get(url, headers={"if-none-match": etag})
        assert (again.status_code, again.content) == (304, b"")


async def test_news_arrives_while_the_demo_runs(
    site: DemoSite, client: httpx.AsyncClient, watch: Watch
) -> None:
    """Whoever watches sees an update come in after a minute and a half, and the feed says that it changed."""
    url = next(url for url in site.feeds if "volt-courier" in url)
    before = await client.get(url)
    watch.time += dt.timedelta(seconds=91)
    after = await client.get(url, headers={"if-none-match": before.headers["etag"]})

    (new,) = set(entries_of(after)) - set(entries_of(before))
    assert new[0] == "Caspia Cells pushes first battery deliveries from Manisa back by two months"


async def test_one_feed_is_broken(site: DemoSite, client: httpx.AsyncClient) -> None:
    """The demo shows a failing source too: a web page where a feed should be."""
    url = next(url for url in site.feeds if "ampere-observer" in url)
    response = await client.get(url)

    assert (response.headers["content-type"], entries_of(response)) == ("text/html; charset=utf-8", [])


async def test_a_page_hides_its_article_in_furniture(site: DemoSite, client: httpx.AsyncClient) -> None:
    """The whole article can be had from a page behind a teaser, though banners and boxes stand around it."""
    publisher, entry = next((publisher, entry) for publisher, entry in ENTRIES if entry.teaser)
    page = (await client.get(f"http://{site.host}/{publisher.slug}/{entry.slug}")).text
    article = trafilatura.extract(page, url=None) or ""

    assert "214 partners" in page
    assert [part for part in entry.paragraphs if part not in article] == []


async def test_what_is_not_there_is_404(site: DemoSite, client: httpx.AsyncClient) -> None:
    """A mistyped address gets an answer, not an error."""
    paths = ("nobody/feed.xml", "nobody/x", "nobody/", "volt-courier/none", "volt-courier/feed.json")
    statuses = [(await client.get(f"http://{site.host}/{path}")).status_code for path in paths]

    assert statuses == [404] * len(paths)


def test_there_is_enough_to_show() -> None:
    """Forty entries and more over two days, by six publishers in four languages, three formats and one broken feed."""
    ages = [entry.age for _, entry in ENTRIES]

    assert len(ENTRIES) >= 40
    assert min(ages) < dt.timedelta() < dt.timedelta(hours=36) < max(ages) < dt.timedelta(hours=48)
    assert {publisher.language for publisher, _ in ENTRIES} == {"en", "tr", "zh", "de"}
    assert {publisher.format for publisher in PUBLISHERS} == set(FeedFormat)
    assert len({publisher.name for publisher, _ in ENTRIES}) == 6


def test_entries_are_articles_of_their_own() -> None:
    """No headline or text is used twice, and each tells enough to be no excerpt."""
    assert max(Counter(entry.title for _, entry in ENTRIES).values()) == 1
    assert max(Counter(content_hash(entry.text) for _, entry in ENTRIES).values()) == 1
    assert [entry.slug for _, entry in ENTRIES if looks_like_excerpt(entry.text)] == []
    assert [entry.slug for _, entry in ENTRIES if len(sentences(entry.text)) < 5] == []


@pytest.mark.parametrize(
    ("fact", "languages"),
    [
        (("SU7",), {"en", "tr", "zh", "de"}),
        (("18,400", "18.400"), {"en", "tr", "de"}),
        (("214,600", "214.600", "214600"), {"en", "tr", "zh"}),
        (("410 kilowatt", "410千瓦"), {"en", "zh"}),
        (("27.900", "27900"), {"zh", "de"}),
    ],
)
def test_the_same_event_is_told_in_several_languages(fact: tuple[str, ...], languages: set[str]) -> None:
    """Stories have more than one source, so that merging them can be seen."""
    told = [(publisher, entry) for publisher, entry in ENTRIES if any(form in entry.text for form in fact)]

    assert {publisher.language for publisher, _ in told} == languages
    assert len({publisher.slug for publisher, _ in told}) >= len(languages)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("18,400", "18.400"), ("6,200",)),
        (("320 battery buses",), ("150 electric delivery vans",)),
        (("320 battery buses",), ("85 elektrikli otobüs",)),
    ],
)
def test_events_of_one_kind_share_no_telling(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    """Two recalls and two orders on one day are there to be kept apart: no entry mixes them."""
    texts = [entry.text for _, entry in ENTRIES]
    tellings = [{text for text in texts if any(form in text for form in forms)} for forms in (one, other)]

    assert tellings[0]
    assert tellings[1]
    assert tellings[0] & tellings[1] == set()


def test_one_event_is_one_story_in_every_language() -> None:
    """The demo's first story is told by publishers in four languages, found by names and figures alone."""
    outlines = [
        Outline(
            id=EntryId(number),
            story_id=None,
            language=publisher.language,
            published_at=STARTED_AT - entry.age,
            features=pack(features_of(entry.title, entry.text)),
        )
        for number, (publisher, entry) in enumerate(ENTRIES)
    ]
    stories: dict[EntryId, EntryId] = {}
    for place in Grouper().assign(outlines):
        stories[place.entry_id] = place.entry_id if place.joins is None else stories[place.joins]
    about_xiaomi = [EntryId(number) for number, (_, entry) in enumerate(ENTRIES) if "SU7" in entry.text]
    (first, told), *_ = Counter(stories[entry_id] for entry_id in about_xiaomi).most_common()
    languages = {outline.language for outline in outlines if stories[outline.id] == first}
    assert told == 5
    assert languages == {"en", "de", "tr", "zh"}
