"""The jobs of one process keep the contract; so do those of many, in `tests/servers`."""

import pytest

from tests.adapters.jobs.contract import JobsContract, LaterJobsContract, Running
from tests.adapters.jobs.running import inline, job, local


class TestInlineJobs(JobsContract):
    """At once."""

    @pytest.fixture
    def running(self) -> Running:
        """Opens them."""
        return inline

    async def test_a_failure_is_raised_where_the_job_was_started(self) -> None:
        """A command that ends when its work is done says that it was not; another attempt is its caller's to make."""

        async def work() -> None:
            raise LookupError

        async with inline(work) as jobs:
            for _ in range(2):
                with pytest.raises(LookupError):
                    await jobs.start(job("bad"))


class TestLocalJobs(LaterJobsContract):
    """On this loop."""

    @pytest.fixture
    def running(self) -> Running:
        """Opens them."""
        return local
