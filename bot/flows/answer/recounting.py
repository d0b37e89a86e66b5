"""Answering questions about an edition itself, from what it recorded: its order, what it left out, its sources.

It refuses to guess: what was not recorded is not told, and no language model is asked.
"""

from collections.abc import Callable

from bot.core import wording
from bot.core.answers import AboutEdition
from bot.core.entities import Answer, AnswerSentence, Edition
from bot.core.language import Listed, in_language, joined, say, some

RECORDS = "records"
"""The writer's name when an answer tells of our own records: it cites nobody."""


def told_of_edition(question: str, about: AboutEdition, edition: Edition) -> Answer:
    """Answer from what *edition* recorded, in its language; of one that was taken back, that comes first."""
    reader = wording.reader_of(edition)
    lines = [in_language(line, reader) for line in _TELLING[about](edition)]
    if edition.withdrawal:
        lines = [*wording.corrections(edition), *lines]
    sentences = tuple(AnswerSentence(text=line, citations=()) for line in lines)
    return Answer(
        question=question, sentences=sentences, is_refusal=False, writer=RECORDS, language=reader.language
    )


def _first(edition: Edition) -> list[str]:
    if not edition.items:
        return [say("This edition has no stories.")]
    first = edition.items[0]
    why = say(
        "“{title}” is first because it weighs most: how many publishers report a story counts, then how new it is, and how much there is to tell.",
        title=first.summary.title,
    )
    reported = some(
        len(first.publishers),
        "{n} publisher reported it ({publishers}), last at {when}.",
        "{n} publishers reported it ({publishers}), last at {when}.",
        publishers=first.publishers,
        when=first.newest_at,
    )
    return [why, reported]


def _left_out(edition: Edition) -> list[str]:
    covers = edition.coverage
    looked_at = some(covers.entries, "{n} entry looked at", "{n} entries looked at")
    lines: list[str] = [say("Nothing: all that the {entries} tell is here.", entries=looked_at)]
    if covers.left_out:
        left_out = some(
            covers.left_out,
            "{n} story of the {entries} did not get in.",
            "{n} stories of the {entries} did not get in.",
            entries=looked_at,
        )
        why = say(
            "{command} why, with an article's address, tells what was decided about it.",
            command=edition.command,
        )
        lines = [left_out, why]
    if edition.recap:
        lines.append(say("Told here before: {titles}.", titles=Listed(edition.recap, "; ")))
    if covers.feeds_failing:
        lines.append(say("Could not be read: {feeds}.", feeds=covers.feeds_failing))
    return lines


def _sources(edition: Edition) -> list[str]:
    covers = edition.coverage
    publishers = dict.fromkeys(publisher for item in edition.items for publisher in item.publishers)
    read = joined(
        [
            some(covers.feeds_read, "{n} feed read", "{n} feeds read"),
            some(covers.entries, "{n} entry looked at", "{n} entries looked at"),
        ],
        ", ",
    )
    lines: list[str] = [say("{what}.", what=read)]
    if publishers:
        named = some(
            len(publishers),
            "The stories here come from {n} publisher: {publishers}.",
            "The stories here come from {n} publishers: {publishers}.",
            publishers=tuple(publishers),
        )
        lines.append(named)
    return lines


def _window(edition: Edition) -> list[str]:
    covered = edition.coverage.window
    return [say("What arrived from {begin} to {end}.", begin=covered.begins_at, end=covered.ends_at)]


def _cost(edition: Edition) -> list[str]:
    return [
        say(
            "{cost}, for the calls of the language model.",
            cost=edition.coverage.cost_micros / 1_000_000,
        )
    ]


_TELLING: dict[AboutEdition, Callable[[Edition], list[str]]] = {
    AboutEdition.FIRST: _first,
    AboutEdition.LEFT_OUT: _left_out,
    AboutEdition.SOURCES: _sources,
    AboutEdition.WINDOW: _window,
    AboutEdition.COST: _cost,
}
