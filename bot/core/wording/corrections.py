"""What an edition says of what was put right or withdrawn."""

import datetime as dt
from zoneinfo import ZoneInfo

from bot.core.entities import (
    Correction,
    CorrectionKind,
    Edition,
    Item,
    NewEdition,
    Notice,
)
from bot.core.language import Listed, Moment, in_language, say, some
from bot.core.wording.saying import reader_of, told


def nothing_left(edition: NewEdition) -> str:
    """Return what stands where a correction left nothing."""
    return told(say("Since a correction there is nothing here any more."), edition.language)


def corrections(edition: NewEdition) -> tuple[str, ...]:
    """Return what was put right since an edition was posted, a line each; where it was taken back, that alone."""
    taken_back = edition.withdrawal
    if taken_back:
        line = say(
            "Withdrawn {when}: {reason}",
            when=_local(taken_back.at, edition),
            reason=taken_back.reason or say("it should not be relied on"),
        )
        return (in_language(line, reader_of(edition)),)
    return tuple(in_language(_corrected(each, edition), reader_of(edition)) for each in edition.corrections)


def _corrected(correction: Correction, edition: NewEdition) -> str:
    line = say("Corrected {when}: {what}", when=_local(correction.at, edition), what=_put_right(correction))
    return say("{what} ({why})", what=line, why=correction.reason) if correction.reason else line


def _put_right(correction: Correction) -> str:
    story, bullet = correction.story, correction.bullet
    match correction.kind:
        case CorrectionKind.TITLE:
            return say("the title of story {story} is now the publisher's own", story=story)
        case CorrectionKind.SUMMARY:
            return say("story {story} is written anew", story=story)
        case _ if correction.after:
            return say(
                "sentence {bullet} of story {story} is now the publisher's own", bullet=bullet, story=story
            )
        case _:
            return say(
                "sentence {bullet} of story {story} as it was is taken out", bullet=bullet, story=story
            )


def _local(at: dt.datetime, edition: NewEdition) -> Moment:
    """Return a time by the edition's own clock, with the day where that is another than the edition's."""
    zone = ZoneInfo(edition.zone)
    is_same_day = at.astimezone(zone).date() == edition.planned_at.astimezone(zone).date()
    return Moment(at, "HH:mm" if is_same_day else "d MMM y, HH:mm", edition.zone)


def withdrawn_stories(edition: NewEdition) -> str:
    """Return what a withdrawn edition told, by title."""
    titles = tuple(item.summary.title.rstrip(".") for item in edition.items)
    line = say("It told: {titles}.", titles=Listed(titles, "; "))
    return told(line, edition.language) if titles else ""


def no_room(edition: Edition) -> str:
    """Return what stands in place of a story's bullets that have no room since a correction."""
    line = say(
        "Since a correction there is no room for it here: see edition {edition} in the newsroom.",
        edition=str(edition.id),
    )
    return told(line, edition.language)


def corrected_notice(item: Item, editions: int) -> Notice:
    """Return what whoever put a story right is told."""
    return Notice(
        title=some(
            editions,
            "“{title}” is put right in {n} edition",
            "“{title}” is put right in {n} editions",
            title=item.summary.title,
        ),
        lines=(
            say(
                "The posted messages are edited by newsthread as it runs, within seconds where it can reach them."
            ),
        ),
    )


def withdrawn_notice(edition: Edition, messages: int) -> Notice:
    """Return what whoever took an edition back is told."""
    return Notice(
        title=say("Edition {edition} is withdrawn", edition=str(edition.id)),
        lines=(
            some(
                messages,
                "{n} message will say so: newsthread edits them as it runs.",
                "{n} messages will say so: newsthread edits them as it runs.",
            ),
        ),
    )
