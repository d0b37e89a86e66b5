"""The checker: what newsthread promises, held against the database and against what the world remembers.

It shares no code with the program. It reads tables with plain SQL and histories as JSON lines, and says what is wrong in
words. Each rule is a function from `Evidence` to violations; `RULES` has all of them.
"""

from collections.abc import Callable, Iterable, Sequence

from tests.faults.checker import (
    corrections,
    editions,
    entries,
    language_model,
    messages,
    processes,
    telling,
    wishes,
)
from tests.faults.checker.evidence import Evidence, Violation, read_evidence
from tests.faults.checker.settling import is_settled, left_over

__all__ = ["RULES", "Evidence", "Violation", "check", "is_settled", "read_evidence"]

RULES: Sequence[Callable[[Evidence], Iterable[Violation]]] = (
    editions.published_once,
    editions.windows_meet,
    telling.told_once,
    telling.articles_told_once,
    corrections.what_is_done_is_kept,
    corrections.flags_are_heeded,
    corrections.messages_show_corrections,
    corrections.what_is_withdrawn_stays_so,
    wishes.what_is_shared_stands_there,
    wishes.what_is_asked_for_comes_once,
    messages.stand_once,
    messages.are_known,
    messages.match_their_deliveries,
    messages.are_uncertain_for_a_reason,
    messages.answers_stand_once,
    language_model.ledger_is_true,
    language_model.calls_are_written_down,
    language_model.nothing_is_asked_again,
    entries.stored_once,
    entries.nothing_is_lost,
    entries.all_are_decided,
    processes.end_only_when_told,
    left_over,
)


def check(evidence: Evidence) -> list[Violation]:
    """Return all violations."""
    return [violation for rule in RULES for violation in rule(evidence)]
