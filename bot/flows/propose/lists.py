"""Lists of feeds in a chat: imported after a look at what they hold, exported where the platform takes files from us."""

import asyncio

from bot.core import cards, discovery
from bot.core.entities import Attached, Notice, Platform, ProposalKind, ProposedFeed
from bot.core.errors import CommandError, FetchError
from bot.core.language import say, some
from bot.core.text import publisher_of, shorten
from bot.flows import curate
from bot.flows.needs import Needs
from bot.flows.propose.asking import Asking

_MOST = 500
"""Feeds that may be imported from a chat; whoever runs the bot imports more."""

_NAMED = 8
_SKIPPED_NAMED = 5
_LINE = 160
_FILE = "feeds.opml"
_BY_HAND = say("whoever runs the bot does it with: {command}", command="newsthread feeds import FILE")
_HOW = {
    Platform.SLACK: say("Write the address of the list behind it; or {otherwise}.", otherwise=_BY_HAND),
    Platform.DISCORD: say(
        "Attach the list to the command (the option “file”), or write its address behind it."
    ),
    Platform.PAGE: say(
        "Choose the file in the sidebar (Import a list of feeds), or write the list's address behind it."
    ),
    Platform.TERMINAL: say("Use: {command}", command="newsthread feeds import FILE"),
}
_FILES = (Platform.SLACK, Platform.DISCORD)
"""Where somebody gets a file from us that nobody else sees."""


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
        raise CommandError(
            say(
                "That list has {n} new feeds, a chat takes {most}: {otherwise}.",
                n=len(new),
                most=_MOST,
                otherwise=_BY_HAND,
            )
        )
    lines = _summary(plan)
    if not new:
        return Notice(title=say("{topic}: nothing new in that list", topic=topic.title), lines=lines)
    feeds = tuple(ProposedFeed(url=feed.url, title=feed.title, site_url=feed.site_url) for feed in new)
    key = await asking.propose(needs, ProposalKind.IMPORT, feeds)
    yes = some(len(new), "Read {n} feed", "Read {n} feeds")
    return Notice(
        title=some(len(new), "{topic}: read {n} feed?", "{topic}: read {n} feeds?", topic=topic.title),
        lines=lines,
        actions=cards.choices(key, topic.command, [yes]),
    )


async def _fetched(asking: Asking, address: str) -> bytes:
    if not address:
        raise CommandError(say("Which list? {how}", how=_HOW[asking.place.platform]))
    url = discovery.addresses(address)[0]
    await asking.tell(say("Fetching the list from {host} …", host=publisher_of(url)))
    try:
        return (await asking.tools.looking.fetcher.fetch_page(url)).body
    except FetchError as error:
        raise CommandError(say("{host}: {reason}.", host=publisher_of(url), reason=str(error))) from error


def _summary(plan: curate.ImportPlan) -> tuple[str, ...]:
    new = [feed for feeds in plan.additions.values() for feed in feeds]
    lines = [cards.named(ProposedFeed(url=feed.url, title=feed.title)) for feed in new[:_NAMED]]
    if len(new) > _NAMED:
        lines.append(say("and {n} more", n=len(new) - _NAMED))
    if plan.known:
        lines.append(some(len(plan.known), "{n} feed read already", "{n} feeds read already"))
    lines += [
        say(
            "Line {number} is left out ({what}): {reason}",
            number=each.line,
            what=shorten(each.what, _LINE) or say("untitled"),
            reason=each.reason,
        )
        for each in plan.skipped[:_SKIPPED_NAMED]
    ]
    if len(plan.skipped) > _SKIPPED_NAMED:
        lines.append(say("and {n} more left out", n=len(plan.skipped) - _SKIPPED_NAMED))
    return tuple(lines)


async def export_list(needs: Needs, asking: Asking) -> Notice:
    """Hand out the topic's feeds as OPML, with whole addresses; where the platform takes no file for one person, say how else."""
    topic, platform = asking.topic, asking.place.platform
    whole = say("{topic}: the feeds as a list", topic=topic.title)
    if platform is Platform.PAGE:
        where = say(
            "Below the sources in the sidebar (Export them as a list), with whole addresses: {address}",
            address="/feeds.opml",
        )
        return Notice(title=whole, lines=(where,))
    if platform not in _FILES:
        instead = say("Use: {command}", command="newsthread feeds export FILE")
        return Notice(title=say("{topic}: no file here", topic=topic.title), lines=(instead,))
    return Notice(
        title=whole,
        lines=(say("It has whole addresses: keep it to yourself if any of them is secret."),),
        file=Attached(name=_FILE, data=await _opml(needs, asking)),
    )


async def _opml(needs: Needs, asking: Asking) -> bytes:
    """Return the topic's feeds as OPML."""
    feeds = await needs.store.feeds(asking.topic.id)
    return asking.tools.lists.write({asking.topic.title: feeds}, needs.clock.now())
