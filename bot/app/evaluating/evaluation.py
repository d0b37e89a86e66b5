"""The four tasks: which rows each has, and who does it, set by set."""

import contextlib
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar, assert_never

from bot.adapters.clock import SystemClock
from bot.app.evaluating import answers, grounding, grouping, summaries
from bot.app.evaluating.outcome import Advance, Outcome, SetOutcome
from bot.app.evaluating.reading import read_rows
from bot.app.evaluating.rows import ClaimRow, EntryRow, PassageRow, QuestionRow, Row, StoryRow
from bot.app.summarizing import open_doubter, open_writer
from bot.core.errors import DataError
from bot.core.quality import Task
from bot.settings import Settings

R = TypeVar("R", bound=Row)

_UNNAMED = "all"
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


def steps(rows: Sequence[Row]) -> int:
    """Return how often `evaluate` will call its *advance*: twice for each row but those that are only looked in."""
    return 2 * sum(not isinstance(row, PassageRow) for row in rows)


async def evaluate(
    task: Task, rows: Sequence[Row], advance: Advance, *, settings: Settings | None = None
) -> Outcome:
    """Do *task* on *rows*, as `read` returned them.

    *settings*: their language model writes summaries, and has a second opinion on claims.
    """
    clock = SystemClock()
    match task:
        case Task.GROUPING:
            own = partial(grouping.evaluate, advance=advance)
            return await _by_set(_of_kind(rows, EntryRow), own, grouping.BASELINE)
        case Task.GROUNDING:
            async with open_doubter(settings, clock) if settings else contextlib.nullcontext() as doubt:
                own = partial(grounding.evaluate, advance=advance, doubt=doubt)
                return await _by_set(_of_kind(rows, ClaimRow), own, grounding.BASELINE)
        case Task.SUMMARIES:
            stories = _of_kind(rows, StoryRow)
            async with open_writer(settings, clock) as write:
                own = partial(summaries.evaluate, advance=advance, write=write, clock=clock)
                return await _by_set(stories, own, summaries.BASELINE, summaries.notes(stories))
        case Task.ANSWERS:
            passages = _sets(_of_kind(rows, PassageRow))
            own = partial(answers.evaluate, passages=passages, advance=advance, clock=clock)
            return await _by_set(_of_kind(rows, QuestionRow), own, answers.BASELINE)
        case _:
            assert_never(task)


async def _by_set(
    rows: Sequence[R],
    evaluate_set: Callable[[str, Sequence[R]], Awaitable[SetOutcome]],
    baseline: str,
    notes: tuple[str, ...] = (),
) -> Outcome:
    """Do each set by itself, so that its figures do not depend on what else is measured."""
    outcomes = [await evaluate_set(name, own) for name, own in _sets(rows).items()]
    places = {name: iter(outcome.predictions) for name, outcome in zip(_sets(rows), outcomes, strict=True)}
    predictions = [next(places[_set_of(row)]) for row in rows]
    return Outcome(predictions=predictions, sets=tuple(outcomes), baseline=baseline, notes=notes)


def _sets(rows: Iterable[R]) -> dict[str, list[R]]:
    """Return the rows of each set, sets in the order of their first rows."""
    sets: dict[str, list[R]] = {}
    for row in rows:
        sets.setdefault(_set_of(row), []).append(row)
    return sets


def _set_of(row: Row) -> str:
    return row.collection or _UNNAMED


def _of_kind(rows: Sequence[Row], kind: type[R]) -> list[R]:
    return [row for row in rows if isinstance(row, kind)]


def _check_passages(passages: Sequence[PassageRow], questions: Sequence[QuestionRow]) -> None:
    """Raise where questions have no passages, or name one that is not there, or two have one name."""
    if not passages or not questions:
        missing = "questions" if passages else "passages"
        raise DataError([f"There are no {missing}: name a file of passages and a file of questions."])
    sets = _sets(passages)
    problems = [problem for name, own in sets.items() for problem in _doubled(name, own)]
    for name, own in _sets(questions).items():
        problems += _missing(name, own, {row.id for row in sets.get(name, [])})
    if problems:
        raise DataError(problems)


def _doubled(name: str, passages: Sequence[PassageRow]) -> list[str]:
    counts = Counter(row.id for row in passages)
    return [
        f"the set “{name}” has {count} passages named “{key}”: give each an “id” of its own."
        for key, count in counts.items()
        if count > 1
    ]


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
