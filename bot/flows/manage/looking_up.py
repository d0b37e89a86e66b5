"""What is there: feeds, and what can be said."""

from bot.core import health, wording
from bot.core.entities import Action, FormName, Notice, Topic, Weight
from bot.flows.needs import Needs


async def feeds(needs: Needs, topic: Topic) -> Notice:
    """List the topic's feeds with their health, the worst first; never their URLs, which may hold secrets."""
    found = sorted(await needs.store.feeds(topic.id), key=health.severity)
    title = f"{topic.title}: {wording.counted(len(found), 'feed')}"
    return Notice(title=title, lines=tuple(health.line(feed) for feed in found))


def help_text(topic: Topic) -> Notice:
    """Return what can be said."""
    command = topic.command
    lines = (
        f"{command} — the latest stories",
        f"{command} xiaomi since:7d — the latest about a subject; {command} search digest where it is a command, too",
        f"{command} xiaomi by:reuters tag:batteries page:2 — of a publisher, told with a tag, and what follows; each goes without the others",
        f"{command} ask how long is the waiting list? — an answer from the sources, with citations",
        f"{command} digest — an edition now",
        f"{command} subscribe daily 09:00 Europe/Berlin — editions in this channel; {command} unsubscribe ends them",
        f"{command} subscribe weekdays 08:30,17:00 — or mon,thu 09:00; every 4h; instant; and behind it: quiet 22:00-07:00, size 3, language de",
        f"{command} pause, {command} resume — no editions for a while",
        f"{command} watch xiaomi, {command} unwatch xiaomi — a message here when there is news about a subject; {command} watch lists them",
        f"{command} mute e-scooter, {command} unmute e-scooter — nothing about it in this channel's editions; {command} mute lists what is muted",
        f"{command} filter +tag:batteries lang:en,de publishers>=2 — only such stories in this channel's editions; {command} filter shows it, {command} filter clear ends it",
        f"{command} try daily 18:00 filter publishers>=2 days:7 — what the last days' editions would have been; nothing is posted",
        f"{command} feeds — the sources and their health",
        f"{command} feeds add example.com — a card first, then it is read; {command} feeds remove … asks first",
        f"{command} feeds import, {command} feeds export — lists of feeds (OPML)",
        f"{command} why <url> — what became of an article; words of its title do, too",
        f"{command} status — what is set up here, and who changed it",
        "To ask about an edition, reply in its thread.",
    )
    return Notice(title=f"{topic.title}: what {command} can do", lines=lines, actions=_shortcuts(command))


def _shortcuts(command: str) -> tuple[Action, ...]:
    """Return buttons for what is easier filled in than typed, and for the first things to look at."""
    return (
        Action(label="Editions here …", command=command, form=FormName.SUBSCRIBE, weight=Weight.PRIMARY),
        Action(label="Add a feed …", command=command, form=FormName.ADD_FEED),
        Action(label="Ask …", command=command, form=FormName.ASK),
        Action(label="Status", command=command, text="status"),
    )
