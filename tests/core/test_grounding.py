"""Is a claim in its sources? Our own article, with claims that are faithful and claims that are not."""

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typing_extensions import override

from bot.core.errors import BotError
from bot.core.grounding import check, meanings
from bot.core.grounding.statements import Token, statement_of
from bot.core.text import sentences, stem

_DATA = Path(__file__).parent.parent / "data" / "labelled"
SOURCE = (_DATA / "sedan.en.txt").read_text(encoding="utf-8")
CLAIMS = [json.loads(line) for line in (_DATA / "claims.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("row", CLAIMS, ids=[row["claim"] for row in CLAIMS])
def test_check_tells_faithful_from_altered(row: dict[str, Any]) -> None:
    """A bullet with a wrong figure, name, date or word is caught; a faithful one passes, in other languages too."""
    verdict = check(row["claim"], [SOURCE], language=row.get("language", "en"), source_language="en")
    assert verdict.is_supported == row["supported"]
    assert row.get("problem", "") in (*verdict.problems, "")


@given(st.sampled_from(sentences(SOURCE)))
def test_check_passes_the_sources_own_sentences(sentence: str) -> None:
    """A quotation of the publisher is never called invented."""
    assert check(sentence, [SOURCE]).score == 1.0


def test_check_sees_a_turned_sentence() -> None:
    """ "It has raised prices" is doubted where the source says that it has not, and the doubt is said."""
    verdict = check("The company has raised prices since 2023.", [SOURCE])
    assert "one of claim and source is negated" in verdict.problems


def test_check_sees_the_opposite_word() -> None:
    """ "Batteries became costlier" is not what the source says."""
    verdict = check(
        "The V7 fell in price as batteries weakened.", ["The V7 rose in price as batteries got stronger."]
    )
    assert "the source says the opposite of “fell”" in verdict.problems


def test_check_holds_a_claim_against_all_sources_together() -> None:
    """A bullet may join what two publishers say."""
    verdict = check(
        "Voltara sold 28,500 cars and hired 900 people.",
        ["Voltara sold 28,500 cars.", "Voltara hired 900 people."],
    )
    assert verdict.is_supported


def test_check_reads_dates_written_in_figures() -> None:
    """ "March 5, 2026" stands in a text that writes 05.03.2026."""
    assert check("It opens on March 5, 2026.", ["It opens on 05.03.2026."]).is_supported


def test_check_doubts_a_claim_that_begins_with_a_pronoun() -> None:
    """A bullet that says "they" for a name is worth a little less than one that names."""
    named = check("Chinese buyers wait 41 weeks.", [SOURCE])
    assert check("They wait 41 weeks.", [SOURCE]).score < named.score


def test_check_reads_relative_days_by_the_day_of_publication() -> None:
    """ "Yesterday" and "last year" are dates once it is known when they were written; another day is still wrong."""
    source = ["Voltara opened the plant yesterday. Work began last year."]
    day = dt.date(2026, 11, 23)
    assert check("Voltara opened the plant on November 22.", source, published_on=day).is_supported
    assert check("Work on the plant began in 2025.", source, published_on=day).is_supported
    assert not check("Voltara opened the plant on November 20.", source, published_on=day).is_supported
    assert not check("Work on the plant began in 2024.", source, published_on=day).is_supported


def test_check_tells_languages_apart_by_itself() -> None:
    """Where nobody says in which language a claim is written, its small words do; numbers still decide."""
    assert check("Die Käufer in China warten nun 41 Wochen auf den Wagen.", [SOURCE]).is_supported
    assert not check("Die Käufer in China warten nun 14 Wochen auf den Wagen.", [SOURCE]).is_supported


def test_check_fails_a_part_of_a_sentence_that_loses_its_doubt() -> None:
    """ "Brandt stole plans" is no quotation of "police suspect that Brandt stole plans"."""
    source = ["Police suspect that Jonas Brandt stole battery plans. Jonas Brandt denied it."]
    verdict = check("Jonas Brandt stole battery plans.", source)
    assert not verdict.is_supported
    assert "the source is less certain" in verdict.problems


def test_check_fails_another_storys_summary() -> None:
    """A headline with the wrong story's text under it shares words with its source, but none of the matter."""
    claim = "The council of the city said on Friday that buses and trams will run more often in the north."
    assert "most of its words are not in the source" in check(claim, [SOURCE]).problems


@pytest.mark.parametrize(
    "word", ["“We will not raise prices before the summer,”", "“We raise prices before winter,”"]
)
def test_check_fails_an_altered_quotation(word: str) -> None:
    """Words in quotation marks are someone's own, or the bullet is wrong."""
    source = ["“We will raise prices before the summer,” Lena Okafor said in Wuhan."]
    assert not check(f"{word} Lena Okafor said.", source).is_supported


_PLAINLY_TOLD = [
    ("en", "Orvo said on Tuesday it would recall 31,400 vans after two of them caught fire.",
     "Orvo is recalling 31,400 vans after two caught fire."),
    ("en", "Production at the Lund plant rose to 2,100 units, while sales in Germany fell 12 percent to 48,250 last year.",
     "Sales in Germany declined 12% last year, and the Lund plant's production grew."),
    ("en", "Production at the Lund plant rose from 1.85 to 2.1 million units.",
     "Production at Lund increased to 2.1 million units from 1.85 million."),
    ("de", "Der Konzern investiert nach eigenen Angaben 1,9 Milliarden Euro in den Umbau der Halle 54.",
     "Der Konzern steckt 1,9 Mrd. Euro in den Umbau von Halle 54."),
    ("de", "Kündigungen sind nach Angaben des Konzerns nicht geplant.",
     "Kündigungen plant der Konzern nach eigenen Angaben nicht."),
    ("de", "Ein Sprecher von Kaito wollte sich zu den Plänen nicht äußern.", "Ein Sprecher von Kaito äußerte sich nicht."),
    ("de", "Das sagte Vorstandschef Karl Blume auf der Versammlung in Lund. Das Werk baute im vergangenen Jahr 490.000 Autos, weniger als zuvor.",
     "Im Werk Lund wurden vergangenes Jahr 490.000 Autos gebaut, sagte Konzernchef Karl Blume."),
    ("tr", "Karakaş, pazartesi günü Gemlik'te konuştu. Fabrika 23 Kasım 2026 tarihinde açıldı.", "Fabrika 23 Kasım'da açıldı."),
    ("zh", "小米公布，SU7 Ultra起售价为52.99万元，首批车主下月提车。", "SU7 Ultra的起售价为529900元。"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "source", "claim"), _PLAINLY_TOLD)
def test_check_passes_what_is_plainly_told_in_other_words(language: str, source: str, claim: str) -> None:
    """Reported speech, merged sentences, ranges, abbreviations, word order and endings are no inventions."""
    verdict = check(claim, [source], language=language, source_language=language)
    assert verdict.is_supported, verdict.problems


def test_check_knows_that_two_negations_cancel() -> None:
    """ "Stays" is not the opposite of "not changing"."""
    verdict = check(
        "Chief executive Marc Wells said the guidance stays.",
        ['"We are not changing our guidance," chief executive Marc Wells told analysts.'],
    )
    assert not [problem for problem in verdict.problems if "opposite" in problem]


_TURNED_ROUND = [
    ("en", "The maker has stopped deliveries of its electric vans.", "The maker has resumed deliveries of its electric vans."),
    ("tr", "Voltara, Çin'e ihracat planlamıyor.", "Voltara, Çin'e ihracat planlıyor."),
    ("tr", "Hisse satışı 2027'den önce yapılmayacak.", "Hisse satışı 2027'den önce yapılacak."),
    ("tr", "Yatırım tutarı 3,5 milyar avroyu buldu.", "Yatırım tutarı 3,5 milyar doları buldu."),
    ("zh", "公司将全年交付目标由35万辆上调至40万辆。", "公司将全年交付目标由40万辆下调至35万辆。"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "source", "claim"), _TURNED_ROUND)
def test_check_catches_what_was_turned_round(language: str, source: str, claim: str) -> None:
    """A verb that denies itself, an opposite, another currency: each turns the sentence round."""
    verdict = check(claim, [source], language=language, source_language=language)
    assert not verdict.is_supported
    assert verdict.problems


def test_check_bears_a_sentence_that_is_all_figures() -> None:
    """Twenty thousand figures in one sentence, as a hostile feed may send, cost no more each than the first."""
    assert not check("Orvo sold 7 of 20 million cars.", ["1 " * 20_000]).is_supported


def test_what_stands_around_a_word_costs_no_more_in_a_sentence_without_end() -> None:
    """Twenty words are looked at, not twenty thousand for each of twenty thousand."""
    looked_at = list[object]()

    class Counted(tuple[Token, ...]):
        __slots__ = ()

        @override
        def __getitem__(self, place: Any) -> Any:
            found = super().__getitem__(place)
            looked_at.extend(found if isinstance(place, slice) else [found])
            return found

    statement = statement_of("9 cars cost 7 dollars " * 4_000, frozenset())
    counted = replace(statement, tokens=Counted(statement.tokens))
    assert (
        counted.around(10_000) == statement.around(10_000) == {"7", *map(stem, ["cars", "cost", "dollars"])}
    )
    assert 0 < len(looked_at) <= 20


def test_check_says_what_to_do_where_its_table_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A package built without its data says so, instead of a traceback about a path."""
    monkeypatch.setattr(meanings, "_TABLE", "gone.txt")
    for remembered in (meanings._lexicon, meanings._meaning, meanings.relation):  # noqa: SLF001 -- what is read once
        remembered.cache_clear()
    with pytest.raises(
        BotError, match=r"gone\.txt is missing, so nothing can be checked; install newsthread again"
    ):
        check("The harbour opens in spring.", ["A quay of granite was opened by the mayor in autumn."])


def test_check_without_sources_supports_nothing() -> None:
    """Nothing can stand in no text."""
    assert not check("Voltara sold 28,500 cars.", []).is_supported


def test_check_ranks_the_true_claim_above_the_altered() -> None:
    """The score tells which of two versions is nearer to the source."""
    true, altered = (check(f"A second plant in {city} will open.", [SOURCE]) for city in ("Wuhan", "Lisbon"))
    assert true.score > altered.score


@given(st.text(max_size=120), st.text(max_size=200))
def test_check_survives_any_text(claim: str, source: str) -> None:
    """Hostile text cannot stop the check, and a score is always a share."""
    assert 0 <= check(claim, [source]).score <= 1
