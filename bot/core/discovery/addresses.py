"""What a person typed as web addresses: whole URLs, bare domains, `feed:` links, handles, `r/…`."""

import re
import urllib.parse

from bot.core.errors import CommandError
from bot.core.language import joined, say
from bot.core.text import is_http_url, redacted, shorten

_FEED_SCHEME = re.compile(r"(?:feed|pcast|itpc|rss):(?://)?(?=.)", re.IGNORECASE)
_SCHEME = re.compile(r"([a-z][a-z0-9+-]*):(?!\d)", re.IGNORECASE)
_HANDLE = re.compile(r"@?(?P<user>\w[\w.-]*)@(?P<host>[\w-]+(?:\.[\w-]+)+)")
_SUBREDDIT = re.compile(r"/?(?P<kind>r|u|user)/(?P<name>[\w-]+)/?")
_LONE_WORD = re.compile(r"[^\s/.:@]+")
_LONGEST = 4_000
_EXAMPLE = say("Paste the address of a site or a feed, such as example.com or https://example.com/feed.")


def addresses(typed: str) -> tuple[str, ...]:
    """Return the URLs to try for what somebody typed, best first: https before http where no scheme was named.

    Raises:
        CommandError: it is no web address; the text says what to write.
    """
    text = _FEED_SCHEME.sub("", typed.strip().strip("<>\"'“”").strip(), count=1)
    if handle := _HANDLE.fullmatch(text):
        return (f"https://{handle['host'].lower()}/@{handle['user']}",)
    if subreddit := _SUBREDDIT.fullmatch(text):
        kind = "r" if subreddit["kind"] == "r" else "user"
        return (f"https://www.reddit.com/{kind}/{subreddit['name']}/",)
    _refuse_foreign(text)
    found = (text,) if "://" in text else (f"https://{text}", f"http://{text}")
    # A lone word is more likely a search than the name of a host.
    if len(text) > _LONGEST or _LONE_WORD.fullmatch(text) or not all(map(is_http_url, found)):
        raise CommandError(
            joined([say("“{text}” is no web address.", text=shorten(redacted(text), 80)), _EXAMPLE])
        )
    return found


def twins(url: str) -> tuple[str, ...]:
    """Return *url* and its spellings that are nearly always the same feed: http or https, with www or without, a slash more or less."""
    return tuple(dict.fromkeys((url, *_spellings(url))))


def twin_key(url: str) -> str:
    """Return the same for all `twins`. Unlike `canonical_url` it keeps the whole query: it may be what makes a page a feed."""
    return _spellings(url)[0]


def _spellings(url: str) -> list[str]:
    parts = urllib.parse.urlsplit(url)
    bare = parts.netloc.lower().removeprefix("www.")
    path = parts.path.rstrip("/")
    return [
        parts._replace(scheme=scheme, netloc=host, path=ending, fragment="").geturl()
        for scheme in ("https", "http")
        for host in (bare, f"www.{bare}")
        for ending in (path, f"{path}/")
    ]


def _refuse_foreign(text: str) -> None:
    scheme = _SCHEME.match(text)
    if scheme and scheme[1].lower() not in ("http", "https", "localhost"):
        raise CommandError(
            joined(
                [
                    say(
                        "Only http and https addresses can be read, not {scheme}:.", scheme=scheme[1].lower()
                    ),
                    _EXAMPLE,
                ]
            )
        )
