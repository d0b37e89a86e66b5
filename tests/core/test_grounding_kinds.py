"""Faithful and altered claims in several languages, each kind of fault and of paraphrase by an example of our own."""

import datetime as dt

import pytest

from bot.core.grounding import check

PUBLISHED_ON = dt.date(2026, 11, 23)
"""A Monday: "Friday" is November 20."""

SOURCES = {
    "en": (
        "Voltara opened its second plant in Wuhan on Friday. "
        "The plant cost 1.46 billion euros and will employ about 3,200 people, chief executive Marta Silva said. "
        "Sales rose 19.6 percent to 28,500 cars in the first quarter, up from 23,829 a year earlier. "
        '"We did not expect such demand in the north," '
        "Lena Okafor, who heads sales in Asia, told reporters. "
        "Analysts at Nordbank warned that prices may rise next year. "
        "Police suspect that a former manager, Jonas Brandt, stole battery plans and sold them to Kaito. "
        "Kaito denied the allegation. "
        "Kaito sued Voltara in March. "
        "Most buyers chose the red version. "
        "The company has not raised prices since 2023. "
        "Margins fell by two percentage points."
    ),
    "de": (
        "Voltara hat am Freitag sein zweites Werk in Wuhan eröffnet. "
        "Das Werk kostete 1,46 Milliarden Euro und soll rund 3.200 Menschen beschäftigen, sagte Vorstandschefin Marta Silva. "
        "Der Absatz stieg im ersten Quartal um 19,6 Prozent auf 28.500 Autos. "
        "Analysten der Nordbank warnten, dass die Preise im nächsten Jahr steigen könnten. "
        "Die meisten Käufer wählten die rote Version. "
        "Das Unternehmen hat die Preise seit 2023 nicht erhöht. "
        "Kaito verklagte Voltara im März."
    ),
    "tr": (
        "Voltara cuma günü Wuhan'daki ikinci fabrikasını açtı. "
        "Fabrika 1,46 milyar avroya mal oldu ve yaklaşık 3.200 kişiye iş verecek, dedi genel müdür Marta Silva. "
        "Satışlar ilk çeyrekte yüzde 19,6 artarak 28.500 otomobile yükseldi. "
        "Nordbank analistleri fiyatların gelecek yıl artabileceği konusunda uyardı. "
        "Alıcıların çoğu kırmızı modeli seçti. "
        "Şirket 2023'ten beri fiyatları artırmadı. "
        "Kaito, mart ayında Voltara'ya dava açtı."
    ),
    "zh": (
        "沃尔塔拉公司周五在武汉开设了第二家工厂。"
        "该工厂耗资14.6亿欧元，将雇用约3200人，首席执行官玛尔塔·席尔瓦表示。"
        "第一季度销量增长19.6%，达到2.85万辆。"
        "诺德银行的分析师警告说，明年价格可能上涨。"
        "大多数买家选择了红色版本。"
        "公司自2023年以来没有提高价格。"
        "开拓公司三月起诉了沃尔塔拉。"
    ),
}

