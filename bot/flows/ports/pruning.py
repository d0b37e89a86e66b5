"""Port to forgetting: a part of the database, as `bot.flows.ports.storing` is. Each method returns how many rows went."""

import datetime as dt
from typing import Protocol


class PruningStore(Protocol):
    """Deletes what is older than it is kept."""

    async def prune_entries(self, before: dt.datetime) -> int:
        """Entries that were stored and published before then; the newest of each feed stay, which its document may list."""

    async def prune_index(self, before: dt.datetime) -> int:
        """What entries published before then were found by when they were grouped."""

    async def prune_editions(self, before: dt.datetime) -> int:
        """Editions composed before then; the last scheduled one of each subscription stays."""

    async def prune_transcript(self, before: dt.datetime) -> int:
        """What was said, asked and changed before then, and what readers thought: flags, judgements, what channels want more or less of."""

    async def prune_summaries(self, before: dt.datetime) -> int:
        """What was written before then."""

    async def prune_calls(self, before: dt.datetime) -> int:
        """Records of language models' calls from before then."""

    async def prune_events(self, before: dt.datetime) -> int:
        """What tells a chat's event from its repetition, editions asked for, proposals, and leases that ran out, from before then."""
