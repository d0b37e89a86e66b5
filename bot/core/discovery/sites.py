"""Sites that do not say, or not where people look, that they have feeds: from the address of a page to those of its feeds.

The rules are the sites' own: Mastodon, Medium and Reddit append or prepend to the address, YouTube has one place for all.
A rule only proposes: what it returns is fetched and parsed like everything else.
"""

import re
import urllib.parse
from collections.abc import Callable, Sequence

from bot.core.text import publisher_of

_YOUTUBE_ID = re.compile(r"UC[\w-]{22}")
_FEED_ENDING = re.compile(r"\.(?:rss|xml|atom|rdf|json)\Z|/(?:rss|feed|atom)/?\Z", re.IGNORECASE)
_OWN_SITE = {
    ".substack.com": "/feed",
    ".medium.com": "/feed",
    ".wordpress.com": "/feed/",
    ".blogspot.com": "/feeds/posts/default",
    ".tumblr.com": "/rss",
}
_GITHUB_PAGES = {"releases": "releases.atom", "tags": "tags.atom", "commits": "commits.atom"}
_NO_MASTODON = ("youtube.com", "medium.com", "tiktok.com", "threads.net", "threads.com")


def known_feeds(url: str) -> tuple[str, ...]:
    """Return where the feeds of the page at *url* are, best first; () where no rule knows, or it is a feed's address already."""
    parts = urllib.parse.urlsplit(url)
    host, steps = publisher_of(url), [step for step in parts.path.split("/") if step]
    if _FEED_ENDING.search(parts.path) or steps[:1] in (["feeds"], ["feed"]):
        return ()
    rule = _RULES.get(host)
    if rule is not None:
        return tuple(rule(steps, urllib.parse.parse_qs(parts.query)))
    for ending, path in _OWN_SITE.items():
        if host.endswith(ending):
            return (f"https://{host}{path}",)
    return tuple(_mastodon(url, host, steps))


def _youtube(steps: Sequence[str], query: dict[str, list[str]]) -> list[str]:
    """Handles (/@name) and /c/name are not here: their pages name the feed."""
    feed = "https://www.youtube.com/feeds/videos.xml"
    if playlist := query.get("list"):
        return [f"{feed}?playlist_id={urllib.parse.quote(playlist[0])}"]
    match steps:
        case ["channel", channel, *_] if _YOUTUBE_ID.fullmatch(channel):
            return [f"{feed}?channel_id={channel}"]
        case ["user", user, *_]:
            return [f"{feed}?user={urllib.parse.quote(user)}"]
        case _:
            return []


def _reddit(steps: Sequence[str], _query: dict[str, list[str]]) -> list[str]:
    match steps:
        case ["r" | "user" as kind, name, *rest]:
            path = "/".join([kind, name, *rest])
            return [f"https://www.reddit.com/{path}/.rss"]
        case ["u", name, *_]:
            return [f"https://www.reddit.com/user/{name}/.rss"]
        case _:
            return []


def _github(steps: Sequence[str], _query: dict[str, list[str]]) -> list[str]:
    match steps:
        case [owner, repository, page, *_] if page in _GITHUB_PAGES:
            return [f"https://github.com/{owner}/{repository}/{_GITHUB_PAGES[page]}"]
        case [owner, repository]:
            return [f"https://github.com/{owner}/{repository}/{feed}" for feed in _GITHUB_PAGES.values()]
        case [owner]:
            return [f"https://github.com/{owner}.atom"]
        case _:
            return []


def _medium(steps: Sequence[str], _query: dict[str, list[str]]) -> list[str]:
    match steps:
        case ["tag", tag, *_]:
            return [f"https://medium.com/feed/tag/{tag}"]
        case [name, *_]:
            return [f"https://medium.com/feed/{name}"]
        case _:
            return []


def _bluesky(steps: Sequence[str], _query: dict[str, list[str]]) -> list[str]:
    match steps:
        case ["profile", handle, *_]:
            return [f"https://bsky.app/profile/{handle}/rss"]
        case _:
            return []


def _mastodon(url: str, host: str, steps: Sequence[str]) -> list[str]:
    """A profile of any Mastodon server, or of its kin: nothing but the address tells that it is one."""
    base = f"{urllib.parse.urlsplit(url).scheme}://{urllib.parse.urlsplit(url).netloc}"
    match steps:
        case [profile, *_] if profile.startswith("@") and len(profile) > 1 and host not in _NO_MASTODON:
            return [f"{base}/{profile}.rss"]
        case ["users" | "tags" as kind, name]:
            return [f"{base}/{kind}/{name}.rss"]
        case _:
            return []


_RULES: dict[str, Callable[[Sequence[str], dict[str, list[str]]], list[str]]] = {
    **dict.fromkeys(("youtube.com", "m.youtube.com", "music.youtube.com"), _youtube),
    **dict.fromkeys(("reddit.com", "old.reddit.com", "new.reddit.com", "np.reddit.com"), _reddit),
    "github.com": _github,
    "medium.com": _medium,
    "bsky.app": _bluesky,
}
