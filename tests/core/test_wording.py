"""The words around what is shown."""

import urllib.parse

import pytest

from bot.core import wording
from bot.core.entities import EXTRACTS
from tests import samples


def test_the_dateline_is_local():
    """A team in Berlin reads its own time, with the zone beside it."""
    assert wording.dateline(samples.edition()) == "Monday 23 November 2026, 09:00 (Europe/Berlin)"


def test_the_lead_line_counts_publishers_once():
    """Three publishers tell two stories."""
    assert wording.lead(samples.edition()) == "2 stories from 3 publishers."


def test_the_first_edition_says_that_it_is_the_first():
    """Nobody wonders why it reaches back a day."""
    assert "First edition" in wording.lead(samples.edition(is_first=True))


def test_the_foot_names_what_failed():
    """Whoever reads an edition can see what it does not cover."""
    foot = wording.coverage(samples.edition())
    for part in (
        "3 feeds read",
        "1 failing: Motor Gazette",
        "17 entries, 4 merged",
        "2 stories left out",
        "1 bullet quoted",
    ):
        assert part in foot


def test_the_foot_tells_when_the_language_model_did_not_write():
    """Whoever pays for a language model sees in the channel that it is away."""
    foot = wording.coverage(samples.edition(coverage=samples.coverage(unwritten=2, feeds_unread=1)))
    assert "2 stories in extracts because the language model did not write" in foot
    assert "1 not read yet" in foot


@pytest.mark.parametrize(
    ("writers", "expected"),
    [
        ({EXTRACTS}, "bullets are extracts"),
        ({"small-writer"}, "bullets by small-writer, checked against the sources"),
        ({"small-writer", EXTRACTS}, "bullets by small-writer and extracts, checked against the sources"),
    ],
)
def test_who_wrote_is_said(writers: set[str], expected: str):
    """An edition never hides that a language model wrote it, or that none did."""
    assert wording.written_by(writers) == expected


def test_a_citation_opens_at_its_sentence():
    """The link carries the sentence's words, with the characters that have a meaning of their own there encoded."""
    cited = samples.citation("Plug-in sales, once again, rose - slowly.")
    text = wording.citation_url(cited).partition("#:~:text=")[2]
    assert urllib.parse.unquote(text) == cited.sentence
    assert not set(text) & set(",- &")


def test_a_long_citation_gives_its_ends():
    """A long sentence is named by its first and last words, so that the link stays short."""
    cited = samples.citation(" ".join(f"word{number}" for number in range(40)))
    start, end = wording.citation_url(cited).partition("#:~:text=")[2].split(",")
    assert urllib.parse.unquote(start).split() == [f"word{number}" for number in range(4)]
    assert urllib.parse.unquote(end).split() == [f"word{number}" for number in range(36, 40)]


@pytest.mark.parametrize(
    ("is_quotation", "language", "expected"),
    [
        (False, "", ""),
        (True, "", "quoted"),
        (False, "de", "de"),
        (True, "de", "quoted, de"),
        (True, "en", "quoted"),
    ],
)
def test_a_bullet_says_what_it_is(is_quotation: bool, language: str, expected: str):
    """A quotation in place of ours, and a sentence in another language than the edition's, are marked as such."""
    bullet = samples.bullet(is_quotation=is_quotation, language=language)
    assert wording.bullet_note(bullet, samples.summary()) == expected
