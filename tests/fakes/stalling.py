"""What a child process runs in tests, imported quickly: it fails in each way that hostile bytes could make it fail."""

import itertools
import json
import os
import time
from collections.abc import Iterable

from bot.adapters.workers.child import ANSWERED, LARGEST_ANSWER, LENGTH

_FOREVER = 10_000


def answer(request: bytes) -> bytes:
    """Do as *request* says, or give it back."""
    match request:
        case b"die":
            os._exit(1)
        case b"fail":
            raise LookupError
        case b"environment":
            return json.dumps(sorted(os.environ)).encode()  # noqa: TID251 - to see that it is empty
        case b"large":
            return bytes(LARGEST_ANSWER)
        case b"silent":
            time.sleep(_FOREVER)
        case b"deaf":  # it answers, and never reads again
            _write([_frame(b"deaf")])
            time.sleep(_FOREVER)
        case b"flood":  # taken over: it promises more than is allowed, and pours it out
            _write(itertools.chain([(2**40).to_bytes(LENGTH)], itertools.repeat(bytes(65_536))))
        case b"slow":  # it answers in time, but never to the end
            _write([(100).to_bytes(LENGTH), ANSWERED])
            for _ in range(_FOREVER):
                _write([b"x"])
                time.sleep(1)
    return request


def _frame(said: bytes) -> bytes:
    return (len(said) + 1).to_bytes(LENGTH) + ANSWERED + said


def _write(pieces: Iterable[bytes]) -> None:
    for piece in pieces:
        os.write(1, piece)
