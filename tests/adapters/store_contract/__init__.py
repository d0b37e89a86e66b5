"""What every store must do. The same tests run on SQLite here and on PostgreSQL in `tests.servers`.

A test module subclasses the contracts and brings the fixtures: *database_url*, a migrated and empty database of its own,
*store*, opened on it, and *empty_url*, a database without any table.
"""

import pytest

pytest.register_assert_rewrite(
    "tests.adapters.store_contract.corrections",
    "tests.adapters.store_contract.deliveries",
    "tests.adapters.store_contract.editions",
    "tests.adapters.store_contract.feeds",
    "tests.adapters.store_contract.installations",
    "tests.adapters.store_contract.links",
    "tests.adapters.store_contract.migrations",
    "tests.adapters.store_contract.newsroom",
    "tests.adapters.store_contract.opinions",
    "tests.adapters.store_contract.search",
    "tests.adapters.store_contract.stories",
    "tests.adapters.store_contract.summaries",
    "tests.adapters.store_contract.threads",
    "tests.adapters.store_contract.topics",
)
