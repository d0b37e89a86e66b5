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
    why = (
        f"“{first.summary.title}” is first because it weighs most: "
        "how many publishers report a story counts, then how new it is, and how much there is to tell."
    )
    reported = (
        f"{wording.counted(len(first.publishers), 'publisher')} reported it ({publishers}), "
        f"last at {wording.moment(first.newest_at)}."
    )
    return [why, reported]


def _left_out(edition: Edition) -> list[str]:
    covers = edition.coverage
    looked_at = f"{wording.counted(covers.entries, 'entry', 'entries')} looked at"
    lines = [f"Nothing: all that the {looked_at} tell is here."]
    if covers.left_out:
        left_out = wording.counted(covers.left_out, "story", "stories")
        lines = [
            f"{left_out} of the {looked_at} did not get in.",
            f"{edition.command} why, with an article's address, tells what was decided about it.",
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
    return [f"What arrived from {wording.moment(covered.begins_at)} to {wording.moment(covered.ends_at)}."]


def _cost(edition: Edition) -> list[str]:
    return [f"{edition.coverage.cost_micros / 1_000_000:.4f}, for the calls of the language model."]


_TELLING: dict[AboutEdition, Callable[[Edition], list[str]]] = {
    AboutEdition.FIRST: _first,
    AboutEdition.LEFT_OUT: _left_out,
    AboutEdition.SOURCES: _sources,
    AboutEdition.WINDOW: _window,
    AboutEdition.COST: _cost,
}
