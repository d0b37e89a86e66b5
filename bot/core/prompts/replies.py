"""Read a language model's reply: make the most of what it said, and say exactly what is wrong with it.

The problems go into the one repair that we ask for. What is still wrong then is left empty, and the publisher's own
sentence takes its place; nothing in the right form is thrown away for what stands beside it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.errors import InvalidReplyError
from bot.core.prompts.finding import json_object, listed
from bot.core.prompts.tidying import bracketed_numbers, objections, tidy
from bot.core.text import fold

_BULLETS = 3
_MAX_TAGS = 5
_MAX_ANSWER = 5
_MAX_DIGITS = 3
_NO_OBJECT = 'there is no complete JSON object with "{key}" in it'
_BETWEEN_TAGS = re.compile(r"[,;#|\n、，；]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSentence:
    """A sentence as written, not yet believed, and the numbers (from 1) of what it says it rests on.

    *text* is "" where none could be used. *numbers* may be empty: then it does not say what it rests on.
    """

    text: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryDraft:
    """A summary's title, exactly three bullets, and tags, each empty where it could not be used; whether they are true is another question.

    *problems*: all that was wrong with the form, in words.
    """

    title: str
    bullets: tuple[DraftSentence, ...]
    tags: tuple[str, ...]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerDraft:
    """An answer in the right form. *says* is False where the passages do not answer; then there are no sentences."""

    says: bool
    sentences: tuple[DraftSentence, ...]


def parse_summary(reply: str, *, shown: int) -> SummaryDraft:
    """Return the summary in *reply*, whose sentence numbers run from 1 to *shown*, with what is wrong with it.

    Raises:
        InvalidReplyError: there is no summary in it, not even a list.
    """
    problems: list[str] = []
    found = json_object(reply, "bullets")
    if found is None:
        problems.append(_NO_OBJECT.format(key="bullets"))
        found = listed(reply)
    if found is None:
        raise InvalidReplyError(problems[0], reply=reply)
    title = tidy(_text(found.get("title")))
    wrong = objections(title, is_title=True)
    problems += [f"the title {objection}" for objection in wrong]
    return SummaryDraft(
        title="" if wrong else title,
        bullets=_bullets(_items(found.get("bullets")), shown, problems),
        tags=_tags(found.get("tags")),
        problems=tuple(problems),
    )


def parse_answer(reply: str, *, passages: int) -> AnswerDraft:
    """Return the answer in *reply*, whose passage numbers run from 1 to *passages*.

    Raises:
        InvalidReplyError: no JSON object, or an answer without sentences or citations; the message lists all problems.
    """
    found = json_object(reply, "says")
    if found is None:
        raise InvalidReplyError(_NO_OBJECT.format(key="says"), reply=reply)
    says = found.get("says")
    if not isinstance(says, bool):
        raise InvalidReplyError('"says" must be true or false', reply=reply)
    if not says:
        return AnswerDraft(says=False, sentences=())
    problems: list[str] = []
    items = list(enumerate(_items(found.get("sentences")), 1))
    drafts = [_draft(item, f"sentence {place}", "passages", passages, problems) for place, item in items]
    if not drafts:
        problems.append('"sentences" is empty, although "says" is true')
    if problems:
        raise InvalidReplyError("; ".join(problems), reply=reply)
    return AnswerDraft(says=True, sentences=tuple(drafts[:_MAX_ANSWER]))


def _bullets(items: Sequence[object], shown: int, problems: list[str]) -> tuple[DraftSentence, ...]:
    """Return three bullets, the usable ones first where there are more."""
    bullets = [
        _draft(item, f"bullet {place}", "sentences", shown, problems) for place, item in enumerate(items, 1)
    ]
    if len(bullets) != _BULLETS:
        problems.append(f"there are {len(bullets)} bullets, and there must be exactly {_BULLETS}")
        bullets.sort(key=lambda bullet: not bullet.text)
    said: set[str] = set()
    for place, bullet in enumerate(bullets[:_BULLETS]):
        if bullet.text and fold(bullet.text) in said:
            problems.append("two bullets say the same")
            bullets[place] = DraftSentence(text="", numbers=bullet.numbers)
        said.add(fold(bullet.text))
    missing = [DraftSentence(text="", numbers=())] * (_BULLETS - len(bullets))
    return (*bullets[:_BULLETS], *missing)


def _draft(item: object, subject: str, cited: str, highest: int, problems: list[str]) -> DraftSentence:
    """Return a sentence, "" where it cannot be used; *problems* gets what is wrong with it."""
    given = item if isinstance(item, dict) else {"text": item}
    raw = _text(given.get("text"))
    text = tidy(raw)
    wrong = objections(text)
    problems += [f"{subject} {objection}" for objection in wrong]
    named = tuple(dict.fromkeys(cited_numbers(given.get(cited)) or bracketed_numbers(raw)))
    known = tuple(number for number in named if 1 <= number <= highest)
    if not named:
        problems.append(f"{subject} names no {cited}")
    elif not known:
        problems.append(f"{subject} names {cited} that do not exist: {list(named[:_BULLETS])}")
    return DraftSentence(text="" if wrong else text, numbers=known)


def _tags(found: object) -> tuple[str, ...]:
    several = _BETWEEN_TAGS.split(found) if isinstance(found, str) else _items(found)
    tags = [tidy(tag).strip("#") for tag in several if isinstance(tag, str)]
    return tuple(dict.fromkeys(tag for tag in tags if tag and not objections(tag, is_title=True)))[:_MAX_TAGS]


def _text(found: object) -> str:
    return found if isinstance(found, str) else ""


def _items(found: object) -> Sequence[object]:
    """Return the items of a list, also where it came as lines of text or with numbers for keys."""
    if isinstance(found, str):
        return [line for line in found.splitlines() if line.strip()]
    if isinstance(found, dict):
        return list(found.values())
    return found if isinstance(found, list) else ()


def cited_numbers(found: object) -> list[int]:
    """Return citation numbers, also where they came as strings ("3", "[3]") or as a single number."""
    several = found if isinstance(found, list) else [found]
    written = [str(one).strip("[] ") for one in several if not isinstance(one, bool)]
    return [int(one) for one in written if one.isdecimal() and len(one) <= _MAX_DIGITS]
