"""Buttons below what is shown. What a button says stands in its id, so it works after a restart, and nothing is remembered.

An id has at most 100 characters (https://discord.com/developers/docs/components/reference#anatomy-of-a-component).
"""

import re
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

import discord
from typing_extensions import override

from bot.core.entities import Action, Weight
from bot.core.text import shorten

A_ROW = 5
_MAX_LABEL = 80
_SETTLING = "say!"
_PLAIN = "say:"
_OPENING = "say?"
_STYLES = {
    Weight.PLAIN: discord.ButtonStyle.secondary,
    Weight.PRIMARY: discord.ButtonStyle.primary,
    Weight.DANGER: discord.ButtonStyle.danger,
}


class Pressable(Protocol):
    """The client whose buttons these are."""

    pressed: Callable[[discord.Interaction[Any], str, str, bool], Awaitable[None]]
    """Called with the interaction, the command, the text behind it, and whether the message gives way to the reply."""

    opened: Callable[[discord.Interaction[Any], str, str], Awaitable[None]]
    """Called with the interaction, the command, and which form to open, about what."""


class SayButton(
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=r"say(?P<how>[!:?])(?P<command>/\S+) (?P<text>.*)",
):
    """Says what could have been typed."""

    def __init__(self, button: "discord.ui.Button[Any]", said: re.Match[str] | None = None) -> None:
        super().__init__(button)
        self._said = said

    @classmethod
    def of(cls, action: Action) -> "SayButton":
        """Return the button of an action that fits; Discord refuses the whole message of any other."""
        kind = _OPENING if action.form else _SETTLING if action.settles else _PLAIN
        return cls(
            discord.ui.Button(
                label=shorten(action.label, _MAX_LABEL),
                style=_STYLES[action.weight],
                custom_id=f"{kind}{action.command} {action.said}",
            )
        )

    @override
    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> "SayButton":
        assert isinstance(item, discord.ui.Button)  # noqa: S101 -- discord.py found it by this id
        return cls(item, match)

    @override
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        if self._said is None:
            return
        client: Pressable = interaction.client
        how, command, text = self._said["how"], self._said["command"], self._said["text"]
        if how == _OPENING[-1]:
            await client.opened(interaction, command, text)
        else:
            await client.pressed(interaction, command, text, how == _SETTLING[-1])
