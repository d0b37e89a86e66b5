"""Forms as Discord's modals: five fields at most. A modal cannot show what is wrong at a field, so that is said with a way back.

https://discord.com/developers/docs/components/reference#text-input
"""

from collections.abc import Awaitable, Callable
from typing import Any

import discord
from typing_extensions import override

from bot.core import wording
from bot.core.entities import Action, Notice
from bot.core.forms import Field, FieldKind, Form, FormError, typed
from bot.core.language import Reader, say
from bot.core.text import shorten

_MAX_TITLE = 45
_MAX_PLACEHOLDER = 100
_OPEN_SECONDS = 900
"""As long as Discord lets us answer."""

Say = Callable[[discord.Interaction[Any], str], Awaitable[None]]
Tell = Callable[[discord.Interaction[Any], Notice], Awaitable[None]]


class FormModal(discord.ui.Modal):
    """A form. *say* is called with what could have been typed instead, *tell* with what is wrong."""

    def __init__(self, form: Form, say: Say, tell: Tell) -> None:
        super().__init__(title=shorten(form.title, _MAX_TITLE), timeout=_OPEN_SECONDS)
        self._form, self._say, self._tell = form, say, tell
        self._inputs = {field.name: _input(field) for field in form.fields}
        for field in form.fields:
            self.add_item(discord.ui.Label(text=field.label, component=self._inputs[field.name]))

    @override
    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        filled = {name: _written(component) for name, component in self._inputs.items()}
        try:
            text = typed(self._form.name, filled, self._form.about)
        except FormError as error:
            await self._tell(interaction, self._wrong(error))
        else:
            await self._say(interaction, text)

    def _wrong(self, error: FormError) -> Notice:
        labels = {field.name: field.label for field in self._form.fields}
        again = Action(
            label=say("Fill it in again …"),
            command=self._form.command,
            form=self._form.name,
            text=self._form.about,
        )
        lines = tuple(
            say("{field}: {problem}", field=labels[name], problem=problem)
            for name, problem in error.problems.items()
        )
        notice = Notice(title=say("That did not work"), lines=lines, actions=(again,))
        return wording.spoken_notice(notice, Reader(self._form.language))


def _written(component: "discord.ui.TextInput[Any] | discord.ui.Select[Any]") -> str:
    if isinstance(component, discord.ui.Select):
        return component.values[0] if component.values else ""
    return component.value


def _input(field: Field) -> "discord.ui.TextInput[Any] | discord.ui.Select[Any]":
    if field.kind is FieldKind.CHOICE:
        options = [
            discord.SelectOption(label=choice, value=choice, default=choice == field.value)
            for choice in field.choices
        ]
        return discord.ui.Select(custom_id=field.name, options=options, required=field.is_required)
    is_text = field.kind is FieldKind.TEXT
    return discord.ui.TextInput(
        custom_id=field.name,
        style=discord.TextStyle.paragraph if is_text else discord.TextStyle.short,
        placeholder=shorten(field.hint, _MAX_PLACEHOLDER) or None,
        default=field.value or None,
        required=field.is_required,
        max_length=field.longest,
    )
