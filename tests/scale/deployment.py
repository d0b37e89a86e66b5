"""What is measured: newsthread's processes, by role, with the configuration of a large house."""

import asyncio
import contextlib
import datetime as dt
import json
import os
import signal
import sys
import zoneinfo
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.memory import share_of_family
from tests.fakes.openai_server import KEY
from tests.scale import publishers

_ROOT = Path(__file__).parents[2]
_SECONDS_BETWEEN_SAMPLES = 1.0
_SECONDS_TO_DRAIN = 60.0
_QUESTIONS_AT_ONCE = 16
"""Which a hosted language model answers side by side; it is for each process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """How much there is to do. Feeds and subscriptions are shared out evenly among *topics*."""

    feeds: int
    hosts: int
    topics: int
    subscriptions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """Where the world is: the port of the publishers, Slack's and the language model's address."""

    publishers_port: int
    slack_url: str
    model_url: str


def configuration(house: House, outside: Outside, planned_at: dt.datetime | None) -> str:
    """Return the configuration file. Every channel wants its edition at *planned_at*, each in a time zone; None: nobody subscribes."""
    parts = [
        '[reading]\nallowed_private = ["127.0.0.0/8"]\nfetch_articles = false',
        "[page]\nenabled = false",
        f"[slack]\nenabled = true\napi_url = {json.dumps(outside.slack_url)}",
        f'[language_model]\nname = "small-writer"\nbase_url = {json.dumps(outside.model_url)}\nat_once = {_QUESTIONS_AT_ONCE}',
    ]
    for topic in range(house.topics):
        own = range(topic, house.feeds, house.topics)
        urls = [publishers.url(number, house.hosts, outside.publishers_port) for number in own]
        parts.append(
            f'[[topics]]\nname = "t{topic}"\ntitle = "Topic {topic}"\nfeeds = {json.dumps(urls)}\nlanguage = "en"'
        )
    zones = sorted(zoneinfo.available_timezones() - {"localtime", "Factory"})
    for number in range(house.subscriptions if planned_at else 0):
        zone = zones[number % len(zones)]
        local = planned_at.astimezone(zoneinfo.ZoneInfo(zone)) if planned_at else None
        parts.append(
            f'[[subscriptions]]\ntopic = "t{number % house.topics}"\nplatform = "slack"\nchannel = "C{number:06d}"\n'
            f'timetable = "daily {local:%H:%M} {zone}"'
        )
    return "\n".join(parts)


class Deployment:
    """Processes that run from one configuration file. *most*: the most memory that each role's processes took, in MiB."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self._folder = folder
        self._environment = {
            "PATH": os.environ["PATH"],  # noqa: TID251 - a measurement starts processes
            "PYTHONPATH": str(_ROOT),
            "DATABASE_URL": database_url,
            "SLACK_BOT_TOKEN": "xoxb-simulated",
            "SLACK_APP_TOKEN": "xapp-simulated",
            "OPENAI_API_KEY": KEY,
        }
        self.most: dict[str, float] = {}

    @contextlib.asynccontextmanager
    async def running(self, configuration: str, roles: Sequence[str]) -> AsyncIterator[None]:
        """Run a process for each of *roles* until the block is left; they drain then.

        Raises:
            RuntimeError: one of them ended by itself, or did not end when it was told to.
        """
        config = self._folder / "newsthread.toml"
        config.write_text(configuration, encoding="utf-8")
        started = [(role, await self._started(role, config)) for role in roles]
        sampling = asyncio.create_task(self._sample(started))
        try:
            yield
        finally:
            sampling.cancel()
            ended = [role for role, process in started if process.returncode is not None]
            for _, process in started:
                if process.returncode is None:
                    process.send_signal(signal.SIGTERM)
            async with asyncio.timeout(_SECONDS_TO_DRAIN):
                await asyncio.gather(*(process.wait() for _, process in started))
        if ended:
            raise RuntimeError(f"{ended} ended by itself; the log is {self._folder / 'log'}")

    async def _started(self, role: str, config: Path) -> asyncio.subprocess.Process:
        with (self._folder / "log").open("a", encoding="utf-8") as log:
            return await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "--config", str(config), "--log-level", "warning", role,
                env=self._environment, cwd=self._folder, stdout=log, stderr=log,
            )  # fmt: skip

    async def _sample(self, started: Sequence[tuple[str, asyncio.subprocess.Process]]) -> None:
        while True:
            for role, process in started:
                taken = await asyncio.to_thread(share_of_family, process.pid)
                self.most[role] = max(self.most.get(role, 0), taken)
            await asyncio.sleep(_SECONDS_BETWEEN_SAMPLES)
