"""Finding numbers, dates and names."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text import Bound, Date, NumberKind, dates, figures, names, numbers

VALUES = {
    "1,234.5 units": "1234.5",
    "1.234,5 Stück": "1234.5",
    "28 000 people": "28000",
    "28 bin kişi": "28000",
    "3 milyon 200 bin": "3200000",
    "$5m": "5000000",
    "2.5bn euros": "2500000000",
    "5 Mio. Euro": "5000000",
    "3,5 Milliarden": "3500000000",
    "280 Tausend": "280000",
    "twenty-five days": "25",
    "half a dozen": "6",
    "half a million": "500000",
    "a million": "1000000",
    "eine halbe Million": "500000",
    "two hundred thousand": "200000",
    "on iki ay": "12",
    "yüz otuz": "130",
    "dreißig Tage": "30",
    "28万辆": "280000",
    "1.5亿元": "150000000",
    "5千万": "50000000",
    "两万五千人": "25000",
    "三个月": "3",
    "1,234,567": "1234567",
    "½ of 40": "40",
}


@pytest.mark.parametrize(("text", "value"), VALUES.items())
def test_numbers_have_their_value(text: str, value: str) -> None:
    """ "28 bin", "28万" over ten and "28,000" say how many in the same figure."""
    assert [number.value for number in numbers(text)] == [Decimal(value)]


KINDS = {
    "20%": (NumberKind.PERCENT, "%"),
    "yüzde 20": (NumberKind.PERCENT, "%"),
    "%20": (NumberKind.PERCENT, "%"),
    "20 Prozent": (NumberKind.PERCENT, "%"),
    "20 per cent": (NumberKind.PERCENT, "%"),
    "百分之二十": (NumberKind.PERCENT, "%"),
    "€20": (NumberKind.CURRENCY, "EUR"),
    "20 lira": (NumberKind.CURRENCY, "TRY"),
    "20 weeks": (NumberKind.MEASURE, "week"),
    "20 Wochen": (NumberKind.MEASURE, "week"),
    "20周": (NumberKind.MEASURE, "week"),
    "in 2024": (NumberKind.YEAR, ""),
    "the 19th": (NumberKind.ORDINAL, ""),
    "20 people": (NumberKind.PLAIN, ""),
}


@pytest.mark.parametrize(("text", "expected"), KINDS.items())
def test_numbers_know_what_they_count(text: str, expected: tuple[NumberKind, str]) -> None:
    """Twenty percent is not twenty euros, in any language."""
    (number,) = numbers(text)
    assert (number.kind, number.unit) == expected


def test_numbers_inside_names_are_none() -> None:
    """ "SU7" and "COVID-19" are names: no figure to check."""
    assert numbers("The SU7, the A320 and COVID-19 on 5G") == []


def test_versions_are_no_numbers() -> None:
    """ "1.2.3" counts nothing."""
    assert numbers("release 1.2.3") == []


def test_a_mark_before_three_digits_reads_both_ways() -> None:
    """ "1.234" is a thousand in Berlin and a little over one in London: neither is called wrong."""
    (number,) = numbers("1.234")
    assert set(number.readings) == {Decimal("1.234"), Decimal(1234)}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("from 1.85 to 2.1 million", 1_850_000),
        ("30至40万辆", 300_000),
        ("3-5 Millionen", 3_000_000),
        ("von 1,4 auf 1,2 Milliarden", 1_400_000_000),
    ],
)
def test_a_range_may_name_its_scale_once(text: str, value: int) -> None:
    """ "1.85" in "1.85 to 2.1 million" can be read as 1.85 million, and as it stands."""
    first = numbers(text)[0]
    assert value in first.readings
    assert first.value < value


def test_numbers_of_different_scales_are_no_range() -> None:
    """ "5 to 7" and a number at the end of a text carry nothing over."""
    assert [len(number.readings) for number in numbers("5 to 7")] == [1, 1]


def test_names_end_where_a_script_without_capitals_begins() -> None:
    """ "SU7 Ultra" is a name in Chinese text, and not the whole clause behind it."""
    assert names("小米SU7 Ultra的起售价为52.99万元。") == ["SU7 Ultra"]


def test_a_month_with_an_ending_is_no_name() -> None:
    """A date in Turkish takes an ending behind an apostrophe, and stays a date."""
    assert names("Fabrika bu yıl 23 Kasım'da açıldı.") == []


ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PIECES = [
    *"0123456789.,' -%$;(km\n万三个é_A",
    "17",
    "000",
    "SU",
    " million",
    " Bin ",
    " mn.",
    " thousands",
    "x " * 3,
    "1" * 24,
]


@given(st.lists(st.sampled_from(PIECES), max_size=16).map("".join))
def test_figures_are_the_same_in_the_digits_of_another_script(text: str) -> None:
    """Figures that stand alone are read the short way where their digits are ASCII: nothing else comes out."""
    assert figures(text) == figures(text.translate(ARABIC))


def test_serial_numbers_are_no_figures() -> None:
    """A figure that stands alone counts something up to 24 digits; a longer one is a serial number, wherever it ends."""
    assert figures(f"{'1' * 24}.") == [(Decimal("1" * 24),)]
    assert not any(figures("1" * 25 + end) for end in ("", ".", " parcels"))


def test_figures_have_their_scale_and_leave_names() -> None:
    """ "12,400" is one or the other, "5 million" is no five, and SU7 is a name."""
    text = "SU7: 12,400 of 1300 sold, 5 million kept, 28万 to come (17)."
    assert [[int(value) for value in readings] for readings in figures(text)] == [
        [12400, 12],
        [1300],
        [5_000_000],
        [280_000],
        [17],
    ]


@given(st.text(alphabet="0123456789.,' kmb%$万亿三十aone bin millionSU-", max_size=80))
def test_numbers_survive_any_text(text: str) -> None:
    """No feed can stop the check with odd digits."""
    assert all(number.text in text for number in numbers(text))


DATES = {
    "on March 5, 2024": Date(2024, 3, 5, "march 5, 2024"),
    "am 5. März": Date(0, 3, 5, "5. marz"),
    "5 Mart 2024'te": Date(2024, 3, 5, "5 mart 2024"),
    "2024-03-05": Date(2024, 3, 5, "2024-03-05"),
    "05.03.2024": Date(2024, 3, 5, "05.03.2024"),
    "3月5日": Date(0, 3, 5, "3月5日"),
    "in September": Date(0, 9, 0, "september"),
    "Feb. 24, 2022": Date(2022, 2, 24, "feb. 24, 2022"),
}


@pytest.mark.parametrize(("text", "expected"), DATES.items())
def test_dates_are_read_in_every_form(text: str, expected: Date) -> None:
    """The fifth of March is one day in four languages."""
    assert dates(text) == [expected]


@pytest.mark.parametrize("text", ["It may rain", "They march on", "13.45.2024", "2024-19-01"])
def test_what_is_no_date_is_none(text: str) -> None:
    """ "May" in "it may rain" is no month."""
    assert dates(text) == []


def test_names_are_found_inside_sentences() -> None:
    """People, firms and models are names; the first word of a sentence is not one by itself."""
    text = "Officials said on Monday that Lena Okafor of the Bank of Orlen drove an SU7. Prices fell. Orlen rose."
    assert names(text) == ["Lena Okafor", "Bank of Orlen", "SU7", "Orlen"]


def test_names_stop_at_a_possessive() -> None:
    """ "China's BYD" is a country and a firm, not one name."""
    assert names("We saw China's BYD there") == ["China", "BYD"]


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("28,000", Bound.EXACT),
        ("about 28,000", Bound.ABOUT),
        ("more than $5 billion", Bound.ABOVE),
        ("no fewer than 5", Bound.ABOVE),
        ("nearly 30,000", Bound.BELOW),
        ("no more than 5", Bound.BELOW),
        ("mehr als 28.000", Bound.ABOVE),
        ("knapp 30 Prozent", Bound.BELOW),
        ("28 bini aşkın", Bound.ABOVE),
        ("yaklaşık 28 bin", Bound.ABOUT),
        ("超过28万辆", Bound.ABOVE),
        ("28万多辆", Bound.ABOVE),
        ("近30万", Bound.BELOW),
    ],
)
def test_numbers_say_on_which_side_the_true_value_lies(text: str, bound: Bound) -> None:
    """ "More than" and "nearly" are opposite sides of a number, in every language."""
    assert [number.bound for number in numbers(text)] == [bound]


@pytest.mark.parametrize("text", ["2 percentage points", "2 Prozentpunkte", "2个百分点"])
def test_points_are_not_percent(text: str) -> None:
    """A rate that fell from 10 to 8 percent fell by two points, and by 20 percent."""
    assert [(number.kind, number.unit) for number in numbers(text)] == [
        (NumberKind.MEASURE, "percentage point")
    ]
