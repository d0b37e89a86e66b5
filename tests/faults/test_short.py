"""A short trial, at each run of the tests; `make faults` is the long one."""

from pathlib import Path

from tests.faults.trial import ON_SQLITE, Setting, run_trial


async def test_one_process_on_sqlite_keeps_its_promises(tmp_path: Path):
    """Killed, suspended, without a disk, among failing chats, publishers and language model: no promise is broken."""
    setting = Setting(
        seed=11,
        seconds=6,
        folder=tmp_path,
        database_url=f"sqlite:///{tmp_path / 'newsthread.db'}",
        roles=ON_SQLITE,
        machine_pause=1.5,
    )
    report = await run_trial(setting)
    assert report.violations == []
    assert len(report.struck) > 2, "too little went wrong to prove anything"
    assert [row for row in report.evidence.tables["delivery"] if row["state"] == "sent"]
