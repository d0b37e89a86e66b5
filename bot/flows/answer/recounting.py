"""Answering questions about an edition itself, from what it recorded: its order, what it left out, its sources.

It refuses to guess: what was not recorded is not told, and no language model is asked.
"""

from collections.abc import Callable

from bot.core import wording
from bot.core.answers import AboutEdition
from bot.core.entities import Answer, AnswerSentence, Edition

RECORDS = "records"
"""The writer's name when an answer tells of our own records: it cites nobody."""


def told_of_edition(question: str, about: AboutEdition, edition: Edition) -> Answer:
    """Answer from what *edition* recorded."""
    lines = _TELLING[about](edition)
    sentences = tuple(AnswerSentence(text=line, citations=()) for line in lines)
    return Answer(question=question, sentences=sentences, is_refusal=False, writer=RECORDS)


def _first(edition: Edition) -> list[str]:
    if not edition.items:
        return ["This edition has no stories."]
    first = edition.items[0]
    publishers = ", ".join(first.publishers)
    return [
        f"“{first.summary.title}” is first because it weighs most: "
        "how many publishers report a story counts, then how new it is, and how much there is to tell.",
        f"{wording.counted(len(first.publishers), 'publisher')} reported it ({publishers}), last at {wording.moment(first.newest_at)}.",
    ]


def _left_out(edition: Edition) -> list[str]:
    covers = edition.coverage
    lines = [
        f"{wording.counted(covers.left_out, 'story', 'stories')} of {wording.counted(covers.entries, 'entry', 'entries')} looked at did not get in. "
        f"Ask {edition.command} why with an article's address for what was decided about it."
        if covers.left_out
        else f"Nothing: all that the {wording.counted(covers.entries, 'entry', 'entries')} looked at tell is here."
    ]
    if edition.recap:
        lines.append(f"Told here before: {'; '.join(edition.recap)}.")
    if covers.feeds_failing:
        lines.append(f"Could not be read: {', '.join(covers.feeds_failing)}.")
    return lines


def _sources(edition: Edition) -> list[str]:
    covers = edition.coverage
    publishers = dict.fromkeys(publisher for item in edition.items for publisher in item.publishers)
    lines = [
        f"{wording.counted(covers.feeds_read, 'feed')} were read and {wording.counted(covers.entries, 'entry', 'entries')} looked at."
    ]
    if publishers:
        lines.append(
            f"The stories here come from {wording.counted(len(publishers), 'publisher')}: {', '.join(publishers)}."
        )
    return lines


def _window(edition: Edition) -> list[str]:
    covered = edition.coverage.window
    return [
        f"What arrived from {wording.moment(covered.begins_at)} to {wording.moment(covered.ends_at)}."
    ]


def _cost(edition: Edition) -> list[str]:
    return [f"{edition.coverage.cost_micros / 1_000_000:.4f}, for the calls of the language model."]


_TELLING: dict[AboutEdition, Callable[[Edition], list[str]]] = {
    AboutEdition.FIRST: _first,
    AboutEdition.LEFT_OUT: _left_out,
    AboutEdition.SOURCES: _sources,
    AboutEdition.WINDOW: _window,
    AboutEdition.COST: _cost,
}
