"""Articles that questions are asked about."""

import datetime as dt
from pathlib import Path

from bot.core.entities import Entry, EntryId, FeedId

NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
SEDAN = (Path(__file__).parent.parent / "data" / "labelled" / "sedan.en.txt").read_text(encoding="utf-8")
TEXTS = {
    "en": ("Voltara doubles its output", SEDAN),
    "tr": (
        "Voltara üretimi ikiye katlıyor",
        (
            "Voltara ilk çeyrekte 28 bin 500 adet V7 sattı.\n\nÇin'de alıcılar araç için 41 hafta bekliyor.\n\n"
            "Wuhan'daki ikinci fabrika Mart ayında açılacak. Fabrikanın müdürü Deniz Kaya oldu."
        ),
    ),
    "de": (
        "Voltara verdoppelt die Produktion",
        (
            "Voltara hat im ersten Quartal 28.500 V7 verkauft.\n\nKäufer in China warten 41 Wochen auf das Auto.\n\n"
            "Das zweite Werk in Wuhan öffnet am 5. März. Das Werk leitet Jonas Brandt."
        ),
    ),
    "zh": (
        "沃塔拉产量翻倍",
        "沃塔拉第一季度售出28500辆V7轿车。中国买家目前需要等待41周才能提车。武汉的第二座工厂将于3月5日投产。工厂由陈岚负责。",
    ),
}
HARBOUR = (
    "Dolphins return",
    "Four dolphins were seen in the old harbour of Seaham on Monday. The tide was high.",
)


def entry(number: int, told: tuple[str, str], language: str = "en") -> Entry:
    """One entry."""
    return Entry(
        id=EntryId(number),
        feed_id=FeedId(1),
        story_id=None,
        url=f"https://paper.example/{number}",
        title=told[0],
        text=told[1],
        publisher="paper.example",
        language=language,
        published_at=NOON,
        stored_at=NOON,
        is_excerpt=False,
        content_hash=str(number),
    )
