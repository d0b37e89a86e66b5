"""In which language a browser is spoken to: the first that its reader wants and we speak."""

from starlette.requests import HTTPConnection

from bot.core.language import LANGUAGES, Reader

_MOST = 20
"""Wishes that are looked at; browsers send a handful."""


def language_of(request: HTTPConnection) -> str:
    """Return the language of whoever asks, by their browser (RFC 9110, section 12.5.4); English where it names none of ours."""
    return wanted(request.headers.get("accept-language", ""))


def wanted(header: str) -> str:
    """Return which of our languages an Accept-Language header wants most; "de-AT" is German."""
    weights: dict[str, float] = {}
    for wish in header.split(",")[:_MOST]:
        name, _, weight = wish.strip().partition(";")
        base = name.strip().partition("-")[0].lower()
        if base in LANGUAGES:
            weights[base] = max(weights.get(base, 0.0), _weight(weight))
    liked = [each for each in weights if weights[each] > 0]
    return max(liked, key=lambda each: weights[each], default=Reader().language)


def _weight(text: str) -> float:
    name, _, number = text.strip().partition("=")
    if not text.strip():
        return 1.0
    try:
        return float(number) if name.strip() == "q" and len(number) <= len("0.000") else 0.0
    except ValueError:
        return 0.0
