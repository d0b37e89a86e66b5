"""What the terminal shows and what scripts read."""

import datetime as dt
import io

from rich.console import Console, RenderableType

from bot.cli import forms, reports
from bot.cli.screen import clean
from bot.core.entities import (
    EXTRACTS,
    Answer,
    AnswerSentence,
    Bullet,
    Citation,
    Coverage,
    EntryId,
    Item,
    NewEdition,
    Notice,
    Source,
    StoryId,
    StoryList,
    SubscriptionId,
    Summary,
    SummaryKey,
    Window,
)

AT = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)
URL = "https://volt.example/k3"
CITATION = Citation(
    entry_id=EntryId(1), sentence="Norvik recalls 18,400 cars.", url=URL, publisher="Volt Courier"
)
SUMMARY = Summary(
    key=SummaryKey("k"),
    title="Norvik recalls the K3",
    bullets=(
        Bullet(text="18,400 cars are recalled.", citations=(CITATION,)),
        Bullet(text="Norvik recalls 18,400 cars.", citations=(CITATION,), is_quotation=True),
    ),
    tags=("recall", "norvik"),
    language="en",
    writer=EXTRACTS,
)
ITEM = Item(
    story_id=StoryId(1),
    summary=SUMMARY,
    sources=(
        Source(
            entry_id=EntryId(1),
            publisher="Volt Courier",
            title="K3 [red]recalled[/red]",
            url=URL,
            published_at=AT,
            is_excerpt=False,
        ),
    ),
)
EDITION = NewEdition(
    subscription_id=SubscriptionId(0),
    topic_name="ev",
    command="/ev",
    title="Electric cars",
    language="en",
    planned_key="preview",
    planned_at=AT,
    zone="UTC",
    is_scheduled=False,
    is_first=False,
    items=(ITEM,),
    coverage=Coverage(
        window=Window(begins_at=AT - dt.timedelta(days=1), ends_at=AT),
        feeds_read=6,
        feeds_failing=("Ampere Observer",),
        entries=9,
        merged=3,
        left_out=0,
        fell_back=1,
        cost_micros=0,
    ),
    composed_at=AT,
)


def shown(report: RenderableType) -> str:
    screen = Console(file=io.StringIO(), highlight=False, markup=False, emoji=False, soft_wrap=True)
    screen.print(report)
    assert isinstance(screen.file, io.StringIO)
    return screen.file.getvalue()


def test_a_summary_for_scripts_has_each_bullet_with_its_source() -> None:
    """A script reads title, bullets with the sentence they rest on, tags and writer."""
    assert forms.summary_form(SUMMARY) == {
        "title": "Norvik recalls the K3",
        "bullets": [
            {"text": "18,400 cars are recalled.", "source": "Norvik recalls 18,400 cars."},
            {"text": "Norvik recalls 18,400 cars.", "source": "Norvik recalls 18,400 cars."},
        ],
        "tags": ["recall", "norvik"],
        "writer": "extracts",
    }


def test_an_edition_shows_stories_sources_and_what_it_covers() -> None:
    """A dry run shows what the channel would see, failing feeds too, and marks what is quoted."""
    text = shown(reports.edition_report(EDITION))

    wanted = (
        "Electric cars",
        "Norvik recalls the K3",
        "• 18,400 cars are recalled.",
        "“Norvik recalls 18,400 cars.”",
    )
    assert [each for each in (*wanted, "#recall", "1 failing: Ampere Observer") if each not in text] == []


def test_markup_of_a_publisher_is_shown_and_not_obeyed() -> None:
    """A headline cannot colour the terminal."""
    assert "K3 [red]recalled[/red]" in shown(reports.edition_report(EDITION))


def test_control_characters_never_reach_the_terminal() -> None:
    """A headline cannot move the cursor, ring the bell or turn the line around."""
    assert clean("a\x1b[2Jb\x07c\u202ed\ne\x9bf") == "a[2Jbcd ef"


def test_a_refusal_says_so_and_shows_the_nearest() -> None:
    """An honest "not found" is no answer, and scripts can tell."""
    nearest = AnswerSentence(text="Norvik recalls 18,400 cars.", citations=(CITATION,))
    answer = Answer(question="How much?", sentences=(nearest,), is_refusal=True, writer=EXTRACTS)

    assert shown(reports.answer_report(answer)).startswith("The sources do not say.")
    assert URL in shown(reports.reply_report(answer))
    assert forms.reply_form(answer)["is_refusal"] is True


def test_every_kind_of_reply_can_be_shown_and_read() -> None:
    """Whatever a search comes to has a form for people and one for scripts."""
    stories = StoryList(title="norvik", items=(ITEM,), hint="More: /ev norvik since:7d")
    notice = Notice(title="Nothing about that", lines=("Try another word.",))

    assert "More: /ev norvik since:7d" in shown(reports.reply_report(stories))
    assert shown(reports.reply_report(notice)) == "Nothing about that\nTry another word.\n"
    assert forms.reply_form(notice) == {"title": "Nothing about that", "lines": ["Try another word."]}
    assert forms.reply_form(None) == {}
    assert shown(reports.reply_report(None)) == ""
