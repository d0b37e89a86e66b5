"""URLs as identities. The forms made here say whether two links are one article; they are not for fetching."""

import re
import urllib.parse

_TRACKING = re.compile(
    r"(?:utm_.*|mtm_.*|pk_.*|piwik_.*|at_(?:medium|campaign|format|link_.*|bbc_team|ptr_.*)|"
    r"fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|mc_cid|mc_eid|mkt_tok|"
    r"_hs(?:enc|mi)|hsa_.*|oly_(?:anon|enc)_id|vero_id|wickedid|_openstat|ref_src|ref_url|cmpid|ns_[a-z]+|"
    r"guccounter|guce_.*|_ga|_gl|xtor|smid|sr_share|spm|wt_mc|wt\.mc_id|srnd|sref|ito|ocid|cvid|"
    r"feature|share_(?:from|source|medium|token)|from_source|rss)\Z",
    re.IGNORECASE,
)  # fmt: skip
_ESCAPE = re.compile(r"%([0-9a-fA-F]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_ADDRESS = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+-]*://|feed:)?(?P<host>(?(scheme)[^\s/?#“”]+|[^\s/?#“”]+\.[^\s/?#“”]+))(?P<rest>[/?#][^\s“”]*)?",
    re.IGNORECASE,
)
"""Behind a scheme every name is a host, as inside a network; without one only a name with a dot in it is."""

_PORTS = {"http": 80, "https": 443}

_PLAIN = re.compile(r"https?://(?:www\.)?([a-z0-9._-]*[a-z0-9])(/[!\"$&->@-~]*)?")
"""What nearly all links are: a host in small letters and perhaps a path, with nothing to decode. Seen much faster than parsed."""


def is_http_url(url: str) -> bool:
    """Say whether *url* is an absolute http(s) URL with a host, without spaces or control characters."""
    if _PLAIN.fullmatch(url):
        return True
    parts = _split(url)
    if parts is None or " " in url or not url.isprintable():  # no other space is printable
        return False
    return parts.scheme in _PORTS and bool(parts.hostname)


def canonical_url(url: str) -> str:
    """Return the identity form of a link: one for http/https and www twins, without tracking, fragment, credentials.

    Other query parameters stay, sorted: they often are the article. What is no http(s) URL comes back stripped.
    """
    if plain := _PLAIN.fullmatch(url):
        return f"https://{plain[1]}{(plain[2] or '').rstrip('/')}"
    url = url.strip()
    parts = _split(url)
    if parts is None or parts.scheme not in _PORTS or not parts.hostname:
        return url
    path = _escapes(parts.path).rstrip("/")
    query = "&".join(sorted(_kept(parts.query)))
    # An old "hash-bang" fragment names the page itself.
    fragment = f"#{parts.fragment}" if parts.fragment.startswith("!") else ""
    return f"https://{_host(parts)}{path}{'?' if query else ''}{query}{fragment}"


def is_home_page(url: str) -> bool:
    """Say whether *url* leads to a site as a whole, not to a page in it."""
    if plain := _PLAIN.fullmatch(url):
        return not (plain[2] or "").strip("/")
    parts = _split(url.strip())
    return parts is not None and not parts.path.strip("/") and not parts.query and not parts.fragment


def publisher_of(url: str) -> str:
    """Return the host of *url* without "www.", or "" where there is none."""
    parts = _split(url.strip())
    return _bare((parts.hostname or "") if parts else "")


def redacted(text: str) -> str:
    """Return *text* with no more than the host of each address in it: the rest may be a secret, given to one reader."""
    return _ADDRESS.sub(_host_alone, text)


def _host_alone(address: re.Match[str]) -> str:
    host = address["host"].rpartition("@")[2]
    return f"{address['scheme'] or ''}{host}{'/…' if (address['rest'] or '').strip('/') else ''}"


def _split(url: str) -> urllib.parse.SplitResult | None:
    try:
        parts = urllib.parse.urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _host(parts: urllib.parse.SplitResult) -> str:
    host = _bare(parts.hostname or "")
    host = f"[{host}]" if ":" in host else host
    return host if parts.port in {None, *_PORTS.values()} else f"{host}:{parts.port}"


def _bare(host: str) -> str:
    host = host.lower().rstrip(".")
    return host.removeprefix("www.") or host


def _kept(query: str) -> list[str]:
    pairs = (_escapes(pair) for pair in query.split("&"))
    return [pair for pair in pairs if pair and not _TRACKING.match(pair.partition("=")[0])]


def _escapes(text: str) -> str:
    """Write escapes in capitals, and unreserved characters as themselves (RFC 3986 §6.2.2)."""
    return _ESCAPE.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    character = chr(int(found.group(1), 16))
    return character if character in _UNRESERVED else found.group().upper()
