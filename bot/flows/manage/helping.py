"""What can be said in a chat, as `/ev help` lists it."""

from bot.core import timetable
from bot.core.entities import Action, FormName, Notice, Topic, Weight
from bot.core.language import say


def help_text(topic: Topic) -> Notice:
    """Return what can be said, with buttons for what is easier pressed."""
    ev = topic.command
    return Notice(
        title=say("{topic}: what {ev} can do", topic=topic.title, ev=ev),
        lines=(*_reading(ev), *_editions(ev), *_choosing(ev), *_saying(ev), *_setting_up(ev)),
        actions=_shortcuts(ev),
    )


def _reading(ev: str) -> tuple[str, ...]:
    """Reading: what is new, about what, and why."""
    return (
        say("{ev} — the latest stories", ev=ev),
        say(
            "{ev} xiaomi since:7d — the latest about a subject; {ev} search digest where it is a command, too",
            ev=ev,
        ),
        say(
            "{ev} xiaomi by:reuters tag:batteries page:2 — of a publisher, told with a tag, and what follows; each goes without the others",
            ev=ev,
        ),
        say("{ev} ask how long is the waiting list? — an answer from the sources, with citations", ev=ev),
        say("{ev} why <url> — what became of an article; words of its title do, too", ev=ev),
    )


def _editions(ev: str) -> tuple[str, ...]:
    """When editions come."""
    return (
        say("{ev} digest — an edition now", ev=ev),
        say("{ev} preview — the next edition as it would be now, for you alone", ev=ev),
        say(
            "{ev} subscribe {example} — editions in this channel; {ev} unsubscribe ends them",
            ev=ev,
            example=timetable.EXAMPLE,
        ),
        say(
            "{ev} subscribe weekdays 08:30,17:00 — or {others}; and behind it: {quiet}",
            ev=ev,
            others="mon,thu 09:00; every 4h; instant",
            quiet="quiet 22:00-07:00, size 3, language de",
        ),
        say("{ev} pause, {ev} resume — no editions for a while", ev=ev),
    )


def _choosing(ev: str) -> tuple[str, ...]:
    """What is told of, and what is not."""
    return (
        say(
            "{ev} watch xiaomi, {ev} unwatch xiaomi — a message here when there is news about a subject; {ev} watch lists them",
            ev=ev,
        ),
        say(
            "{ev} watch xiaomi for me, {ev} unwatch xiaomi for me — the same for you alone, as a direct message",
            ev=ev,
        ),
        say(
            "{ev} mute e-scooter, {ev} unmute e-scooter — nothing about it in this channel's editions; {ev} mute lists what is muted",
            ev=ev,
        ),
        say(
            "{ev} filter +tag:batteries lang:en,de publishers>=2 — only such stories in this channel's editions; {ev} filter shows it, {ev} filter clear ends it",
            ev=ev,
        ),
        say(
            "{ev} try daily 18:00 filter publishers>=2 days:7 — what the last days' editions would have been; nothing is posted",
            ev=ev,
        ),
    )


def _saying(ev: str) -> tuple[str, ...]:
    """What readers say about what they read."""
    return (
        say(
            "{ev} story 12 — flag a sentence of an edition's story, or have more or less like it; 👍 and 👎 on its message do, too",
            ev=ev,
        ),
        say(
            "{ev} flag 12.2.1 it was 410 million — sentence 1 of story 2 in edition 12 is wrong, with 12.2.title its title: it is checked again",
            ev=ev,
        ),
        say(
            "{ev} steering — what this channel wants more or less of, and who said so; {ev} steering less recalls, {ev} steering undo recalls",
            ev=ev,
        ),
    )


def _setting_up(ev: str) -> tuple[str, ...]:
    """What is set up, and its sources."""
    return (
        say("{ev} feeds — the sources and their health", ev=ev),
        say(
            "{ev} feeds add example.com — a card first, then it is read; {ev} feeds remove … asks first",
            ev=ev,
        ),
        say("{ev} feeds import, {ev} feeds export — lists of feeds (OPML)", ev=ev),
        say("{ev} status — what is set up here, and who changed it", ev=ev),
        say("To ask about an edition, reply in its thread."),
    )


def _shortcuts(command: str) -> tuple[Action, ...]:
    """Return buttons for what is easier filled in than typed, and for the first things to look at."""
    return (
        Action(label=say("Editions here …"), command=command, form=FormName.SUBSCRIBE, weight=Weight.PRIMARY),
        Action(label=say("Add a feed …"), command=command, form=FormName.ADD_FEED),
        Action(label=say("Ask …"), command=command, form=FormName.ASK),
        Action(label=say("Status"), command=command, text="status"),
    )
