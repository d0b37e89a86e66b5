"""What people do meanwhile: they ask, react, search, share, watch, flag, and somebody puts editions right at a terminal.

They do what they see on the screen: edition and story numbers are those of the buttons that stand there. Who gets no answer
tries again, as people do. History: what was `typed` and `told`, what was `asked` in threads, and what was put right (`done`).
"""

import asyncio
import itertools
import json
import os
import random
import re
import sys
from pathlib import Path

from tests.faults.clock import write
from tests.faults.desk import REFUSED
from tests.faults.histories import Histories
from tests.faults.kinds import Faults
from tests.faults.processes import ROOT, SECRETS
from tests.faults.world import World
from tests.faults.world.slack import CHANNELS

DESK = "desk"
"""The name under which the one at the terminal is known to the world."""

_USERS = ("U0ALICE", "U0BOB")
_TRIES = 6
_EDITION = re.compile(r"/ev (?:more|less|story) (\d+)")
_SHARED = re.compile(r"/ev share (\d+)")
_KILLED = 1 / 4
_ENDS_WITHIN = 60.0


class People:
    """Everybody. *database_url*: where the one at the terminal works."""

    def __init__(
        self, world: World, faults: Faults, histories: Histories, folder: Path, database_url: str
    ) -> None:
        self._world = world
        self._faults = faults
        self._histories = histories
        self._folder = folder
        self._database_url = database_url
        self._cases = itertools.count(1)
        self._at_desk = asyncio.Lock()
        self.is_calm = False

    async def do_something(self, draw: random.Random) -> None:
        """Let somebody do something. All that *draw* decides is decided before anything is waited for."""
        channel = draw.choice(CHANNELS)
        acts = [
            self._ask(draw),
            self._react(draw),
            self._share(channel, draw.random()),
            self._flag(channel, draw),
            self._try(channel, f"watch {self._world.publishers.subject(draw)}"),
            self._unwatch(channel),
            self._try(channel, "digest"),
            self._put_right(draw),
        ]
        chosen = draw.choices(range(len(acts)), weights=(6, 2, 3, 3, 1, 1, 1, 3))[0]
        for number, act in enumerate(acts):
            if number != chosen:
                act.close()
        await acts[chosen]

    async def _ask(self, draw: random.Random) -> None:
        """Below one of the newest messages, whether or not we know by now that it stands there."""
        roots = [each for each in self._world.slack.messages if not each["thread_ts"]]
        if roots:
            root = draw.choice(roots[-3:])
            await self._world.slack.ask(root["channel"], root["ts"], "How many orders were there?")

    async def _react(self, draw: random.Random) -> None:
        roots = [each for each in self._world.slack.messages if not each["thread_ts"]]
        if roots:
            root = draw.choice(roots[-6:])
            user, thumb = draw.choice(_USERS), draw.choice(("+1", "-1"))
            await self._world.slack.react(root["channel"], root["ts"], user, thumb)

    async def _share(self, channel: str, place: float) -> None:
        """Look at the newest stories, and share one of them."""
        found = sorted(set(_SHARED.findall(await self._try(channel, ""))))
        if found:
            await self._try(channel, f"share {found[int(place * len(found))]}")

    async def _flag(self, channel: str, draw: random.Random) -> None:
        """Two people find the same sentence wrong, and are believed."""
        editions = self._editions(channel)
        if editions:
            where = f"{draw.choice(editions[-6:])}.1.{draw.randint(1, 3)}"
            await asyncio.gather(*(self._try(channel, f"flag {where} no", user) for user in _USERS))

    async def _unwatch(self, channel: str) -> None:
        watched = re.findall(r"[A-Z][a-z]{7}(?=, since)", await self._try(channel, "watch"))
        if watched:
            await self._try(channel, f"unwatch {watched[0]}")

    async def _try(self, channel: str, text: str, user: str = _USERS[0]) -> str:
        for _ in range(_TRIES):
            if answer := await self._world.slack.socket.command(channel, user, text):
                return answer
        return ""

    async def _put_right(self, draw: random.Random) -> None:
        """At the terminal: correct or withdraw an edition of any channel. Whoever is killed at it does it again."""
        act, what = draw.choice((("correct", "1"), ("correct", "2"), ("correct", "title"), ("correct", "story"), ("withdraw", "")))  # fmt: skip
        dooms = [draw.choice(("before", "after")) if draw.random() < _KILLED else "" for _ in range(_TRIES)]
        commit = draw.randint(1, 2)
        editions = self._editions()
        if not editions:
            return
        edition, case = draw.choice(editions[-10:]), f"case{next(self._cases)}"
        async with self._at_desk:
            for doom in dooms:
                code = await self._sit_down(
                    doom if not self.is_calm else "", commit, act, edition, what, case
                )
                if code in {0, REFUSED}:
                    outcome = "refused" if code else "done"
                    self._histories.add("people", what=outcome, act=act, edition=int(edition), case=case)
                    return
        self._histories.add("people", what="gave up", act=act, edition=int(edition), case=case)

    async def _sit_down(self, doom: str, commit: int, *wish: str) -> int:
        control = self._folder / "control"
        doom_file = control / f"{DESK}.doom"
        doom_file.unlink(missing_ok=True)
        if doom:
            write(doom_file, f"{doom} {commit}")
            self._faults.note(f"desk: killed {doom} a commit")
        with (self._folder / f"{DESK}.log").open("a", encoding="utf-8") as log:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.faults.desk", str(self._folder / f"{DESK}.toml")),
                *(str(control), DESK, *wish),
                cwd=self._folder,
                env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **SECRETS, "DATABASE_URL": self._database_url},  # noqa: TID251 -- a trial starts a process
                stdout=log,
                stderr=log,
            )  # fmt: skip
        try:
            async with asyncio.timeout(_ENDS_WITHIN):
                return await process.wait()
        except TimeoutError:
            process.kill()
            return await process.wait()

    def _editions(self, channel: str = "") -> list[str]:
        """Return the numbers of the editions that stand in a channel, or anywhere, oldest first."""
        slack = [json.dumps(each["blocks"]) for each in self._world.slack.messages if channel in ("", each["channel"])]  # fmt: skip
        discord = [] if channel else [json.dumps(each["components"]) for each in self._world.discord.messages]
        found = {number for text in (*slack, *discord) for number in _EDITION.findall(text)}
        return sorted(found, key=int)
