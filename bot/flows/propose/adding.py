"""Adding a feed: what is found at an address is shown first, with what it brings, costs and repeats."""

import datetime as dt
from collections.abc import Sequence

from bot.core import cards, discovery
from bot.core.cards import Found, Price
from bot.core.entities import FeedId, Notice, Preview, ProposalKind, ProposedFeed, Topic, WorkspaceId
from bot.core.errors import CommandError, FetchError
from bot.core.language import say
from bot.core.text import canonical_url, publisher_of
from bot.flows import curate
from bot.flows.discover import discover
from bot.flows.needs import Needs
from bot.flows.propose.asking import Asking

_SHOWN = 4
"""Feeds of one site to choose from: with the no, a row of buttons."""

_LOOKED_BACK = dt.timedelta(days=14)


async def add(needs: Needs, asking: Asking, address: str) -> Notice:
    """Show the feeds at an address, and ask which is to be read.

    Raises:
        CommandError: it is no address, cannot be read, or offers no feed.
    """
    host = publisher_of(discovery.addresses(address)[0])
    await asking.tell(say("Looking for feeds at {host} …", host=host))
    found = await _found(needs, asking, address, host)
    new = [each for each in found if not each.is_read][:_SHOWN]
    if not new:
        return Notice(title=say("{topic} reads {feed} already", topic=asking.topic.title, feed=found[0].name))
    return await _card(needs, asking, new)


async def _found(needs: Needs, asking: Asking, address: str, host: str) -> list[Found]:
    topic = asking.topic
    try:
        discovered = await discover(address, asking.tools.looking)
    except FetchError as error:
        raise CommandError(say("{host}: {reason}.", host=host, reason=str(error))) from error
    links = {link.feed_id for link in await needs.store.feed_links(topic.id)}
    return [await _looked_at(needs, topic, each.preview, links) for each in discovered]


async def _looked_at(needs: Needs, topic: Topic, preview: Preview, read: set[FeedId]) -> Found:
    known = await curate.known_feed(needs.store, preview.url)
    return Found(
        preview=preview,
        told=await _told(needs, topic, preview),
        is_read=known is not None and known.id in read,
    )


async def _told(needs: Needs, topic: Topic, preview: Preview) -> int:
    """Count the newest entries that are in stories of the topic already: by their link, or by what they tell."""
    from bot.flows.refresh.placing import stories_joined  # noqa: PLC0415 -- numpy: see there

    here = [
        bool(entry.url) and await needs.store.entry_by_link(canonical_url(entry.url), topic.id) is not None
        for entry in preview.newest
    ]
    other = [entry for entry, is_here in zip(preview.newest, here, strict=True) if not is_here]
    joined = await stories_joined(needs.store, other, preview.language, needs.clock.now())
    ours = {story.id for story in await needs.store.stories(set(joined), topic.id)}
    return sum(here) + sum(story_id in ours for story_id in joined)


async def _card(needs: Needs, asking: Asking, found: Sequence[Found]) -> Notice:
    topic, first = asking.topic, found[0]
    feeds = tuple(
        ProposedFeed(url=each.preview.url, title=each.preview.title, site_url=each.preview.site_url)
        for each in found
    )
    key = await asking.propose(needs, ProposalKind.ADD, feeds)
    price = await _price(needs, asking.place.workspace_id)
    lines = list(cards.feed_lines(first, price))
    lines += [
        say("Or {feed}: {nature}", feed=each.name, nature=cards.nature(each.preview)) for each in found[1:]
    ]
    lines.append(
        say(
            "All channels of this workspace that get {topic} get it from then on. What stands in it today is not posted at once.",
            topic=topic.title,
        )
    )
    names = [each.name for each in found]
    return Notice(
        title=say("{topic}: read {feed}?", topic=topic.title, feed=first.name),
        lines=tuple(lines),
        actions=cards.choices(key, topic.command, cards.reading(names)),
    )


async def _price(needs: Needs, workspace_id: WorkspaceId) -> Price:
    if not needs.language_models:
        return Price(has_writer=False)
    since = needs.clock.now() - _LOOKED_BACK
    stories, micros = await needs.store.story_costs(workspace_id, since)
    return Price(has_writer=True, micros=round(micros / stories) if stories else None)
