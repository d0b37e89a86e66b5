"""Forms: what stands in them, what becomes of what is filled in, and what is wrong with it, field by field."""

import dataclasses
import datetime as dt

import pytest

from bot.core.commands import Subscribe, parse_command
from bot.core.entities import (
    FormName,
    NewSubscription,
    Origin,
    Place,
    Platform,
    Subscription,
    SubscriptionId,
    WorkspaceId,
)
from bot.core.errors import CommandError
from bot.core.forms import FieldKind, FormError, flag_form, form, spoken, typed
from bot.core.language import Reader
from bot.core.opinions import FlagPart
from bot.core.timetable import parse_timetable
from bot.core.wishes import Wish, parse_wish, render_wish
from tests import samples
from tests.fakes.inbound import EV

GOOD = {
    "timetable": "weekdays 08:30,17:00",
    "zone": "Europe/Istanbul",
    "quiet": "",
    "size": "3",
    "language": "tr",
}


def wish_of(filled: dict[str, str]) -> Wish:
    """What the form would subscribe to."""
    command = parse_command(typed(FormName.SUBSCRIBE, filled))
    assert isinstance(command, Subscribe)
    return parse_wish(command.timetable)


def test_what_is_filled_in_could_have_been_typed() -> None:
    """One grammar: the form is another way to write it."""
    assert (
        typed(FormName.SUBSCRIBE, GOOD) == "subscribe weekdays 08:30,17:00 Europe/Istanbul size 3 language tr"
    )
    assert typed(FormName.ADD_FEED, {"address": " example.com "}) == "feeds add example.com"
    assert typed(FormName.ASK, {"question": "How long\nis it?"}) == "ask How long is it?"
    assert typed(FormName.SEARCH, {"subject": " xiaomi  since:7d "}) == "search xiaomi since:7d"


def test_quiet_hours_and_zone_have_fields_of_their_own() -> None:
    """And whoever writes them behind the times means those."""
    wanted = wish_of({**GOOD, "quiet": "22:00-07:00"}).timetable
    assert wanted == parse_timetable("weekdays 08:30,17:00 Europe/Istanbul quiet 22:00-07:00")
    own = wish_of({**GOOD, "timetable": "daily 09:00 Asia/Tokyo quiet 21:00-06:00", "quiet": "22:00-07:00"})
    assert own.timetable == parse_timetable("daily 09:00 Asia/Tokyo quiet 21:00-06:00")
    loud = wish_of({**GOOD, "timetable": "daily 09:00 Quiet 21:00-06:00", "quiet": "22:00-07:00"})
    assert loud.timetable.quiet == own.timetable.quiet
    assert wish_of({**GOOD, "timetable": "instant"}).timetable.is_instant


