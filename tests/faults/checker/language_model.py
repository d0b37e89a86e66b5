"""The language model: every call in the ledger, and nothing asked again that was answered and kept.

A call's number is the count of tokens that it said to have written, so a row that `replied` names its call.
"""

import datetime as dt
import json
from collections import Counter, defaultdict
from collections.abc import Iterator

from tests.faults.checker.evidence import Evidence, Violation, instant

_WRONG = dt.timedelta(minutes=90)
"""How far the clock that stamped a summary may be off the world's."""


def ledger_is_true(evidence: Evidence) -> Iterator[Violation]:
    """Each row that says it was replied to is one call that was answered, at its price; no call has two."""
    answered = {line["number"] for line in evidence.histories["language_model"] if line["end"] == "answered"}
    replied = Counter(
        row["completion_tokens"] for row in evidence.tables["usage"] if row["outcome"] == "replied"
    )
    for number, count in replied.items():
        if number not in answered:
            yield Violation("paid for nothing", f"the ledger has call {number}, which was never answered")
        if count > 1:
            yield Violation("paid twice", f"the ledger has call {number} in {count} rows")
    for row in evidence.tables["usage"]:
        price = row["prompt_tokens"] + row["completion_tokens"]
        if row["outcome"] == "replied" and row["cost_micros"] != price:
            yield Violation(
                "wrong price", f"call {row['completion_tokens']}: {row['cost_micros']} instead of {price}"
            )


def calls_are_written_down(evidence: Evidence) -> Iterator[Violation]:
    """Each answered call is in the ledger, or its row is one of those whose outcome stayed unknown: asked, or failed."""
    replied = {row["completion_tokens"] for row in evidence.tables["usage"] if row["outcome"] == "replied"}
    unknown = sum(row["outcome"] in {"asked", "failed"} for row in evidence.tables["usage"])
    missing = [
        line["number"]
        for line in evidence.histories["language_model"]
        if line["end"] == "answered" and line["number"] not in replied
    ]
    if len(missing) > unknown:
        what = (
            f"{len(missing)} answers have no row ({missing}), but only {unknown} rows have no known outcome"
        )
        yield Violation("call not in the ledger", what)


def nothing_is_asked_again(evidence: Evidence) -> Iterator[Violation]:
    """Once a summary is kept, its story is not asked about again: the same sources, in the same kind of prompt.

    What is promised is just that. An answer that was lost before it was kept (its asker died, the database refused) is asked for
    again; so is one that could not be used.
    """
    kept: dict[str, dt.datetime] = {}
    for row in evidence.tables["summary"]:
        at = instant(row["written_at"])
        kept[row["title"]] = max(at, kept.get(row["title"], at))
    told: dict[tuple[str, bool], list[dt.datetime]] = defaultdict(list)
    titles: dict[str, str] = {}
    for line in evidence.histories["language_model"]:
        if line["purpose"] != "sources":
            continue
        if line["is_honest"] and line["end"] == "answered":
            titles[line["about"]] = json.loads(line["reply"])["title"]
        told[line["about"], line["is_repair"]].append(instant(line["at"]))
    for (about, is_repair), instants in told.items():
        kept_at = kept.get(titles.get(about, ""))
        for at in instants if kept_at else []:
            if kept_at and at > kept_at + _WRONG:
                what = (
                    f"“{titles[about]}” (repair: {is_repair}) was kept at {kept_at} and asked about at {at}"
                )
                yield Violation("asked again", what)
