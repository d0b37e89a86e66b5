"""What can be measured."""

from enum import StrEnum


class Task(StrEnum):
    """A task: entries put into stories, claims held against documents, stories told in three bullets, questions answered."""

    GROUPING = "grouping"
    GROUNDING = "grounding"
    SUMMARIES = "summaries"
    ANSWERS = "answers"
