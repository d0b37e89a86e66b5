"""What is put right, and how it still fits."""

from dataclasses import replace

import pytest

from bot.adapters.discord import views
from bot.adapters.slack import blocks, layout
from bot.core import corrections, wording
from bot.core.entities import Correction, CorrectionKind, Edition
from bot.core.errors import ChatError, CommandError
from tests import samples

SLIP = Correction(
    kind=CorrectionKind.BULLET,
    by="1",
    at=samples.NOON,
    story=1,
    bullet=1,
    before="a",
    after="b",
    reason="a slip",
)


def long(sentence: str, stories: int = 5) -> Edition:
    """An edition whose bullets are all *sentence*, put right once."""
    summary = samples.summary(bullets=(samples.bullet(sentence, citations=()),) * 3)
    return samples.edition(
        *(samples.item(number, summary=summary) for number in range(1, stories + 1)), corrections=(SLIP,)
    )


def test_an_edition_that_grew_fits_into_what_stands_there():
    """Longer sentences need more messages than were posted: the last stories say where they stand, none is lost or cut."""
    edition = long("word " * 60 + "end.", stories=9)
    for pages, edited in (
        ([str(each) for each in blocks.edition_messages(edition)], blocks.edited_messages(edition, 1)),
        (list(map(str, views.edition_pages(edition))), views.edited_pages(edition, 1)),
    ):
        assert len(pages) > 1
        assert len(edited) == 1
        text = str(edited)
        assert text.count("end.") > 0
        assert f"see edition {edition.id} in the newsroom" in text.replace("\\", "")
        assert text.count("word word end.") % 3 == 0


def test_what_fits_is_not_shortened():
    """As many messages as were posted, and the same words."""
    edition = long("A short sentence.")
    assert blocks.edited_messages(edition, 1) == blocks.edition_messages(edition)
    assert views.edited_pages(edition, 1) == views.edition_pages(edition)


def test_what_fits_nowhere_is_refused():
    """Even titles alone may be too much for one message: the edit fails, and is told, rather than be cut."""
    summary = samples.summary(title="word " * 600, bullets=())
    edition = samples.edition(*(samples.item(number, summary=summary) for number in range(1, 9)))
    with pytest.raises(ChatError, match="does not fit into the 1 message"):
        blocks.edited_messages(edition, 1)


@pytest.mark.parametrize("platform", ["slack", "discord"])
def test_a_single_message_limit_holds_whatever_is_put_right(platform: str):
    """Fifteen corrections with the longest reasons: no limit of a chat is broken."""
    each = replace(SLIP, reason="r " * (corrections.MAX_REASON // 2))
    edition = replace(long("A short sentence."), corrections=(each,) * 15)
    if platform == "slack":
        for message in blocks.edition_messages(edition):
            assert len(message.blocks) <= layout.MAX_BLOCKS
            assert all(len(block.get("text", {}).get("text", "")) <= 3_000 for block in message.blocks)
    else:
        for page in views.edition_pages(edition):
            assert views.layout(page).content_length() <= 4_000


def test_a_correction_of_another_day_says_which():
    """A correction two days later is not taken for one of the morning."""
    later = replace(SLIP, at=samples.NOON.replace(day=25))
    (line,) = wording.corrections(samples.edition(corrections=(later,)))
    assert line.startswith("Corrected 25 Nov 2026, 13:00: ")


@pytest.mark.parametrize("what", ["", "0x1", "sentence", "١", "99999", "headline " * 30])
def test_what_nobody_can_put_right(what: str):
    """What is no number, title or story is refused with what to write."""
    with pytest.raises(CommandError, match="Write: 1, 2, 3, title, story"):
        corrections.target_of(what)


def test_a_reason_has_an_end():
    """It stands in a message that has limits."""
    assert corrections.reason_of(" a\n slip ") == "a slip"
    with pytest.raises(CommandError, match="at most 300"):
        corrections.reason_of("r" * 301)


def test_a_quotation_names_its_language():
    """The publisher's sentence in another language is marked with it, as any quotation is."""
    german = samples.citation("Das Werk in Wuhan soll im März eröffnet werden.", "ladeblatt.example")
    item = samples.item(summary=samples.summary(bullets=(samples.bullet("It opens.", citations=(german,)),)))
    own = corrections.own_sentence(item, 1, None, {})
    assert own is not None
    assert (own.text, own.is_quotation) == (german.sentence, True)
