"""What tests of summaries share: a story, a language model's replies about it, and how it is summarized with a real store."""

import asyncio
import datetime as dt
import json
from collections.abc import Callable
from typing import Any

from bot.adapters.article_extractor.languages import detected_language
from bot.core.entities import Bullet, Cap, Story, Summary
from bot.flows.ports import LanguageModel, Store
from bot.flows.summarize import Budget, Ledger, summarize_story
from tests.core.articles import article, story
from tests.fakes.clock import FakeClock

TRUE = [
    {"text": "Nordvolt prepares a factory in Gdansk with 420 jobs.", "sentences": [1]},
    {"text": "A new power line for the plant takes 14 months to build.", "sentences": [6]},
    {"text": "The price of electricity is the biggest question for the plan.", "sentences": [10]},
]
GERMAN = [
    {"text": "Nordvolt bereitet in Gdansk eine Fabrik mit 420 Arbeitsplätzen vor.", "sentences": [1]},
    {"text": "Eine neue Stromleitung für das Werk braucht 14 Monate Bauzeit.", "sentences": [6]},
    {"text": "Der Preis des Stroms ist die größte offene Frage des Vorhabens.", "sentences": [10]},
]
INVENTED = {"text": "Nordvolt will hire 9,700 people in Bavaria.", "sentences": [6]}

Summarize = Callable[..., Any]


def reply(*bullets: dict[str, Any], **changes: Any) -> str:
    """A language model's reply with these bullets."""
    said = {
        "title": "Nordvolt prepares a factory in Gdansk",
        "bullets": list(bullets),
        "tags": ["nordvolt", "gdansk"],
    }
    return json.dumps({**said, **changes})


def summarizer(store: Store, told: Story | None = None) -> Summarize:
    """Return what summarizes *told* (else a story of one article) with the language models that it is given."""

    async def summarize(*language_models: LanguageModel, **changes: Any) -> Summary:
        ledger = Ledger(
            store=changes.pop("store", store),
            clock=changes.pop("clock", FakeClock()),
            budget=changes.pop("budget", Budget()),
            language_models=language_models,
            workspace_id=changes.pop("workspace_id", None),
            pause=changes.pop("pause", asyncio.sleep),
        )
        settings: dict[str, Any] = {"language": "en", "aliases": {}, **changes}
        about = settings.pop("told", told or story(article("en")))
        return await summarize_story(about, ledger=ledger, detect_language=detected_language, **settings)

    return summarize


def texts(bullets: tuple[Bullet, ...]) -> list[str]:
    """What the bullets say."""
    return [bullet.text for bullet in bullets]


async def usages(store: Store) -> int:
    """What all calls have cost, when each costs one millionth."""
    return await store.spent_micros(Cap(micros=0, since=dt.datetime(2000, 1, 1, tzinfo=dt.UTC)))
