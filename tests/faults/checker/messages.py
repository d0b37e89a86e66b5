"""Messages: what stands in a channel stands there once, and is what the database says."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator

from tests.faults.checker.evidence import Evidence, Row, Violation


def posted_by_key(evidence: Evidence) -> dict[str, list[Row]]:
    """Return the messages of both chats by the key that the sender gave. Discord only has the nonce that was made of it."""
    keys = {_nonce(row["key"]): row["key"] for row in evidence.tables["delivery"]}
    found: dict[str, list[Row]] = defaultdict(list)
    for message in evidence.happened("slack", "posted"):
        found[message["key"]].append(message)
    for message in evidence.happened("discord", "posted"):
        found[keys.get(message["nonce"], f"nonce {message['nonce']}")].append(message)
    return found


def stand_once(evidence: Evidence) -> Iterator[Violation]:
    """No message stands twice: on Discord by its nonce, on Slack because it is looked for before it is posted again."""
    for key, messages in posted_by_key(evidence).items():
        if len(messages) > 1:
            where = ", ".join(f"{each['id']} at {each['at']} by {each['who']}" for each in messages)
            yield Violation("message twice", f"channel {messages[0]['channel']}: {key} as {where}")


def are_known(evidence: Evidence) -> Iterator[Violation]:
    """Nothing stands in a channel that the database does not know of."""
    keys = {row["key"] for row in evidence.tables["delivery"]}
    keys |= {f"question:{row['id']}" for row in evidence.tables["question"]}
    for key, messages in posted_by_key(evidence).items():
        if key not in keys and not key.startswith("question:"):
            yield Violation("message without a delivery", f"channel {messages[0]['channel']}: {key}")


def match_their_deliveries(evidence: Evidence) -> Iterator[Violation]:
    """What was sent stands there under its id; what failed does not stand there."""
    posted = posted_by_key(evidence)
    for row in evidence.tables["delivery"]:
        ids = [each["id"] for each in posted[row["key"]]]
        if row["state"] == "sent" and row["message_id"] not in ids:
            yield Violation(
                "sent but not there",
                f"delivery {row['id']}: {row['message_id']}, but {ids or 'nothing'} is there",
            )
        if row["state"] == "failed" and ids:
            yield Violation("failed but there", f"delivery {row['id']}: {', '.join(ids)}; {row['error']}")


def are_uncertain_for_a_reason(evidence: Evidence) -> Iterator[Violation]:
    """An outcome stays unknown only where the channel could not be read when somebody looked."""
    editions = evidence.by_id("edition")
    unreadable = Counter(line["channel"] for line in evidence.happened("slack", "unreadable"))
    uncertain = Counter(
        editions[row["edition_id"]]["channel"]
        for row in evidence.tables["delivery"]
        if row["state"] == "uncertain"
    )
    for channel, count in uncertain.items():
        if count > unreadable[channel]:
            what = f"channel {channel}: {count} deliveries, but its history was refused {unreadable[channel]} times"
            yield Violation("uncertain without a reason", what)


def answers_stand_once(evidence: Evidence) -> Iterator[Violation]:
    """Each question that Slack told of was recorded once, and answered once in its thread."""
    asked = Counter((each["channel"], each["thread"]) for each in evidence.happened("people", "asked"))
    recorded = Counter((row["channel"], row["thread"]) for row in evidence.tables["question"])
    for place, count in asked.items():
        if recorded[place] != count:
            what = f"channel {place[0]}, thread {place[1]}: {count} asked, {recorded[place]} recorded"
            yield Violation("question lost or doubled", what)
    answers = {key for key in posted_by_key(evidence) if key.startswith("question:")}
    for row in evidence.tables["question"]:
        if not row["is_open"] and not row["error"] and f"question:{row['id']}" not in answers:
            yield Violation("question without an answer", f"question {row['id']} in {row['channel']}")


def _nonce(key: str) -> str:
    return hashlib.blake2b(key.encode(), digest_size=12).hexdigest()
