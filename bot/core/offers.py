"""What readers can do about what they read, as buttons: each says what could have been typed."""

from bot.core import wording
from bot.core.entities import Action, Answer, Edition, FormName, NewEdition, QuestionId, Rating


def number_of(edition: NewEdition) -> int:
    """Return an edition's number; 0 for one that is not stored yet, which is rendered only to be measured."""
    return edition.id if isinstance(edition, Edition) else 0


def for_story(edition: NewEdition, place: int) -> tuple[Action, ...]:
    """Return what can be done about the story at *place*, counted from 1: more like this, less like this, something is wrong."""
    where, command = f"{number_of(edition)}.{place}", edition.command
    more, less, flag = (
        wording.told(text, edition.language) for text in (wording.MORE, wording.LESS, wording.FLAG)
    )
    return (
        Action(label=more, command=command, text=f"more {where}"),
        Action(label=less, command=command, text=f"less {where}"),
        Action(label=flag, command=command, form=FormName.FLAG, text=where),
    )


def for_edition(edition: NewEdition) -> tuple[Action, ...]:
    """Return what leads to that for each story, where there is no room for all."""
    if not edition.items or edition.withdrawal:
        return ()
    label = wording.told(wording.REACT, edition.language)
    return (Action(label=label, command=edition.command, text=f"story {number_of(edition)}"),)


def for_answer(question_id: QuestionId, answer: Answer, command: str) -> tuple[Action, ...]:
    """Return how an answer can be judged: right or wrong; of a refusal, whether it helps."""
    ratings = (Rating.HELPFUL, Rating.UNHELPFUL) if answer.is_refusal else (Rating.RIGHT, Rating.WRONG)
    return tuple(
        Action(
            label=wording.told(wording.rating_label(each), answer.language),
            command=command,
            text=f"judge {question_id} {each}",
        )
        for each in ratings
    )
