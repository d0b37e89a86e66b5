"""What a child process runs in tests, imported quickly: it dies, fails, tells its environment, or takes forever."""

import json
import os
import time


def answer(request: bytes) -> bytes:
    """Do as *request* says, or give it back."""
    match request:
        case b"die":
            os._exit(1)
        case b"fail":
            raise LookupError
        case b"environment":
            return json.dumps(sorted(os.environ)).encode()  # noqa: TID251 - to see that it is empty
        case b"forever":
            while True:
                time.sleep(60)
        case _:
            return request
