"""The words of quantities, folded: number words, scale words, units, currencies, and what says how exactly they are meant."""

from decimal import Decimal

_ENGLISH = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_GERMAN = (
    "null eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn sechzehn siebzehn "
    "achtzehn neunzehn"
).split()
_TURKISH = "sifir bir iki uc dort bes alti yedi sekiz dokuz".split()
_TENS = (
    "twenty thirty forty fifty sixty seventy eighty ninety".split(),
    "zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig".split(),
    "yirmi otuz kirk elli altmis yetmis seksen doksan".split(),
)

TURKISH_WORDS = frozenset([*_TURKISH[1:], *_TENS[2], "on"])
"""Turkish number words; "on" (ten) is one only beside another."""

TURKISH_SCALES = frozenset("yuz bin milyon milyar trilyon".split())

WORDS: dict[str, Decimal] = {
    **{word: Decimal(i) for row in (_ENGLISH, _GERMAN, _TURKISH) for i, word in enumerate(row)},
    **{word: Decimal(10 * (i + 2)) for row in _TENS for i, word in enumerate(row)},
    "on": Decimal(10), "zwo": Decimal(2), **dict.fromkeys("half halbe halben yarim".split(), Decimal("0.5")),
}  # fmt: skip

HALVES = frozenset("half halbe halben yarim".split())
"""A half is a number only of a scale: "half a million"."""

SCALES: dict[str, Decimal] = {
    **dict.fromkeys("dozen dutzend duzine".split(), Decimal(12)),
    **dict.fromkeys("hundred hundert yuz yuzu yuze yuzden".split(), Decimal(100)),
    **dict.fromkeys("thousand tausend tsd bin bini bine binden binin".split(), Decimal(1000)),
    "lakh": Decimal(100_000),
    "crore": Decimal(10_000_000),
    **dict.fromkeys(
        "million millions millionen mio mln mn milyon milyonu milyona milyondan milyonun".split(),
        Decimal(10**6),
    ),
    **dict.fromkeys(
        "billion billions bn bln milyar milyari milyara milyardan milyarin milliarde milliarden mrd".split(),
        Decimal(10**9),
    ),
    **dict.fromkeys("trillion trillions tn trn trilyon billionen bio".split(), Decimal(10**12)),
}

ATTACHED: dict[str, Decimal] = {
    "k": Decimal(1000),
    "m": Decimal(10**6),
    "b": Decimal(10**9),
    "t": Decimal(10**12),
}
"""Scales only where they touch the digits: "$5m", "10k"."""

ARTICLES = frozenset("a an eine ein einer one bir".split())
"""Words that make one of a scale: "a million"."""

PERCENT = frozenset("% ％ ‰ percent prozent yuzde pct 分之".split())

CURRENCIES: dict[str, str] = {
    "$": "USD", "€": "EUR", "£": "GBP", "¥": "CNY", "₺": "TRY", "₽": "RUB", "₩": "KRW", "₹": "INR",
    **dict.fromkeys("usd dollar dollars dolar dolari dolara dolarin dolardan dolarlik us$ 美元".split(), "USD"),
    **dict.fromkeys(
        "eur euro euros avro avroyu avroya avronun avrodan avroluk euroyu euroya euronun eurodan euroluk 欧元".split(), "EUR"
    ),
    **dict.fromkeys("gbp pound pounds sterling pfund 英镑".split(), "GBP"),
    **dict.fromkeys("cny rmb yuan renminbi 元 人民币".split(), "CNY"),
    **dict.fromkeys("try tl lira lirayi liraya liranin liradan liralik".split(), "TRY"),
    **dict.fromkeys("yen jpy 日元".split(), "JPY"),
    **dict.fromkeys("won krw".split(), "KRW"),
    **dict.fromkeys("ruble rubles rouble roubles rubel".split(), "RUB"),
    **dict.fromkeys("rupee rupees rupi".split(), "INR"),
    **dict.fromkeys("franc francs franken chf".split(), "CHF"),
}  # fmt: skip

POINT = "percentage point"

