"""Commands that write: digest, summarize."""

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.screen import output, print_json, remarks
from bot.cli.session import Options, begin_logging, settings_of

if TYPE_CHECKING:
    from bot.core.entities import NewEdition
    from bot.settings import Settings


def register(program: typer.Typer) -> None:
    """Add the commands to *program*."""
    program.command()(digest)
    program.command()(summarize)


def digest(
    context: typer.Context,
    *,
    topic: Annotated[str, typer.Option(help="The topic, else the first.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show it, and post and keep nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Write an edition of a topic now."""
    from bot.cli import forms, reports  # noqa: PLC0415 -- --help stays fast

    edition = asyncio.run(_digest(settings_of(context), topic, dry_run=dry_run))
    if as_json:
        print_json(forms.edition_form(edition))
    else:
        output().print(reports.edition_report(edition))


async def _digest(settings: "Settings", topic: str, *, dry_run: bool) -> "NewEdition":
    from bot.app import open_app  # noqa: PLC0415 -- --help stays fast

    with remarks().status("reading and writing"):
        async with open_app(settings, is_serving=not dry_run) as app:
            return await (app.preview(topic) if dry_run else app.digest(topic))


def summarize(
    context: typer.Context,
    source: Annotated[str, typer.Argument(metavar="FILE|URL|-", help="An article; - reads standard input.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Summarize one article in three checked bullets. Needs neither configuration nor database."""
    from bot.app import summarize_article  # noqa: PLC0415 -- --help stays fast
    from bot.cli import forms, reports  # noqa: PLC0415 -- --help stays fast

    summary = asyncio.run(summarize_article(_settings_if_any(context), source))
    if as_json:
        print_json(forms.summary_form(summary))
    else:
        output().print(reports.summary_report(summary))


def _settings_if_any(context: typer.Context) -> "Settings | None":
    """Return the settings of the configuration there is; one with mistakes is an error, none at all is not."""
    from bot.settings import Secrets, has_config  # noqa: PLC0415 -- --help stays fast

    options = context.find_object(Options)
    if has_config(options.config if options else None):
        return settings_of(context)
    begin_logging(context, Secrets.model_construct(), log_level="warning")
    return None
