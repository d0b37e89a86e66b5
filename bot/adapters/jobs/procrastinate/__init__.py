"""Jobs across many processes: procrastinate, on the PostgreSQL that our own tables are in.

`keeping` starts jobs and opens everything, `working` runs them, `recovering` finds what the dead held, `schema` makes its tables.
"""

from bot.adapters.jobs.procrastinate.keeping import ProcrastinateJobs, open_jobs
from bot.adapters.jobs.procrastinate.schema import install

__all__ = ["ProcrastinateJobs", "install", "open_jobs"]
