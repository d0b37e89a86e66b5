"""What readers can do about what they read, as buttons: each says what could have been typed."""

from bot.core import wording
from bot.core.entities import Action, Answer, Edition, NewEdition, QuestionId, Rating


def number_of(edition: NewEdition) -> int:
    """Return an edition's number; 0 for one that is not stored yet, which is rendered only to be measured."""
    return edition.id if isinstance(edition, Edition) else 0


def for_story(edition: NewEdition, place: int) -> tuple[Action, ...]:
    """Return what can be done about the story at *place*, counted from 1: flag a sentence, more like this, less like this."""
    where, bullets = f"{number_of(edition)}.{place}", edition.items[place - 1].summary.bullets
    flags = [
        Action(
            label=wording.told(wording.flag_label(number), edition.language),
            command=edition.command,
            text=f"flag {where}.{number}",
        )
        for number in range(1, len(bullets) + 1)
    ]
    steers = [
        Action(
            label=wording.told(wording.MORE, edition.language), command=edition.command, text=f"more {where}"
        ),
        Action(
            label=wording.told(wording.LESS, edition.language), command=edition.command, text=f"less {where}"
        ),
    ]
    return (*steers, *flags)


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
