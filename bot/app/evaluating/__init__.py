"""Measures quality on labelled data, by the very code that the bot runs: what `newsthread eval` does.

It refuses to tune anything: there is one setting, and it is the bot's.
"""

from bot.app.evaluating.evaluation import evaluate, read, steps
from bot.app.evaluating.outcome import Outcome, SetOutcome
from bot.app.evaluating.reading import write_lines

__all__ = ["Outcome", "SetOutcome", "evaluate", "read", "steps", "write_lines"]