FAITHFUL = [
    ("en", "en", "Voltara's second plant, in Wuhan, opened on Friday."),
    ("en", "en", "Voltara opened a second plant in Wuhan on November 20."),
    ("en", "en", "The Wuhan plant cost about 1.5 billion euros."),
    ("en", "en", "The plant will employ roughly 3,000 people."),
    ("en", "en", "First-quarter sales climbed by a fifth to 28,500 cars."),
    ("en", "en", "Sales grew almost 20 percent in the first quarter."),
    ("en", "en", "Voltara sold more than 28,000 cars in the first quarter."),
    ("en", "en", "Voltara was sued by Kaito in March."),
    ("en", "en", "Nordbank analysts say prices could go up in 2027."),
    ("en", "en", "A former manager, Jonas Brandt, is suspected of stealing battery plans."),
    ("en", "en", "Prices have stayed unchanged since 2023."),
    ("en", "en", "Okafor said the company had not expected such demand in the north."),
    ("en", "en", "The red version was the most popular."),
    ("en", "en", "Marta Silva, Voltara's chief executive, said the plant will employ about 3,200 people."),
    ("en", "en", "Margins were down two percentage points."),
    ("en", "en", "Kaito rejected the accusation."),
    ("de", "de", "Voltara eröffnete am Freitag in Wuhan ein zweites Werk."),
    ("de", "de", "Das neue Werk hat rund 1,5 Milliarden Euro gekostet."),
    ("de", "de", "Die Verkäufe legten im ersten Quartal um knapp 20 Prozent zu."),
    ("de", "de", "Voltara wurde im März von Kaito verklagt."),
    ("de", "de", "Die Preise könnten nach Ansicht von Analysten der Nordbank steigen."),
    ("de", "de", "Seit 2023 hat Voltara die Preise nicht erhöht."),
    ("tr", "tr", "Voltara'nın Wuhan'daki ikinci fabrikası cuma günü açıldı."),
    ("tr", "tr", "Fabrika yaklaşık 1,5 milyar avroya mal oldu."),
    ("tr", "tr", "Satışlar ilk çeyrekte yaklaşık yüzde 20 arttı."),
    ("tr", "tr", "Voltara ilk çeyrekte 28 bin 500 otomobil sattı."),
    ("tr", "tr", "Şirket 2023'ten bu yana fiyatları artırmadı."),
    ("zh", "zh", "沃尔塔拉周五在武汉开设第二家工厂。"),
    ("zh", "zh", "工厂耗资约15亿欧元。"),
    ("zh", "zh", "第一季度销量增长近20%。"),
    ("zh", "zh", "第一季度售出28500辆。"),
    ("zh", "zh", "公司自2023年以来没有涨价。"),
    ("en", "de", "Voltara eröffnete am Freitag das zweite Werk in Wuhan."),
    ("en", "de", "Der Absatz stieg um 19,6 Prozent auf 28.500 Autos."),
    ("en", "de", "Das Werk kostete 1,46 Milliarden Euro."),
    ("en", "tr", "Voltara Wuhan'daki ikinci fabrikasını cuma günü açtı."),
    ("en", "tr", "Satışlar yüzde 19,6 artarak 28 bin 500 oldu."),
    ("en", "tr", "Kaito martta dava açtı."),
    ("en", "zh", "沃尔塔拉周五在武汉开设第二家工厂，耗资14.6亿欧元。"),
    ("en", "zh", "利润率下降2个百分点。"),
]

