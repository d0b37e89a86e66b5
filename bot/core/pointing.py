"""Which story of which edition, and which sentence of it, somebody means: "12.2.1", or "2.1" of the newest edition here."""

import re
from dataclasses import dataclass

_PLACE = re.compile(r"(\d{1,9})(?:\.(\d{1,3}))?(?:\.(\d{1,3}))?(?:\s+(.*))?", re.DOTALL | re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointer:
    """*edition* 0: the newest here. *story* and *bullet* count from 1; 0 where none is meant. *rest*: what was said behind it."""

    edition: int = 0
    story: int = 0
    bullet: int = 0
    rest: str = ""


NOWHERE = Pointer()


def bullet_pointer(text: str) -> Pointer | None:
    """Read "edition.story.sentence" or "story.sentence", and what follows; None where it is neither."""
    found = _PLACE.fullmatch(text.strip())
    if found is None or found[2] is None:
        return None
    one, two, three = int(found[1]), int(found[2]), found[3]
    rest = (found[4] or "").strip()
    if three is None:
        return Pointer(story=one, bullet=two, rest=rest)
    return Pointer(edition=one, story=two, bullet=int(three), rest=rest)


def story_pointer(text: str) -> Pointer | None:
    """Read "edition.story" or, of the newest edition, "story"; None where it is neither."""
    found = _PLACE.fullmatch(text.strip())
    if found is None or found[3] is not None or found[4]:
        return None
    one, two = int(found[1]), found[2]
    return Pointer(story=one) if two is None else Pointer(edition=one, story=int(two))
