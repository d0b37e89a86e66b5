"""A publisher with whims: at each poll it changes what publishers change, and leaves one rung of each entry's ladder."""

import datetime as dt
import random
from dataclasses import dataclass, field, replace

from bot.core.entities import ParsedEntry

NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
_LISTED = 12
_KINDS = ("plain", "no guid", "no text", "no title", "home page", "one page", "one guid")


@dataclass
class Piece:
    """An article in its present form. *telling* are the rungs that tell it from all others."""

    number: int
    kind: str
    versions: dict[str, int] = field(default_factory=lambda: {"guid": 0, "link": 0, "content": 0})
    is_changed: bool = False

    @property
    def telling(self) -> tuple[str, ...]:
        return {
            "no guid": ("link", "content"),
            "no text": ("guid", "link"),
            "home page": ("guid", "content"),
            "one page": ("guid", "content"),
            "one guid": ("link", "content"),
        }.get(self.kind, ("guid", "link", "content"))

    def change(self, rungs: set[str]) -> None:
        """Give these rungs values that nothing had before."""
        for rung in rungs:
            self.versions[rung] += 1
        self.is_changed |= bool(rungs)

    def told(self, rng: random.Random) -> ParsedEntry:
        """Return it as the feed lists it now, with a date and a spelling of its link that mean nothing."""
        guid, link, content = (f"{self.number}-{version}" for version in self.versions.values())
        return ParsedEntry(
            guid={"no guid": "", "one guid": "https://news.example/"}.get(self.kind, f"guid-{guid}"),
            url=_spelled(rng, self.kind, link),
            title={"no title": "", "no text": "Weather report"}.get(self.kind, f"Title {content}"),
            text="" if self.kind == "no text" else f"Text {content}",
            published_at=rng.choice([None, NOON, NOON - dt.timedelta(days=rng.randrange(900))]),
            publisher=str(self.number),
        )


def _spelled(rng: random.Random, kind: str, link: str) -> str:
    path = {"home page": "/", "one page": "/changelog"}.get(kind, f"/news/{link}")
    host = rng.choice(["news.example", "www.news.example", "NEWS.example"])
    tail = rng.choice(["", "#top", "?utm_source=rss", "?fbclid=1&utm_medium=x"])
    return f"{rng.choice(['http', 'https'])}://{host}{path}{tail}"


class Publisher:
    """Lists a dozen articles at each poll: new ones, old ones that come back, in any order and partly changed."""

    def __init__(self, seed: int) -> None:
        self._rng = random.Random(seed)  # noqa: S311 - whims, not secrets
        self._pieces: list[Piece] = []
        self.listed: set[int] = set()

    def document(self) -> tuple[ParsedEntry, ...]:
        """Return the entries of the next poll."""
        rng = self._rng
        fresh = [
            self._write(kind) for kind in rng.choices(_KINDS, k=rng.randrange(4)) for _ in range(_group(kind))
        ]
        old = [piece for piece in self._pieces if piece not in fresh]
        back = rng.sample(old, min(len(old), rng.randrange(_LISTED)))
        if (
            sum(piece.kind == "one guid" for piece in fresh + back) == 1
        ):  # alone, its guid would look like one
            back = [piece for piece in back if piece.kind != "one guid"]
        for piece in back:
            piece.change(self._whim(piece))
        pieces = fresh + back
        rng.shuffle(pieces)
        self.listed |= {piece.number for piece in pieces}
        return tuple(entry for piece in pieces for entry in self._told(piece))

    def _write(self, kind: str) -> Piece:
        piece = Piece(len(self._pieces), kind)
        self._pieces.append(piece)
        return piece

    def _whim(self, piece: Piece) -> set[str]:
        """Choose rungs to change. All but the guid at once can happen once: a second time would be another article."""
        rng = self._rng
        if rng.random() < 0.5:
            return set()
        stays = rng.choice(piece.telling)
        rungs = {rung for rung in piece.telling if rung != stays and rng.random() < 0.7}
        is_move = stays == "guid" and rungs >= {"link", "content"}
        return {"content"} if is_move and piece.is_changed else rungs

    def _told(self, piece: Piece) -> list[ParsedEntry]:
        """Return the article, sometimes listed twice, as sites do that put it into two categories."""
        told = piece.told(self._rng)
        is_twice = piece.kind in {"plain", "no guid"} and self._rng.random() < 0.2
        again = replace(told, guid=told.guid and f"sports-{piece.number}")
        return [told, again] if is_twice else [told]


def _group(kind: str) -> int:
    """What is shared shows from the first by two who share it."""
    return 2 if kind in {"one page", "one guid"} else 1
