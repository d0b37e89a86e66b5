"""What is there, and what became of it: feeds, articles, and what can be said."""

from bot.core import health, wording
from bot.core.entities import Decision, Entry, Notice, Place, Platform, Subscription, SubscriptionId, Topic
from bot.core.errors import CommandError
from bot.core.publishers import publishers_of
from bot.core.text import canonical_url, is_http_url
from bot.flows.needs import Needs


async def feeds(needs: Needs, topic: Topic) -> Notice:
    """List the topic's feeds with their health, the worst first; never their URLs, which may hold secrets."""
    found = sorted(await needs.store.feeds(topic.id), key=health.severity)
    title = f"{topic.title}: {wording.counted(len(found), 'feed')}"
    return Notice(title=title, lines=tuple(health.line(feed) for feed in found))


async def why(needs: Needs, topic: Topic, place: Place, url: str) -> Notice:
    """Say what became of the article at *url* in the channel; on the command line, which is no channel, in all of them.

    Raises:
        CommandError: it is no URL.
    """
    if not is_http_url(url):
        raise CommandError(
            f"“{url}” is no web address. For example: {topic.command} why https://example.com/article"
        )
    entry = await needs.store.entry_by_link(canonical_url(url), topic.id)
    if entry is None:
        line = "No feed of this topic has brought it, as far as we kept records."
        return Notice(title="Not seen", lines=(line,))
    return Notice(title=entry.title, lines=tuple(await _stages(needs, topic, place, entry)))


async def _stages(needs: Needs, topic: Topic, place: Place, entry: Entry) -> list[str]:
    lines = [
        f"Seen {wording.moment(entry.stored_at)} in {entry.publisher}, published {wording.moment(entry.published_at)}"
    ]
    if entry.is_excerpt:
        lines.append(f"Only an excerpt: {entry.excerpt_reason or 'the page could not be read'}")
    if entry.story_id is None:
        return [*lines, "Not grouped into a story yet"]
    (story,) = await needs.store.stories([entry.story_id], topic.id)
    publishers = ", ".join(publishers_of(story.entries))
    lines.append(f"In a story of {wording.counted(len(story.entries), 'entry', 'entries')} by {publishers}")
    return lines + await _decided(needs, place, entry)


async def _decided(needs: Needs, place: Place, entry: Entry) -> list[str]:
    """Return what editions and watches of the channel made of it: what others watch and mute is their own business."""
    is_all = place.platform is Platform.TERMINAL
    found = await needs.store.subscriptions(None if is_all else place)
    subscriptions: dict[SubscriptionId | None, Subscription] = {each.id: each for each in found}
    return [
        _line(decision, subscriptions.get(decision.subscription_id), is_all=is_all)
        for decision in await needs.store.decisions(entry.id)
        if is_all or decision.subscription_id in subscriptions
    ] or ["No edition here has looked at it yet"]


def _line(decision: Decision, subscription: Subscription | None, *, is_all: bool) -> str:
    stage = f"watch “{subscription.subject}”" if subscription and subscription.subject else decision.stage
    if subscription and is_all:
        stage += f" in {subscription.place.platform} {subscription.place.channel}"
    return f"{wording.moment(decision.at)}, {stage}: {decision.reason}"


def help_text(topic: Topic) -> Notice:
    """Return what can be said."""
    command = topic.command
    lines = (
        f"{command} — the latest stories",
        f"{command} xiaomi since:7d — the latest about a subject",
        f"{command} ask how long is the waiting list? — an answer from the sources, with citations",
        f"{command} digest — an edition now",
        f"{command} subscribe daily 09:00 Europe/Berlin — editions in this channel; {command} unsubscribe ends them",
        f"{command} subscribe weekdays 08:30,17:00 — or mon,thu 09:00; every 4h; instant; and behind it: quiet 22:00-07:00",
        f"{command} pause, {command} resume — no editions for a while",
        f"{command} watch xiaomi, {command} unwatch xiaomi — a message here when there is news about a subject; {command} watch lists them",
        f"{command} mute e-scooter, {command} unmute e-scooter — nothing about it in this channel's editions; {command} mute lists what is muted",
        f"{command} feeds — the sources and their health",
        f"{command} why <url> — what became of an article",
        f"{command} status — what is set up here",
        "To ask about an edition, reply in its thread.",
    )
    return Notice(title=f"{topic.title}: what {command} can do", lines=lines)
