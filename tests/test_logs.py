"""Logs: for people or machines, and never with a secret in them."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from pydantic import SecretStr

from bot.logs import configure_logging
from bot.settings import Secrets
from tests.logging_state import restored

SECRETS = Secrets.model_construct(openai_api_key=SecretStr("canary-key"))


@pytest.fixture(autouse=True)
def restored_logging() -> Iterator[None]:
    """Logging is global: what a test sets up ends with it."""
    with restored():
        yield


def logged(*, as_json: bool, level: str = "info") -> io.StringIO:
    stream = io.StringIO()
    configure_logging(redact=SECRETS.redact, level=level, as_json=as_json, stream=stream)
    return stream


@pytest.mark.parametrize("as_json", [True, False])
def test_no_secret_gets_into_a_log_line(as_json: bool) -> None:
    """Neither ours nor a library's, neither in a value nor in a traceback."""
    stream = logged(as_json=as_json)

    structlog.get_logger().info("asked", key="canary-key", nested={"tokens": ["xoxb-123456-canary"]})
    logging.getLogger("some.library").warning("GET https://me:canary@host/ with %s", "canary-key")
    try:
        raise RuntimeError("refused canary-key")  # noqa: TRY301 -- a traceback is wanted
    except RuntimeError:
        structlog.get_logger().exception("failed", url="postgresql://me:canary@db/x")

    assert stream.getvalue().count("***") >= 6
    assert "canary" not in stream.getvalue()


def test_json_lines_can_be_read_by_a_machine() -> None:
    """One object a line, with event, level and time."""
    stream = logged(as_json=True)

    structlog.get_logger().info("feed_refreshed", feed_id=7)

    (line,) = stream.getvalue().splitlines()
    event = json.loads(line)
    assert (event["event"], event["level"], event["feed_id"]) == ("feed_refreshed", "info", 7)
    assert event["timestamp"].endswith("Z")


def test_the_level_holds_for_us_and_for_libraries() -> None:
    """A quiet command stays quiet."""
    stream = logged(as_json=True, level="error")

    structlog.get_logger().info("chatter")
    logging.getLogger("some.library").warning("chatter")

    assert stream.getvalue() == ""
