"""Processes: they end when somebody makes them, and for no other reason."""

from collections.abc import Iterator

from tests.faults.checker.evidence import Evidence, Row, Violation

_STARTING = 10.0
_AFTERWARDS = 20.0
"""Seconds for which a process counts as starting, and after a fault of the database in which it may find none to start with."""


def end_only_when_told(evidence: Evidence) -> Iterator[Violation]:
    """A fault elsewhere ends no process, and one that is told to end does so in time, and well.

    One that starts, and finds no database to work with, says so and ends: whatever runs it tries again.
    """
    started: dict[str, Row] = {}
    for line in evidence.histories["processes"]:
        if line["what"] == "started":
            started[line["name"]] = line
        elif line["what"] == "did not end":
            yield Violation("process did not end", f"{line['name']} at {line['at']}")
        elif not line["why"] and not _found_no_database(evidence, started[line["name"]], line):
            yield Violation("process ended by itself", f"{line['name']} at {line['at']} with {line['code']}")


def _found_no_database(evidence: Evidence, started: Row, ended: Row) -> bool:
    is_starting = ended["second"] - started["second"] < _STARTING
    return is_starting and any(
        0 <= ended["second"] - fault["second"] < _AFTERWARDS
        for fault in evidence.histories["faults"]
        if fault["kind"].startswith(("database", "disk"))
    )
