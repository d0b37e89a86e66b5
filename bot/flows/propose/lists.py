"""Lists of feeds in a chat: imported after a look at what they hold, exported where the platform takes files from us."""

import asyncio

from bot.core import cards, discovery
from bot.core.entities import Attached, Notice, Platform, ProposalKind, ProposedFeed
from bot.core.errors import CommandError, FetchError
from bot.core.text import publisher_of, shorten
from bot.core.wording import counted
from bot.flows import curate
from bot.flows.needs import Needs
from bot.flows.propose.asking import Asking

_MOST = 500
"""Feeds that may be imported from a chat; whoever runs the bot imports more."""

_NAMED = 8
_SKIPPED_NAMED = 5
_LINE = 160
_FILE = "feeds.opml"
_BY_HAND = "whoever runs the bot does it with: newsthread feeds import FILE"
_HOW = {
    Platform.SLACK: f"Write the address of the list behind it; or {_BY_HAND}.",
    Platform.DISCORD: "Attach the list to the command (the option “file”), or write its address behind it.",
    Platform.PAGE: "Choose the file on the page of the feeds (/feeds), or write the list's address behind it.",
    Platform.TERMINAL: "Use: newsthread feeds import FILE",
}
_EXPORTED = {
    Platform.SLACK: "Slack takes files from us only into a whole channel, and the addresses may hold secrets.",
    Platform.TERMINAL: "Use: newsthread feeds export FILE",
}


async def import_list(needs: Needs, asking: Asking, address: str) -> Notice:
    """Show what a list of feeds holds, and ask whether it is to be read.

    Raises:
        CommandError: there is no list, it cannot be read, or it is too long for a chat.
    """
    document = asking.file if asking.file is not None else await _fetched(asking, address)
    listed = await asyncio.to_thread(asking.tools.lists.read, document)
    topic = asking.topic
    plan = await curate.plan_import(needs.store, listed, [topic], topic, only_here=True)
    new = plan.additions.get(topic.name, ())
    if len(new) > _MOST:
        raise CommandError(f"That list has {len(new):,} new feeds, a chat takes {_MOST}: {_BY_HAND}.")
    lines = _summary(plan)
    if not new:
        return Notice(title=f"{topic.title}: nothing new in that list", lines=lines)
    feeds = tuple(ProposedFeed(url=feed.url, title=feed.title, site_url=feed.site_url) for feed in new)
    key = await asking.propose(needs, ProposalKind.IMPORT, feeds)
    yes = f"Read {counted(len(new), 'feed')}"
    return Notice(
        title=f"{topic.title}: {yes[0].lower()}{yes[1:]}?",
        lines=lines,
        actions=cards.choices(key, topic.command, [yes], yes=yes),
    )


async def _fetched(asking: Asking, address: str) -> bytes:
    if not address:
        raise CommandError(f"Which list? {_HOW[asking.place.platform]}")
    url = discovery.addresses(address)[0]
    await asking.tell(f"Fetching the list from {publisher_of(url)} …")
    try:
        return (await asking.tools.looking.fetcher.fetch_page(url)).body
    except FetchError as error:
        raise CommandError(f"{publisher_of(url)}: {error}.") from error


def _summary(plan: curate.ImportPlan) -> tuple[str, ...]:
    new = [feed for feeds in plan.additions.values() for feed in feeds]
    lines = [cards.named(ProposedFeed(url=feed.url, title=feed.title)) for feed in new[:_NAMED]]
    if len(new) > _NAMED:
        lines.append(f"and {len(new) - _NAMED:,} more")
    if plan.known:
        lines.append(f"{counted(len(plan.known), 'feed')} read already")
    lines += [
        shorten(f"Line {each.line} is left out ({each.what or 'untitled'}): {each.reason}", _LINE)
        for each in plan.skipped[:_SKIPPED_NAMED]
    ]
    if len(plan.skipped) > _SKIPPED_NAMED:
        lines.append(f"and {counted(len(plan.skipped) - _SKIPPED_NAMED, 'line')} more left out")
    return tuple(lines)


async def export_list(needs: Needs, asking: Asking) -> Notice:
    """Hand out the topic's feeds as OPML, with whole addresses; where the platform takes no file for one person, say how else."""
    topic, platform = asking.topic, asking.place.platform
    if platform is Platform.PAGE:
        lines = ("They are at /feeds.opml on this page, with whole addresses.",)
        return Notice(title=f"{topic.title}: the feeds as a list", lines=lines)
    if platform is not Platform.DISCORD:
        instead = (
            "Whoever runs the bot gets them with: newsthread feeds export FILE, or on the page under Feeds."
        )
        return Notice(title=f"{topic.title}: no file here", lines=(_EXPORTED[platform], instead))
    return Notice(
        title=f"{topic.title}: the feeds as a list",
        lines=("It has whole addresses: keep it to yourself if any of them is secret.",),
        file=Attached(name=_FILE, data=await opml(needs, asking)),
    )


async def opml(needs: Needs, asking: Asking) -> bytes:
    """Return the topic's feeds as OPML."""
    feeds = await needs.store.feeds(asking.topic.id)
    return asking.tools.lists.write({asking.topic.title: feeds}, needs.clock.now())