ALTERED = [
    ("en", "en", "Voltara opened its second plant in Wuhan on Thursday."),
    ("en", "en", "Voltara opened its second plant in Wuhan on November 18."),
    ("en", "en", "Voltara will open its second plant in Wuhan on Friday."),
    ("en", "en", "Voltara closed its second plant in Wuhan on Friday."),
    ("en", "en", "Voltara opened its second plant in Ningbo on Friday."),
    ("en", "en", "Voltara opened its third plant in Wuhan on Friday."),
    ("en", "en", "The plant cost 1.46 billion dollars."),
    ("en", "en", "The plant cost 1.64 billion euros."),
    ("en", "en", "The plant will employ more than 3,500 people."),
    ("en", "en", "Sales fell 19.6 percent to 28,500 cars in the first quarter."),
    ("en", "en", "Sales rose 19.6 percentage points in the first quarter."),
    ("en", "en", "Voltara sued Kaito in March."),
    ("en", "en", "Kaito was sued by Voltara in March."),
    ("en", "en", "Analysts at Nordbank warned that prices will rise next year."),
    ("en", "en", "Former manager Jonas Brandt stole battery plans and sold them to Kaito."),
    ("en", "en", "Kaito confirmed the allegation."),
    ("en", "en", "All buyers chose the red version."),
    ("en", "en", "Few buyers chose the red version."),
    ("en", "en", "Most buyers chose the blue version."),
    ("en", "en", "The company has raised prices since 2023."),
    ("en", "en", "Margins fell by two percent."),
    ("en", "en", "Marta Silva told reporters she did not expect such demand in the north."),
    ("en", "en", '"We expected such demand in the north," Lena Okafor told reporters.'),
    ("en", "en", "Lena Brandt heads sales in Asia."),
    ("en", "en", "Margins rose by two percentage points."),
    ("en", "en", "Nordbank sued Voltara in March."),
    ("en", "en", "Analysts at Kaito warned that prices may rise next year."),
    ("de", "de", "Voltara eröffnete am Donnerstag in Wuhan ein zweites Werk."),
    ("de", "de", "Das Werk kostete 1,64 Milliarden Euro."),
    ("de", "de", "Der Absatz sank im ersten Quartal um 19,6 Prozent."),
    ("de", "de", "Voltara hat in Wuhan sein zweites Werk geschlossen."),
    ("de", "de", "Alle Käufer wählten die rote Version."),
    ("de", "de", "Das Unternehmen hat die Preise seit 2023 erhöht."),
    ("de", "de", "Die meisten Käufer wählten die blaue Version."),
    ("de", "de", "Voltara verklagte Kaito im März."),
    ("tr", "tr", "Voltara ikinci fabrikasını perşembe günü Wuhan'da açtı."),
    ("tr", "tr", "Fabrika 1,64 milyar avroya mal oldu."),
    ("tr", "tr", "Satışlar ilk çeyrekte yüzde 19,6 azaldı."),
    ("tr", "tr", "Voltara Ningbo'daki ikinci fabrikasını açtı."),
    ("tr", "tr", "Alıcıların tümü kırmızı modeli seçti."),
    ("tr", "tr", "Alıcıların çoğu mavi modeli seçti."),
    ("tr", "tr", "Şirket 2023'ten beri fiyatları artırdı."),
    ("tr", "tr", "Voltara ikinci fabrikasını kapattı."),
    ("zh", "zh", "沃尔塔拉周四在武汉开设了第二家工厂。"),
    ("zh", "zh", "该工厂耗资16.4亿欧元。"),
    ("zh", "zh", "第一季度销量下降19.6%。"),
    ("zh", "zh", "所有买家都选择了红色版本。"),
    ("zh", "zh", "大多数买家选择了蓝色版本。"),
    ("zh", "zh", "第一季度销量达到3.85万辆。"),
    ("en", "de", "Voltara eröffnete das Werk am Donnerstag."),
    ("en", "de", "Der Absatz stieg um 16,9 Prozent."),
    ("en", "de", "Kaito klagte im Mai."),
    ("en", "tr", "Voltara fabrikayı perşembe günü açtı."),
    ("en", "tr", "Satışlar yüzde 16,9 arttı."),
    ("en", "zh", "沃尔塔拉周四在武汉开设第二家工厂。"),
    ("en", "zh", "工厂耗资16.4亿欧元。"),
]


@pytest.mark.parametrize(("source", "language", "claim"), FAITHFUL)
def test_check_lets_a_paraphrase_pass(source: str, language: str, claim: str) -> None:
    """Rounding, other words, another order, the passive, a date for a weekday, another language: none is a fault."""
    verdict = check(
        claim, [SOURCES[source]], language=language, source_language=source, published_on=PUBLISHED_ON
    )
    assert verdict.is_supported, verdict.problems


@pytest.mark.parametrize(("source", "language", "claim"), ALTERED)
def test_check_catches_what_was_altered(source: str, language: str, claim: str) -> None:
    """Numbers, units, days, names, roles, speakers, negation, certainty, time, quantity, opposites: each is caught, and told."""
    verdict = check(
        claim, [SOURCES[source]], language=language, source_language=source, published_on=PUBLISHED_ON
    )
    assert not verdict.is_supported
    assert verdict.problems


