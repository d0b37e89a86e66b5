"""Element names without their namespaces' many spellings, and feedparser's mendings of text: what its rules rest on."""

import contextlib
import re
import urllib.parse

XML = "http://www.w3.org/XML/1998/namespace"
ATOM = "http://www.w3.org/2005/atom"

_PREFIXES = {
    **dict.fromkeys(
        (
            "http://backend.userland.com/rss",
            "http://blogs.law.harvard.edu/tech/rss",
            "http://purl.org/rss/1.0/",
            "http://my.netscape.com/rdf/simple/0.9/",
            "http://purl.org/atom/ns#",
            "http://purl.org/rss/1.0/modules/rss091#",
            ATOM,
        ),
        "",
    ),
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://search.yahoo.com/mrss": "media",
    "http://search.yahoo.com/mrss/": "media",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://www.w3.org/1999/xhtml": "xhtml",
    XML.lower(): "xml",
}
"""The namespaces that matter, in lower case, as feedparser knows them. Others go by the prefix that the document gives."""

_EXTRA_SLASHES = re.compile(r"^([A-Za-z][A-Za-z0-9+-.]*://)/+")
_ANY_C1 = re.compile("[\x80-\x9f]")
_C1 = {code: bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(0x80, 0xA0)}


class Names(dict[str, str]):
    """The names of one document's elements and attributes, "title" and "dc:date", in lower case, by lxml's ("{uri}local").

    *count*: how many different names and namespaces there were so far.
    """

    def __init__(self) -> None:
        super().__init__()
        self._given: dict[str, str] = {}
        self.count = 0
        self.is_atom = False

    def declare(self, prefix: str, uri: str) -> bool:
        """Note that the document gives *prefix* to a namespace; False where it gave another one before, and both count."""
        self.is_atom = self.is_atom or uri.lower() == ATOM
        self.count += uri not in self._given
        return self._given.setdefault(uri, prefix) == prefix or uri.lower() in _PREFIXES

    def __missing__(self, tag: str) -> str:
        self.count += 1
        name = self[tag] = self._named(tag)
        return name

    def _named(self, tag: str) -> str:
        uri, _, local = tag.rpartition("}")
        uri = uri.removeprefix("{")
        is_userland = "backend.userland.com/rss" in uri.lower()
        prefix = "" if is_userland else _PREFIXES.get(uri.lower(), self._given.get(uri, ""))
        return f"{prefix}:{local}".lower() if prefix else local.lower()


def mended(text: str) -> str:
    """Return *text* with what was encoded twice decoded twice, and Windows-1252 in place of control characters."""
    if text.isascii():
        return text
    with contextlib.suppress(UnicodeError):
        text = text.encode("iso-8859-1").decode("utf-8")
    return text.translate(_C1) if _ANY_C1.search(text) else text


def resolved(address: str, base: str) -> str:
    """Return *address* as seen from *base* (`xml:base`, or ""), without needless slashes: "http:////a" is "http://a"."""
    address = _EXTRA_SLASHES.sub(r"\1", address) if ":///" in address else address
    try:
        return urllib.parse.urljoin(base, address)
    except ValueError:
        return ""
