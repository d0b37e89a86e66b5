"""Joins what is open: flows get their ports, chats get the conversation they report to."""

import datetime as dt

from bot.adapters.jobs import LocalJobs
from bot.app.app import App, Reading
from bot.app.chats import PageRecords, make_discord, make_page, make_slack
from bot.app.declaring import Declarations
from bot.core.entities import Platform
from bot.flows.converse import Conversation
from bot.flows.ledger import Budget
from bot.flows.needs import Needs
from bot.flows.notices import NoticeRules, Notices
from bot.flows.ports import Chat, Clock, LanguageModel, Store
from bot.settings import PAGE_CHANNEL, LanguageModelSettings, NoticesSettings, Settings

_MICROS = 1_000_000


def budget_of(settings: LanguageModelSettings | None) -> Budget:
    """Return what may be spent a day."""
    daily = settings.daily_budget if settings else None
    return Budget(daily_micros=None if daily is None else int(daily * _MICROS))


def join(
    settings: Settings,
    store: Store,
    clock: Clock,
    reading: Reading,
    language_model: LanguageModel | None,
    *,
    is_serving: bool,
) -> App:
    """Return the program. Without *is_serving* it has no chats: it looks things up."""
    jobs = LocalJobs()
    chats: dict[Platform, Chat] = {}  # filled below: chats speak to flows, and flows to chats
    needs = Needs(
        store=store,
        jobs=jobs,
        clock=clock,
        chats=chats,
        language_model=language_model,
        budget=budget_of(settings.language_model),
    )
    seeing_all = {Platform.TERMINAL, *([Platform.PAGE] if settings.page.sees_all else [])}
    conversation = Conversation(needs, [topic.declared() for topic in settings.topics], seeing_all)
    page = None
    if is_serving and settings.page.enabled:
        chats[Platform.PAGE] = page = make_page(
            settings, conversation, PageRecords(needs, conversation), clock
        )
    if is_serving:
        chats |= _remote_chats(settings, conversation, clock)
    return App(
        needs=needs,
        page=page,
        jobs=jobs,
        conversation=conversation,
        declarations=Declarations(settings, conversation, store, chats, clock),
        reading=reading,
        notices=Notices(needs, _notice_rules(settings.notices)),
    )


def _notice_rules(settings: NoticesSettings) -> NoticeRules:
    return NoticeRules(
        platform=settings.platform or Platform.PAGE,
        channel=settings.channel or PAGE_CHANNEL,
        after=dt.timedelta(hours=settings.failing_after_hours),
    )


def _remote_chats(settings: Settings, conversation: Conversation, clock: Clock) -> dict[Platform, Chat]:
    chats: dict[Platform, Chat] = {}
    if settings.slack.enabled:
        chats[Platform.SLACK] = make_slack(settings, conversation, clock)
    if settings.discord.enabled:
        chats[Platform.DISCORD] = make_discord(settings, conversation, clock)
    return chats
