"""A second opinion: a language model on a claim that the check without one can neither fail nor pass with confidence.

It is asked only about doubtful claims. What is plainly invented (a number, a name, a date) fails whatever it thinks.
"""

from collections.abc import Sequence

import structlog

from bot.core.errors import LanguageModelError
from bot.core.prompts import held_by, opinion_prompt, parse_opinion, room_for
from bot.flows.ledger import Writer

log = structlog.get_logger()


async def second_opinion(writer: Writer, claim: str, sentences: Sequence[str]) -> bool | None:
    """Return whether *writer* finds *claim* in *sentences*; None where it has no usable opinion, and the first one stands."""
    shown = sentences[: held_by(room_for(writer.context_tokens), sentences)]
    try:
        return parse_opinion(await writer.complete(opinion_prompt(claim, shown)), shown=len(shown))
    except LanguageModelError as error:
        log.warning("no_second_opinion", writer=writer.name, kind=type(error).__name__, error=str(error))
        return None
