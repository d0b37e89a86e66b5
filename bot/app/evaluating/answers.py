"""The task `answers`: questions answered from passages by what answers them in chats, or refused."""

import time
from collections.abc import Mapping, Sequence

from bot.app.evaluating.library import Library, Reply, open_library
from bot.app.evaluating.outcome import Advance, Prediction, SetOutcome
from bot.app.evaluating.rows import PassageRow, QuestionRow
from bot.core.quality import Asked, Bm25, Figures, answering_figures
from bot.flows.ports import Clock

BASELINE = "BM25"


async def evaluate(
    name: str,
    rows: Sequence[QuestionRow],
    *,
    passages: Mapping[str, Sequence[PassageRow]],
    advance: Advance,
    clock: Clock,
) -> SetOutcome:
    """Answer the questions *rows* from the *passages* of their set.

    A question that names its passages is asked again without them, for the figures: then the right answer is a refusal.
    """
    async with open_library(passages[name], clock) as library:
        began = time.perf_counter()
        replies = []
        for row in rows:
            replies.append(await library.ask(row.question, row.without))
            advance()
        seconds = time.perf_counter() - began
        labelled = [row for row in rows if row.is_labelled]
        robbed = [await _robbed(library, row, advance) for row in labelled]
    found = [_asked(row, reply) for row, reply in zip(rows, replies, strict=True) if row.is_labelled]
    again = [one for one in robbed if one]
    baseline = [*_plainly_asked(passages[name], labelled), *(_refusable(is_refused=False) for _ in again)]
    return SetOutcome(
        name=name,
        predictions=[_prediction(row, reply) for row, reply in zip(rows, replies, strict=True)],
        labelled=len(labelled),
        seconds=seconds,
        ours=answering_figures([*found, *again]) if labelled else Figures(),
        baseline=answering_figures(baseline) if labelled else Figures(),
    )


async def _robbed(library: Library, row: QuestionRow, advance: Advance) -> Asked | None:
    """Ask again without the passages that hold the answer; None where they were left out already."""
    reply = await library.ask(row.question, row.gold) if row.gold_there else None
    advance()
    return _refusable(is_refused=reply.answer.is_refusal) if reply else None


def _refusable(*, is_refused: bool) -> Asked:
    return Asked(ranked=(), gold=frozenset(), is_refused=is_refused)


def _prediction(row: QuestionRow, reply: Reply) -> Prediction:
    return {
        "id": row.id,
        "passages": [passage.id for passage in reply.ranked],
        "answer": reply.text,
        "citations": [passage.id for passage in reply.cited],
        "refused": reply.answer.is_refusal,
    }


def _asked(row: QuestionRow, reply: Reply) -> Asked:
    return Asked(
        ranked=tuple(passage.id for passage in reply.ranked),
        gold=row.gold_there,
        is_refused=reply.answer.is_refusal,
        answers=row.answers,
        said=reply.text,
        cited=tuple(passage.text for passage in reply.cited),
    )


def _plainly_asked(passages: Sequence[PassageRow], rows: Sequence[QuestionRow]) -> list[Asked]:
    """Answer each question with the whole passage that BM25 ranks first."""
    texts = {passage.id: f"{passage.title}\n{passage.text}" for passage in passages}
    ranking, asked = Bm25(texts), list[Asked]()
    for row in rows:
        ranked = tuple(key for key in ranking.rank(row.question) if key not in row.without)
        first = tuple(texts[key] for key in ranked[:1])
        asked.append(
            Asked(
                ranked=ranked,
                gold=row.gold_there,
                is_refused=False,
                answers=row.answers,
                said=" ".join(first),
                cited=first,
            )
        )
    return asked
