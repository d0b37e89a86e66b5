"""RSS and Atom by lxml, event by event: fast, and with little memory whatever comes.

What is ordinary it reads exactly as feedparser would; to the rest it says `Odd`, for feedparser to read. With *recover* it reads on
past everything: the last resort for documents that feedparser must not be given.
"""

from lxml import etree

from bot.adapters.feed_parser.drafts import DraftFeed
from bot.adapters.feed_parser.elements import in_document
from bot.adapters.feed_parser.target import EnoughError, Odd, Target, TooMuchError

__all__ = ["Odd", "TooMuchError", "read"]

_PIECE = 64 * 1024


def read(document: bytes, *, recover: bool = False) -> DraftFeed | None:
    """Return the feed that the UTF-8 *document* is; None if it has no feed's root.

    Raises:
        Odd: it is not well-formed, or of a kind that feedparser is to read (never with *recover*).
        TooMuchError: it has more markup than a feed can have.
    """
    target = Target(in_document, is_strict=not recover)
    parser = etree.XMLParser(
        target=target,  # type: ignore[arg-type]  # the stubs ask for more than lxml does
        encoding="utf-8",
        recover=recover,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        for start in range(0, len(document), _PIECE):
            parser.feed(document[start : start + _PIECE])
            target.settle()
        parser.close()
    except EnoughError:
        pass
    except etree.XMLSyntaxError as error:
        if "too big" in str(error):  # a section of 10 MB: libxml2 has no code of its own for that
            raise TooMuchError from error
        if not recover:
            raise Odd(str(error)) from error
        target.close()
    target.feed.link = target.rules.link or ""
    return target.feed if target.is_feed else None
