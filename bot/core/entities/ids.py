"""Identifiers: integers from our own tables, each with a type of its own so that they cannot be mixed up."""

from typing import NewType

WorkspaceId = NewType("WorkspaceId", int)
FeedId = NewType("FeedId", int)
EntryId = NewType("EntryId", int)
StoryId = NewType("StoryId", int)
TopicId = NewType("TopicId", int)
SubscriptionId = NewType("SubscriptionId", int)
EditionId = NewType("EditionId", int)
DeliveryId = NewType("DeliveryId", int)
FlagId = NewType("FlagId", int)
QuestionId = NewType("QuestionId", int)
CallId = NewType("CallId", int)
SummaryKey = NewType("SummaryKey", str)
"""Hash of everything a summary depends on: the entries' content, prompt version, language and writer."""