@pytest.mark.parametrize(
    ("claim", "is_supported"),
    [
        ("Nordvolt is preparing a factory in Gdansk that will employ 420 people.", True),
        ("Toyota is preparing a factory in Gdansk that will employ 420 people.", False),
        ("Rivian's packs will come from a factory in Gdansk.", False),
        ("Carmakers will get packs from a factory in Gdansk that will employ 420 people.", True),
        ("Robotaxis get packs from a factory in Gdansk that will employ 420 people.", True),
        ("Officials say the factory in Gdansk will employ 420 people.", True),
    ],
)
def test_a_name_that_opens_a_sentence_is_a_name(claim: str, *, is_supported: bool) -> None:
    """Bullets begin with names, where a capital says nothing: what no dictionary and no source has is one all the same."""
    source = (
        "Nordvolt, which makes battery packs, is preparing a factory in Gdansk that will employ 420 people."
    )

    assert check(claim, [source], language="en").is_supported is is_supported


@pytest.mark.parametrize(
    ("source", "faithful", "altered"),
    [
        (
            "The tariff rises from 64 to 69 cents in October.",
            "In October it costs 69 instead of 64 cents.",
            "In October it costs 64 instead of 69 cents.",
        ),
        (
            "The tariff rises from 64 to 69 cents in October.",
            "The tariff goes from 64 to 69 cents.",
            "The tariff goes from 69 to 64 cents.",
        ),
        (
            "Der Preis steigt im Oktober von 64 auf 69 Cent.",
            "Der Preis geht im Oktober von 64 auf 69 Cent.",
            "Der Preis geht im Oktober von 69 auf 64 Cent.",
        ),
        (
            "Die Fahrt dauert neun statt sieben Stunden, dann ging es von neun auf sieben zurück.",
            "Die Fahrt dauert von neun auf sieben Stunden.",
            "Die Fahrt dauert von zwölf auf sieben Stunden.",
        ),
    ],
)
def test_what_was_and_what_is_instead_are_not_exchanged(source: str, faithful: str, altered: str) -> None:
    """Both numbers stand in the source, so only their order tells the altered claim."""
    assert check(faithful, [source]).is_supported
    assert not check(altered, [source]).is_supported


@pytest.mark.parametrize(
    ("source", "faithful", "altered"),
    [
        (
            "The harbour is closed to ferries until the end of 2028, the council decided.",
            "The council closed the harbour to ferries until the end of 2028.",
            "The harbour is closed to ferries from the end of 2028, the council decided.",
        ),
        (
            "Der Hafen ist bis Anfang 2028 für Fähren gesperrt, beschloss der Rat.",
            "Der Rat beschloss, dass der Hafen für Fähren bis Anfang 2028 gesperrt ist.",
            "Der Hafen ist erst ab Anfang 2028 für Fähren gesperrt.",
        ),
        (
            "Ferries are allowed in the harbour from May 2028.",
            "Ferries are not allowed in the harbour until May 2028.",
            "Ferries are allowed in the harbour until May 2028.",
        ),
        (
            "The bridge is closed from March 2027 until June 2028.",
            "The bridge is closed until June 2028.",
            "The bridge is closed from June 2028.",
        ),
    ],
)
def test_what_ends_a_time_does_not_begin_it(source: str, faithful: str, altered: str) -> None:
    """The year is the source's own; only "until" and "from" tell the altered claim."""
    assert "the other way round" not in " ".join(check(faithful, [source]).problems)
    assert not check(altered, [source]).is_supported


@pytest.mark.parametrize(
    ("source", "faithful", "altered"),
    [
        (
            "Der Rat begrüßte die Pläne für den neuen Hafen am Montag.",
            "Der Rat lobte die Pläne für den neuen Hafen.",
            "Der Rat kritisierte die Pläne für den neuen Hafen.",
        ),
        (
            "Das Amt hat den Probebetrieb der Robotaxis am Freitag untersagt.",
            "Das Amt hat den Probebetrieb der Robotaxis verboten.",
            "Das Amt hat den Probebetrieb der Robotaxis erlaubt.",
        ),
    ],
)
def test_german_opposites_are_no_paraphrase(source: str, faithful: str, altered: str) -> None:
    """A reader of German is told what was forbidden as forbidden."""
    assert check(faithful, [source]).is_supported
    assert not check(altered, [source]).is_supported
