"""How newsthread does, as Prometheus reads it: https://prometheus.io/docs/instrumenting/exposition_formats/.

All of it comes from our own tables, so every process tells the same, and nothing is lost at a restart.
"""

from collections.abc import Iterator, Mapping

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from typing_extensions import override

from bot.core.entities import Vitals

CONTENT_TYPE = CONTENT_TYPE_LATEST

_MICROS = 1_000_000
_COUNTS = {
    "feeds": "Feeds that are read.",
    "feeds_failing": "Feeds whose last check failed.",
    "feeds_gone": "Feeds whose publisher took them away.",
    "feeds_overdue": "Feeds that should have been asked ten minutes ago and more.",
    "entries": "Entries that are kept.",
    "entries_ungrouped": "Entries that have no story yet.",
    "stories": "Stories that are kept.",
    "subscriptions": "Subscriptions and watches of all channels.",
    "subscriptions_paused": "Those of them that are paused.",
    "editions": "Editions that are kept.",
    "questions_open": "Questions that wait for an answer.",
}


def exposition(vitals: Vitals) -> bytes:
    """Return *vitals* in Prometheus' text format."""
    registry = CollectorRegistry()
    registry.register(_Vitals(vitals))
    return generate_latest(registry)


class _Vitals(Collector):
    def __init__(self, vitals: Vitals) -> None:
        self._vitals = vitals

    @override
    def collect(self) -> Iterator[Metric]:
        vitals = self._vitals
        for name, documentation in _COUNTS.items():
            yield _gauge(name, documentation, getattr(vitals, name))
        yield _by_label("deliveries", "Messages of editions by state.", "state", vitals.deliveries)
        yield _by_label(
            "language_model_calls_today",
            "Calls of language models today (UTC) by outcome.",
            "outcome",
            vitals.calls,
        )
        yield _gauge(
            "language_model_cost_today",
            "What they cost, in the price list's currency.",
            vitals.cost_micros / _MICROS,
        )
        yield from self._instants()

    def _instants(self) -> Iterator[Metric]:
        """Yield what has happened or waits; what has not, or does not, is left out."""
        vitals = self._vitals
        if vitals.last_entry_at:
            yield _gauge(
                "last_entry_timestamp_seconds",
                "When the newest entry was stored.",
                vitals.last_entry_at.timestamp(),
            )
        ages = {
            "edition_late_seconds": (
                "How long after its time the newest planned edition was composed.",
                vitals.edition_late_by,
            ),
            "delivery_waits_seconds": (
                "How long the oldest message waits that is to be sent.",
                vitals.delivery_waits_for,
            ),
            "question_waits_seconds": (
                "How long the oldest question waits for its answer.",
                vitals.question_waits_for,
            ),
        }
        for name, (documentation, age) in ages.items():
            if age is not None:
                yield _gauge(name, documentation, age.total_seconds())


def _gauge(name: str, documentation: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"newsthread_{name}", documentation, value=value)


def _by_label(name: str, documentation: str, label: str, counts: Mapping[str, int]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"newsthread_{name}", documentation, labels=[label])
    for value, count in sorted(counts.items()):
        family.add_metric([value], count)
    return family
