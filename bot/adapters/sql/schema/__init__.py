"""The tables. They are the only truth: what runs the jobs may be emptied at any moment without loss or repetition.

What belongs to a workspace (topics, and through them feed links; subscriptions, editions, transcripts, questions)
says so; feeds, entries and stories are shared by all. No id is ever given twice.
"""

from bot.adapters.sql.schema.editions import delivery, edit, edition, edition_item
from bot.adapters.sql.schema.installations import installation
from bot.adapters.sql.schema.making import metadata
from bot.adapters.sql.schema.opinions import flag, judgement, steer
from bot.adapters.sql.schema.proposals import change, proposal
from bot.adapters.sql.schema.reading import (
    entry,
    entry_form,
    entry_text,
    feed,
    former_url,
    headline_word,
    horizon,
)
from bot.adapters.sql.schema.stories import decision, entry_features, lease, mark, story, summary, term, usage
from bot.adapters.sql.schema.threads import chat_event, message, question, thread
from bot.adapters.sql.schema.topics import (
    asked_edition,
    channel_filter,
    mute,
    story_tag,
    subscription,
    tag,
    topic,
    topic_feed,
    workspace,
)

REVISION = "0020"
"""The newest migration: what `metadata` describes."""

__all__ = [
    "REVISION",
    "asked_edition",
    "change",
    "channel_filter",
    "chat_event",
    "decision",
    "delivery",
    "edit",
    "edition",
    "edition_item",
    "entry",
    "entry_features",
    "entry_form",
    "entry_text",
    "feed",
    "flag",
    "former_url",
    "headline_word",
    "horizon",
    "installation",
    "judgement",
    "lease",
    "mark",
    "message",
    "metadata",
    "mute",
    "proposal",
    "question",
    "steer",
    "story",
    "story_tag",
    "subscription",
    "summary",
    "tag",
    "term",
    "thread",
    "topic",
    "topic_feed",
    "usage",
    "workspace",
]
