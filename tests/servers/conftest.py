"""What the server tests run against: a PostgreSQL cluster on loopback, with a database for each test, and a browser.

Where one is missing the test is skipped, except in CI: there that is a failure.
"""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from itertools import count
from typing import NoReturn

import pytest
from playwright.async_api import Browser, async_playwright

from tests.servers.postgresql import Cluster, MissingServerError, open_cluster

_NUMBERS = count(1)
_CHROMIUM = "/usr/bin/chromium"
_CHROMIUM_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def missing(reason: str) -> NoReturn:
    """Skip the test, or let it fail where everything should be there."""
    if os.environ.get("CI"):  # noqa: TID251 - a test asks where it runs
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    """A fresh browser, Debian's own."""
    if shutil.which(_CHROMIUM) is None:
        missing(
            "Chromium is missing: `make test-servers` installs it (Debian: apt-get install chromium fonts-noto-cjk)"
        )
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=_CHROMIUM, args=list(_CHROMIUM_FLAGS))
        yield browser
        await browser.close()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Cluster]:
    """A new cluster, gone afterwards."""
    try:
        with open_cluster() as cluster:
            yield cluster
    except MissingServerError as error:
        missing(str(error))


@pytest.fixture
def database_url(postgresql: Cluster) -> Iterator[str]:
    """The URL of a migrated, empty database for one test."""
    name = f"newsthread_{next(_NUMBERS)}"
    postgresql.execute(f"CREATE DATABASE {name} TEMPLATE {postgresql.template}")
    yield postgresql.url(name)
    postgresql.execute(f"DROP DATABASE {name} WITH (FORCE)")
