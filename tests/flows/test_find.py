"""What `/ev <subject>` finds, in which order, and what it says where it finds something else or nothing."""

import datetime as dt
from dataclasses import replace

import pytest

from bot.core.entities import ChannelFilter, Mute, NewTopic, StoryList, Topic
from bot.core.filters import parse_filter
from bot.core.searches import parse_search
from bot.flows import find
from tests.flows.world import World

HOUR = dt.timedelta(hours=1)
RECALL = "Xiaomi recalls its sedan. The battery may leak in 4,100 cars. The repair takes a day."
OTHER_FEED = "https://secret-motors.example/feed"


async def found(world: World, text: str, topic: Topic | None = None) -> StoryList:
    """What a search brings."""
    return await find.find(world.needs, topic or world.topic, world.place, parse_search(text))


def titles(stories: StoryList) -> list[str]:
    """The headlines of a list."""
    return [item.sources[0].title for item in stories.items]


@pytest.mark.parametrize(
    ("title", "asked"),
    [
        ("Xiaomi opens a plant", "xiaomi"),
        ("小米汽车在武汉建厂", "xiaomi"),
        ("Xiaomi opens a plant", "小米"),
        ("İstanbul'da yeni şarj ağı", "ISTANBUL"),
        ("Neue Straße für E-Autos", "strasse"),
        ("سيارة كَهربائيّة جديدة", "كهربائية"),
    ],
)
async def test_a_subject_is_found_in_whatever_form(world: World, title: str, asked: str):
    """Case, accents, scripts and other names hide nothing, and nothing is said about it."""
    await world.entry(title, "")
    stories = await found(world, asked)
    assert titles(stories) == [title]
    assert "showing" not in stories.hint


@pytest.mark.parametrize(
    ("title", "asked", "said"),
    [
        ("Xiaomi opens a plant", "xiao", "words that begin with it"),
        ("小鹏发布新车", "小", "words that begin with it"),
        ("Xiaomi opens a plant", "xaiomi", "Nothing is called “xaiomi”: showing results for “xiaomi”."),
        ("小米汽车在武汉建厂", "xiomi", "showing results for “xiaomi”"),
        ("Volkswagen hebt die Preise", "Wolkswagen", "showing results for “volkswagen”"),
        ("Şarj ağı büyüyor", "sajr büyüyor", "showing results for “sarj”"),
        ("Электромобили дешевеют", "элктромобили", "showing results for “электромобили”"),
    ],
)
async def test_beginnings_and_misspellings_find_what_was_meant(
    world: World, title: str, asked: str, said: str
):
    """Whoever types half a word, or slips, gets what they meant, and is told."""
    await world.entry(title, "")
    stories = await found(world, asked)
    assert titles(stories) == [title]
    assert said in stories.hint


async def test_a_beginning_finds_the_other_names_too(world: World):
    """Half a name finds what the whole one does, in whatever script it is written."""
    for title in ("小米汽车在武汉建厂", "Xiaomi opens a plant"):
        await world.entry(title, "")
    assert set(titles(await found(world, "xiaom"))) == {"小米汽车在武汉建厂", "Xiaomi opens a plant"}


async def test_what_is_found_as_typed_is_not_corrected(world: World):
    """A word that some article has is meant as it stands, however alike a more frequent one is."""
    for number in range(5):
        await world.entry(f"Xiaomi opens plant {number}", "")
    await world.entry("Xiaomo opens a shop", "")
    assert titles(await found(world, "xiaomo")) == ["Xiaomo opens a shop"]


async def test_nothing_of_another_topic_shows_not_even_in_a_correction(world: World):
    """Words of another team's feeds are found, suggested and taken for a misspelling by nobody else."""
    theirs = NewTopic(name="secret", command="/secret", title="Secret", feeds=(OTHER_FEED,))
    other = await world.store.add_workspace(world.place.platform, "T2", "Other team")
    (topic,) = await world.store.declare_topics(other.id, [theirs], world.clock.now())
    (feed,) = await world.store.feeds(topic.id)
    await replace(world, topic=topic, feed=feed).entry("Zephyrion takes over a rival", "")
    for asked in ("zephyrion", "zephyrin", "zeph", "by:zephyrion"):
        stories = await found(world, asked)
        assert stories.items == ()
        assert "zephyrion" not in stories.hint.replace(f"“{asked}”", "").replace("by zephyrion", "")
    assert titles(await found(world, "zephyrin", topic)) == ["Zephyrion takes over a rival"]


