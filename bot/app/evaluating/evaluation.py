"""The four tasks: which rows each has, and who does it."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TypeVar, assert_never

from bot.adapters.clock import SystemClock
from bot.app.evaluating import answers, grounding, grouping, summaries
from bot.app.evaluating.outcome import Advance, Outcome, by_set
from bot.app.evaluating.reading import read_rows
from bot.app.evaluating.rows import ClaimRow, EntryRow, PassageRow, QuestionRow, Row, StoryRow
from bot.app.summarizing import open_writer
from bot.core.errors import DataError
from bot.core.quality import Task
from bot.settings import Settings

R = TypeVar("R", bound=Row)

_SHOWN = 20


_MODELS: Mapping[Task, type[Row]] = {
    Task.GROUPING: EntryRow,
    Task.GROUNDING: ClaimRow,
    Task.SUMMARIES: StoryRow,
}


def read(task: Task, paths: Sequence[Path]) -> list[Row]:
    """Return the rows of a task's files; of `answers` passages and questions, in any order.

    Raises:
        DataError: they cannot be read, or lines are wrong.
    """

    def model_of(value: Mapping[str, object]) -> type[Row]:
        return _MODELS.get(task) or (QuestionRow if "question" in value else PassageRow)

    rows = read_rows(paths, model_of)
    if task is Task.ANSWERS:
        _check_passages(_of_kind(rows, PassageRow), _of_kind(rows, QuestionRow))
    return rows


def work(rows: Sequence[Row]) -> int:
    """Return how many rows are worked through: passages are only looked in."""
    return sum(not isinstance(row, PassageRow) for row in rows)


async def evaluate(
    task: Task, rows: Sequence[Row], advance: Advance, *, settings: Settings | None = None
) -> Outcome:
    """Do *task* on *rows*, as `read` returned them. *settings*: summaries are written by their language model."""
    clock = SystemClock()
    match task:
        case Task.GROUPING:
            return grouping.evaluate(_of_kind(rows, EntryRow), advance)
        case Task.GROUNDING:
            return grounding.evaluate(_of_kind(rows, ClaimRow), advance)
        case Task.SUMMARIES:
            async with open_writer(settings, clock) as write:
                return await summaries.evaluate(_of_kind(rows, StoryRow), advance, write=write, clock=clock)
        case Task.ANSWERS:
            passages, questions = _of_kind(rows, PassageRow), _of_kind(rows, QuestionRow)
            return await answers.evaluate(passages, questions, advance, clock=clock)
        case _:
            assert_never(task)


def _of_kind(rows: Sequence[Row], kind: type[R]) -> list[R]:
    return [row for row in rows if isinstance(row, kind)]


def _check_passages(passages: Sequence[PassageRow], questions: Sequence[QuestionRow]) -> None:
    """Raise where a question has no passages, or names one that is not there."""
    if not passages or not questions:
        missing = "questions" if passages else "passages"
        raise DataError([f"There are no {missing}: name a file of passages and a file of questions."])
    known = {name: {row.id for _, row in members} for name, members in by_set(passages).items()}
    problems = [
        problem
        for name, members in by_set(questions).items()
        for problem in _missing(name, [row for _, row in members], known.get(name, set()))
    ]
    if problems:
        raise DataError(problems[:_SHOWN])


def _missing(name: str, questions: Sequence[QuestionRow], known: Collection[str]) -> list[str]:
    """Return what a set's questions need and its passages have not."""
    if not known:
        return [f"the set “{name}” has questions and no passages: add passages with the same “set”."]
    return [
        f"the question “{row.id}” names the passage “{key}”, which the set “{name}” has not: add it, or correct its name."
        for row in questions
        for key in (*row.gold, *row.without)
        if key not in known
    ]
