"""Conversing: what happens when a chat speaks to us."""

from bot.flows.converse.conversation import HOME, Conversation

__all__ = ["HOME", "Conversation"]
