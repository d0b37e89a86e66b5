"""What is shown before it is done, and who changed what."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from bot.core.entities.chats import Place
from bot.core.entities.ids import TopicId


class ProposalKind(StrEnum):
    """What is proposed of feeds."""

    ADD = "add"
    REMOVE = "remove"
    IMPORT = "import"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedFeed:
    """A feed that a proposal is about. *url* is its whole address."""

    url: str
    title: str = ""
    site_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A change of a topic's feeds that waits for a yes, known by *key* in its channel. *settled_at*: when it got its answer.

    To be added is one of *feeds*, as chosen; removed or imported are all of them.
    """

    key: str
    place: Place
    topic_id: TopicId
    kind: ProposalKind
    feeds: tuple[ProposedFeed, ...]
    by: str
    at: dt.datetime
    settled_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Who changed what of a topic, and when. *channel* "": of the whole workspace, as feeds are, so it may be seen in all of it.

    *what* is shown as it is, so it holds no secret.
    """

    topic_id: TopicId
    channel: str
    by: str
    what: str
    at: dt.datetime
