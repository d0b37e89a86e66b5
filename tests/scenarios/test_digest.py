"""`newsthread digest`: an edition now, for whoever runs the bot."""

from pathlib import Path
from typing import Any

import pytest

from bot.core.errors import CommandError
from bot.settings import PAGE_CHANNEL, Secrets
from tests.fakes.clock import FakeClock
from tests.scenarios.program import open_program

WHOLE: dict[str, Any] = {
    "topic": "ev",
    "platform": "page",
    "channel": PAGE_CHANNEL,
    "timetable": "daily 09:00 UTC",
}
PAGE = {"enabled": True, "port": 0}


@pytest.mark.parametrize("subject", ["", "xiaomi"])
async def test_a_digest_is_of_the_whole_topic(tmp_path: Path, subject: str):
    """Channels get the edition that they subscribe to; a watch that found nothing new does not say so."""
    subscriptions = [{**WHOLE, "subject": subject}]
    sections = {"page": PAGE, "subscriptions": subscriptions}
    async with open_program(tmp_path, FakeClock(), chat=sections, secrets=Secrets()) as app:
        if subject:
            with pytest.raises(CommandError, match="No channel subscribes"):
                await app.digest("ev")
        else:
            assert (await app.digest("ev")).title == "Electric cars"
        (subscription,) = await app.needs.store.subscriptions()
        posted = await app.needs.store.messages(subscription.place, "", 9)
        assert len(posted) == (0 if subject else 1)
