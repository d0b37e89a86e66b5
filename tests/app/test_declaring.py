"""What the configuration declares, while a channel of it cannot be reached."""

import datetime as dt
from typing import Any

from structlog.testing import capture_logs

from bot.app.declaring import Declarations
from bot.flows.converse import Conversation
from bot.flows.ports import Store
from bot.settings import Secrets, SubscriptionSettings, read_settings
from tests.fakes.chat import FakeChat
from tests.fakes.clock import FakeClock
from tests.fakes.tools import feed_tools
from tests.flows.world import TOPIC, World, make_world

MINUTE = dt.timedelta(minutes=1)


def declarations(world: World, *channels: str) -> Declarations:
    """The file's wish for some channels."""
    raw: dict[str, Any] = {"topics": [{"name": "ev", "title": "Electric cars", "feeds": list(TOPIC.feeds)}]}
    settings = read_settings(raw, source="test", secrets=Secrets.model_construct())
    wanted = [
        SubscriptionSettings.model_validate(
            {"topic": "ev", "platform": "slack", "channel": channel, "timetable": "daily 09:00 UTC"}
        )
        for channel in channels
    ]
    settings = settings.model_copy(update={"subscriptions": wanted})
    conversation = Conversation(world.needs, [TOPIC], feed_tools())
    return Declarations(settings, conversation, world.store, world.needs.chats, world.clock)


async def test_a_channel_that_cannot_be_reached_is_logged_once_an_hour(store: Store) -> None:
    """It is asked for each minute, so that it is there as soon as somebody installs the app; the log is not filled with that."""
    chat = FakeChat()
    world = await make_world(store, FakeClock(), chat)
    declared = declarations(world, "C1", "C0NOWHERE")
    with capture_logs() as logs:
        for _ in range(90):
            await declared.declare()
            world.clock.advance(MINUTE)
    told = [(each["event"], each["channel"]) for each in logs]
    assert told == [("channel_unreachable", "C0NOWHERE")] * 2
    chat.channels = ("C1", "C0NOWHERE")
    await declared.declare()
    found = {each.place.channel for each in await world.store.subscriptions()}
    assert found == {"C1", "C0NOWHERE"}
