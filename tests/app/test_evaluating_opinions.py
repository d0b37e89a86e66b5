"""Second opinions are measured as the check without them is: on the same rows, through the wire."""

from pathlib import Path

from bot.app import evaluating
from bot.app.evaluating.rows import ClaimRow
from bot.core.quality import Task
from bot.settings import Secrets
from bot.settings.loading import read_settings
from tests.fakes.openai_server import OpenAIServer, open_openai_server

PLANT = "Voltara will open a second plant in Wuhan in March. It doubles monthly output to 40,000 cars."
ROWS = [
    ClaimRow(id=name, document=PLANT, claim=claim, supported=supported)
    for name, claim, supported in (
        ("true", "Voltara will open a second plant in Wuhan in March.", True),
        ("doubtful", "Voltara closes a second plant in Wuhan in March.", True),
        ("invented", "Voltara will open a plant in Bursa in May 2031.", False),
    )
]
"""The second is labelled against all reason, so that it can be seen who decided."""


async def judged(folder: Path, server: OpenAIServer, *, asks: bool) -> evaluating.Outcome:
    """Measure the rows, with a language model to ask or without."""
    raw = {
        "storage": {"url": f"sqlite:///{folder / 'news.db'}"},
        "language_model": {"name": "small-writer", "base_url": server.url},
        "topics": [{"name": "ev", "feeds": ["https://feeds.example/ev.xml"]}],
    }
    secrets = Secrets.model_construct(openai_api_key=None)
    settings = read_settings(raw, source="test", secrets=secrets)
    return await evaluating.evaluate(Task.GROUNDING, ROWS, lambda: None, settings=settings if asks else None)


async def test_only_doubtful_claims_are_asked_about_and_the_figures_say_so(tmp_path: Path) -> None:
    """One of three claims is doubtful; the language model has it pass, and nothing else changes."""
    async with open_openai_server() as server:
        server.key = ""
        server.will_say('{"supported": true, "sentences": [1]}')
        alone = await judged(tmp_path, server, asks=False)
        asked = await judged(tmp_path, server, asks=True)

    assert [row["supported"] for row in alone.predictions] == [True, False, False]
    assert [row["supported"] for row in asked.predictions] == [True, True, False]
    assert (len(server.requests), asked.sets[0].ours["doubtful"]) == (1, 1 / 3)
    assert "Voltara closes" in server.requests[0]["messages"][1]["content"]
    assert "doubtful" not in alone.sets[0].ours
