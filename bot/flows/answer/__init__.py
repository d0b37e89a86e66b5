"""Answering: a question in a thread -> passages -> answer -> check -> reply, or an honest "the sources do not say".

Passages come from the edition of the thread first, then from the archive of its topic. What people say in threads that
are not ours, and do not say to us, is not recorded.
"""

from bot.flows.answer.replying import answer, answer_due, hear
from bot.flows.answer.searching import ARCHIVE_ENTRIES, answer_from, answer_topic, archive

__all__ = ["ARCHIVE_ENTRIES", "answer", "answer_due", "answer_from", "answer_topic", "archive", "hear"]
