"""The configuration of a process under test: four publishers, a language model, two channels on each chat."""

import json
from pathlib import Path

from tests.faults.world import World, discord, slack
from tests.faults.world.publishers import NAMES

TIMETABLES = ("hourly", "instant")
"""What the channels of each chat get."""


def configure(name: str, folder: Path, world: World) -> None:
    """Write the configuration of one process. All differ only in the addresses by which the world knows them."""
    where = world.addresses(name)
    feeds = [f"http://{world.host}/feeds/{publisher}.xml" for publisher in NAMES]
    reading = (
        f"[reading]\nallowed_private = [{json.dumps(world.host)}]\nhost_gap_seconds = 0\ninterval_minutes = 1\n"
        "max_interval_hours = 0\nfetch_articles = false\ntimeout_seconds = 5"
    )
    writer = (
        f'[language_model]\nname = "small-writer"\nbase_url = {json.dumps(where["language_model"])}\n'
        "input_price = 1\noutput_price = 1\ntimeout_seconds = 5"
    )
    sections = [
        reading,
        writer,
        "[page]\nenabled = false",
        f"[slack]\nenabled = true\napi_url = {json.dumps(where['slack'])}",
        f"[discord]\nenabled = true\napi_url = {json.dumps(where['discord'])}",
        f'[[topics]]\nname = "ev"\ntitle = "Electric cars"\nfeeds = {json.dumps(feeds)}',
        *(_subscription("slack", *each) for each in zip(slack.CHANNELS, TIMETABLES, strict=True)),
        *(_subscription("discord", *each) for each in zip(discord.CHANNELS, TIMETABLES, strict=True)),
    ]
    (folder / f"{name}.toml").write_text("\n".join(sections), encoding="utf-8")


def _subscription(platform: str, channel: str, timetable: str) -> str:
    return (
        f'[[subscriptions]]\ntopic = "ev"\nplatform = "{platform}"\nchannel = "{channel}"\n'
        f'timetable = "{timetable} UTC"\nwhen_empty = "silence"'
    )
