"""The task `answers`: questions answered from passages by what answers them in chats, or refused."""

import time
from collections.abc import Sequence

from bot.app.evaluating.library import Reply, open_library
from bot.app.evaluating.outcome import Advance, Measured, Outcome, Prediction, SetOutcome, by_set, in_order
from bot.app.evaluating.rows import PassageRow, QuestionRow
from bot.core.quality import Asked, Bm25, answering_figures
from bot.flows.ports import Clock


async def evaluate(
    passages: Sequence[PassageRow], questions: Sequence[QuestionRow], advance: Advance, *, clock: Clock
) -> Outcome:
    """Answer the *questions* of each set from its own passages.

    A question that names its passages is asked again without them, for the figures: then the right answer is a refusal.
    """
    placed: list[tuple[int, Prediction]] = []
    sets: list[SetOutcome] = []
    shelves = by_set(passages)
    for name, members in by_set(questions).items():
        shelf = [row for _, row in shelves[name]]
        asked: list[Asked] = []
        replies: list[Reply] = []
        async with open_library(shelf, clock) as library:
            began = time.perf_counter()
            for _, row in members:
                replies.append(await library.ask(row.question, row.without))
                advance()
            seconds = time.perf_counter() - began
            for (_, row), reply in zip(members, replies, strict=True):
                asked += [_asked(row, reply)] if row.is_labelled else []
                asked += [_robbed(await library.ask(row.question, row.gold))] if row.can_be_robbed else []
        placed += [
            (place, _prediction(row, reply)) for (place, row), reply in zip(members, replies, strict=True)
        ]
        labelled = [row for _, row in members if row.is_labelled]
        measured = (
            Measured(method="newsthread", figures=answering_figures(asked)),
            Measured(method="BM25, nothing refused", figures=answering_figures(_simple(shelf, labelled))),
        )
        sets.append(
            SetOutcome(
                name=name,
                rows=len(members),
                labelled=len(labelled),
                seconds=seconds,
                measured=measured if labelled else (),
            )
        )
    return Outcome(predictions=in_order(placed), sets=tuple(sets))


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


def _robbed(reply: Reply) -> Asked:
    return Asked(ranked=(), gold=frozenset(), is_refused=reply.answer.is_refusal)


def _simple(passages: Sequence[PassageRow], rows: Sequence[QuestionRow]) -> list[Asked]:
    """Answer each question with the whole passage that BM25 ranks first, and once more without what it should find."""
    texts = {passage.id: f"{passage.title}\n{passage.text}" for passage in passages}
    ranking = Bm25(texts)
    asked: list[Asked] = []
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
        asked += [Asked(ranked=(), gold=frozenset(), is_refused=False)] if row.can_be_robbed else []
    return asked