async def test_the_newest_comes_first_and_weight_makes_up_for_days(world: World):
    """A day more for each doubling of publishers, and two for a headline: so says the documentation."""
    three = await world.entry("Volt Group grows", "Xiaomi is named here.", publisher="A")
    for publisher in ("B", "C", "D"):
        await world.entry("Volt Group grows", "Xiaomi too.", publisher=publisher, story=three.story_id)
    world.clock.advance(26 * HOUR)
    await world.entry("Xiaomi in a headline", "")
    world.clock.advance(47 * HOUR)
    await world.entry("A car of today", "Xiaomi stands below.")
    assert titles(await found(world, "xiaomi")) == [
        "Xiaomi in a headline",
        "A car of today",
        "Volt Group grows",
    ]
    world.clock.advance(HOUR)
    await world.entry("A car of tomorrow", "Xiaomi stands below.")
    assert titles(await found(world, "xiaomi"))[0] == "A car of tomorrow"


async def test_pages_go_on_where_the_last_one_ended(world: World):
    """Each story stands on one page, the hint says how to see the next, and the last one names none."""
    for number in range(12):
        await world.entry(f"Xiaomi {number}", "")
        world.clock.advance(HOUR)
    seen, hints, asked = list[str](), list[str](), "xiaomi"
    while asked:
        stories = await found(world, asked)
        seen += titles(stories)
        hints.append(stories.hint)
        asked = stories.hint.partition("More: /ev search ")[2].partition(" Ask about")[0]
    assert len(hints) == 3
    assert seen == [f"Xiaomi {number}" for number in reversed(range(12))]
    assert "Stories 11 to 12 of 12." in hints[-1]
    assert "There is no page 4: there are 3 pages." in (await found(world, "xiaomi page:4")).hint


async def test_a_list_of_the_latest_has_pages_too(world: World):
    """`/ev` and then page 2."""
    for number in range(6):
        await world.entry(f"Story {number}", "")
        world.clock.advance(HOUR)
    assert "More: /ev search page:2" in (await find.latest(world.needs, world.topic, world.place)).hint
    assert titles(await found(world, "page:2")) == ["Story 0"]


async def test_publisher_and_time_narrow_a_search(world: World):
    """`by:` names whose articles, `since:` how old."""
    await world.entry("Xiaomi in Volt", "", publisher="Volt Courier")
    world.clock.advance(30 * HOUR)
    await world.entry("Xiaomi in Harbour", "", publisher="Harbour Motor")
    assert titles(await found(world, "xiaomi by:volt")) == ["Xiaomi in Volt"]
    assert titles(await found(world, 'publisher:"harbour motor"')) == ["Xiaomi in Harbour"]
    assert titles(await found(world, "xiaomi since:1d")) == ["Xiaomi in Harbour"]
    nothing = await found(world, "xiaomi by:volt since:1d")
    assert nothing.hint.startswith("Nothing about “xiaomi by volt” in the last 24 hours")


async def test_a_tag_of_an_edition_finds_its_story(world: World):
    """What an edition told under a tag is found by it; a tag that none has yet finds what mentions it, and says so."""
    subscription = await world.subscribe()
    await world.entry(
        "Xiaomi opens a battery plant in Wuhan", "Xiaomi opens a plant for batteries in Wuhan. " * 3
    )
    await world.pass_time(dt.timedelta(days=1))
    edition = await world.store.last_edition(subscription.id)
    assert edition is not None
    tag = edition.items[0].summary.tags[0]
    stories = await found(world, f'tag:"{tag.upper()}"')
    assert titles(stories) == ["Xiaomi opens a battery plant in Wuhan"]
    assert "mention" not in stories.hint
    mentions = await found(world, "tag:plant")
    assert titles(mentions) == ["Xiaomi opens a battery plant in Wuhan"]
    assert "No story was told with the tag “plant” yet: these mention it." in mentions.hint


async def test_where_there_is_nothing_near_subjects_are_suggested(world: World):
    """A dead end shows the way on: the topic's own subjects and tags that look alike."""
    await world.store.use_tags(world.topic.id, {"battery": "battery", "lidar": "lidar"}, world.clock.now())
    stories = await found(world, "battry swap")
    assert stories.items == ()
    assert stories.hint == "Nothing about “battry swap” in this topic's feeds. Try /ev battery."
    assert "There is no word in “!?”" in (await found(world, "!?")).hint


async def test_a_topic_with_words_of_its_own_finds_only_what_belongs(world: World):
    """What the topic excludes is not found in it either."""
    await world.entry("Xiaomi phone", "")
    await world.entry("Xiaomi car", "")
    assert titles(await found(world, "xiaomi", replace(world.topic, exclude=("phone",)))) == ["Xiaomi car"]


