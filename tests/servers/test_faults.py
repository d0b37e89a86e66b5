"""A short trial of many processes on PostgreSQL; `make faults ON=postgresql` is the long one."""

from pathlib import Path

import pytest

from tests.faults.trial import ON_POSTGRESQL, Setting, run_trial
from tests.servers.postgresql import Cluster

pytestmark = pytest.mark.server


async def test_many_processes_on_postgresql_keep_their_promises(
    tmp_path: Path, database_url: str, postgresql: Cluster
):
    """Killed and suspended one by one, their clocks apart, their database restarted at work: no promise is broken."""
    setting = Setting(
        seed=12,
        seconds=15,
        folder=tmp_path,
        database_url=database_url,
        roles=ON_POSTGRESQL,
        machine_pause=2.0,
        restart_database=postgresql.restart,
    )
    report = await run_trial(setting)
    assert report.violations == []
    assert len(report.struck) > 2, "too little went wrong to prove anything"
    assert [row for row in report.evidence.tables["delivery"] if row["state"] == "sent"]
