"""Jobs at once: `start` runs the job before it returns. For commands that end when their work is done, and for tests."""

from bot.flows.ports import Handlers, Job


class InlineJobs:
    """Runs each job where it is started. A job that starts its own key again is refused, as everywhere."""

    def __init__(self) -> None:
        self._handlers: Handlers = {}
        self._keys: set[str] = set()

    def use(self, handlers: Handlers) -> None:
        """Say what each job does."""
        self._handlers = handlers

    async def start(self, job: Job) -> bool:
        """Run *job* to its end. False if its key is running. What it raises is raised here."""
        if job.key in self._keys:
            return False
        self._keys.add(job.key)
        try:
            await self._handlers[job.name](*job.args)
        finally:
            self._keys.discard(job.key)
        return True
