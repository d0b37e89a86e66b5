"""What readers say about what they read, as commands: part of the grammar of `bot.core.commands`.

Their verbs are plain words, so they are commands only with a number or a wish behind them: "less expensive cars" and
"steering wheel recall" are searches.
"""

import re
from dataclasses import dataclass

from bot.core.entities import Rating
from bot.core.errors import CommandError
from bot.core.language import say
from bot.core.pointing import NOWHERE, Pointer, part_pointer, story_pointer

_FORMS = "steering, steering more|less|undo recalls"
_JUDGED = re.compile(rf"(\d{{1,15}}) ({'|'.join(Rating)})", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class OfferStory:
    """What can be done about the edition with that number, or, where *where* is "12.2", about a story of it."""

    where: str


@dataclass(frozen=True, slots=True)
class FlagPart:
    """A sentence, or a title, is wrong."""

    where: Pointer


@dataclass(frozen=True, slots=True)
class SteerBy:
    """The channel wants more (*vote* 1) or less (-1) like a story, or, where *subject* names one, about that."""

    vote: int
    where: Pointer = NOWHERE
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Steering:
    """What the channel wants more or less of; *undone*: no more of that wish, "" asks what there is. *is_own*: only of one's own."""

    undone: str = ""
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Judge:
    """What somebody thinks of the answer to the question with that number."""

    question: int
    rating: Rating


Opinion = OfferStory | FlagPart | SteerBy | Steering | Judge


def parse_opinion(verb: str, rest: str) -> Opinion | None:
    """Return what is said about what was read; None where *verb* opens nothing of that, so that it is a subject.

    Raises:
        CommandError: it is one of ours, but not complete.
    """
    match verb:
        case "story" if story_pointer(rest):
            return OfferStory(rest)
        case "flag" if flagged := part_pointer(rest):
            return FlagPart(flagged)
        case "more" | "less" if liked := story_pointer(rest):
            return SteerBy(_VOTES[verb], liked)
        case "judge" if judged := _JUDGED.fullmatch(rest):
            return Judge(int(judged[1]), Rating(judged[2].lower()))
        case "steering":
            return _steering(rest)
        case _:
            return None


_VOTES = {"more": 1, "less": -1}


def _steering(rest: str) -> SteerBy | Steering | None:
    if not rest:
        return Steering()
    said, _, subject = rest.partition(" ")
    action = said.lower()
    if action not in (*_VOTES, "undo"):
        return None
    if not subject:
        raise CommandError(
            say("“{said}” is not known. Write: {forms}", said=f"steering {rest}", forms=_FORMS)
        )
    return Steering(subject) if action == "undo" else SteerBy(_VOTES[action], subject=subject)
