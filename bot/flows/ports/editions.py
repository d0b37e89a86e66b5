"""Port to what channels get: a part of the database, as `bot.flows.ports.storing` is."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from bot.core.entities import (
    AskedEdition,
    Decision,
    Delivery,
    DeliveryId,
    DeliveryState,
    Edition,
    EditionId,
    Message,
    NewEdition,
    Place,
    Platform,
    SubscriptionId,
)


class EditionStore(Protocol):
    """Editions and their deliveries: what channels get."""

    async def last_edition(self, subscription_id: SubscriptionId) -> Edition | None:
        """The newest scheduled edition of a subscription, by planned time."""

    async def last_planned(self) -> Mapping[SubscriptionId, dt.datetime]:
        """The newest planned time of each subscription that has a scheduled edition."""

    async def under_way(self) -> frozenset[SubscriptionId]:
        """Those that have a scheduled edition whose first part is neither posted nor given up."""

    async def refused(
        self, times: int, among: Collection[SubscriptionId] | None = None
    ) -> frozenset[SubscriptionId]:
        """Those whose newest scheduled editions that were to be posted, so many of them, failed. *among* None: of all."""

    async def written(
        self, keys: Collection[tuple[SubscriptionId, str]]
    ) -> frozenset[tuple[SubscriptionId, str]]:
        """Those of *keys*, subscriptions with planned keys, that have an edition."""

    async def ask_for_edition(self, asked: AskedEdition) -> None:
        """Remember that an edition is wanted; asked for again it is the same one."""

    async def asked_editions(self, since: dt.datetime) -> tuple[AskedEdition, ...]:
        """What was asked for since then and is not there yet, oldest first."""

    async def covered_until(self, subscription_id: SubscriptionId) -> dt.datetime | None:
        """The latest end of a window of its scheduled editions, but for those whose first part failed, or of a `look`.

        None: there is none.
        """

    async def add_edition(
        self,
        edition: NewEdition,
        place: Place,
        parts: int,
        now: dt.datetime,
        decisions: Sequence[Decision] = (),
        *,
        unless_told: bool = False,
    ) -> tuple[Edition, tuple[Delivery, ...]] | None:
        """Write the edition, its pending deliveries and *decisions* in one transaction.

        None, and nothing is written, if this planned time has an edition already.

        Raises:
            StoryToldError: *unless_told*, the channel was told some of its stories by another one; nothing is written.
        """

    async def post_again(
        self, subscription_id: SubscriptionId, planned_key: str, now: dt.datetime
    ) -> tuple[Delivery, ...]:
        """Let the messages of an edition wait again that failed with its first one; none where that one did not fail."""

    async def edition(self, edition_id: EditionId) -> Edition:
        """One edition."""

    async def delivery(self, delivery_id: DeliveryId) -> Delivery:
        """One delivery."""

    async def deliveries(self, edition_id: EditionId) -> tuple[Delivery, ...]:
        """All deliveries of an edition, by part."""

    async def unrecorded(self, place: Place) -> tuple[Delivery, ...]:
        """The newest deliveries that open a thread in this channel, and may stand there unknown to us."""

    async def adopt_delivery(self, delivery_id: DeliveryId, message: Message) -> bool:
        """Write that an uncertain delivery is *message*: it was sent. Later parts that failed for want of it wait again.

        False, and nothing is written, where it is not uncertain (any more).
        """

    async def due_deliveries(
        self, now: dt.datetime, limit: int, platforms: Collection[Platform]
    ) -> tuple[Delivery, ...]:
        """Deliveries of these platforms that are pending and due, or sending with a lease that ran out, oldest first.

        Parts whose part 0 is still pending or sending are left out: their thread is not there yet. So are those of stopped
        workspaces, and planned editions of paused subscriptions.
        """

    async def claim_delivery(
        self, delivery_id: DeliveryId, until: dt.datetime, now: dt.datetime
    ) -> Delivery | None:
        """Take a due delivery: it is now sending, with a lease and one attempt more.

        It is returned as it was before, but for *attempts*, which counts this one. *state* `SENDING` says that somebody
        died on it, or never learned the outcome; *due_at* is when it was due, or when that lease ended. None: not due,
        or taken.
        """

    async def prolong_delivery(self, delivery_id: DeliveryId, attempts: int, until: dt.datetime) -> bool:
        """Let the lease of the claim that returned *attempts* last until then; False: somebody else has it by now."""

    async def finish_delivery(
        self,
        delivery_id: DeliveryId,
        state: DeliveryState,
        *,
        attempts: int,
        message: Message | None = None,
        error: str = "",
        retry_at: dt.datetime | None = None,
    ) -> bool:
        """Write the outcome of the claim that returned *attempts*. False: somebody else has it by now, and nothing is written.

        Sent: *message* goes into the transcript, and opens its thread if it is part 0, all at once. Pending again: due
        at *retry_at*. Sending still: the outcome is unknown, to be looked for at *retry_at*.
        """
