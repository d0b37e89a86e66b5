"""Measuring: how good what newsthread finds and writes is, on labelled data."""

import asyncio
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table

from bot.cli.screen import clean, output, print_json, remarks
from bot.cli.session import begin_logging, settings_of
from bot.core.errors import ConfigError, DataError
from bot.core.quality import Figures, Task

if TYPE_CHECKING:
    from bot.app.evaluating import Outcome, SetOutcome
    from bot.settings import Settings


class Writer(StrEnum):
    """Who writes summaries."""

    EXTRACTS = "extracts"
    MODEL = "model"


def _rate(value: float) -> str:
    return f"{value:.3f}"


def _hundredths(value: float) -> str:
    return f"{100 * value:.1f}"


def _whole(value: float) -> str:
    return f"{value:,.0f}"


_COLUMNS: dict[str, tuple[str, Callable[[float], str]]] = {
    "entries_a_second": ("entries/s", _whole),
    "bullet_length": ("length", _whole),
    "rouge_1": ("R-1", _hundredths),
    "rouge_2": ("R-2", _hundredths),
    "rouge_lsum": ("R-Lsum", _hundredths),
    "hit_1": ("hit@1", _rate),
    "hit_5": ("hit@5", _rate),
    "mrr": ("MRR", _rate),
    "auc": ("AUC", _rate),
    "f1": ("F1", _rate),
    "balanced_accuracy": ("bal. acc.", _rate),
}
"""Headings and forms of figures; the others are rates under their own names."""


def register(program: typer.Typer) -> None:
    """Add the command to *program*."""
    program.command(name="eval")(evaluate)


def evaluate(
    context: typer.Context,
    task: Annotated[Task, typer.Argument(help="What to measure.", show_default=False)],
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...", help="JSON lines; for answers a file of passages and one of questions."
        ),
    ],
    *,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a prediction for each row there.")
    ] = None,
    writer: Annotated[
        Writer, typer.Option(help="Who writes summaries: extracts, or the configuration's language model.")
    ] = Writer.EXTRACTS,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Measure quality on labelled data, by the very code that the bot runs. docs/quality.md has the formats."""
    settings = _settings(context, task, writer)
    _check_out(out, files)
    outcome = asyncio.run(_measured(task, files, settings))
    if out is not None:
        from bot.app.evaluating import write_lines  # noqa: PLC0415 -- --help stays fast

        write_lines(out, outcome.predictions)
    if as_json:
        print_json(_form(task, outcome))
    else:
        _show(task, outcome)


def _settings(context: typer.Context, task: Task, writer: Writer) -> "Settings | None":
    """Return the settings, where a language model is to write."""
    if writer is Writer.EXTRACTS:
        from bot.settings import Secrets  # noqa: PLC0415 -- --help stays fast

        begin_logging(context, Secrets.model_construct(), log_level="warning")
        return None
    if task is not Task.SUMMARIES:
        raise DataError(["--writer model is for summaries: leave it out for other tasks."])
    settings = settings_of(context)
    if settings.language_model is None:
        raise ConfigError(
            ["The configuration has no [language_model] that could write: add it, or leave out --writer."]
        )
    return settings


def _check_out(out: Path | None, files: list[Path]) -> None:
    """Raise before the work where its result could not be written, or would take the place of labelled data."""
    if out is None:
        return
    if out.is_dir() or not out.parent.is_dir():
        raise DataError([f"{out} cannot be written: name a file in a folder that is there."])
    if out.exists() and any(file.exists() and out.samefile(file) for file in files):
        raise DataError([f"{out} is one of the files that are read: name another with --out."])


async def _measured(task: Task, files: list[Path], settings: "Settings | None") -> "Outcome":
    from bot.app import evaluating  # noqa: PLC0415 -- --help stays fast

    columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn())
    with Progress(*columns, console=remarks(), transient=True) as progress:
        rows = evaluating.read(task, files)
        bar = progress.add_task(f"measuring {task}", total=evaluating.work(rows))
        return await evaluating.evaluate(task, rows, lambda: progress.advance(bar), settings=settings)


def _form(task: Task, outcome: "Outcome") -> dict[str, object]:
    return {
        "task": task.value,
        "sets": [
            {
                "set": each.name,
                "rows": each.rows,
                "labelled": each.labelled,
                "seconds": round(each.seconds, 3),
                "methods": [
                    {"method": one.method, "figures": _rounded(one.figures)} for one in each.measured
                ],
            }
            for each in outcome.sets
        ],
        "notes": list(outcome.notes),
    }


def _rounded(figures: Figures) -> Figures:
    return {name: None if value is None else round(value, 4) for name, value in figures.items()}


def _show(task: Task, outcome: "Outcome") -> None:
    names = list(
        dict.fromkeys(name for each in outcome.sets for one in each.measured for name in one.figures)
    )
    table = Table(title=task.value, title_justify="left")
    table.add_column("set")
    table.add_column("method")
    table.add_column("rows", justify="right")
    for name in names:
        table.add_column(_COLUMNS.get(name, (name.replace("_", " "), _rate))[0], justify="right")
    for each in outcome.sets:
        for place, (method, cells) in enumerate(_lines(each, names)):
            table.add_row(
                clean(each.name) if place == 0 else "", method, f"{each.rows:,}" if place == 0 else "", *cells
            )
        table.add_section()
    output().print(table)
    for each in outcome.sets:
        output().print(
            f"{clean(each.name)}: {each.rows:,} rows, {each.labelled:,} labelled, {each.seconds:.1f} s"
        )
    for note in outcome.notes:
        output().print(note)


def _lines(each: "SetOutcome", names: list[str]) -> list[tuple[str, list[str]]]:
    if not each.measured:
        return [("no labels, so no figures", [""] * len(names))]
    return [(one.method, [_cell(name, one.figures.get(name)) for name in names]) for one in each.measured]


def _cell(name: str, value: float | None) -> str:
    return "-" if value is None else _COLUMNS.get(name, ("", _rate))[1](value)
