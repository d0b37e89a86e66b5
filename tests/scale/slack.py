"""A Slack workspace that notes when each edition arrived in its channel."""

import datetime as dt
from typing import Any

from typing_extensions import override

from bot.adapters.clock import SystemClock
from tests.fakes.slack_api import FakeSlack, Reply


class BusySlack(FakeSlack):
    """*arrived*: when the first message of an edition came to each channel; *doubled*: channels that got more than one."""

    def __init__(self) -> None:
        super().__init__()
        self.arrived: dict[str, dt.datetime] = {}
        self.doubled: list[str] = []
        self._count = 0
        self._clock = SystemClock()

    @override
    def _default(self, method: str, arguments: dict[str, Any]) -> Reply:
        self.calls.clear()  # thousands of editions are not kept
        if method == "conversations.info":
            return {"channel": {"id": arguments["channel"]}}
        if method != "chat.postMessage":
            return super()._default(method, arguments)
        if not arguments.get("thread_ts"):
            self._note(str(arguments["channel"]))
        self._count += 1
        return {"ts": f"1795431600.{self._count:06d}"}

    def _note(self, channel: str) -> None:
        if channel in self.arrived:
            self.doubled.append(channel)
        self.arrived[channel] = self._clock.now()
