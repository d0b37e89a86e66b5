"""Buttons below what is shown: pressing one is as good as typing what it says."""

from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    """How much a button stands out."""

    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


class FormName(StrEnum):
    """The forms that there are."""

    SUBSCRIBE = "subscribe"
    ADD_FEED = "add-feed"
    ASK = "ask"
    SEARCH = "search"
    FLAG = "flag"


_SAID = 90
"""Characters that Discord's buttons, the tightest, can say: 100, with what tells ours apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A button: pressing it says *text* behind the slash command *command*, as if it had been typed; or it opens a *form*, about *text*.

    *settles*: what it stands below is done with then, and gives way to the reply.
    """

    label: str
    command: str
    text: str = ""
    form: FormName | None = None
    weight: Weight = Weight.PLAIN
    settles: bool = False

    @property
    def said(self) -> str:
        """What stands behind the command: what is said, or which form is opened, about what."""
        return f"{self.form} {self.text}".strip() if self.form else self.text

    @property
    def fits(self) -> bool:
        """Whether a button can say it on every platform, whatever the topic's command and the words in it; else it is typed."""
        return len(self.command) + len(self.said) <= _SAID


def opening(said: str) -> tuple[FormName, str] | None:
    """Return which form a button opens, and about what, by what stands behind its command; None where there is none of that name."""
    name, _, about = said.partition(" ")
    return (FormName(name), about) if name in set(FormName) else None
