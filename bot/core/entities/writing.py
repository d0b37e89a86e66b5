"""What we wrote: summaries of stories, answers to questions, and the sentences that both rest on."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.core.entities.actions import Action
from bot.core.entities.ids import EntryId, SummaryKey, WorkspaceId

EXTRACTS = "extracts"
"""The writer's name when no language model wrote: the sentences are the publishers' own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """The sentence something rests on, and where it stands."""

    entry_id: EntryId
    sentence: str
    url: str
    publisher: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullet:
    """One sentence with its citations. *is_quotation*: the publisher's own words, put in because ours failed the check."""

    text: str
    citations: tuple[Citation, ...]
    is_quotation: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A story in our words (or in extracts): a title, three bullets, two to five tags.

    *writer* is `EXTRACTS` or the language model's name. *fell_back* counts bullets replaced by quotations.
    """

    key: SummaryKey
    title: str
    bullets: tuple[Bullet, ...]
    tags: tuple[str, ...]
    language: str
    writer: str

    @property
    def fell_back(self) -> int:
        """How many bullets failed the check and were replaced by the publisher's own sentence."""
        return sum(bullet.is_quotation for bullet in self.bullets)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownTag:
    """A tag that a topic used before: the *label* that is shown for a *key*, the form in which spellings are compared."""

    key: str
    label: str
    uses: int
    used_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSentence:
    """One sentence of an answer. It always has citations, unless it tells of our own records."""

    text: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer to a question, or an honest refusal: then *sentences* holds the nearest that the sources do say, if any.

    *language* is that of our own words around them; *actions*: how it can be judged.
    """

    question: str
    sentences: tuple[AnswerSentence, ...]
    is_refusal: bool
    writer: str
    language: str = "en"
    actions: tuple[Action, ...] = ()


class Outcome(StrEnum):
    """What became of a call: under way (or nobody lived to see its end), replied, declined, or never answered."""

    ASKED = "asked"
    REPLIED = "replied"
    DECLINED = "declined"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What one call of a language model used, and for which workspace (None: for nobody in particular).

    *cost_micros* is in millionths of the currency of the price list; while the call is under way, the most it may cost.
    """

    at: dt.datetime
    purpose: str
    writer: str
    prompt_tokens: int
    completion_tokens: int
    cost_micros: int
    workspace_id: WorkspaceId | None = None
    outcome: Outcome = Outcome.REPLIED


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """What calls *since* then may cost together, those under way included: in one workspace, or in all (None)."""

    micros: int
    since: dt.datetime
    workspace_id: WorkspaceId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageTotal:
    """What the calls of a day (UTC) used that are alike: for one workspace ("" for none), writer and purpose, with one outcome."""

    day: dt.date
    workspace: str
    writer: str
    purpose: str
    outcome: Outcome
    calls: int
    prompt_tokens: int
    completion_tokens: int
    cost_micros: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """What a language model is asked. *instructions* are fixed (so that servers can cache them); *content* is fenced data.

    *schema* is a JSON schema of the reply, named *schema_name*; every property is required and nothing else allowed.
    *is_awaited*: somebody asked and waits, so it goes before what nobody waits for.
    """

    purpose: str
    instructions: str
    content: str
    schema_name: str
    schema: Mapping[str, object]
    is_awaited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """What a language model replied, as text, and what it used."""

    text: str
    writer: str
    prompt_tokens: int
    completion_tokens: int
    cost_micros: int
