"""What runs inside a child process: `python -m bot.adapters.workers.child package.module:function BYTES`,
where BYTES is the memory it may use.

It answers frames from standard input on standard output until the input ends, which it does when the parent is gone. A
frame is its length (8 bytes, big-endian) and that many bytes; an answer's first byte is 0, or 1 where there is none (then
the rest says why). It imports nothing but the function it is told to run.
"""

import contextlib
import gc
import importlib
import sys
from collections.abc import Callable
from typing import BinaryIO

LENGTH = 8
LARGEST_ANSWER = 64 * 1024 * 1024
ANSWERED, FAILED = b"\0", b"\1"
_NEW_THINGS = 20_000
"""So many more things than were let go of, before it looks for those that only refer to each other."""


def serve(answer: Callable[[bytes], bytes], requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer every request until there are no more. Neither is copied or kept: they may be as large as the memory there is.

    Raises:
        MemoryError: a request is larger than that. The rest of it would be taken for the next one, so the child has to end.
    """
    while len(header := requests.read(LENGTH)) == LENGTH:
        request = [requests.read(int.from_bytes(header))]
        try:
            state, answered = ANSWERED, answer(request.pop())
        except Exception as error:  # noqa: BLE001 - whatever hostile bytes do to a parser, the parent must hear of it
            state, answered = FAILED, type(error).__name__.encode()
        if len(answered) >= LARGEST_ANSWER:
            state, answered = FAILED, b"its answer is too large"
        answers.writelines(((1 + len(answered)).to_bytes(LENGTH), state, answered))
        answers.flush()


def _limit_memory(memory: int) -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):  # Windows has no limits, macOS not this one
        import resource  # noqa: PLC0415 - absent on Windows

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _main() -> None:
    _limit_memory(int(sys.argv[2]))
    module, _, function = sys.argv[1].partition(":")
    answer: Callable[[bytes], bytes] = getattr(importlib.import_module(module), function)
    # What was imported is never let go of, and hardly anything that a parser makes refers to itself.
    gc.freeze()
    gc.set_threshold(_NEW_THINGS)
    with contextlib.suppress(BrokenPipeError):
        serve(answer, sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    _main()
