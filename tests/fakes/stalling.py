"""What a child process runs in tests, imported quickly: it fails in each way that hostile bytes could make it fail."""

import fcntl
import itertools
import json
import os
import time
from collections.abc import Callable, Iterable

from bot.adapters.workers.child import ANSWERED, LARGEST_ANSWER, LENGTH

_FOREVER = 10_000
_PIPE = 2**20


def answer(request: bytes) -> bytes:
    """Do as *request* says, or give it back."""
    action = _ACTIONS.get(request)
    return action() if action else request


def _die() -> bytes:
    os._exit(1)


def _fail() -> bytes:
    raise LookupError


def _tell_environment() -> bytes:
    return json.dumps(sorted(os.environ)).encode()  # noqa: TID251 - to see that it is empty


def _say_too_much() -> bytes:
    return bytes(LARGEST_ANSWER)  # and the byte before it


def _be_silent() -> bytes:
    time.sleep(_FOREVER)
    return b""


def _go_deaf() -> bytes:
    """Answer, and never read again."""
    _write([(1 + len(b"deaf")).to_bytes(LENGTH), ANSWERED, b"deaf"])
    return _be_silent()


def _flood() -> bytes:
    """Taken over: promise more than is allowed, and pour it out, so much at once that the other side stops reading."""
    fcntl.fcntl(1, fcntl.F_SETPIPE_SZ, _PIPE)
    _write(itertools.chain([(2**40).to_bytes(LENGTH) + bytes(_PIPE // 2)], itertools.repeat(bytes(_PIPE))))
    return b""


def _be_slow() -> bytes:
    """Begin an answer in time, and take forever over it."""
    _write([(_FOREVER + 1).to_bytes(LENGTH), ANSWERED])
    for _ in range(_FOREVER):
        _write([b"x"])
        time.sleep(1)
    return b""


def _write(pieces: Iterable[bytes]) -> None:
    for piece in pieces:
        os.write(1, piece)


_ACTIONS: dict[bytes, Callable[[], bytes]] = {
    b"die": _die,
    b"fail": _fail,
    b"environment": _tell_environment,
    b"large": _say_too_much,
    b"silent": _be_silent,
    b"deaf": _go_deaf,
    b"flood": _flood,
    b"slow": _be_slow,
}
