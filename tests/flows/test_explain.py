"""Why an article did or did not get somewhere: each stage, however it is named, and nothing of another channel."""

import dataclasses
import datetime as dt

import pytest

from bot.core import newsroom, wording
from bot.core.entities import (
    Explanation,
    NewSubscription,
    NewTopic,
    Origin,
    Place,
    Platform,
    Stage,
    StageName,
    Subscription,
    Topic,
)
from bot.core.errors import ChatError, ChatUnavailableError
from bot.core.language import Reader
from bot.core.timetable import parse_timetable
from bot.flows import manage
from tests.flows.world import FEED, World

TEXT = (
    "Xiaomi is setting up a team in Peking to sell its electric cars abroad. "
    "The first 300 cars are to go to Lisbon in autumn. A price has not been named by the company yet."
)
DAY = dt.timedelta(days=1)
TITLE = "Xiaomi builds a team for sales abroad"


async def ask(world: World, asked: str, *, everything: bool = False) -> Explanation:
    """What the channel is told, or whoever runs the bot."""
    return await manage.explain(world.needs, [world.topic], asked, None if everything else world.place)


def stage(explanation: Explanation, name: StageName) -> Stage:
    """The one stage of that name."""
    (found,) = [each for each in explanation.stages if each.name is name]
    return found


def names(explanation: Explanation) -> list[str]:
    """The stages in order."""
    return [str(each.name) for each in explanation.stages]


async def second_channel(world: World, *, paused: bool = False) -> Subscription:
    """Another team, whose topic of the same name reads the same feed, with a subscription of its own."""
    other = await world.store.add_workspace(Platform.DISCORD, "G2", "Other team")
    new = NewTopic(name="ev", command="/ev", title="Their cars", feeds=(FEED,))
    (topic,) = await world.store.declare_topics(other.id, [new], world.clock.now())
    await world.subscribe()
    place = Place(workspace_id=other.id, platform=Platform.DISCORD, channel="secret")
    wish = NewSubscription(
        topic_id=topic.id,
        place=place,
        timetable=parse_timetable("daily 10:00 UTC"),
        language="en",
        size=5,
        origin=Origin.CHAT,
    )
    subscription = await world.store.add_subscription(wish, world.clock.now())
    if paused:
        await world.store.pause(subscription.id, world.clock.now())
    return subscription


@pytest.mark.parametrize("asked", [TITLE, "xiaomi team", "story 1", "#1", "1"])
async def test_an_article_is_named_by_story_or_title_too(world: World, asked: str) -> None:
    """Who has no address at hand names the story's number, or words of the title."""
    entry = await world.entry(TITLE, TEXT)
    assert (await ask(world, asked)).url == entry.url


async def test_several_that_match_are_offered(world: World) -> None:
    """The newest is explained, and the others can be asked for."""
    await world.entry(TITLE, TEXT)
    world.clock.advance(DAY)
    newest = await world.entry("Xiaomi opens a plant", TEXT)
    found = await ask(world, "xiaomi")
    assert (found.url, [each.title for each in found.others]) == (newest.url, [TITLE])
    lines = newsroom.explained(found, "/ev why {}").lines
    assert lines[-2:] == (
        "Also meant may be 1 other story, such as:",
        f"/ev why {found.others[0].story_id} — {TITLE}",
    )


@pytest.mark.parametrize("asked", ["https://elsewhere.example/a", "99", "ferries", "!!"])
async def test_what_was_not_seen_is_said(world: World, asked: str) -> None:
    """Nothing is made up about an article that no feed brought."""
    await world.entry(TITLE, TEXT)
    found = await ask(world, asked)
    assert (found.title, found.stages) == ("Not seen", ())
    assert found.note


async def test_a_told_story_says_where_and_when(world: World) -> None:
    """Seen by which feed, read, grouped, let in, told at which place of which edition, posted."""
    await world.subscribe()
    entry = await world.entry(TITLE, TEXT)
    await world.pass_time(DAY)
    found = await ask(world, entry.url)
    assert names(found) == ["seen", "text", "grouped", "filtered", "told", "delivered"]
    assert "by the feed “volt-courier.example”" in stage(found, StageName.SEEN).text
    assert stage(found, StageName.TOLD).text == "in “Electric cars”, at place 1 of 1 (edition 1)"
    delivered = stage(found, StageName.DELIVERED)
    assert (delivered.text, delivered.url[:33]) == ("posted", "https://slack.com/app_redirect?te")


async def test_what_was_merged_says_into_what_and_how_alike(world: World) -> None:
    """A later entry names the first of its story, and what the two share."""
    await world.subscribe()
    first = await world.entry(TITLE, TEXT)
    world.clock.advance(dt.timedelta(hours=1))
    later = await world.entry("Xiaomi hires for Lisbon", TEXT, story=first.story_id, publisher="Charge Daily")
    text = stage(await ask(world, later.url), StageName.GROUPED).text
    assert text.startswith("In a story of 2 entries by Volt Courier")
    assert f"(story {first.story_id})" in text
    assert f"merged into “{TITLE}” of Volt Courier" in text
    assert "they share" in text
    assert "xiaomi" in text


