"""What labelled data looks like: a model for each kind of line. Labels may be missing; what else is in a line is ignored."""

import datetime as dt
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

Filled = Annotated[str, Field(min_length=1)]


def _in_utc(instant: dt.datetime) -> dt.datetime:
    """Take an instant without a zone for one in UTC."""
    try:
        return instant.replace(tzinfo=dt.UTC) if instant.tzinfo is None else instant.astimezone(dt.UTC)
    except OverflowError as error:
        raise ValueError("there is no such instant in UTC") from error


Instant = Annotated[dt.datetime, AfterValidator(_in_utc)]


class _Object(BaseModel):
    """A JSON object; null is as good as missing, and a number may stand for a text."""

    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True)

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {name: each for name, each in value.items() if each is not None}


class Row(_Object):
    """A line. *collection*: the set that its figures count for."""

    id: Filled
    collection: str = Field(default="", alias="set")


class EntryRow(Row):
    """An entry to be put into a story."""

    title: str
    text: str = ""
    publisher: str = ""
    published_at: Instant | None = None
    url: str = ""
    language: str = ""
    story: Filled | None = None


class ClaimRow(Row):
    """A claim to be held against a document. *language* is the claim's, *document_language* the document's."""

    document: str
    claim: Filled
    language: str = ""
    document_language: str = ""
    supported: bool | None = None
    pair: str = ""


class DocumentForm(_Object):
    """A document of a story."""

    title: str = ""
    text: str
    publisher: str = ""
    url: str = ""
    language: str = ""


class StoryRow(Row):
    """A story to be summarized, and what a person wrote about it."""

    documents: tuple[DocumentForm, ...] = Field(min_length=1)
    reference: Filled | None = None


class PassageRow(Row):
    """A text that answers are looked for in."""

    title: str = ""
    text: str
    language: str = ""


class QuestionRow(Row):
    """A question. *gold*: the passages that hold the answer; *without*: passages to leave out, so that a refusal is right."""

    question: Filled
    answers: tuple[str, ...] = ()
    gold: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    @property
    def is_labelled(self) -> bool:
        """Whether it is known what the right answer is."""
        return bool(self.gold or self.without)

    @property
    def gold_there(self) -> frozenset[str]:
        """The passages that hold the answer and are there; none where they are left out."""
        return frozenset() if self.without else frozenset(self.gold)
