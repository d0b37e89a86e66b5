"""What was said just now, to every open page: server-sent events with replay, so that a reconnect loses nothing.

It keeps the newest few messages only; whoever was away longer is told to read the transcript again.
https://html.spec.whatwg.org/multipage/server-sent-events.html
"""

import asyncio
import json
import secrets
from collections import deque
from collections.abc import AsyncGenerator
from dataclasses import dataclass

from bot.adapters.page.render import Line

_KEPT = 64
_HEARTBEAT_SECONDS = 15.0
_RECONNECT_MILLISECONDS = 1_000


@dataclass(frozen=True, slots=True)
class _Event:
    number: int
    line: Line
    payload: dict[str, str]


class Broadcast:
    """Sends each pushed message to every listener. One event loop, so that nothing happens between two awaits."""

    def __init__(self) -> None:
        # A cursor of an earlier run of the program must not be mistaken for one of ours.
        self._run = secrets.token_hex(4)
        self._number = 0
        self._events: deque[_Event] = deque(maxlen=_KEPT)
        self._listeners: set[asyncio.Queue[str | None]] = set()
        self._is_closed = False

    @property
    def cursor(self) -> str:
        """The id of the newest event."""
        return f"{self._run}-{self._number}"

    def push(self, line: Line, payload: dict[str, str]) -> None:
        """Send *payload* to every open page, and keep it for those that reconnect."""
        self._number += 1
        event = _Event(self._number, line, payload)
        self._events.append(event)
        for queue in tuple(self._listeners):
            if queue.full():
                # A page that reads too slowly is cut off; it reconnects and asks for what it missed.
                self._end(queue)
            else:
                queue.put_nowait(self._frame(event))

    def has(self, message_id: str) -> bool:
        """Whether the message was pushed a moment ago."""
        return any(event.line.id == message_id for event in self._events)

    def recent(self, thread: str) -> list[Line]:
        """Return the newest messages of the channel ("") or of a thread with its opening: the transcript may not have them yet."""
        lines = [event.line for event in self._events]
        return [line for line in lines if line.thread == thread or (thread and line.id == thread)]

    async def listen(self, after: str) -> AsyncGenerator[str, None]:
        """Yield what was pushed since the cursor *after*, then what comes, until closed or cut off."""
        if self._is_closed:
            return
        queue: asyncio.Queue[str | None] = asyncio.Queue(maxsize=2 * _KEPT)
        for missed in self._missed(after):
            queue.put_nowait(missed)
        self._listeners.add(queue)
        try:
            yield f"retry: {_RECONNECT_MILLISECONDS}\n\n"
            while (frame := await _next(queue)) is not None:
                yield frame
        finally:
            self._listeners.discard(queue)

    def _missed(self, after: str) -> list[str]:
        run, _, number = after.partition("-")
        if run != self._run or not number.isdecimal():
            return [self._reload()] if after else []
        oldest_kept = self._events[0].number if self._events else self._number + 1
        if int(number) + 1 < oldest_kept:
            return [self._reload()]
        return [self._frame(event) for event in self._events if event.number > int(number)]

    def _frame(self, event: _Event) -> str:
        return f"id: {self._run}-{event.number}\nevent: message\ndata: {json.dumps(event.payload)}\n\n"

    def _reload(self) -> str:
        return f"id: {self.cursor}\nevent: reload\ndata: {{}}\n\n"

    def close(self) -> None:
        """End all streams, and those that would begin later."""
        self._is_closed = True
        for queue in tuple(self._listeners):
            self._end(queue)

    def _end(self, queue: asyncio.Queue[str | None]) -> None:
        self._listeners.discard(queue)
        if queue.full():
            queue.get_nowait()
        queue.put_nowait(None)


async def _next(queue: asyncio.Queue[str | None]) -> str | None:
    """Return the next frame, or a comment that keeps the connection alive and finds out whether anyone is still there."""
    try:
        return await asyncio.wait_for(queue.get(), _HEARTBEAT_SECONDS)
    except TimeoutError:
        return ": still here\n\n"
