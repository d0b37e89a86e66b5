"""What stands around what a search found."""

import datetime as dt
from collections.abc import Sequence

from bot.core.entities import (
    Notice,
    Topic,
)
from bot.core.language import joined, say, some

_TWO_DAYS = dt.timedelta(days=2)


def showing_instead(asked: str, meant: str) -> str:
    """Say that nothing is called as *asked*, and what is shown in its place."""
    return say("Nothing is called “{asked}”: showing results for “{meant}”.", asked=asked, meant=meant)


def showing_beginnings(asked: str) -> str:
    """Say that nothing is called as *asked*, and that words which begin so are shown."""
    return say("Nothing is called “{asked}”: showing results for words that begin with it.", asked=asked)


def showing_mentions(tags: Sequence[str]) -> str:
    """Say that no story was told with *tags*, and that those which mention them are shown."""
    quoted = tuple(f"“{tag}”" for tag in tags)
    return say("No story was told with the tag {tags} yet: these mention it.", tags=quoted)


def nothing_found(asked: str, since: dt.timedelta | None, near: Sequence[str], command: str) -> str:
    """Say that nothing was found, in which time, and which subjects come near."""
    if asked and since:
        nothing = say(
            "Nothing about “{text}” in the last {span} in this topic's feeds.",
            text=asked,
            span=span_of(since),
        )
    elif asked:
        nothing = say("Nothing about “{text}” in this topic's feeds.", text=asked)
    elif since:
        nothing = say("Nothing in the last {span} in this topic's feeds.", span=span_of(since))
    else:
        nothing = say("Nothing in this topic's feeds.")
    commands = tuple(f"{command} {name}" for name in near)
    return joined([nothing, say("Try {commands}.", commands=commands) if near else ""])


def place_in_list(first: int, last: int, total: int, *, is_cut: bool) -> str:
    """Say which stories of how many are shown; *is_cut*: there are older ones that were not looked at."""
    which = say("{first}", first=first) if first == last else say("{first} to {last}", first=first, last=last)
    if is_cut:
        return some(
            last - first + 1,
            "Story {which} of more than {all}.",
            "Stories {which} of more than {all}.",
            which=which,
            all=total,
        )
    return some(
        last - first + 1, "Story {which} of {all}.", "Stories {which} of {all}.", which=which, all=total
    )


def span_of(span: dt.timedelta) -> str:
    """Return a span in days, a short one in hours."""
    if span >= _TWO_DAYS:
        return some(span.days, "{n} day", "{n} days")
    return some(int(span.total_seconds() // 3600), "{n} hour", "{n} hours")


def no_word(asked: str) -> str:
    """Say that there is nothing to look for in what was *asked*."""
    return say("There is no word in “{text}” to look for.", text=asked)


def no_page(page: int, pages: int) -> str:
    """Say that a list is shorter than was thought."""
    return some(
        pages,
        "There is no page {page}: there is {n} page.",
        "There is no page {page}: there are {n} pages.",
        page=page,
    )


def more(command: str) -> str:
    """Say how to see what follows."""
    return say("More: {command}", command=command)


def left_out(number: int, command: str) -> str:
    """Say how many stories a channel does not want to hear of, and how to see them all the same."""
    return some(
        number,
        "{n} story is left out, which this channel mutes or filters out; with it: {command}",
        "{n} stories are left out, which this channel mutes or filters out; with them: {command}",
        command=command,
    )


def left_out_label() -> str:
    """Return what a button says that shows those, too."""
    return say("Show what is left out")


def latest(topic: Topic) -> str:
    """Return the heading of the newest stories of all."""
    return say("{topic}: the latest", topic=topic.title)


def ask_about(command: str) -> str:
    """Say how to ask about what was found."""
    return say("Ask about them: {command}", command=f"{command} ask …")


def share_label(number: int) -> str:
    """Return what a button says that shares a story with the channel."""
    return say("Share {number}", number=number)


def watch_label(subject: str) -> str:
    """Return what a button says that watches a subject."""
    return say("Watch {subject}", subject=subject)


def watch_alone_label(subject: str) -> str:
    """Return what a button says by which one person alone watches a subject."""
    return say("Watch {subject} for me", subject=subject)


def more_label() -> str:
    """Return what a button says that shows the next page."""
    return say("More")


def shared(title: str) -> Notice:
    """Say that a story was shared."""
    return Notice(title=say("Shared with this channel"), lines=(title,))


def shared_before(title: str) -> Notice:
    """Say that a story stands in the channel already because somebody shared it."""
    return Notice(title=say("That story was shared here before"), lines=(title,))


def no_channel_to_share_with() -> str:
    """Say that nobody would see what is shared."""
    return say("There is no channel here to share it with.")


def no_story_to_share(number: int) -> str:
    """Say that the topic has no such story."""
    return say("There is no story {number} in this topic's feeds.", number=str(number))
