"""Which story of which edition, and what of it, somebody means: "12.2.1", "12.2.title", or "2.1" of the newest edition here."""

import re
from dataclasses import dataclass

TITLE = "title"
_PLACE = re.compile(r"(\d{1,9})(?:\.(\d{1,3}))?(?:\.(\d{1,3}))?(?:\s+(.*))?", re.DOTALL | re.ASCII)
_PART = re.compile(
    rf"(?:(\d{{1,9}})\.)?(\d{{1,3}})\.(\d{{1,3}}|{TITLE})(?:\s+(.*))?", re.DOTALL | re.ASCII | re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointer:
    """*edition* 0: the newest here. *story* and *bullet* count from 1; 0 where none is meant. *rest*: what was said behind it.

    *is_title*: its title is meant, and no bullet.
    """

    edition: int = 0
    story: int = 0
    bullet: int = 0
    is_title: bool = False
    rest: str = ""


NOWHERE = Pointer()


def part_pointer(text: str) -> Pointer | None:
    """Read "edition.story.sentence" or "story.sentence", with "title" for a number, and what follows; None where it is none of these."""
    found = _PART.fullmatch(text.strip())
    if found is None:
        return None
    edition, story, part, rest = found.groups()
    is_title = part.lower() == TITLE
    return Pointer(
        edition=int(edition or 0),
        story=int(story),
        bullet=0 if is_title else int(part),
        is_title=is_title,
        rest=(rest or "").strip(),
    )


def story_pointer(text: str) -> Pointer | None:
    """Read "edition.story" or, of the newest edition, "story"; None where it is neither."""
    found = _PLACE.fullmatch(text.strip())
    if found is None or found[3] is not None or found[4]:
        return None
    one, two = int(found[1]), found[2]
    return Pointer(story=one) if two is None else Pointer(edition=one, story=int(two))
