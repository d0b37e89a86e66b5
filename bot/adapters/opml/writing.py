"""Writes OPML 2.0: a folder for each topic, with its feeds and their whole addresses, secrets among them."""

import datetime as dt
import email.utils
import re
from collections.abc import Mapping, Sequence

from lxml import etree

from bot.core.entities import Feed

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write_opml(folders: Mapping[str, Sequence[Feed]], now: dt.datetime) -> bytes:
    """Return a document with a folder for each of *folders*, by title."""
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = "newsthread"
    etree.SubElement(head, "dateCreated").text = email.utils.format_datetime(now, usegmt=True)
    body = etree.SubElement(root, "body")
    for title, feeds in folders.items():
        folder = etree.SubElement(body, "outline", text=_clean(title))
        for feed in feeds:
            _write(folder, feed)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _write(folder: etree._Element, feed: Feed) -> None:
    outline = etree.SubElement(
        folder,
        "outline",
        type="rss",
        text=_clean(feed.name),
        title=_clean(feed.name),
        xmlUrl=_clean(feed.url),
    )
    if feed.site_url:
        outline.set("htmlUrl", _clean(feed.site_url))
    if feed.language:
        outline.set("language", _clean(feed.language))


def _clean(text: str) -> str:
    """Return *text* without what XML cannot hold."""
    return _NO_XML.sub("", text)
