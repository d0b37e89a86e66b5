"""A chat that cannot be reached."""

import pytest
from typing_extensions import override

from bot.app.connecting import keep_connected
from bot.core.errors import BotError, ChatUnavailableError, ConfigError, StoreError
from tests.fakes.chat import FakeChat


class Unreachable(FakeChat):
    """Cannot be reached *times* times, for that *reason*; then its token is found to be wrong."""

    def __init__(self, times: int, reason: type[BotError] = ChatUnavailableError) -> None:
        super().__init__()
        self._times = times
        self._reason = reason

    @override
    async def run(self) -> None:
        """Fail as told."""
        if self._times == 0:
            raise ConfigError(["the token is wrong"])
        self._times -= 1
        raise self._reason("cannot be reached")


@pytest.mark.parametrize("reason", [ChatUnavailableError, StoreError])
async def test_an_unreachable_chat_is_tried_again_with_growing_pauses(reason: type[BotError]):
    """A platform that is away at the start ends nothing, nor does our own database while a chat connects: it is tried again, less and less often."""
    pauses: list[float] = []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    with pytest.raises(ConfigError):
        await keep_connected(Unreachable(9, reason), pause)
    assert pauses == [5, 10, 20, 40, 80, 160, 300, 300, 300]


async def test_a_wrong_token_is_told_at_once():
    """Trying again would not help, and may get the bot banned."""
    with pytest.raises(ConfigError, match="token"):
        await keep_connected(Unreachable(0))
