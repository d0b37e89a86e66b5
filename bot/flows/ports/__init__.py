"""What the flows ask of the outside world. Each method's docstring says what it may raise."""

from bot.flows.ports.chatting import Chat, Inbound, Pace, PageData, Progress, Sight
from bot.flows.ports.correcting import CorrectionDesk, CorrectionStore
from bot.flows.ports.curating import FeedLists, FeedTools, LinkFinder, LinkStore, Looking
from bot.flows.ports.editions import EditionStore
from bot.flows.ports.feeds import FeedStore
from bot.flows.ports.installations import InstallationStore
from bot.flows.ports.newsroom import NewsroomData, NewsroomStore
from bot.flows.ports.opinions import OpinionStore
from bot.flows.ports.reading import (
    ArticleExtractor,
    FeedParser,
    Fetched,
    Fetcher,
    NotModified,
    Validators,
)
from bot.flows.ports.running import Clock, Handlers, Job, JobName, Jobs
from bot.flows.ports.stories import StoryStore
from bot.flows.ports.storing import Store
from bot.flows.ports.subscriptions import SubscriptionStore
from bot.flows.ports.summaries import SummaryStore
from bot.flows.ports.threads import ThreadStore
from bot.flows.ports.writing import LanguageDetector, LanguageModel

__all__ = [
    "ArticleExtractor",
    "Chat",
    "Clock",
    "CorrectionDesk",
    "CorrectionStore",
    "EditionStore",
    "FeedLists",
    "FeedParser",
    "FeedStore",
    "FeedTools",
    "Fetched",
    "Fetcher",
    "Handlers",
    "Inbound",
    "InstallationStore",
    "Job",
    "JobName",
    "Jobs",
    "LanguageDetector",
    "LanguageModel",
    "LinkFinder",
    "LinkStore",
    "Looking",
    "NewsroomData",
    "NewsroomStore",
    "NotModified",
    "OpinionStore",
    "Pace",
    "PageData",
    "Progress",
    "Sight",
    "Store",
    "StoryStore",
    "SubscriptionStore",
    "SummaryStore",
    "ThreadStore",
    "Validators",
]
