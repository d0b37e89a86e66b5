"""Who reports a story on their own."""

from typing import Any

import pytest

from bot.core.entities import Entry, EntryId, FeedId, StoryId
from bot.core.publishers import publishers_of, repeating
from tests import samples

OWN = (
    "Voltara will open its second plant in Wuhan in March, the carmaker told dealers on Friday. Monthly output is to double "
    "to 40,000 cars, and 1,200 people are to be hired. The price of the base version stays where it is."
)
OTHER = (
    "From March on, cars will leave a second factory of Voltara in Wuhan. Twice as many as now, 40,000 a month, are planned, "
    "a spokesman said; the city pays for the roads. Analysts had expected the step only in summer."
)
CHINESE = "Voltara周五告诉经销商，位于武汉的第二座工厂将于明年三月投产，月产量将翻倍至四万辆，并将新招聘一千二百名员工，基础版车型售价保持不变，分析师此前预计要到夏天。"


def entry(number: int, publisher: str, text: str = "", **changes: Any) -> Entry:
    """One report, at an address of its own unless told otherwise."""
    values: dict[str, Any] = {
        "id": EntryId(number),
        "feed_id": FeedId(number),
        "story_id": StoryId(1),
        "url": f"https://paper-{number}.example/a",
        "title": "Voltara opens second plant",
        "text": text or f"{number} " * 100,
        "publisher": publisher,
        "language": "en",
        "published_at": samples.NOON,
        "stored_at": samples.NOON,
        "is_excerpt": False,
        "content_hash": str(number),
    }
    return Entry(**{**values, **changes})


def test_own_reports_count() -> None:
    """Two papers that write about one event are two, whatever they have in common."""
    reports = [entry(1, "Volt Courier", OWN), entry(2, "The Charge", OTHER)]
    assert publishers_of(reports) == ("Volt Courier", "The Charge")


@pytest.mark.parametrize("text", [OWN, CHINESE], ids=["English", "Chinese"])
def test_a_copy_counts_once(text: str) -> None:
    """A reposted text is no second witness, whether it is shortened or has a tip of its own before it."""
    reports = [
        entry(1, "Nordwire", text),
        entry(2, "The Charge", text[: len(text) * 3 // 4]),
        entry(3, "Kilowatt", f"Plant! {text}"),
    ]
    assert publishers_of(reports) == ("Nordwire",)
    assert repeating(reports) == {2, 3}


@pytest.mark.parametrize(
    ("one", "another"),
    [
        (f"WUHAN (Nordwire) - {OWN}", f"Wuhan, Nov 20 (Nordwire) — {OTHER}"),
        (f"{OWN} (dpa)", f"{OTHER} (dpa)"),
        (f"ANKARA (AA) - {OWN}", f"İSTANBUL (AA) - {OTHER}"),
        (f"星闻社武汉11月20日电 {CHINESE}", f"据星闻社北京11月20日讯 {OTHER}"),
    ],
)
def test_one_agency_counts_once(one: str, another: str) -> None:
    """Who prints an agency's report, in whatever words, adds no source; the agency need not be known here."""
    assert len(publishers_of([entry(1, "The Charge", one), entry(2, "Kilowatt", another)])) == 1


def test_the_agency_itself_is_that_source() -> None:
    """A paper that signs with an agency's name repeats what the agency said in its own feed."""
    assert publishers_of([entry(1, "Nordwire", OWN), entry(2, "The Charge", f"{OTHER} (Nordwire)")]) == (
        "Nordwire",
    )


def test_what_stands_in_brackets_elsewhere_is_no_agency() -> None:
    """Two reports that mention the same name in brackets are still two."""
    one, another = f"Voltara (VLT) is growing. {OWN}", f"Shares of Voltara (VLT) rose. {OTHER}"
    assert len(publishers_of([entry(1, "The Charge", one), entry(2, "Kilowatt", another)])) == 2


def test_one_house_with_many_feeds_is_one_publisher() -> None:
    """Sections and subdomains of a paper count once; two blogs at one host, or two papers below one country's names, do not."""
    house = [
        entry(1, "Daily Volt: Business", url="https://www.volt.com.tr/a"),
        entry(2, "Volt Cars", url="https://cars.volt.com.tr/b"),
    ]
    blogs = [
        entry(3, "Ada on Cars", url="https://blogs.example/ada/a"),
        entry(4, "Can's Garage", url="https://blogs.example/can/a"),
        entry(5, "Volt Haber", url="https://baska.com.tr/c"),
    ]
    assert publishers_of([*house, *blogs]) == (
        "Daily Volt: Business",
        "Ada on Cars",
        "Can's Garage",
        "Volt Haber",
    )


def test_teasers_are_too_short_to_be_copies() -> None:
    """Two papers whose feeds give little more than a title are two publishers."""
    assert (
        len(
            publishers_of(
                [entry(1, "The Charge", "A second plant."), entry(2, "Kilowatt", "A second plant.")]
            )
        )
        == 2
    )
