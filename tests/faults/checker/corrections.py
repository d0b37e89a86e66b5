"""What was put right: it stands on the posted messages, once, and what was taken back stays so."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from tests.faults.checker.evidence import Evidence, Row, Violation, document
from tests.faults.checker.messages import posted_by_key

_TAKEN_BACK = re.compile(r"Withdrawn |there is nothing here any more")
_CORRECTED = re.compile(r"\bCorrected (?=\d)")
_THANKED = "it is put right"


def what_is_done_is_kept(evidence: Evidence) -> Iterator[Violation]:
    """What somebody at the terminal was told is done is kept in the edition that they named, once; what failed is kept once at most."""
    editions = evidence.by_id("edition")
    for line in evidence.histories["people"]:
        if line["what"] not in {"done", "refused", "gave up"}:
            continue
        edition = editions.get(line["edition"])
        kept = sum(each["reason"] == line["case"] for each in _corrections(edition)) if edition else 0
        if kept > 1 or (line["what"] == "done" and not kept):
            what = f"edition {line['edition']}: {line['act']} ({line['case']}) was {line['what']}, and is kept {kept} times"
            yield Violation("correction lost or doubled", what)


def flags_are_heeded(evidence: Evidence) -> Iterator[Violation]:
    """Whoever was told that a flagged sentence is put right finds that in the edition."""
    editions = evidence.by_id("edition")
    for line in evidence.happened("people", "told"):
        if line["text"].startswith("flag ") and _THANKED in line["answer"]:
            number = int(line["text"].split()[1].partition(".")[0])
            if number in editions and not _corrections(editions[number]):
                yield Violation("correction lost or doubled", f"edition {number}: {line['text']} was heeded")


def messages_show_corrections(evidence: Evidence) -> Iterator[Violation]:
    """The messages of an edition say what was put right, each once, and no longer what was wrong."""
    said = _said(evidence)
    for edition in evidence.tables["edition"]:
        kept = _corrections(edition)
        standing = said.get(edition["id"], [])
        if not kept or not standing or _is_taken_back(edition):
            continue
        words = " ".join(states[-1]["words"] for states in standing)
        where = f"channel {edition['channel']}, edition {edition['id']}"
        shown = len(_CORRECTED.findall(words))
        if shown != len(kept):
            yield Violation("correction not shown", f"{where}: {len(kept)} corrections, {shown} are shown")
        for case, count in Counter(re.findall(r"\bcase\d+\b", words)).items():
            if count > 1:
                yield Violation("correction not shown", f"{where}: {case} is shown {count} times")
        for each in kept:
            if each["kind"] == "bullet" and each["before"] in words:
                yield Violation("correction not shown", f"{where}: “{each['before']}” still stands there")


def what_is_withdrawn_stays_so(evidence: Evidence) -> Iterator[Violation]:
    """The messages of a withdrawn edition say so and lead nowhere, and never say anything else again."""
    said = _said(evidence)
    for edition in filter(_is_taken_back, evidence.tables["edition"]):
        for states in said.get(edition["id"], []):
            reads = [_reads_taken_back(state) for state in states]
            where = f"channel {edition['channel']}, edition {edition['id']}, message {states[0]['id']}"
            if not reads[-1]:
                yield Violation("not withdrawn", f"{where}: it still tells {', '.join(states[-1]['links'])}")
            elif not all(reads[reads.index(True) :]):
                yield Violation("not withdrawn", f"{where}: it was told again meanwhile")


def _reads_taken_back(state: Row) -> bool:
    return bool(_TAKEN_BACK.search(state["words"])) and not state["links"]


def _is_taken_back(edition: Row) -> bool:
    return any(each["kind"] == "withdrawn" for each in _corrections(edition))


def _corrections(edition: Row) -> list[Row]:
    return list(document(edition.get("corrections")) or ())


def _said(evidence: Evidence) -> dict[int, list[list[Row]]]:
    """Return, by edition, what each of its messages said, from when it was posted on."""
    edits: dict[str, list[Row]] = defaultdict(list)
    for part in ("slack", "discord"):
        for line in evidence.happened(part, "edited"):
            edits[line["id"]].append(line)
    posted = posted_by_key(evidence)
    found: dict[int, list[list[Row]]] = defaultdict(list)
    for delivery in evidence.tables["delivery"]:
        for message in posted[delivery["key"]]:
            found[delivery["edition_id"]].append([message, *edits[message["id"]]])
    return found
