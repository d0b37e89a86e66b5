"""The demo's settings: what is bundled, completed with what is known only when it runs. No file or secret of yours is read."""

import datetime as dt
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.settings.loading import read_settings
from bot.settings.places import bundled
from bot.settings.secrets import Secrets
from bot.settings.sections import Settings


def demo_settings(
    *, feeds: Sequence[str], host: str, database: Path, port: int, next_edition: dt.time
) -> Settings:
    """Return settings that read *feeds* from *host* ("127.0.0.1:PORT") into *database*, with the page on *port*.

    *next_edition*: the time (UTC) of the daily edition, soon enough that whoever watches sees one come.

    Raises:
        ConfigError: the bundled file was changed and has mistakes now.
    """
    source = bundled("demo") / "demo.toml"
    raw: dict[str, Any] = tomllib.loads(source.read_text(encoding="utf-8"))
    raw["storage"] = {"url": f"sqlite:///{database}"}
    raw["reading"]["allowed_private"] = [host]
    raw["page"]["port"] = port
    raw["subscriptions"][0]["timetable"] = f"daily {next_edition:%H:%M} UTC"
    raw["topics"][0]["feeds"] = list(feeds)
    return read_settings(raw, source=str(source), secrets=Secrets.model_construct())
