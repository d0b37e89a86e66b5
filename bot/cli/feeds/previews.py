"""What people see of a feed before they add it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table
from rich.text import Text

from bot.cli.screen import address, clean, linked
from bot.core import health
from bot.core.entities import ParsedEntry, Preview
from bot.core.wording import counted, moment

if TYPE_CHECKING:
    from bot.flows.curate import Overlap


def preview_report(shown: Preview, overlap: "Overlap", number: int | None = None) -> Group:
    """Show a feed that was found, with *number* where there are several to choose from."""
    heading = Text(f"{number}. " if number else "", style="bold")
    heading.append(clean(shown.title) or "Untitled", style="bold")
    heading.append(f"  {address(shown.url)}", style="not bold dim")
    lines = [
        heading,
        Text(f"   {_nature(shown)}"),
        *[Text(f"   {line}", style="yellow") for line in _known(shown, overlap)],
    ]
    return Group(*lines, _newest(shown.newest))


def _nature(shown: Preview) -> str:
    parts = [counted(shown.entries, "entry", "entries")]
    if often := health.rhythm(shown.pace):
        parts.append(f"brings {often}" if often == "rarely" else f"about {often}")
    if shown.language:
        parts.append(f"language {clean(shown.language)}")
    if shown.entries:
        parts.append("whole articles" if shown.is_full else "excerpts")
    return " · ".join(parts)


def _known(shown: Preview, overlap: "Overlap") -> list[str]:
    lines = []
    if overlap.topics:
        lines.append(f"Read already by {', '.join(map(clean, overlap.topics))}")
    elif overlap.entries:
        lines.append(f"{overlap.entries} of the newest {len(shown.newest)} entries are there already")
    return lines


def _newest(entries: Sequence[ParsedEntry]) -> Table:
    shown = Table.grid(padding=(0, 2, 0, 0))
    shown.add_column(width=1)
    shown.add_column(no_wrap=True, style="dim")
    shown.add_column(overflow="fold")
    for entry in entries:
        date = moment(entry.published_at) if entry.published_at else "no date"
        shown.add_row("", date, linked(entry.title or "(no title)", entry.url))
    return shown
