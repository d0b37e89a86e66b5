"""Shows what language models have cost: by day, workspace, writer and purpose, or call by call."""

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from bot.cli.screen import clean, output, print_json
from bot.cli.session import settings_of
from bot.core.wording import counted

if TYPE_CHECKING:
    from bot.app.accounting import Account

_MICROS = 1_000_000
_MOST_DAYS = 366
_MOST_CALLS = 10_000


def register(program: typer.Typer) -> None:
    """Add the command to *program*."""
    program.command()(costs)


def costs(
    context: typer.Context,
    *,
    days: Annotated[
        int, typer.Option(min=1, max=_MOST_DAYS, help="How many days, today included (UTC).")
    ] = 7,
    calls: Annotated[
        int, typer.Option(min=0, max=_MOST_CALLS, help="Also show so many calls one by one, newest first.")
    ] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show what language models have cost."""
    from bot.app.accounting import account  # noqa: PLC0415 -- --help stays fast

    found = asyncio.run(account(settings_of(context), days=days, calls=calls))
    if as_json:
        print_json(_form(found))
        return
    if found.totals:
        output().print(_totals(found), soft_wrap=False)
    if found.calls:
        output().print(_calls(found), soft_wrap=False)
    output().print(_summary(found))


def _totals(found: "Account") -> Table:
    shown = _table("Day", "Workspace", "Writer", "For", "Outcome", "Calls", "In", "Out", "Cost")
    for each in found.totals:
        shown.add_row(
            f"{each.day}",
            clean(each.workspace) or "-",
            clean(each.writer),
            each.purpose,
            each.outcome.value,
            f"{each.calls:,}",
            f"{each.prompt_tokens:,}",
            f"{each.completion_tokens:,}",
            _money(each.cost_micros),
        )
    return shown


def _calls(found: "Account") -> Table:
    shown = _table("At (UTC)", "Workspace", "Writer", "For", "Outcome", "In", "Out", "Cost")
    for each in found.calls:
        shown.add_row(
            f"{each.at:%m-%d %H:%M:%S}",
            f"{each.workspace_id or '-'}",
            clean(each.writer),
            each.purpose,
            each.outcome.value,
            f"{each.prompt_tokens:,}",
            f"{each.completion_tokens:,}",
            _money(each.cost_micros),
        )
    return shown


def _table(*titles: str) -> Table:
    shown = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="dim")
    for title in titles:
        is_name = title in {"Workspace", "Writer", "For"}  # only these may take a second line
        is_number = title in {"Calls", "In", "Out", "Cost"}
        shown.add_column(
            title,
            justify="right" if is_number else "left",
            overflow="fold",
            no_wrap=not is_name,
        )
    return shown


def _summary(found: "Account") -> str:
    if not found.totals:
        return "No language model was asked in this time."
    calls = sum(each.calls for each in found.totals)
    today = sum(each.cost_micros for each in found.totals if each.day == found.today)
    spent = sum(each.cost_micros for each in found.totals)
    daily = found.budget.daily_micros
    of_budget = "" if daily is None else f" of {_money(daily)}"
    return f"{counted(calls, 'call')}, cost {_money(spent)}; today {_money(today)}{of_budget}. In and out: tokens."


def _money(micros: int) -> str:
    return f"{micros / _MICROS:.4f}"


def _form(found: "Account") -> dict[str, object]:
    return {
        "totals": [
            {
                "day": each.day.isoformat(),
                "workspace": each.workspace,
                "writer": each.writer,
                "purpose": each.purpose,
                "outcome": each.outcome.value,
                "calls": each.calls,
                "prompt_tokens": each.prompt_tokens,
                "completion_tokens": each.completion_tokens,
                "cost_micros": each.cost_micros,
            }
            for each in found.totals
        ],
        "calls": [
            {
                "at": each.at.isoformat(),
                "workspace": each.workspace_id,
                "writer": each.writer,
                "purpose": each.purpose,
                "outcome": each.outcome.value,
                "prompt_tokens": each.prompt_tokens,
                "completion_tokens": each.completion_tokens,
                "cost_micros": each.cost_micros,
            }
            for each in found.calls
        ],
        "budget": {
            "daily_micros": found.budget.daily_micros,
            "workspace_micros": found.budget.workspace_micros,
            "kept_for_cheaper": found.budget.kept_for_cheaper,
        },
    }
