"""What a page says of itself: titles, language, address, picture, whether it is free, its text as JSON-LD.

All of it is hostile data: addresses must be http(s), and the canonical one must belong to the page's own site.
"""

import html
import json
import re
import urllib.parse
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import tld
from lxml.html import HtmlElement

from bot.adapters.article_extractor.furniture import clean
from bot.core.text import canonical_url, is_home_page, is_http_url, publisher_of

_LONGEST_TITLE = 1_000
_LONGEST_URL = 2_000
_MOST_THINGS = 2_000
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}")
_TAG = re.compile(r"<[^<>]{0,2000}>")
_BREAK = re.compile(r"</?(?:p|br|div|li|h[1-6])\b[^<>]{0,200}>|\r?\n", re.IGNORECASE)
_KINDS = re.compile(r"(?:Article|BlogPosting|Report)\Z|\ALiveBlogPosting\Z")
_SITE_NAME = re.compile(r"\s+[|–—·«»:-]+\s+")
_LOCKED = {"locked", "paid", "premium"}

_TITLES = (
    '//meta[@property="og:title"]/@content',
    '//meta[@name="twitter:title"]/@content',
    "//h1[1]",
    "//title",
)
_CANONICALS = ('//link[@rel="canonical"]/@href', '//meta[@property="og:url"]/@content')
_IMAGES = (
    '//meta[@property="og:image:secure_url"]/@content',
    '//meta[@property="og:image"]/@content',
    '//meta[@name="twitter:image"]/@content',
)
_TIERS = '//meta[@property="article:content_tier" or @name="article:content_tier"]/@content'


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """*titles* are all names that the page gives its article, the most telling first. *body* is the JSON-LD's, as lines."""

    titles: tuple[str, ...]
    language: str
    canonical: str
    image: str
    is_paywalled: bool
    body: tuple[str, ...]


def declared_by(page: HtmlElement, data: Iterable[str], url: str) -> Declared:
    """Read it from the page's head and its JSON-LD scripts; *url* is where the page came from, "" where unknown."""
    article = _article_in(data)
    return Declared(
        titles=_titles(page, article),
        language=_language(page.get("lang"), article.get("inLanguage")),
        canonical=_canonical([*_found(page, _CANONICALS), *_strings(article.get("url"))], url),
        image=next(_addresses([*_found(page, _IMAGES), *_strings(article.get("image"))], url), ""),
        is_paywalled=_is_paywalled(article, _found(page, (_TIERS,))),
        body=_lines(article.get("articleBody")),
    )


def _article_in(data: Iterable[str]) -> dict[str, Any]:
    """Return the first article that the JSON-LD scripts describe, or nothing."""
    for script in data:
        try:
            described = json.loads(script.strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        for thing in _things(described):
            if any(_KINDS.search(kind) for kind in _strings(thing.get("@type"))):
                return thing
    return {}


def _things(described: object) -> Iterator[dict[str, Any]]:
    """Walk lists, graphs and main entities, breadth first, so far and no further."""
    waiting = [described]
    for _ in range(_MOST_THINGS):
        if not waiting:
            return
        thing = waiting.pop(0)
        if isinstance(thing, list):
            waiting.extend(thing[:_MOST_THINGS])
        elif isinstance(thing, dict):
            yield thing
            waiting.extend(thing[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in thing)


def _strings(value: object) -> Iterator[str]:
    """Return the strings in a JSON-LD value: itself, a list's, or an object's address."""
    for each in value if isinstance(value, list) else [value]:
        found = (each.get("url") or each.get("@id")) if isinstance(each, dict) else each
        if isinstance(found, str):
            yield found.strip()


def _found(page: HtmlElement, paths: Iterable[str]) -> list[str]:
    found = [each for path in paths for each in page.xpath(path)[:1]]
    return [" ".join((each if isinstance(each, str) else each.text_content()).split()) for each in found]


def _titles(page: HtmlElement, article: dict[str, Any]) -> tuple[str, ...]:
    social, twitter, heading, title = (_found(page, [path]) for path in _TITLES)
    named = [*social, *heading, *_strings(article.get("headline")), *twitter, *title]
    headlines = [clean(html.unescape(each))[:_LONGEST_TITLE].strip() for each in named]
    parted = [part for each in headlines for part in (_SITE_NAME.split(each)[0],) if part != each]
    return tuple(dict.fromkeys(filter(None, [*headlines, *parted])))


def _language(*values: object) -> str:
    for value in values:
        tag = str(value or "").strip().lower().replace("_", "-")
        if _LANGUAGE.fullmatch(tag):
            return tag
    return ""


def _canonical(candidates: Iterable[str], url: str) -> str:
    """Return the first that is an article's address on the page's own site, as an identity."""
    for address in _addresses(candidates, url):
        if not is_home_page(address) and (not url or _site(address) == _site(url)):
            return canonical_url(address)
    return ""


def _addresses(candidates: Iterable[str], url: str) -> Iterator[str]:
    for candidate in filter(None, candidates):
        try:
            address = urllib.parse.urljoin(url, candidate)
        except ValueError:
            continue
        if len(address) <= _LONGEST_URL and is_http_url(address):
            yield address


def _site(url: str) -> str:
    """Return the part of the host that somebody registered, by the Public Suffix List."""
    host = publisher_of(url)
    if ":" in host or host.replace(".", "").isdigit():  # an address has no name above it
        return host
    found = tld.get_fld(f"https://{host}", fail_silently=True, search_private=True)
    return found or ".".join(host.split(".")[-2:])


def _is_paywalled(article: dict[str, Any], tiers: Iterable[str]) -> bool:
    is_free = str(article.get("isAccessibleForFree", "")).rsplit("/", 1)[-1].strip().lower()
    return is_free in {"false", "no", "0"} or not _LOCKED.isdisjoint(tier.lower() for tier in tiers)


def _lines(body: object) -> tuple[str, ...]:
    if not isinstance(body, str):
        return ()
    text = _TAG.sub(" ", _BREAK.sub("\n", html.unescape(body)))
    return tuple(line for line in map(str.strip, text.splitlines()) if line)
