"""Answering: a question in a thread -> passages -> answer -> check -> reply, or an honest "the sources do not say".

Passages come from the edition of the thread first, then from the archive of its topic. What people say in threads that
are not ours, and do not say to us, is not recorded.
"""

from bot.flows.answer.replying import answer, answer_due, hear
from bot.flows.answer.searching import answer_topic

__all__ = ["answer", "answer_due", "answer_topic", "hear"]
