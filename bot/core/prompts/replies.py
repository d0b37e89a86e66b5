"""Read a language model's reply: find the JSON in what it said, and say exactly what is wrong with it.

Harmless habits are mended (fences, thoughts, list marks, emphasis); anything else is an `InvalidReplyError` whose text
goes into the one repair that we ask for.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.errors import InvalidReplyError
from bot.core.prompts.fencing import line_of
from bot.core.text import fold, sentences

_BULLETS = 3
_MAX_TAGS = 5
_MAX_TITLE = 150
_MAX_SENTENCE = 400
_MAX_ANSWER = 5
_MAX_REPLY = 20_000
_MAX_STARTS = 20

_THOUGHT = re.compile(r"<(think|thinking|reasoning)>.*?</\1>", re.DOTALL | re.IGNORECASE)
_THOUGHT_END = re.compile(r"</(?:think|thinking|reasoning)>", re.IGNORECASE)
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_LIST_MARK = re.compile(r"\A(?:[-*•–—]\s+|\(?\d{1,2}[.)]\s+)")
_EMPHASIS = re.compile(r"\*\*|__|(?<!\w)[*_](?=\w)|(?<=\w)[*_](?!\w)")
_REFERENCE = re.compile(
    r"\s*[\[【(](?:(?:sentences?|passages?)\s*)?\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*[\]】](?=\W*\Z)|\s*\[\d{1,3}(?:\s*,\s*\d{1,3})*\]"
)
_MARKUP = re.compile(r"`|\A#{1,6}\s|\]\(|</?[a-z][^>]*>", re.IGNORECASE)
_META = re.compile(
    r"\b(?:based on|according to|from) the (?:provided|given|supplied|above|source) (?:text|articles?|information|sources?|sentences?|passages?)"
    r"|\bthe (?:provided|given|supplied) (?:text|articles?|information|sources?|sentences?|passages?)\b"
    r"|\bas an ai\b|\bas a language model\b|\bi (?:cannot|can't|am unable to)\b|\bhere (?:is|are) the (?:summary|bullets?)\b"
    r"|\bverilen (?:metne|metin|bilgilere|kaynaklara)\b|\b(?:bereitgestellten|gegebenen|vorliegenden) (?:text|artikel|informationen|quellen)"
    r"|根据(?:所)?(?:提供|给定|给出)的|作为(?:一个)?(?:ai|人工智能)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSentence:
    """A sentence as written, not yet believed, and the numbers (from 1) of what it says it rests on."""

    text: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryDraft:
    """A summary in the right form: three bullets. Whether it is true is another question."""

    title: str
    bullets: tuple[DraftSentence, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerDraft:
    """An answer in the right form. *says* is False where the passages do not answer; then there are no sentences."""

    says: bool
    sentences: tuple[DraftSentence, ...]


def parse_summary(reply: str, *, shown: int) -> SummaryDraft:
    """Return the summary in *reply*, whose sentence numbers run from 1 to *shown*.

    Raises:
        InvalidReplyError: no JSON object, or not three good bullets, a title and tags; the message lists all problems.
    """
    problems: list[str] = []
    found = _json_object(reply, "bullets")
    title = _checked("the title", found.get("title"), problems, limit=_MAX_TITLE)
    bullets = _drafts(found.get("bullets"), "bullet", "sentences", shown, problems)
    if len(bullets) != _BULLETS:
        problems.append(f"there are {len(bullets)} bullets, and there must be exactly {_BULLETS}")
    if len({fold(bullet.text) for bullet in bullets}) < len(bullets):
        problems.append("two bullets say the same")
    for place, bullet in enumerate(bullets, 1):
        if len(sentences(bullet.text)) > 1:
            problems.append(f"bullet {place} must be one sentence")
    tags = tuple(dict.fromkeys(_plain(tag) for tag in _items(found.get("tags")) if isinstance(tag, str)))
    tags = tuple(tag for tag in tags if tag)[:_MAX_TAGS]
    if not tags:
        problems.append("there are no tags")
    _raise_if_any(problems, reply)
    return SummaryDraft(title=title, bullets=bullets, tags=tags)


def parse_answer(reply: str, *, passages: int) -> AnswerDraft:
    """Return the answer in *reply*, whose passage numbers run from 1 to *passages*.

    Raises:
        InvalidReplyError: no JSON object, or an answer without sentences or citations; the message lists all problems.
    """
    found = _json_object(reply, "says")
    says = found.get("says")
    if not isinstance(says, bool):
        raise InvalidReplyError('"says" must be true or false', reply=reply)
    if not says:
        return AnswerDraft(says=False, sentences=())
    problems: list[str] = []
    drafts = _drafts(found.get("sentences"), "sentence", "passages", passages, problems)
    if not drafts:
        problems.append('"sentences" is empty, although "says" is true')
    _raise_if_any(problems, reply)
    return AnswerDraft(says=True, sentences=drafts[:_MAX_ANSWER])


def _drafts(
    found: object, noun: str, cited: str, highest: int, problems: list[str]
) -> tuple[DraftSentence, ...]:
    drafts: list[DraftSentence] = []
    for place, item in enumerate(_items(found), 1):
        subject = f"{noun} {place}"
        if not isinstance(item, dict):
            problems.append(f'{subject} must be an object with "text" and "{cited}"')
            continue
        text = _checked(subject, item.get("text"), problems, limit=_MAX_SENTENCE)
        numbers = tuple(dict.fromkeys(_numbers(item.get(cited))))
        if not numbers:
            problems.append(f"{subject} names no {cited}")
        if wrong := [number for number in numbers if not 1 <= number <= highest]:
            problems.append(f"{subject} names {cited} that do not exist: {wrong[:_BULLETS]}")
        drafts.append(DraftSentence(text=text, numbers=numbers))
    return tuple(drafts)


def _checked(subject: str, found: object, problems: list[str], *, limit: int) -> str:
    """Return the plain text of a field, adding to *problems* what is wrong with it."""
    text = _plain(found) if isinstance(found, str) else ""
    if not text:
        problems.append(f"{subject} is empty")
    if len(text) > limit:
        problems.append(f"{subject} is longer than {limit} characters")
    if _MARKUP.search(text):
        problems.append(f"{subject} must be plain text without markup")
    if _META.search(text):
        problems.append(f"{subject} speaks about the task instead of the news")
    return text


def _plain(text: str) -> str:
    """Return *text* as one plain line, without a list mark, emphasis or numbers in brackets."""
    bare = _LIST_MARK.sub("", line_of(text).strip())
    return " ".join(_REFERENCE.sub("", _EMPHASIS.sub("", bare)).split())


def _items(found: object) -> Sequence[object]:
    return found if isinstance(found, list) else ()


def _numbers(found: object) -> list[int]:
    """Return citation numbers, also where they came as strings or as a single number."""
    several = found if isinstance(found, list) else [found]
    return [
        int(one)
        for one in several
        if (isinstance(one, int) and not isinstance(one, bool))
        or (isinstance(one, str) and one.isdecimal() and len(one) <= _BULLETS)
    ]


def _json_object(reply: str, key: str) -> dict[str, object]:
    """Return the JSON object with *key* in *reply*, past thoughts, fences and talk."""
    said = _THOUGHT_END.split(_THOUGHT.sub("", reply[-_MAX_REPLY:]))[-1]
    for text in (said, _TRAILING_COMMA.sub("", said)):
        starts = [place for place, character in enumerate(text) if character == "{"]
        for start in starts[:_MAX_STARTS]:
            found = _decoded(text, start)
            if key in found:
                return found
    raise InvalidReplyError(f'there is no complete JSON object with "{key}" in it', reply=reply)


def _decoded(text: str, start: int) -> dict[str, object]:
    try:
        found, _ = json.JSONDecoder(strict=False).raw_decode(text, start)
    except (ValueError, RecursionError):  # not JSON from here on; perhaps from the next brace
        return {}
    return found if isinstance(found, dict) else {}


def _raise_if_any(problems: Sequence[str], reply: str) -> None:
    if problems:
        raise InvalidReplyError("; ".join(problems), reply=reply)
