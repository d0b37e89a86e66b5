"""Slack: a Bolt app in Socket Mode, Block Kit messages, and the manifest that installs it."""

from bot.adapters.slack.app import SlackChat
from bot.adapters.slack.manifest import manifest

__all__ = ["SlackChat", "manifest"]
