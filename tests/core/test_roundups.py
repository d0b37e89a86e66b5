"""Recognising entries that tell several events."""

import pytest

from bot.core.indexing import Terms, features_of, pack

WEEK = (
    "Voltara is recalling 3,100 delivery vans because a brake line can leak in the cold.",
    "Net profit of Ampero fell 8% to 640 million euros in the third quarter.",
    "A fire on board the carrier Northern Lark is still burning off Skagen.",
    "Lindhaven will get a battery factory with 1,200 jobs.",
    "Four dolphins were seen in the old harbour of Porto Seco.",
)
WOCHE = (
    "Voltara ruft Lieferwagen zurück, weil bei Kälte eine Bremsleitung lecken kann.",
    "Der Gewinn von Ampero sinkt im dritten Quartal auf 640 Millionen Euro.",
    "Vor Skagen brennt der Frachter Northern Lark weiter.",
)
HAFTA = (
    "Voltara, fren hattındaki sızıntı nedeniyle araçları geri çağırdı.",
    "Ampero'nun kârı üçüncü çeyrekte 640 milyon avroya geriledi.",
    "Skagen açıklarında Northern Lark gemisi yanmayı sürdürüyor.",
)
YIZHOU = (
    "伏特拉召回三千余辆货车，原因是制动管路可能泄漏。",
    "安佩罗第三季度净利润下降至6.4亿欧元。",
    "斯卡恩外海的汽车运输船仍在燃烧。",
)
FIRE = (
    "A fire broke out on the car carrier Northern Lark off Skagen on Friday, the coast guard said.",
    "The Northern Lark had left Lindhaven with 2,800 cars on board.",
    "A helicopter took the 22 crew off the burning carrier.",
    "The coast guard sent three tugs to the ship.",
    "Off Skagen, traffic was told to keep away from the burning ship.",
)


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("The week in cars", WEEK),
        ("5 things to know this morning", WEEK[:4]),
        ("Market wrap: vans, profits and a fire", WEEK[:3]),
        ("Der Wochenrückblick: Rückruf, Gewinn, Feuer", WOCHE),
        ("Haftanın özeti", HAFTA),
        ("汽车一周要闻", YIZHOU),
    ],
)
def test_what_calls_itself_a_roundup_and_has_nothing_in_common_is_one(
    title: str, parts: tuple[str, ...]
) -> None:
    """Newsletters, briefings and weekly reviews, in several languages."""
    assert features_of(title, "\n\n".join(parts)).is_roundup


def test_a_roundup_need_not_say_so() -> None:
    """Five paragraphs about five things are a round-up under any title."""
    assert features_of("Vans, profits and dolphins", "\n\n".join(WEEK)).is_roundup


@pytest.mark.parametrize(
    "title", ["Live blog: fire on car carrier", "The week in which a ship burnt", "Car carrier burns"]
)
def test_many_paragraphs_about_one_event_are_none(title: str) -> None:
    """A live blog of one event belongs to its story, whatever its title looks like."""
    assert not features_of(title, "\n\n".join(FIRE)).is_roundup


def test_a_teaser_is_none() -> None:
    """What its title says alone is no evidence."""
    assert not features_of("The week in cars", "Voltara recalls vans.").is_roundup
    assert not features_of("The week in cars", "").is_roundup


def test_it_is_kept_with_the_entry() -> None:
    """A round-up is known as one when it comes back from the store."""
    assert Terms(pack(features_of("The week in cars", "\n\n".join(WEEK)))).is_roundup
    assert not Terms(pack(features_of("Voltara recalls vans", "\n\n".join(FIRE)))).is_roundup
