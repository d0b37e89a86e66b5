"""The task `summaries`: stories in three bullets by the very writer that the bot has, beside their first sentences."""

import time
from collections.abc import Sequence

from bot.adapters.rouge import rouge
from bot.app.evaluating.languages import language_of
from bot.app.evaluating.outcome import Advance, Prediction, SetOutcome
from bot.app.evaluating.rows import StoryRow
from bot.app.summarizing import Write
from bot.core.entities import EXTRACTS, Bullet, Entry, EntryId, FeedId, Story, StoryId, Summary
from bot.core.quality import Figures, Summarized, lead_sentences, mean, share, summary_figures
from bot.core.text import content_hash, fold, sentences
from bot.flows.ports import Clock

BASELINE = "lead-3"

_ENGLISH = "en"
_NOT_ENGLISH = (
    "{} of {} references are not in English: ROUGE takes their words as newsthread does, unstemmed; "
    "compare it within a set, not with what is published."
)


async def evaluate(
    name: str, rows: Sequence[StoryRow], *, advance: Advance, write: Write, clock: Clock
) -> SetOutcome:
    """Summarize *rows* with *write*."""
    summaries: list[Summary] = []
    began = time.perf_counter()
    for row in rows:
        summaries.append(await write(_story(row, clock)))
        advance()
    seconds = time.perf_counter() - began
    labelled = [place for place, row in enumerate(rows) if row.reference]
    references = [rows[place] for place in labelled]
    told = [[bullet.text for bullet in summaries[place].bullets] for place in labelled]
    return SetOutcome(
        name=name,
        predictions=[_prediction(row, summary) for row, summary in zip(rows, summaries, strict=True)],
        labelled=len(labelled),
        seconds=seconds,
        ours=_matched(references, told) | _shaped(rows, summaries) | _written(summaries),
        baseline=_matched(references, _leads(references, advance)),
    )


def notes(rows: Sequence[StoryRow]) -> tuple[str, ...]:
    """Return what one should know to read the figures of *rows*."""
    references = [row for row in rows if row.reference]
    others = sum(not _is_english(row) for row in references)
    return (_NOT_ENGLISH.format(others, len(references)),) if others else ()


def _story(row: StoryRow, clock: Clock) -> Story:
    """Return the documents as entries of one story, each of a publisher of its own unless it names one."""
    entries = [
        Entry(
            id=EntryId(number),
            feed_id=FeedId(number),
            story_id=StoryId(1),
            url=document.url,
            title=document.title,
            text=document.text,
            publisher=document.publisher or f"document {number}",
            language=language_of(document.language, document.text),
            published_at=clock.now(),
            stored_at=clock.now(),
            is_excerpt=False,
            content_hash=content_hash(document.title, document.text),
        )
        for number, document in enumerate(row.documents, start=1)
    ]
    return Story(id=StoryId(1), entries=tuple(entries))


def _prediction(row: StoryRow, summary: Summary) -> Prediction:
    return {
        "id": row.id,
        "title": summary.title,
        "bullets": [
            {"text": bullet.text, "document": _document(bullet), "sentence": bullet.citations[0].sentence}
            for bullet in summary.bullets
        ],
        "tags": list(summary.tags),
    }


def _document(bullet: Bullet) -> int:
    """Return the place of the document that the bullet rests on, from 0."""
    return bullet.citations[0].entry_id - 1


def _leads(rows: Sequence[StoryRow], advance: Advance) -> list[list[str]]:
    leads: list[list[str]] = []
    for row in rows:
        leads.append(lead_sentences([document.text for document in row.documents]))
        advance()
    return leads


def _matched(rows: Sequence[StoryRow], told: Sequence[Sequence[str]]) -> Figures:
    """Return ROUGE: what each of the summaries *told* shares with its row's reference."""
    scores = [
        rouge(sentences(row.reference or ""), summary, is_english=_is_english(row))
        for row, summary in zip(rows, told, strict=True)
    ]
    names = ("rouge_1", "rouge_2", "rouge_lsum")
    return {name: mean(score[place] for score in scores) for place, name in enumerate(names)}


def _is_english(row: StoryRow) -> bool:
    """Say whether the reference is in English; one too short to tell is in its documents' language, or as its letters are."""
    reference, first = row.reference or "", row.documents[0]
    found = language_of("", reference) or language_of(first.language, first.text)
    return found == _ENGLISH if found else fold(reference).isascii()


def _shaped(rows: Sequence[StoryRow], summaries: Sequence[Summary]) -> Figures:
    return summary_figures(
        [
            Summarized(
                bullets=tuple(bullet.text for bullet in summary.bullets),
                cited=tuple(map(_document, summary.bullets)),
                texts=tuple(document.text for document in row.documents),
            )
            for row, summary in zip(rows, summaries, strict=True)
        ]
    )


def _written(summaries: Sequence[Summary]) -> Figures:
    """Return, where a language model wrote, which share of the bullets are quotations that stand in for its own."""
    if all(summary.writer == EXTRACTS for summary in summaries):
        return {}
    bullets = [(summary, bullet) for summary in summaries for bullet in summary.bullets]
    return {
        "fell_back": share(summary.writer == EXTRACTS or bullet.is_quotation for summary, bullet in bullets)
    }
