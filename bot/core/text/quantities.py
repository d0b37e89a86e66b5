"""The words of quantities, folded: number words, scale words, units and currencies. Tables only."""

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
    **dict.fromkeys("hundred hundert yuz".split(), Decimal(100)),
    **dict.fromkeys("thousand tausend tsd bin".split(), Decimal(1000)),
    "lakh": Decimal(100_000),
    "crore": Decimal(10_000_000),
    **dict.fromkeys("million millions millionen mio mln mn milyon".split(), Decimal(10**6)),
    **dict.fromkeys("billion billions bn bln milyar milliarde milliarden mrd".split(), Decimal(10**9)),
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
    **dict.fromkeys("usd dollar dollars dolar us$ 美元".split(), "USD"),
    **dict.fromkeys("eur euro euros avro 欧元".split(), "EUR"),
    **dict.fromkeys("gbp pound pounds sterling pfund 英镑".split(), "GBP"),
    **dict.fromkeys("cny rmb yuan renminbi 元 人民币".split(), "CNY"),
    **dict.fromkeys("try tl lira".split(), "TRY"),
    **dict.fromkeys("yen jpy 日元".split(), "JPY"),
    **dict.fromkeys("won krw".split(), "KRW"),
    **dict.fromkeys("ruble rubles rouble roubles rubel".split(), "RUB"),
    **dict.fromkeys("rupee rupees rupi".split(), "INR"),
    **dict.fromkeys("franc francs franken chf".split(), "CHF"),
}  # fmt: skip

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

APPROXIMATE = frozenset(
    "about around roughly nearly almost approximately some over more under less least up etwa rund knapp circa ca uber "
    "fast mehr yaklasik neredeyse fazla asan 约 近 大约 超过 逾".split()
)
