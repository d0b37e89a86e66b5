"""lemon24/reader doing the same work, for comparison. Runs in an environment of its own, which has nothing of ours.

`python lemon24_reader.py DATABASE URLS PHASE WORKERS` prints what `newsthread bench poll` prints.
"""

import sys
import time
from pathlib import Path

from reader import make_reader  # type: ignore[import-not-found,unused-ignore] # only in that environment


def main(database: str, urls: str, phase: str, workers: str) -> None:
    """Poll each URL once."""
    reader = make_reader(database)
    if phase == "cold":
        for url in Path(urls).read_text(encoding="utf-8").split():
            reader.add_feed(url)
    began = time.perf_counter()
    results = reader.update_feeds_iter(scheduled=False, workers=int(workers))
    errors = sum(isinstance(result.value, Exception) for result in results)
    print(f"WALL {time.perf_counter() - began:.3f}")
    print(f"ENTRIES {reader.get_entry_counts().total} ERRORS {errors}")


if __name__ == "__main__":
    main(*sys.argv[1:])
