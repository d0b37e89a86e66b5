"""What is there: feeds, and what can be said."""

from bot.core import health, wording
from bot.core.entities import Notice, Topic
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
        f"{command} subscribe weekdays 08:30,17:00 — or mon,thu 09:00; every 4h; instant; and behind it: quiet 22:00-07:00",
        f"{command} pause, {command} resume — no editions for a while",
        f"{command} watch xiaomi, {command} unwatch xiaomi — a message here when there is news about a subject; {command} watch lists them",
        f"{command} mute e-scooter, {command} unmute e-scooter — nothing about it in this channel's editions; {command} mute lists what is muted",
        f"{command} filter +tag:batteries lang:en,de publishers>=2 — only such stories in this channel's editions; {command} filter shows it, {command} filter clear ends it",
        f"{command} story 12 — flag a sentence of an edition's story, or have more or less like it; 👍 and 👎 on its message do, too",
        f"{command} flag 12.2.1 it was 410 million — sentence 1 of story 2 in edition 12 is wrong: it is checked again",
        f"{command} steering — what this channel wants more or less of, and who said so; {command} steering less recalls, {command} steering undo recalls",
        f"{command} feeds — the sources and their health",
        f"{command} why <url> — what became of an article; words of its title do, too",
        f"{command} status — what is set up here",
        "To ask about an edition, reply in its thread.",
    )
    return Notice(title=f"{topic.title}: what {command} can do", lines=lines)