async def test_ranked_below_says_its_rank(world: World) -> None:
    """Who misses a story learns that others weighed more."""
    await world.subscribe(size=1)
    for number in range(2):
        await world.entry(f"Story number {number}", TEXT * (3 - 2 * number))
    await world.pass_time(DAY)
    ranks = [(await ask(world, f"story number {number}")).stages[-1] for number in range(2)]
    assert sorted(str(each.name) for each in ranks) == ["delivered", "ranked"]
    assert any(each.text == "below the 1 heaviest (rank 2)" for each in ranks)


async def test_reasons_are_told_in_the_language_of_whoever_reads(world: World) -> None:
    """They are kept whole: decided once, and said in German to a German channel, with its numbers and names."""
    await world.subscribe(size=1, filter_by="publishers>=1 -publisher:rumours")
    for number in range(2):
        await world.entry(f"Story number {number}", TEXT * (3 - 2 * number))
    await world.entry("Story number 2", TEXT, publisher="Rumours Daily")
    await world.entry("Story number 3", TEXT, excerpt_reason="its page is behind a paywall")
    await world.pass_time(DAY)
    told = [
        "\n".join(wording.spoken_notice(notice, Reader("de", "UTC")).lines)
        for number in range(4)
        for notice in [await manage.why(world.needs, world.topic, f"story number {number}", world.place)]
    ]
    assert any("unterhalb der 1 gewichtigsten (Rang 2)" in each for each in told)
    assert "der Filter des Kanals" in told[2]
    assert "“rumours”" in told[2]
    assert "Nur ein Auszug: seine Seite liegt hinter einer Bezahlschranke" in told[3]


async def test_filtered_by_words_is_said_before_any_edition(world: World) -> None:
    """The topic's words are known at once; nobody waits for an edition to learn that it was left out."""
    entry = await world.entry(TITLE, TEXT)

    async def told(**words: tuple[str, ...]) -> str:
        topic: Topic = dataclasses.replace(world.topic, **words)  # type: ignore[arg-type]  # its words only
        found = await manage.explain(world.needs, [topic], entry.url, world.place)
        return stage(found, StageName.FILTERED).text

    assert await told() == "the topic lets everything in"
    assert await told(include=("xiaomi",)) == "the topic’s words let it in"
    assert await told(include=("ferry",)) == (
        "the topic’s words keep it out: none of those to include stands in it"
    )
    assert await told(exclude=("lisbon",)) == (
        "the topic’s words keep it out: one of those to exclude stands in it"
    )


async def test_what_waits_says_for_what(world: World) -> None:
    """Before its edition an article waits, and the planned time is named."""
    await world.subscribe()
    entry = await world.entry(TITLE, TEXT)
    waiting = stage(await ask(world, entry.url), StageName.WAITING)
    assert waiting.text == "no edition has looked at it yet; the next is planned for 24 Nov 2026, 09:00 UTC"


async def test_a_channel_learns_nothing_of_another(world: World) -> None:
    """Another team's decisions, editions and subscriptions are not told here, and whoever runs the bot sees both."""
    await second_channel(world)
    entry = await world.entry(TITLE, TEXT)
    everything = await ask(world, entry.url, everything=True)
    waiting = [each.channel for each in everything.stages if each.name is StageName.WAITING]
    assert waiting == ["C1 in Team (Slack)", "secret in Other team (Discord)"]
    await world.pass_time(DAY)
    here = await ask(world, entry.url)
    assert "secret" not in str(here)
    assert "Other team" not in str(here)
    assert {each.channel for each in here.stages} == {""}


async def test_paused_and_instant_are_told(world: World) -> None:
    """A paused subscription has no next time; nobody is promised one."""
    await second_channel(world, paused=True)
    entry = await world.entry(TITLE, TEXT)
    texts = [each.text for each in (await ask(world, entry.url, everything=True)).stages]
    assert "no edition has looked at it yet: they are paused" in texts
    await world.subscribe("instant")
    assert (await ask(world, entry.url)).stages[-1].text == "no edition has looked at it yet"


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (ChatError("the channel is archived"), "could not be posted: the channel is archived"),
        (ChatUnavailableError("rate limited"), "waits to be posted"),
    ],
)
async def test_what_could_not_be_posted_says_why(world: World, error: ChatError, expected: str) -> None:
    """An edition that did not reach its channel is not called told and done."""
    await world.subscribe()
    entry = await world.entry(TITLE, TEXT)
    world.chat.before = [error] * 9
    await world.pass_time(DAY)
    assert stage(await ask(world, entry.url), StageName.DELIVERED).text.startswith(expected)


async def test_no_subscription_is_said(world: World) -> None:
    """Where nobody subscribes nothing is told, and that is said."""
    entry = await world.entry(TITLE, TEXT)
    assert (await ask(world, entry.url)).stages[-1].text == "no edition has looked at it yet"
