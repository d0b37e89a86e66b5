"""Invented publishers on this machine: real feeds and pages for the demo, over real HTTP, without a network.

It serves on loopback only, and only what its content folder says.
"""

from bot.adapters.demo_publisher.content import DemoEntry, DemoPublisher, FeedFormat, read_publishers
from bot.adapters.demo_publisher.server import DemoSite, open_demo_site

__all__ = ["DemoEntry", "DemoPublisher", "DemoSite", "FeedFormat", "open_demo_site", "read_publishers"]
