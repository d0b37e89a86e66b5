"""Joins what is open: flows get their ports, chats get the conversation they report to."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.app.app import App
from bot.app.chats import PageRecords, make_discord, make_http_slack, make_page, make_slack
from bot.app.declaring import Declarations
from bot.app.engine import Engine
from bot.app.reading import Reading
from bot.app.roles import Role, listens
from bot.app.writers import detect_language
from bot.core.entities import Platform
from bot.core.rights import Rights
from bot.flows.converse import Conversation
from bot.flows.ledger import Budget
from bot.flows.needs import Needs
from bot.flows.notices import NoticeRules, Notices
from bot.flows.pacing import Pace
from bot.flows.ports import Chat, FeedTools, LanguageModel
from bot.flows.prune import Retention
from bot.settings import (
    PAGE_CHANNEL,
    LanguageModelSettings,
    NoticesSettings,
    RetentionSettings,
    RightsSettings,
    Settings,
)

if TYPE_CHECKING:
    from bot.adapters.page import Served

_MICROS = 1_000_000


def budget_of(settings: LanguageModelSettings | None) -> Budget:
    """Return what may be spent a day."""
    if settings is None:
        return Budget()
    return Budget(
        daily_micros=_micros(settings.daily_budget),
        workspace_micros=_micros(settings.workspace_daily_budget),
        kept_for_cheaper=settings.cheaper.budget_share if settings.cheaper else 0.0,
    )


def _micros(budget: float | None) -> int | None:
    return None if budget is None else round(budget * _MICROS)


def rights_of(settings: RightsSettings) -> Rights:
    """Return who may change what."""
    return Rights(channels=settings.channels, feeds=settings.feeds, people=frozenset(settings.people))


def retention_of(settings: RetentionSettings) -> Retention:
    """Return how long things are kept."""
    return Retention(
        news=dt.timedelta(days=settings.entries_days), transcript=dt.timedelta(days=settings.transcript_days)
    )


def join(
    settings: Settings,
    reading: Reading,
    language_models: Sequence[LanguageModel],
    engine: Engine,
    *,
    tools: FeedTools,
    is_serving: bool,
) -> App:
    """Return the program. Without *is_serving* it has no chats: it looks things up."""
    store, clock = reading.store, reading.clock
    chats: dict[Platform, Chat] = {}  # filled below: chats speak to flows, and flows to chats
    needs = Needs(
        store=store,
        jobs=engine.jobs,
        clock=clock,
        chats=chats,
        language_models=language_models,
        detect_language=detect_language,
        budget=budget_of(settings.language_model),
        wants_opinions=settings.language_model is not None and settings.language_model.second_opinion,
    )
    seeing_all = {Platform.TERMINAL, *([Platform.PAGE] if settings.page.sees_all else [])}
    declared = [topic.declared() for topic in settings.topics]
    conversation = Conversation(needs, declared, tools, seeing_all, rights_of(settings.rights))
    page = None
    beside: dict[str, Served] = {}
    if is_serving:
        remote, beside = _remote_chats(settings, conversation, needs, engine.role)
        chats |= remote
    if is_serving and settings.page.enabled:
        records = PageRecords(needs, conversation, tools.lists)
        is_alone = engine.role is Role.ALL
        chats[Platform.PAGE] = page = make_page(
            settings, conversation, records, clock, follows=not is_alone, beside=beside
        )
    return App(
        needs=needs,
        tools=tools,
        page=page if Platform.PAGE in listens(engine.role) else None,
        engine=engine,
        conversation=conversation,
        declarations=Declarations(settings, conversation, store, chats, clock),
        reading=reading,
        retention=retention_of(settings.retention),
        notices=Notices(needs, _notice_rules(settings.notices)),
    )


def _notice_rules(settings: NoticesSettings) -> NoticeRules:
    return NoticeRules(
        platform=settings.platform or Platform.PAGE,
        channel=settings.channel or PAGE_CHANNEL,
        after=dt.timedelta(hours=settings.failing_after_hours),
    )


def _remote_chats(
    settings: Settings, conversation: Conversation, needs: Needs, role: Role
) -> "tuple[dict[Platform, Chat], dict[str, Served]]":
    """Return the chats of platforms that are switched on, and what the page's server answers for them in this process."""
    chats: dict[Platform, Chat] = {}
    beside: dict[str, Served] = {}
    pace = Pace(needs.store, needs.clock).turn
    if settings.slack.enabled and settings.slack.public_url:
        slack = make_http_slack(settings, conversation, needs.store, needs.clock, pace)
        chats[Platform.SLACK] = slack
        if Platform.SLACK in listens(role):
            beside["/slack/"] = slack.web()
    elif settings.slack.enabled:
        chats[Platform.SLACK] = make_slack(settings, conversation, needs.clock, pace)
    if settings.discord.enabled:
        chats[Platform.DISCORD] = make_discord(settings, conversation, needs.clock)
    return chats, beside
