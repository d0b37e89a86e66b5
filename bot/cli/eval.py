"""Measuring: how good what newsthread finds and writes is, on labelled data."""

import asyncio
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn
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


_SHOWN: dict[str, tuple[str, Callable[[float], str]]] = {
    "f1": ("B-cubed F1", _rate),
    "precision": ("B-cubed precision", _rate),
    "recall": ("B-cubed recall", _rate),
    "doubtful": ("second opinion asked for", _rate),
    "entries_a_second": ("entries a second", _whole),
    "balanced_accuracy": ("balanced accuracy", _rate),
    "false_alarms": ("false alarms", _rate),
    "misses": ("misses", _rate),
    "auc": ("AUC", _rate),
    "pairs": ("pairs: true one higher", _rate),
    "rouge_1": ("ROUGE-1", _hundredths),
    "rouge_2": ("ROUGE-2", _hundredths),
    "rouge_lsum": ("ROUGE-Lsum", _hundredths),
    "three_bullets": ("three bullets", _rate),
    "verbatim": ("verbatim", _rate),
    "none_inside": ("none inside another", _rate),
    "none_dangling": ("no dangling opening", _rate),
    "two_documents": ("from two documents", _rate),
    "bullet_length": ("characters a bullet", _whole),
    "fell_back": ("fell back to a quotation", _rate),
    "hit_1": ("hit@1", _rate),
    "hit_5": ("hit@5", _rate),
    "mrr": ("MRR", _rate),
    "passage_holds": ("cited passage holds it", _rate),
    "answer_holds": ("answer holds it", _rate),
    "refused_right": ("refused, passage gone", _rate),
    "refused_wrong": ("refused, passage there", _rate),
}
"""What people read for a figure's name, and in which form."""


def register(program: typer.Typer) -> None:
    """Add the command to *program*."""
    program.command(name="eval")(evaluate)


def evaluate(
    context: typer.Context,
    task: Annotated[Task, typer.Argument(help="What to measure.", show_default=False)],
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE", help="JSON lines; for answers a file of passages and one of questions."
        ),
    ],
    *,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a line there for each row: what was found.")
    ] = None,
    writer: Annotated[
        Writer, typer.Option(help="Who writes summaries: extracts, or the configuration's language model.")
    ] = Writer.EXTRACTS,
    second_opinion: Annotated[
        bool,
        typer.Option(
            "--second-opinion",
            help="Ask the configuration's language model about doubtful claims (grounding).",
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Measure quality on labelled data, by the very code that the bot runs. docs/quality.md has the formats."""
    settings = _settings(context, task, writer, second_opinion=second_opinion)
    _check_out(out, files)
    outcome = asyncio.run(_measured(task, files, settings))
    if out is not None:
        from bot.app.evaluating import write_lines  # noqa: PLC0415 -- --help stays fast

        write_lines(out, outcome.predictions)
    if as_json:
        print_json(_form(task, outcome))
        return
    output().print(_table(task, outcome))
    for note in (*_timings(outcome), *outcome.notes):
        output().print(note)
    if out is None and not any(each.labelled for each in outcome.sets):
        remarks().print(
            "No row has a label, so there are no figures: name a file with --out to keep what was found."
        )


def _settings(
    context: typer.Context, task: Task, writer: Writer, *, second_opinion: bool
) -> "Settings | None":
    """Return the settings, where a language model is to write, or to be asked."""
    if writer is Writer.EXTRACTS and not second_opinion:
        from bot.settings import Secrets  # noqa: PLC0415 -- --help stays fast

        begin_logging(context, Secrets.model_construct(), log_level="warning")
        return None
    if second_opinion and task is not Task.GROUNDING:
        raise DataError(["--second-opinion is for grounding: leave it out for other tasks."])
    if writer is Writer.MODEL and task is not Task.SUMMARIES:
        raise DataError(["--writer model is for summaries: leave it out for other tasks."])
    settings = settings_of(context)
    if settings.language_model is None:
        raise ConfigError(
            [
                "The configuration has no [language_model] to ask: add it, or leave out --writer and --second-opinion."
            ]
        )
    return settings


def _check_out(out: Path | None, files: list[Path]) -> None:
    """Raise before the work where its result could not be written, or would take the place of labelled data."""
    if out is None:
        return
    if out.is_dir() or not out.parent.is_dir():
        raise DataError([f"{out} cannot be written: name a file with --out, in a folder that is there."])
    if out.exists() and any(file.exists() and out.samefile(file) for file in files):
        raise DataError([f"{out} is one of the files that are read: name another with --out."])


async def _measured(task: Task, files: list[Path], settings: "Settings | None") -> "Outcome":
    from bot.app import evaluating  # noqa: PLC0415 -- --help stays fast

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with remarks().status("reading"):
        rows = evaluating.read(task, files)
    with Progress(*columns, console=remarks(), transient=True) as progress:
        bar = progress.add_task(f"measuring {task}", total=evaluating.steps(rows))
        return await evaluating.evaluate(task, rows, lambda: progress.advance(bar), settings=settings)


def _form(task: Task, outcome: "Outcome") -> dict[str, object]:
    return {
        "task": task.value,
        "baseline": outcome.baseline,
        "sets": [
            {
                "set": each.name,
                "rows": len(each.predictions),
                "labelled": each.labelled,
                "seconds": round(each.seconds, 3),
                "figures": _rounded(each.ours),
                "baseline_figures": _rounded(each.baseline),
            }
            for each in outcome.sets
        ],
        "notes": list(outcome.notes),
    }


def _rounded(figures: Figures) -> Figures:
    return {name: None if value is None else round(value, 4) for name, value in figures.items()}


def _table(task: Task, outcome: "Outcome") -> Table:
    table = Table(box=SIMPLE_HEAD, title=task, title_justify="left")
    table.add_column("set", no_wrap=True)
    table.add_column("figure", no_wrap=True)
    table.add_column("newsthread", justify="right", no_wrap=True)
    table.add_column(outcome.baseline, justify="right", no_wrap=True)
    for each in outcome.sets:
        for place, cells in enumerate(_lines(each)):
            table.add_row("" if place else clean(each.name), *cells)
        table.add_section()
    return table


def _lines(each: "SetOutcome") -> Iterator[tuple[str, str, str]]:
    if not each.ours:
        yield "no labels, so no figures", "", ""
    for name, value in each.ours.items():
        if value is not None:
            heading, form = _SHOWN[name]
            theirs = each.baseline.get(name)
            yield heading, form(value), "" if theirs is None else form(theirs)


def _timings(outcome: "Outcome") -> Iterator[str]:
    for each in outcome.sets:
        rows = f"{len(each.predictions):,} rows, {each.labelled:,} labelled"
        yield f"{clean(each.name)}: {rows}, {each.seconds:.1f} s"
