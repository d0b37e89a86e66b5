"""Slack: a Bolt app, in Socket Mode or over HTTP, Block Kit messages, and the manifest that installs it."""

from bot.adapters.slack.app import SlackChat
from bot.adapters.slack.granting import Credentials
from bot.adapters.slack.http import HttpSlackChat, SlackApp
from bot.adapters.slack.manifest import manifest

__all__ = ["Credentials", "HttpSlackChat", "SlackApp", "SlackChat", "manifest"]
