"""For whoever watches over newsthread: health, readiness, and numbers for Prometheus."""

import httpx
from prometheus_client.parser import text_string_to_metric_families

from bot.core.errors import StoreError
from tests.adapters.page.browser import EDITION, Page
from tests.adapters.page.test_token import ACCESS, HERE, TOKEN
from tests.fakes.clock import NOON


def client(page: Page, base_url: str = "http://127.0.0.1") -> httpx.AsyncClient:
    """A program that asks the page."""
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(page.chat.app, raise_app_exceptions=False), base_url=base_url
    )


async def test_ready_means_that_the_database_answers() -> None:
    """Without it the process is alive, but of no use: nobody is restarted, and nobody is sent here."""
    page = Page(EDITION)
    program = client(page)
    assert (await program.get("/readyz")).status_code == 200
    page.data.found = StoreError("postgresql://bot:secret@db cannot be used")
    refused = await program.get("/readyz")
    assert (refused.status_code, refused.json()) == (503, {"status": "the database does not answer"})
    assert (await program.get("/healthz")).status_code == 200


async def test_prometheus_reads_every_number() -> None:
    """The format is Prometheus' own, each metric says what it is, and what nothing waits for is left out."""
    response = await client(Page(EDITION)).get("/metrics")
    families = {each.name: each for each in text_string_to_metric_families(response.text)}
    values = {
        (sample.name, *sample.labels.values()): sample.value
        for family in families.values()
        for sample in family.samples
    }
    assert values["newsthread_feeds_failing",] == 1
    assert values["newsthread_deliveries", "sent"] == 39
    assert values["newsthread_language_model_cost_today",] == 0.02
    assert values["newsthread_last_entry_timestamp_seconds",] == NOON.timestamp()
    assert values["newsthread_delivery_waits_seconds",] == 30
    assert "newsthread_question_waits_seconds" not in families
    assert all(family.documentation for family in families.values())


async def test_off_loopback_numbers_are_for_who_has_the_token() -> None:
    """Prometheus shows it as a bearer token; health and readiness tell nothing, so they are open."""
    program = client(Page(EDITION, access=ACCESS), HERE)
    assert (await program.get("/metrics")).status_code == 401
    wrong = await program.get("/metrics", headers={"Authorization": "Bearer wrong"})
    assert wrong.status_code == 401
    right = await program.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert right.status_code == 200
    assert (await program.get("/readyz")).status_code == 200