UNITS: dict[str, str] = {
    **dict.fromkeys("second seconds sec secs sekunde sekunden saniye 秒 秒钟".split(), "second"),
    **dict.fromkeys("minute minutes min mins minuten dakika 分钟".split(), "minute"),
    **dict.fromkeys("hour hours hr hrs stunde stunden saat 小时".split(), "hour"),
    **dict.fromkeys("day days tag tage tagen gun 天 日".split(), "day"),
    **dict.fromkeys("week weeks woche wochen hafta 周 星期".split(), "week"),
    **dict.fromkeys("month months monat monate monaten ay 个月".split(), "month"),
    **dict.fromkeys("year years jahr jahre jahren yil yas 年".split(), "year"),
    **dict.fromkeys("km kilometer kilometers kilometre kilometres kilometern 公里 千米".split(), "km"),
    **dict.fromkeys("mile miles mi meile meilen mil 英里".split(), "mile"),
    **dict.fromkeys("meter meters metre metres metern metre 米".split(), "metre"),
    **dict.fromkeys("cm centimeter centimeters centimetre centimetres zentimeter santimetre 厘米".split(), "cm"),
    **dict.fromkeys("mm millimeter millimetre millimeters millimetres".split(), "mm"),
    **dict.fromkeys("foot feet ft".split(), "foot"),
    **dict.fromkeys("inch inches".split(), "inch"),
    **dict.fromkeys("kg kilo kilos kilogram kilograms kilogramm 公斤 千克".split(), "kg"),
    **dict.fromkeys("ton tons tonne tonnes tonnen 吨".split(), "tonne"),
    **dict.fromkeys("pound_weight lb lbs".split(), "pound"),
    **dict.fromkeys("kmh km/h kph".split(), "km/h"),
    "mph": "mph",
    **dict.fromkeys("percentage prozentpunkt prozentpunkte prozentpunkten puan".split(), POINT),
    **dict.fromkeys("basis basispunkt basispunkte basispunkten baz 基点 个基点".split(), "basis point"),
    **dict.fromkeys("kwh gwh mwh twh kw mw gw hp ps gb tb mb".split(), ""),
}  # fmt: skip
UNITS |= {name: name for name in "kwh gwh mwh twh kw mw gw hp gb tb mb".split()}

HAN_DIGITS: dict[str, int] = {
    **{character: i for i, character in enumerate("零一二三四五六七八九")}, "〇": 0, "两": 2, "兩": 2,
}  # fmt: skip
HAN_SCALES: dict[str, int] = {
    "十": 10, "百": 100, "千": 1000, "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12,
}  # fmt: skip

HAN_COUNTED = tuple("个 個 名 人 天 年 月 周 小时 分钟 家 辆 次 位 条 项".split())
"""What a lone Han numeral counts; without one it is part of a word (一般, 三星)."""

ABOUT = frozenset(
    "about around roughly approximately some circa ca zirka etwa rund ungefahr yaklasik 约 大约 大概 左右 environ cerca aproximadamente".split()
)
ABOVE = frozenset(
    "over more above least exceeding exceeds exceeded topped topping surpassed uber mehr mindestens wenigstens fazla "
    "asan askin uzerinde ustunde 超过 逾 超 至少 以上 多 余".split()
)
BELOW = frozenset(
    "under less fewer below nearly almost unter weniger fast knapp hochstens az altinda neredeyse yakin 近 不到 不足 以下 最多".split()
)
"""Words beside a number that say how exactly it is meant, and on which side the true value lies."""

BEHIND = frozenset(
    "fazla asan askin uzerinde ustunde az altinda yakin mehr weniger 以上 左右 以下 多 or plus".split()
)
"""Those that may stand behind it."""

AT_MOST = ("at most", "bis zu", "up to", "en fazla")
NOT = ("not ", "no ", "nicht ")
LESS = frozenset("less fewer weniger".split())
MORE = frozenset("more mehr".split())
"""Phrases before a number that turn its side round."""

FURTHER = frozenset("more further additional other consecutive straight weitere daha".split())
"""Words between a number and what it counts: "30 more days"."""

HAN_BEHIND = ("多", "余", "以上", "以下", "左右")
"""Those that Chinese writes right behind it; what it counts follows."""

THROUGH = frozenset("to and or bis auf und oder ile ila veya 至 到 和".split())
"""Words between two numbers of one scale: "1.85 to 2.1 million"."""

HAN_POINT = ("个百分点", "百分点")

BASES: dict[str, tuple[str, Decimal]] = {
    "second": ("second", Decimal(1)), "minute": ("second", Decimal(60)), "hour": ("second", Decimal(3600)),
    "day": ("second", Decimal(86_400)), "week": ("second", Decimal(604_800)),
    "month": ("month", Decimal(1)), "year": ("month", Decimal(12)),
    "mm": ("metre", Decimal("0.001")), "cm": ("metre", Decimal("0.01")), "metre": ("metre", Decimal(1)),
    "km": ("metre", Decimal(1000)), "mile": ("metre", Decimal("1609.344")), "foot": ("metre", Decimal("0.3048")),
    "inch": ("metre", Decimal("0.0254")),
    "kg": ("kg", Decimal(1)), "tonne": ("kg", Decimal(1000)), "pound": ("kg", Decimal("0.4536")),
    "km/h": ("km/h", Decimal(1)), "mph": ("km/h", Decimal("1.609344")),
    "kwh": ("kwh", Decimal(1)), "mwh": ("kwh", Decimal(1000)), "gwh": ("kwh", Decimal(10**6)), "twh": ("kwh", Decimal(10**9)),
    "kw": ("kw", Decimal(1)), "mw": ("kw", Decimal(1000)), "gw": ("kw", Decimal(10**6)),
}  # fmt: skip
"""A measure -> what it is measured in together with its kin, and how many of those it holds."""


def unit_base(unit: str) -> tuple[str, Decimal]:
    """Return what *unit* is measured in together with its kin, and how many of those it holds; a loner is its own."""
    return BASES.get(unit, (unit, Decimal(1)))
