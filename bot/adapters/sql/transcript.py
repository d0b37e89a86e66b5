"""Messages as rows: a body is kept as JSON beside the name of its kind."""

from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.sql import schema
from bot.adapters.sql.engine import Database
from bot.adapters.sql.rows import place_of, read, values
from bot.core.entities import Answer, Body, Message, NextEdition, Notice, Posted, Said, StoryList

_KINDS: dict[str, type[Body]] = {
    "said": Said,
    "posted": Posted,
    "notice": Notice,
    "story_list": StoryList,
    "answer": Answer,
    "next_edition": NextEdition,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}
_ADAPTERS: dict[str, TypeAdapter[Any]] = {name: TypeAdapter(kind) for name, kind in _KINDS.items()}


async def add_to_transcript(database: Database, connection: AsyncConnection, message: Message) -> None:
    """Add a message; one with a known place and id is passed over."""
    name = _NAMES[type(message.body)]
    new = values(message, leave={"place", "id", "body"}) | {
        "workspace_id": message.place.workspace_id,
        "channel": message.place.channel,
        "message_id": message.id,
        "kind": name,
        "body": _ADAPTERS[name].dump_python(message.body, mode="json"),
    }
    await connection.execute(database.insert(schema.message).values(new).on_conflict_do_nothing())


def read_message(row: sa.RowMapping) -> Message:
    """Return the message of a row that is joined to its workspace."""
    body: Body = _ADAPTERS[row["kind"]].validate_python(row["body"])
    return read(Message, row, id=row["message_id"], place=place_of(row), body=body)
