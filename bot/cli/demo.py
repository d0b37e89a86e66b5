"""The demo: everything on this machine, with publishers of our own; no account, no key, no network."""

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.panel import Panel
from rich.text import Text

from bot.cli.screen import remarks
from bot.cli.session import begin_logging, run_until_stopped


def register(program: typer.Typer) -> None:
    """Add the command to *program*."""
    program.command()(demo)


def demo(
    context: typer.Context,
    *,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="The page's port; 0 takes any free one.")
    ] = None,
    data: Annotated[
        Path | None, typer.Option(file_okay=False, help="Keep the demo's data here; else it is thrown away.")
    ] = None,
) -> None:
    """Show newsthread at work: bundled feeds, a page in your browser, no account."""
    from bot.settings import Secrets  # noqa: PLC0415 -- --help stays fast

    begin_logging(context, Secrets.model_construct(), log_level="warning")
    with _folder(data) as folder:
        run_until_stopped(_demo(folder, port))


async def _demo(folder: Path, port: int | None) -> None:
    from bot.app.demo import open_demo  # noqa: PLC0415 -- --help stays fast

    async with open_demo(folder, port=port) as app:
        remarks().print(
            Panel.fit(
                Text.assemble(
                    "newsthread is reading its demo feeds. Open\n\n  ",
                    (app.url, "bold green underline"),
                    "\n\nThe first edition comes within a minute, a second one some minutes later.\n"
                    "Try /ev xiaomi there, or ask a question below the edition. Ctrl-C stops it.",
                ),
                title="demo",
            )
        )
        await app.run()


@contextlib.contextmanager
def _folder(data: Path | None) -> Iterator[Path]:
    if data is not None:
        yield data
        return
    with tempfile.TemporaryDirectory(prefix="newsthread-demo-") as folder:
        yield Path(folder)
