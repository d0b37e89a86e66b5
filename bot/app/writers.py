"""Who writes: the language models that the settings name, and what tells in which language they wrote.

Both are loaded only where they are used.
"""

import contextlib
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from bot.flows.ports import Clock
from bot.settings import Settings, WriterSettings

if TYPE_CHECKING:
    from bot.adapters.openai_model import OpenAIModel


@contextlib.asynccontextmanager
async def open_language_models(settings: Settings, clock: Clock) -> AsyncIterator[tuple["OpenAIModel", ...]]:
    """Open the connections to the language models, the best first; there may be none."""
    wanted = settings.language_model
    if wanted is None or not wanted.name:
        yield ()
        return
    async with contextlib.AsyncExitStack() as stack:
        opened = [
            _language_model(each, key, clock)
            for each, key in ((wanted, _key(settings)), (wanted.cheaper, _cheaper_key(settings)))
            if each
        ]
        for one in opened:
            stack.push_async_callback(one.aclose)
        yield tuple(opened)


def _language_model(wanted: WriterSettings, key: str, clock: Clock) -> "OpenAIModel":
    from bot.adapters.openai_model import OpenAIModel, Prices  # noqa: PLC0415 -- a second of start-up, for those who use it

    return OpenAIModel(
        name=wanted.name,
        base_url=wanted.base_url,
        api_version=wanted.api_version,
        key=key,
        clock=clock,
        timeout=wanted.timeout_seconds,
        at_once=wanted.at_once,
        max_tokens=wanted.max_tokens,
        context_tokens=wanted.context_tokens,
        temperature=wanted.temperature,
        prices=Prices(prompt=wanted.input_price, completion=wanted.output_price),
    )


def _key(settings: Settings) -> str:
    key = settings.secrets.openai_api_key
    return key.get_secret_value() if key else ""


def _cheaper_key(settings: Settings) -> str:
    """Return the cheaper one's own key; the first one's only where both ask the same server: a key is no one else's business."""
    own, wanted = settings.secrets.cheaper_api_key, settings.language_model
    if own:
        return own.get_secret_value()
    is_same = wanted and wanted.cheaper and wanted.cheaper.base_url == wanted.base_url
    return _key(settings) if is_same else ""


def detect_language(text: str) -> str:
    """Return the language of *text*; "" where it is too short to be sure."""
    from bot.adapters.article_extractor.languages import detected_language  # noqa: PLC0415 -- 8 MiB, for those who use it

    return detected_language(text)
