"""The task `summaries`: stories in three bullets by the very writer that the bot has, beside their first sentences."""

import time
from collections.abc import Sequence

from bot.adapters.article_extractor.languages import detected_language
from bot.adapters.rouge import rouge
from bot.app.evaluating.outcome import Advance, Measured, Outcome, Prediction, SetOutcome, by_set, in_order
from bot.app.evaluating.rows import StoryRow
from bot.app.summarizing import Write
from bot.core import articles
from bot.core.entities import Bullet, Entry, EntryId, FeedId, Story, StoryId, Summary
from bot.core.quality import Figures, Summarized, lead_sentences, mean, summary_figures
from bot.core.text import content_hash, sentences
from bot.flows.ports import Clock

_ENGLISH = "en"
_NOT_ENGLISH = "{} of {} references are not English: their words are newsthread's, not stemmed, so compare ROUGE within a set only."


async def evaluate(rows: Sequence[StoryRow], advance: Advance, *, write: Write, clock: Clock) -> Outcome:
    """Summarize the *rows* with *write*."""
    placed: list[tuple[int, Prediction]] = []
    sets: list[SetOutcome] = []
    for name, members in by_set(rows).items():
        summaries: list[Summary] = []
        began = time.perf_counter()
        for _, row in members:
            summaries.append(await write(_story(row, clock)))
            advance()
        seconds = time.perf_counter() - began
        own = [row for _, row in members]
        placed += [
            (place, _prediction(row, summary))
            for (place, row), summary in zip(members, summaries, strict=True)
        ]
        sets.append(_outcome(name, own, summaries, seconds))
    return Outcome(predictions=in_order(placed), sets=tuple(sets), notes=_notes(rows))


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
            language=articles.language_of([document.language], detected_language(document.text)),
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


def _outcome(name: str, rows: Sequence[StoryRow], summaries: Sequence[Summary], seconds: float) -> SetOutcome:
    ours = [[bullet.text for bullet in summary.bullets] for summary in summaries]
    cited = [[_document(bullet) for bullet in summary.bullets] for summary in summaries]
    lead = [lead_sentences([document.text for document in row.documents]) for row in rows]
    measured = (
        Measured(method="newsthread", figures=_matched(rows, ours) | _shaped(rows, ours, cited)),
        Measured(method="lead-3", figures=_matched(rows, lead)),
    )
    labelled = sum(row.reference is not None for row in rows)
    return SetOutcome(name=name, rows=len(rows), labelled=labelled, seconds=seconds, measured=measured)


def _matched(rows: Sequence[StoryRow], summaries: Sequence[Sequence[str]]) -> Figures:
    """Return ROUGE over the rows that have a reference."""
    scores = [
        rouge(sentences(row.reference), summary, is_english=_is_english(row))
        for row, summary in zip(rows, summaries, strict=True)
        if row.reference is not None
    ]
    return {
        name: mean(score[place] for score in scores)
        for place, name in enumerate(("rouge_1", "rouge_2", "rouge_lsum"))
    }


def _shaped(
    rows: Sequence[StoryRow], bullets: Sequence[Sequence[str]], cited: Sequence[Sequence[int]]
) -> Figures:
    return summary_figures(
        [
            Summarized(
                bullets=tuple(texts),
                cited=tuple(places),
                texts=tuple(document.text for document in row.documents),
            )
            for row, texts, places in zip(rows, bullets, cited, strict=True)
        ]
    )


def _is_english(row: StoryRow) -> bool:
    """Say whether the reference is in English, or too short to tell."""
    return detected_language(row.reference or "") in {"", _ENGLISH}


def _notes(rows: Sequence[StoryRow]) -> tuple[str, ...]:
    labelled = [row for row in rows if row.reference is not None]
    others = sum(not _is_english(row) for row in labelled)
    return (_NOT_ENGLISH.format(others, len(labelled)),) if others else ()
