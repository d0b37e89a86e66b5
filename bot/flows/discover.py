"""Discovering: what a person pasted -> the feeds there, each with a preview. It stores nothing.

In this order, and no further than needed: what is known of the site; the address itself; the links that its page declares;
the page's own true address; its links that look like feeds; the places where feeds usually are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import structlog

from bot.core import discovery
from bot.core.entities import LinkKind, PageLink, ParsedFeed, Preview
from bot.core.errors import BotError, CommandError, FeedParseError, FetchError, FetchForbiddenError
from bot.core.language import Listed, say
from bot.core.previews import is_same_feed, preview
from bot.core.text import publisher_of
from bot.flows.ports import Fetched, Fetcher, Looking, NotModified, Validators

log = structlog.get_logger()

_DECLARED_TRIED = 8
_ANCHORS_TRIED = 5
_REASONS_TOLD = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovered:
    """A feed that was found. *document* is what it was found by, so that nobody has to ask for it again.

    *is_guessed*: nothing led there; it stands in a place where many sites have one.
    """

    preview: Preview
    document: Fetched
    is_guessed: bool = False


async def discover(typed: str, looking: Looking) -> tuple[Discovered, ...]:
    """Return the feeds of what somebody typed: a feed, a page, a bare domain, a handle. At least one, best first.

    Raises:
        CommandError: it is no address, or offers no feed; the text says where was looked and what to do.
        FetchError: it cannot be read, and why.
    """
    search = _Search(looking)
    urls = discovery.addresses(typed)
    if await search.try_all(discovery.known_feeds(urls[0])):
        return search.found()
    page = await search.open(urls)
    if page is not None and not await search.try_page(page):
        raise search.nothing_found(publisher_of(page.url))
    return search.found()


@dataclass(slots=True)
class _Search:
    """One search: each address is asked once, and what it was instead of a feed is remembered."""

    looking: Looking
    feeds: list[Discovered] = field(default_factory=list)
    tried: set[str] = field(default_factory=set)
    reasons: list[str] = field(default_factory=list)
    refusal: FetchForbiddenError | None = None

    def found(self) -> tuple[Discovered, ...]:
        """The feeds, each once: a site's RSS and Atom are one."""
        distinct: list[Discovered] = []
        for feed in self.feeds:
            if not any(is_same_feed(feed.preview, other.preview) for other in distinct):
                distinct.append(feed)
        return tuple(distinct)

    async def open(self, urls: Sequence[str]) -> Fetched | None:
        """Fetch the address itself; None: it is a feed. The first of *urls* that answers counts.

        Raises:
            FetchError: none can be read; the first one's reason.
        """
        failures: list[FetchError] = []
        for url in urls:
            self.tried.add(discovery.twin_key(url))
            try:
                page = await _fetch(url, self.looking.fetcher)
            except FetchForbiddenError:
                raise
            except FetchError as error:
                failures.append(error)
                continue
            try:
                self._keep(page, await self.looking.parser.parse(page), url)
            except FeedParseError:
                return page
            return None
        raise failures[0]

    async def try_page(self, page: Fetched) -> bool:
        """Look for feeds in and around a page; False where there are none."""
        links = discovery.ranked(await self.looking.links.links(page))
        canonical = _of(links, LinkKind.CANONICAL)
        return (
            await self.try_all(_of(links, LinkKind.DECLARED)[:_DECLARED_TRIED], are_declared=True)
            or await self.try_all([feed for url in canonical for feed in discovery.known_feeds(url)])
            or await self.try_all(_of(links, LinkKind.ANCHOR)[:_ANCHORS_TRIED])
            or await self._try_usual_places(page.url)
        )

    async def _try_usual_places(self, url: str) -> bool:
        """One after another, and no more than needed: all of them are at one host."""
        for place in discovery.usual_places(url):
            if await self.try_all([place]):
                self.feeds = [replace(feed, is_guessed=True) for feed in self.feeds]
                return True
        return False

    async def try_all(self, urls: Iterable[str], *, are_declared: bool = False) -> bool:
        """Ask each of *urls*, one after another; False where none is a feed."""
        before = len(self.feeds)
        for url in urls:
            if discovery.twin_key(url) not in self.tried:
                self.tried.add(discovery.twin_key(url))
                await self._try(url, is_declared=are_declared)
        return len(self.feeds) > before

    async def _try(self, url: str, *, is_declared: bool) -> None:
        try:
            document = await _fetch(url, self.looking.fetcher)
            self._keep(document, await self.looking.parser.parse(document), url)
        except (FetchError, FeedParseError) as error:
            log.debug("no_feed_there", host=publisher_of(url), reason=str(error))
            self._remember(error, url, is_declared=is_declared)

    def _keep(self, document: Fetched, parsed: ParsedFeed, asked: str) -> None:
        shown = preview(parsed, url=document.moved_to or asked, now=self.looking.clock.now())
        self.feeds.append(Discovered(preview=shown, document=document))

    def _remember(self, error: BotError, url: str, *, is_declared: bool) -> None:
        if isinstance(error, FetchForbiddenError):
            self.refusal = self.refusal or error
        if is_declared:
            self.reasons.append(say("a feed at {host}: {error}", host=publisher_of(url), error=str(error)))

    def nothing_found(self, host: str) -> BotError:
        """Say why that page of *host* has no feed: a refusal of ours, what was wrong with the feeds it names, or that it names none."""
        if self.refusal is not None:
            return self.refusal
        if self.reasons:
            return CommandError(
                say(
                    "That page of {host} names {feeds}. Try again later, or ask the site's owner.",
                    host=host,
                    feeds=Listed(tuple(self.reasons[:_REASONS_TOLD]), "; "),
                )
            )
        return CommandError(
            say(
                "That page of {host} offers no feed. We looked at what it declares, at its links, and in the usual places ({places}). Look for the site's “RSS” link, and paste where that leads.",
                host=host,
                places="/feed, /rss.xml, /atom.xml, /index.xml, /feed.json",
            )
        )


def _of(links: Sequence[PageLink], kind: LinkKind) -> list[str]:
    return [link.url for link in links if link.kind is kind]


async def _fetch(url: str, fetcher: Fetcher) -> Fetched:
    found = await fetcher.fetch_feed(url, Validators())
    if isinstance(found, NotModified):  # nobody asked for that
        raise FetchError("it answered 304 to a request without conditions", url=url)
    return found