def wanted(world: World, text: str) -> ChannelFilter:
    """A channel's filter."""
    return ChannelFilter(filter=parse_filter(text), by="U1", at=world.clock.now())


async def test_what_the_channel_mutes_or_filters_out_does_not_come_up(world: World):
    """A muted word and an unwanted publisher stay away, the list says how many that is, and shows them when asked."""
    await world.entry("Xiaomi recalls a car", RECALL)
    await world.entry("Xiaomi opens a shop", "", publisher="Harbour Motor")
    await world.entry("Xiaomi opens a plant", "")
    mute = Mute(words="recalls", by="U1", at=world.clock.now())
    await world.store.add_mute(world.place, world.topic.id, mute)
    await world.store.set_channel_filter(
        world.place, world.topic.id, wanted(world, '-publisher:"Harbour Motor"')
    )
    stories = await found(world, "xiaomi")
    assert titles(stories) == ["Xiaomi opens a plant"]
    shown = "/ev search xiaomi filter:off"
    assert f"2 stories are left out, which this channel mutes or filters out; with them: {shown}" in (
        stories.hint
    )
    assert "search xiaomi filter:off" in [action.text for action in stories.actions]
    everything = await found(world, "xiaomi filter:off")
    assert len(titles(everything)) == 3
    assert "left out" not in everything.hint
    elsewhere = replace(world.place, channel="C2")
    other = await find.find(world.needs, world.topic, elsewhere, parse_search("xiaomi"))
    assert len(titles(other)) == 3


async def test_all_that_was_found_may_be_unwanted(world: World):
    """Then the list is empty, and says why rather than that there is nothing."""
    await world.entry("Xiaomi recalls a car", RECALL)
    mute = Mute(words="recalls", by="U1", at=world.clock.now())
    await world.store.add_mute(world.place, world.topic.id, mute)
    stories = await found(world, "xiaomi")
    assert stories.items == ()
    assert stories.hint.startswith("1 story is left out, which this channel mutes or filters out")


async def test_an_unwanted_source_leaves_the_story_that_others_report(world: World):
    """The story is shown without the publisher that the channel does not want."""
    first = await world.entry("Xiaomi recalls a car", RECALL)
    await world.entry("Recall at Xiaomi", RECALL, publisher="Harbour Motor", story=first.story_id)
    await world.store.set_channel_filter(
        world.place, world.topic.id, wanted(world, '-publisher:"Volt Courier"')
    )
    stories = await found(world, "xiaomi")
    assert [source.publisher for item in stories.items for source in item.sources] == ["Harbour Motor"]
    assert "left out" not in stories.hint


async def test_how_many_publishers_are_wanted_is_about_editions(world: World):
    """Who searches is shown what one publisher alone reports."""
    await world.entry("Xiaomi opens a plant", "")
    await world.store.set_channel_filter(
        world.place, world.topic.id, wanted(world, "publishers>=2 lang:en size:3")
    )
    assert titles(await found(world, "xiaomi")) == ["Xiaomi opens a plant"]


async def test_pages_go_on_over_what_is_left_out(world: World):
    """Each wanted story stands on one page, however many unwanted ones stand between them."""
    for number in range(40):
        await world.entry(f"Xiaomi {number}{' recalled' if number % 3 else ''}", "")
        world.clock.advance(HOUR)
    mute = Mute(words="recalled", by="U1", at=world.clock.now())
    await world.store.add_mute(world.place, world.topic.id, mute)
    seen, hints, asked = list[str](), list[str](), "xiaomi"
    while asked:
        stories = await found(world, asked)
        seen += titles(stories)
        hints.append(stories.hint)
        asked = stories.hint.partition("More: /ev search ")[2].partition(" Ask about")[0]
    assert seen == [f"Xiaomi {number}" for number in reversed(range(0, 40, 3))]
    assert "Stories 11 to 14 of 14." in hints[-1]


async def test_what_is_shown_is_what_is_judged(world: World):
    """A story that a Chinese article opened is shown by its English one: that has the muted word, so it stays away."""
    first = await world.entry("小米召回汽车", "小米召回汽车。", language="zh", publisher="Dianchi")
    await world.entry("Xiaomi recalls a car", RECALL, story=first.story_id)
    mute = Mute(words="recalls", by="U1", at=world.clock.now())
    await world.store.add_mute(world.place, world.topic.id, mute)
    assert titles(await found(world, "xiaomi")) == []
