"""lemon24/reader doing the same work, for comparison. Runs in an environment of its own, which has nothing of ours.

It takes the options of `newsthread bench poll`, and prints what that prints.
"""

import argparse
import time
from pathlib import Path

from reader import make_reader  # type: ignore[import-not-found,unused-ignore] # only in that environment


def main() -> None:
    """Poll each URL once."""
    parser = argparse.ArgumentParser()
    for option in ("--urls", "--state", "--phase", "--workers"):
        parser.add_argument(option, required=True)
    asked = parser.parse_args()
    reader = make_reader(asked.state)
    if asked.phase == "cold":
        for url in Path(asked.urls).read_text(encoding="utf-8").split():
            reader.add_feed(url)
    began = time.perf_counter()
    results = reader.update_feeds_iter(scheduled=False, workers=int(asked.workers))
    errors = sum(isinstance(result.value, Exception) for result in results)
    seconds = time.perf_counter() - began
    began = time.perf_counter()
    reader.enable_search()
    reader.update_search()
    print(f"INDEXED {time.perf_counter() - began:.3f}")
    print(f"WALL {seconds:.3f}")
    print(f"ENTRIES {reader.get_entry_counts().total} ERRORS {errors}")


if __name__ == "__main__":
    main()
