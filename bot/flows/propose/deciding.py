"""Removing a feed, after a question; and what becomes of a proposal when somebody says yes or no."""

import datetime as dt

from bot.core import cards
from bot.core.entities import FeedLink, Notice, Origin, Proposal, ProposalKind, ProposedFeed
from bot.core.errors import CommandError
from bot.core.language import say, some
from bot.flows import curate
from bot.flows.needs import Needs
from bot.flows.propose.asking import Asking

_HOLDS = dt.timedelta(days=1)
_GONE = say("That proposal is not here any more: it is older than a day, or of another channel. Ask again.")


async def remove(needs: Needs, asking: Asking, named: str) -> Notice:
    """Ask whether a feed is to be read no more.

    Raises:
        CommandError: no feed is meant, or several are, or the configuration file declares it.
    """
    topic = asking.topic
    feed = curate.meant(named, await needs.store.feeds(topic.id))
    links = [link for link in await needs.store.feed_links(topic.id) if link.feed_id == feed.id]
    if not _of_chat(links):
        raise CommandError(
            say(
                "{feed} is set in the configuration file, in the feeds of the topic “{topic}”. Whoever runs the bot takes it out "
                "there, and starts newsthread again.",
                feed=feed.name,
                topic=topic.name,
            )
        )
    proposed = ProposedFeed(url=feed.url, title=feed.title, site_url=feed.site_url)
    key = await asking.propose(needs, ProposalKind.REMOVE, (proposed,))
    lines = (say("What it brought stays. All channels of this workspace get no more from it."),)
    return Notice(
        title=say("{topic}: read {feed} no more?", topic=topic.title, feed=cards.named(proposed)),
        lines=lines,
        actions=cards.choices(key, topic.command, [say("Read it no more")], no=say("Keep it")),
    )


def _of_chat(links: list[FeedLink]) -> bool:
    return any(link.origin is Origin.CHAT for link in links)


async def confirm(needs: Needs, asking: Asking, key: str, number: int) -> Notice:
    """Do what was proposed in this channel.

    Raises:
        CommandError: there is no such proposal here, or it is too old.
    """
    proposal = await _proposed(needs, asking, key)
    if number > len(proposal.feeds):
        raise CommandError(say("That proposal has no feed {number}.", number=number))
    if proposal.settled_at is not None:
        return _settled(asking)
    reply = await _done(needs, asking, proposal, number)
    await needs.store.settle_proposal(asking.place, key, needs.clock.now())
    return reply


async def _proposed(needs: Needs, asking: Asking, key: str) -> Proposal:
    proposal = await needs.store.proposal(asking.place, key)
    is_ours = proposal is not None and proposal.topic_id == asking.topic.id
    if proposal is None or not is_ours or needs.clock.now() - proposal.at > _HOLDS:
        raise CommandError(_GONE)
    return proposal


def _settled(asking: Asking) -> Notice:
    return Notice(
        title=say("That has its answer already"), lines=(say("See: {ev} feeds", ev=asking.topic.command),)
    )


async def _done(needs: Needs, asking: Asking, proposal: Proposal, number: int) -> Notice:
    match proposal.kind:
        case ProposalKind.ADD:
            return await _added(needs, asking, proposal.feeds[number - 1])
        case ProposalKind.REMOVE:
            return await _removed(needs, asking, proposal.feeds[0])
        case ProposalKind.IMPORT:
            return await _imported(needs, asking, proposal.feeds)


async def decline(needs: Needs, asking: Asking, key: str) -> Notice:
    """Leave it as it is.

    Raises:
        CommandError: there is no such proposal here, or it is too old.
    """
    await _proposed(needs, asking, key)
    if not await needs.store.settle_proposal(asking.place, key, needs.clock.now()):
        return _settled(asking)
    return Notice(title=say("{topic}: nothing was changed", topic=asking.topic.title))


async def _added(needs: Needs, asking: Asking, feed: ProposedFeed) -> Notice:
    """Due at once: the next tick reads it."""
    topic, now = asking.topic, needs.clock.now()
    await needs.store.link_feeds(topic.id, await curate.to_read(needs.store, [feed], now))
    await asking.note(needs, f"feeds add {cards.named(feed)}")
    lines = (say("It is being read now. How it does: {ev} feeds", ev=topic.command),)
    return Notice(
        title=say("{topic} reads {feed} from now on", topic=topic.title, feed=cards.named(feed)), lines=lines
    )


async def _removed(needs: Needs, asking: Asking, feed: ProposedFeed) -> Notice:
    topic = asking.topic
    known = await curate.known_feed(needs.store, feed.url)
    if known is None or not await needs.store.unlink_feed(topic.id, known.id):
        return Notice(
            title=say("{topic} reads {feed} no more already", topic=topic.title, feed=cards.named(feed))
        )
    await asking.note(needs, f"feeds remove {cards.named(feed)}")
    left = any(link.feed_id == known.id for link in await needs.store.feed_links(topic.id))
    lines = (
        (say("The configuration file still lets it be read: it has to be taken out there too."),)
        if left
        else ()
    )
    return Notice(
        title=say("{topic} reads {feed} no more", topic=topic.title, feed=cards.named(feed)), lines=lines
    )


async def _imported(needs: Needs, asking: Asking, feeds: tuple[ProposedFeed, ...]) -> Notice:
    topic, now = asking.topic, needs.clock.now()
    await needs.store.link_feeds(topic.id, await curate.to_read(needs.store, feeds, now))
    await asking.note(needs, f"feeds import: {len(feeds)}")
    lines = (say("They are read one after another. How they do: {ev} feeds", ev=topic.command),)
    return Notice(
        title=some(
            len(feeds),
            "{topic} reads {n} feed more from now on",
            "{topic} reads {n} feeds more from now on",
            topic=topic.title,
        ),
        lines=lines,
    )
