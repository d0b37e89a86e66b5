"""A function for children: the extractor, and what each page cost the child in memory and processor time."""

import json
import resource
import sys
import time

from bot.adapters.article_extractor import extracting

_IN_KIB = 1024 if sys.platform == "darwin" else 1
"""`ru_maxrss` counts KiB, on macOS bytes."""


def answer(request: bytes) -> bytes:
    """Answer with the article's text length, the child's peak memory so far in KiB, and seconds of processor time."""
    began = time.process_time()
    found = json.loads(extracting.answer(request))
    seconds = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // _IN_KIB
    length = None if found is None else len(found["text"])
    return json.dumps({"length": length, "peak": peak, "seconds": seconds}).encode()
