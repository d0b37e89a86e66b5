"""What a channel wants more or less of, and how far that goes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import steering
from bot.core.commands import parse_command
from bot.core.entities import Entry, EntryId, FeedId, Rating, Steer, Story, StoryId
from bot.core.errors import CommandError
from bot.core.opinions import FlagPart, Judge, OfferStory, SteerBy, Steering
from bot.core.pointing import Pointer
from bot.core.searches import Search
from tests import samples

ALIASES = {"xiaomi": ("小米",)}


def wish(subject: str, amount: float, user: str = "U1") -> Steer:
    """One person's wish."""
    return Steer(subject=subject, user=user, amount=amount, why="", at=samples.NOON)


def story(title: str, text: str = "") -> Story:
    """A story of one entry."""
    entry = Entry(
        id=EntryId(1),
        feed_id=FeedId(1),
        story_id=StoryId(1),
        content_hash="h",
        url="https://volt-courier.example/1",
        title=title,
        text=text,
        publisher="Volt Courier",
        language="en",
        published_at=samples.NOON,
        stored_at=samples.NOON,
        is_excerpt=False,
    )
    return Story(id=StoryId(1), entries=(entry,))


def factor(told: Story, *wishes: Steer) -> float:
    """How a channel moves a story."""
    pull = steering.pull(told, wishes, ALIASES)
    return pull.factor if pull else 1.0


def test_a_wish_moves_what_it_is_about_and_nothing_else():
    """Under any name of the subject, in the title or the text; a word that only contains it is another."""
    assert factor(story("小米 opens a plant"), wish("xiaomi", -1)) < 1
    assert factor(story("A plant opens", "It belongs to Xiaomi."), wish("xiaomi", 1)) > 1
    assert factor(story("Xiaomis plant opens"), wish("xiaomi", 1)) == 1
    assert factor(story("A plant opens"), wish("xiaomi", 1)) == 1


def test_wishes_of_people_add_up_and_cancel():
    """Two who want less count more than one; one for and one against are nobody."""
    told = story("Norvik recalls cars")
    one, two = wish("norvik", -1), wish("norvik", -1, "U2")
    assert factor(told, one, two) < factor(told, one) < 1
    assert factor(told, one, wish("norvik", 1, "U2")) == 1


@given(st.lists(st.floats(-1, 1), max_size=40))
def test_a_channel_moves_a_story_by_two_at_most(amounts: list[float]):
    """However many people want it: what everybody reports is still told, and nothing is forced to the top."""
    wishes = [wish("norvik", amount, f"U{number}") for number, amount in enumerate(amounts)]
    assert 0.5 <= factor(story("Norvik recalls cars"), *wishes) <= 2


def test_a_vote_is_shared_whole():
    """All tags of a story together weigh as one vote, each once."""
    amounts = steering.shared(["china", "recalls", "china"], -1)
    assert amounts == {"china": -0.5, "recalls": -0.5}
    assert steering.shared([], 1) == {}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("flag 12.2.1 it is not so", FlagPart(Pointer(edition=12, story=2, bullet=1, rest="it is not so"))),
        ("flag 2.1", FlagPart(Pointer(story=2, bullet=1))),
        ("more 12.2", SteerBy(1, Pointer(edition=12, story=2))),
        ("less 2", SteerBy(-1, Pointer(story=2))),
        ("story 12", OfferStory("12")),
        ("steering", Steering()),
        ("steering undo recalls", Steering("recalls")),
        ("steering less solid state", SteerBy(-1, subject="solid state")),
        ("judge 77 unhelpful", Judge(77, Rating.UNHELPFUL)),
    ],
)
def test_what_readers_say_is_understood(typed: str, meant: object):
    """Each has its words, the same on every chat."""
    assert parse_command(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "less expensive cars",
        "more about xiaomi",
        "story of the year",
        "flag carriers",
        "judge rules on tesla",
        "steering wheel",
    ],
)
def test_subjects_stay_subjects(typed: str):
    """Without a number behind them these words begin a search, as they always did."""
    assert isinstance(parse_command(typed), Search)


def test_half_a_wish_is_refused():
    """It says what to write."""
    with pytest.raises(CommandError, match=r"steering more\|less\|undo"):
        parse_command("steering more")
