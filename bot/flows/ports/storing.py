"""Port to the database. It speaks the domain; every method is one transaction.

All raise `StoreError` when the database fails. Instants are aware UTC. "Claim" methods take a lease until an instant:
whoever holds it works, and a lease that ran out is simply due again.
"""

from typing import Protocol

from bot.flows.ports.correcting import CorrectionStore
from bot.flows.ports.curating import LinkStore
from bot.flows.ports.editions import EditionStore
from bot.flows.ports.feeds import FeedStore
from bot.flows.ports.finding import FindingStore
from bot.flows.ports.installations import InstallationStore
from bot.flows.ports.newsroom import NewsroomStore
from bot.flows.ports.opinions import OpinionStore
from bot.flows.ports.proposals import ProposalStore
from bot.flows.ports.pruning import PruningStore
from bot.flows.ports.stories import StoryStore
from bot.flows.ports.subscriptions import SubscriptionStore
from bot.flows.ports.summaries import SummaryStore
from bot.flows.ports.tags import TagStore
from bot.flows.ports.threads import ThreadStore
from bot.flows.ports.vitals import VitalsStore


class Store(
    FeedStore,
    FindingStore,
    LinkStore,
    StoryStore,
    SummaryStore,
    TagStore,
    SubscriptionStore,
    InstallationStore,
    EditionStore,
    CorrectionStore,
    OpinionStore,
    ThreadStore,
    ProposalStore,
    NewsroomStore,
    PruningStore,
    VitalsStore,
    Protocol,
):
    """The whole database."""
