"""What was put right after it was posted: corrections of an edition, and the edits that carry them to its messages."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class CorrectionKind(StrEnum):
    """What was put right: one bullet, a title, a whole summary; or the edition was taken back."""

    BULLET = "bullet"
    TITLE = "title"
    SUMMARY = "summary"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One thing put right in an edition: by whom (their id on the platform, or what did it), when and why.

    *story* and *bullet* are places, counted from 1; 0 where they do not apply. *before* and *after* are the texts; *after* ""
    says that the publisher has no other sentence, so that the bullet was taken out.
    """

    kind: CorrectionKind
    by: str
    at: dt.datetime
    story: int = 0
    bullet: int = 0
    before: str = ""
    after: str = ""
    reason: str = ""


class EditState(StrEnum):
    """waiting (also while somebody is at it, with a lease) -> edited; or gone, or refused: then the message stays as it is."""

    WAITING = "waiting"
    EDITED = "edited"
    GONE = "gone"
    REFUSED = "refused"
