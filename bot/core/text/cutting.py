"""Cut text to a length without breaking words or characters, and hash it. It never looks at what the text says."""

import hashlib
import unicodedata

ELLIPSIS = "…"
_JOINER = "\u200d"
_LOOSE = " \t\r\n,;:–—-"
"""Nothing that stands before an ellipsis."""

_MIN_KEPT = 0.5
"""Below this share of the room a whole word costs too much: one long word (or a script without spaces) is cut inside."""


def shorten(text: str, limit: int) -> str:
    """Return *text* in at most *limit* code points: whole words and an ellipsis, or *text* itself if it fits.

    Combining sequences, joined emoji, flags and surrogate pairs are never split. "" if *limit* has no room.
    """
    if len(text) <= limit:
        return text
    if limit < 1:
        return ""
    room = limit - len(ELLIPSIS)
    cut = _word_end(text, room)
    while cut > 0 and (text[cut - 1] in _LOOSE or _is_joined(text, cut)):
        cut -= 1
    return text[:cut] + ELLIPSIS


def _word_end(text: str, room: int) -> int:
    if text[room : room + 1].isspace():
        return room
    space = max(text.rfind(character, 0, room) for character in (" ", "\n", "\t"))
    return space if space >= room * _MIN_KEPT else room


def _is_joined(text: str, cut: int) -> bool:
    """Say whether a cut at *cut* would part what is one character to a reader (UAX #29, the parts that matter)."""
    before, after = text[cut - 1], text[cut]
    return (
        _extends(after)
        or before == _JOINER
        or ("\ud800" <= before <= "\udbff" and "\udc00" <= after <= "\udfff")
        or (_is_flag_half(after) and _flag_halves_before(text, cut) % 2 == 1)
    )


def _extends(character: str) -> bool:
    is_modifier = "\U0001f3fb" <= character <= "\U0001f3ff" or "\U000e0020" <= character <= "\U000e007f"
    return character == _JOINER or is_modifier or unicodedata.category(character).startswith("M")


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _flag_halves_before(text: str, cut: int) -> int:
    start = cut
    while start > 0 and _is_flag_half(text[start - 1]):
        start -= 1
    return cut - start


def content_hash(*parts: str) -> str:
    """Return the SHA-256 (hex) of *parts*, the same however their spaces and Unicode forms vary."""
    normal = [_evenly_spaced(unicodedata.normalize("NFC", part)) for part in parts]
    return hashlib.sha256("\x1f".join(normal).encode("utf-8", "surrogatepass")).hexdigest()


def _evenly_spaced(text: str) -> str:
    """Return *text* with a single space for all white space."""
    # Most texts are so but for empty lines between paragraphs, which is seen faster than words are parted. No other space prints.
    even = text.replace("\n\n", " ")
    is_even = even.isprintable() and "  " not in even and even[:1] != " " != even[-1:]
    return even if is_even else " ".join(text.split())
