"""What readers are told who flag, judge and steer."""

from collections.abc import Mapping, Sequence

from bot.core.entities import (
    Notice,
    Rating,
    Steer,
)
from bot.core.language import Person, say

MORE = say("More like this")
LESS = say("Less like this")
FLAG = say("Something is wrong …")
REACT = say("Flag, more or less…")
_RATINGS = {
    Rating.RIGHT: say("Right"),
    Rating.WRONG: say("Wrong"),
    Rating.HELPFUL: say("Helpful"),
    Rating.UNHELPFUL: say("Not helpful"),
}


def rating_label(rating: Rating) -> str:
    """Return what the button says that judges an answer."""
    return _RATINGS[rating]


def judged_notice(rating: Rating) -> Notice:
    """Return what whoever judged an answer is told."""
    return Notice(
        title=say("Noted: {rating}", rating=_RATINGS[rating]),
        lines=(say("Whoever runs newsthread sees it. Press another button to change it."),),
    )


def flag_replaced(text: str, finding: str, *, is_title: bool) -> Notice:
    """Return what whoever flagged a sentence, or a title, is told that did not stand."""
    instead = say("The publisher's own sentence takes its place here, and the message says so.")
    if is_title:
        instead = say("The publisher's own headline takes its place here, and the message says so.")
    return Notice(title=say("Thank you: it is put right"), lines=(f"“{text}”", finding, instead))


def flag_kept(text: str, finding: str, *, may_be_replaced: bool, is_title: bool) -> Notice:
    """Return what whoever flagged a sentence, or a title, is told that the check does not find wrong."""
    kept = say("Your flag is kept for whoever runs newsthread.")
    then = say("If somebody else here flags it too, the publisher's own sentence takes its place.")
    if is_title:
        then = say("If somebody else here flags it too, the publisher's own headline takes its place.")
    lines = (f"“{text}”", finding, kept, *([then] if may_be_replaced else []))
    return Notice(title=say("Checked again: it stands"), lines=tuple(line for line in lines if line))


def steered_notice(title: str, amounts: Mapping[str, float], command: str) -> Notice:
    """Return what whoever wants more or less is told."""
    names = tuple(amounts)
    undo = f"{command} steering undo {names[0]}" if len(names) == 1 else f"{command} steering"
    raised = say("{topic}: raised here: {subjects}", topic=title, subjects=names)
    lowered = say("{topic}: lowered here: {subjects}", topic=title, subjects=names)
    counts = say(
        "It counts in this channel's next editions. To see who wants what, and to undo it: {command}",
        command=undo,
    )
    is_up = all(amount > 0 for amount in amounts.values())
    return Notice(title=raised if is_up else lowered, lines=(counts,))


def steer_line(steer: Steer) -> str:
    """Return a wish of one person as a line."""
    way = say("more") if steer.amount > 0 else say("less")
    return say(
        "{subject}: {way} ({amount}), by {who}, {at}: {why}",
        subject=steer.subject,
        way=way,
        amount=f"{steer.amount:+.2f}",
        who=Person(steer.user),
        at=steer.at,
        why=steer.why,
    )


def pulled(subjects: Sequence[str], *, is_up: bool, by: Sequence[str]) -> str:
    """Return why a story weighs more or less in a channel than elsewhere."""
    quoted, people = tuple(f"“{each}”" for each in subjects), tuple(map(Person, by))
    if is_up:
        return say("raised in this channel for {subjects}, by {people}", subjects=quoted, people=people)
    return say("lowered in this channel for {subjects}, by {people}", subjects=quoted, people=people)
