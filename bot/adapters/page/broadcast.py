"""What was said just now, to every open page: server-sent events with replay, so that a reconnect loses nothing.

It keeps the newest few messages only; whoever was away longer is told to read the transcript again.
https://html.spec.whatwg.org/multipage/server-sent-events.html
"""

import asyncio
import json
import secrets
from collections import deque
from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from bot.adapters.page.render import Line

_KEPT = 64
_HEARTBEAT_SECONDS = 15.0
_RECONNECT_MILLISECONDS = 1_000
_STILL_HERE = ": still here\n\n"


Payload = Callable[[str], Mapping[str, str]]
"""What an open page is sent about a message, for a reader of that language."""


@dataclass(frozen=True, slots=True)
class _Event:
    number: int
    line: Line
    payload: Payload


class Broadcast:
    """Sends each pushed message to every listener. One event loop, so that nothing happens between two awaits."""

    def __init__(self) -> None:
        # A cursor of an earlier run of the program must not be mistaken for one of ours.
        self._run = secrets.token_hex(4)
        self._number = 0
        self._events: deque[_Event] = deque(maxlen=_KEPT)
        self._listeners: set[asyncio.Queue[_Event | None]] = set()
        self._is_closed = False

    @property
    def cursor(self) -> str:
        """The id of the newest event."""
        return f"{self._run}-{self._number}"

    def push(self, line: Line, payload: Payload) -> None:
        """Send *payload* to every open page, and keep it for those that reconnect."""
        self._number += 1
        event = _Event(self._number, line, payload)
        self._events.append(event)
        for queue in tuple(self._listeners):
            if queue.full():
                # A page that reads too slowly is cut off; it reconnects and asks for what it missed.
                self._end(queue)
            else:
                queue.put_nowait(event)

    def has(self, message_id: str) -> bool:
        """Whether the message was pushed a moment ago."""
        return any(event.line.id == message_id for event in self._events)

    def recent(self, thread: str) -> list[Line]:
        """Return the newest messages of the channel ("") or of a thread with its opening: the transcript may not have them yet."""
        lines = [event.line for event in self._events]
        return [line for line in lines if line.thread == thread or (thread and line.id == thread)]

    async def listen(self, after: str, language: str = "en") -> AsyncGenerator[str, None]:
        """Yield what was pushed since the cursor *after*, then what comes, until closed or cut off; for a reader of *language*."""
        if self._is_closed:
            return
        queue: asyncio.Queue[_Event | None] = asyncio.Queue(maxsize=2 * _KEPT)
        missed = self._missed(after)
        for event in missed or ():
            queue.put_nowait(event)
        self._listeners.add(queue)
        try:
            yield f"retry: {_RECONNECT_MILLISECONDS}\n\n"
            if missed is None:
                yield self._reload()
            while (come := await _next(queue)) is not None:
                yield _STILL_HERE if come == "" else self._frame(come, language)
        finally:
            self._listeners.discard(queue)

    def _missed(self, after: str) -> list[_Event] | None:
        """Return what came since then; None: that is not known any more."""
        run, _, number = after.partition("-")
        if run != self._run or not number.isdecimal():
            return None if after else []
        oldest_kept = self._events[0].number if self._events else self._number + 1
        if int(number) + 1 < oldest_kept:
            return None
        return [event for event in self._events if event.number > int(number)]

    def _frame(self, event: _Event, language: str) -> str:
        payload = json.dumps(event.payload(language))
        return f"id: {self._run}-{event.number}\nevent: message\ndata: {payload}\n\n"

    def _reload(self) -> str:
        return f"id: {self.cursor}\nevent: reload\ndata: {{}}\n\n"

    def close(self) -> None:
        """End all streams, and those that would begin later."""
        self._is_closed = True
        for queue in tuple(self._listeners):
            self._end(queue)

    def _end(self, queue: asyncio.Queue[_Event | None]) -> None:
        self._listeners.discard(queue)
        if queue.full():
            queue.get_nowait()
        queue.put_nowait(None)


async def _next(queue: asyncio.Queue[_Event | None]) -> _Event | Literal[""] | None:
    """Return the next event, or "" after a while without one, so that it is found out whether anyone is still there."""
    try:
        return await asyncio.wait_for(queue.get(), _HEARTBEAT_SECONDS)
    except TimeoutError:
        return ""