@pytest.mark.parametrize(
    ("filled", "field", "words"),
    [
        ({"timetable": "sometimes"}, "timetable", "is no timetable"),
        ({"timetable": ""}, "timetable", "When?"),
        ({"zone": "Berlin"}, "zone", "Europe/Berlin"),
        ({"quiet": "late"}, "quiet", "22:00-07:00"),
        ({"quiet": "25:00-26:00"}, "quiet", "no time of day"),
        ({"size": "many"}, "size", "from 1 to 20"),
        ({"size": "21"}, "size", "from 1 to 20"),
        ({"language": "deutsch!"}, "language", "language code"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(filled: dict[str, str], field: str, words: str) -> None:
    """And at no other one."""
    with pytest.raises(FormError) as raised:
        typed(FormName.SUBSCRIBE, {**GOOD, **filled})
    assert list(raised.value.problems) == [field]
    assert words in raised.value.problems[field]


def test_all_that_is_wrong_is_said_at_once() -> None:
    """Nobody wants to be told one after another."""
    with pytest.raises(FormError) as raised:
        typed(FormName.SUBSCRIBE, {**GOOD, "timetable": "x", "zone": "y", "size": "0"})
    assert set(raised.value.problems) == {"timetable", "zone", "size"}


@pytest.mark.parametrize(("name", "filled"), [(FormName.ADD_FEED, {"address": "xiaomi"}), (FormName.ASK, {"question": " "}), (FormName.SEARCH, {"subject": ""}), (FormName.ADD_FEED, {})])  # fmt: skip
def test_the_short_forms_are_checked_too(name: FormName, filled: dict[str, str]) -> None:
    """A lone word is no address, and nothing is no question."""
    with pytest.raises(FormError):
        typed(name, filled)


def subscribed(timetable: str) -> Subscription:
    """What a channel has."""
    place = Place(workspace_id=WorkspaceId(1), platform=Platform.SLACK, channel="C1")
    wish = NewSubscription(
        topic_id=EV.id,
        place=place,
        timetable=parse_timetable(timetable),
        language="tr",
        size=8,
        origin=Origin.CHAT,
    )
    at = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
    own = {each.name: getattr(wish, each.name) for each in dataclasses.fields(wish)}
    return Subscription(id=SubscriptionId(1), created_at=at, **own)


def test_the_form_shows_what_the_channel_has() -> None:
    """Changing one thing leaves the others."""
    has = subscribed("every 4h Europe/Istanbul quiet 22:00-07:00")
    shown = {field.name: field.value for field in form(FormName.SUBSCRIBE, EV, has).fields}
    assert shown == {
        "timetable": "every 4h",
        "zone": "Europe/Istanbul",
        "quiet": "22:00-07:00",
        "size": "8",
        "language": "tr",
    }
    assert wish_of(shown) == Wish(timetable=has.timetable, size=8, language="tr")


def test_whatever_a_channel_has_fits_into_its_field() -> None:
    """A chat refuses to open a form whose field holds more than it may."""
    times = ",".join(f"{hour:02}:{hour:02}" for hour in range(24))
    for each in form(FormName.SUBSCRIBE, EV, subscribed(f"mon,wed,fri {times}")).fields:
        assert len(each.value) <= each.longest


def test_the_form_of_a_new_channel_works_as_it_is() -> None:
    """Nine o'clock, five stories, the topic's language: one press."""
    fields = form(FormName.SUBSCRIBE, EV, None).fields
    assert wish_of({field.name: field.value for field in fields}).size == 5
    assert all(field.value in field.choices for field in fields if field.kind is FieldKind.CHOICE)


@pytest.mark.parametrize("text", ["daily 09:00 UTC", "daily 09:00 UTC size 3", "instant UTC language zh-Hans", "every 4h UTC quiet 22:00-07:00 size 20 language de"])  # fmt: skip
def test_a_wish_is_read_back(text: str) -> None:
    """In whatever order it was written."""
    assert render_wish(parse_wish(text)) == text
    assert parse_wish("size 3 language de daily 09:00").size == 3


@pytest.mark.parametrize(
    "text", ["daily 09:00 size", "daily 09:00 size x", "daily 09:00 language 5", "size 3"]
)
def test_a_wish_that_is_none_is_refused(text: str) -> None:
    """With what to write."""
    with pytest.raises(CommandError):
        parse_wish(text)


@pytest.mark.parametrize(
    ("part", "why", "text"),
    [
        ("1. It cost 410 million.", "it was 140", "flag 12.2.1 it was 140"),
        ("3. 5 cars", " two\nlines ", "flag 12.2.3 two lines"),
        ("Title: 2. Plant opens", "", "flag 12.2.title"),
        ("标题：工厂开业", "不对", "flag 12.2.title 不对"),
    ],
)
def test_what_is_flagged_and_why_is_as_good_as_typed(part: str, why: str, text: str) -> None:
    """Whatever a sentence or title begins with, in any language."""
    assert typed(FormName.FLAG, {"part": part, "why": why}, "12.2") == text
    flagged = parse_command(text)
    assert isinstance(flagged, FlagPart)
    assert flagged.where.rest == " ".join(why.split())
    assert flagged.where.is_title == text.startswith("flag 12.2.title")


@pytest.mark.parametrize(
    ("filled", "field"), [({"why": "no"}, "part"), ({"part": "1. x", "why": "x" * 301}, "why")]
)
def test_a_flag_without_its_sentence_or_with_a_novel_is_refused_at_its_field(
    filled: dict[str, str], field: str
) -> None:
    """The reason stands in the message that is put right, so it has a bound."""
    with pytest.raises(FormError) as caught:
        typed(FormName.FLAG, filled, "12.2")
    assert list(caught.value.problems) == [field]


def test_no_choice_is_longer_than_platforms_take() -> None:
    """75 characters on Slack, 100 on Discord; in every language that we speak."""
    long = samples.item(summary=samples.summary(title="T" * 300, bullets=(samples.bullet("B" * 300),) * 3))
    for language in ("en", "de", "tr", "zh"):
        (choices, _) = spoken(flag_form(EV, long, "12.2"), Reader(language)).fields
        assert all(len(choice) <= 75 for choice in choices.choices)
        assert len(set(choices.choices)) == 4
