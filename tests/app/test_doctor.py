"""What the doctor asks a platform about."""

from pathlib import Path

from pydantic import SecretStr

from bot.app.doctor import check
from bot.settings import Secrets, read_settings
from tests.fakes.publisher import Publisher
from tests.fakes.slack_api import FakeSlack, refusal


async def test_channel_for_notices_is_tried_too(tmp_path: Path) -> None:
    """Whoever names a wrong channel for notices learns it now, not on the day a feed dies."""
    secrets = Secrets.model_construct(
        slack_bot_token=SecretStr("xoxb-invented"), slack_app_token=SecretStr("xapp-invented")
    )
    slack = FakeSlack(conversations__info=[refusal("channel_not_found")])
    async with Publisher.open() as publisher, slack.running():
        raw = {
            "storage": {"url": f"sqlite:///{tmp_path / 'newsthread.db'}"},
            "reading": {"allowed_private": ["127.0.0.1"]},
            "page": {"enabled": False},
            "slack": {"enabled": True, "api_url": slack.api_url},
            "notices": {"platform": "slack", "channel": "C0123ABCD"},
            "topics": [{"name": "ev", "feeds": [publisher.url("/feed")]}],
        }
        settings = read_settings(raw, source="test", secrets=secrets)
        found = {each.name: each.ok async for each in check(settings)}
    assert found["slack C0123ABCD"] is False
