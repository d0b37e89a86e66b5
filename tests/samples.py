"""Sample values for renderers: one edition about the electric-car trade, whole and consistent. All of it is invented."""

import datetime as dt
from typing import Any

from bot.core.entities import (
    EXTRACTS,
    Action,
    Answer,
    AnswerSentence,
    Bullet,
    Citation,
    Coverage,
    Delivery,
    DeliveryId,
    DeliveryState,
    Edition,
    EditionId,
    EntryId,
    Item,
    Place,
    Platform,
    Question,
    QuestionId,
    Source,
    StoryId,
    StoryList,
    SubscriptionId,
    Summary,
    SummaryKey,
    ToldBefore,
    Window,
    WorkspaceId,
)

NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)

WAITING_LIST = "Buyers in China wait 41 weeks for the sedan, the company told dealers on Friday."
PLANT = "A second plant in Wuhan is to open in March and to double monthly output to 40,000 cars."
PRICE = "The price of the base version stays at 215,900 yuan."
CHARGERS = "The network put 312 fast chargers along the northern motorways into service."


def citation(
    sentence: str = WAITING_LIST, publisher: str = "volt-courier.example", **changes: Any
) -> Citation:
    """A sentence and where it stands."""
    values = {"entry_id": EntryId(1), "url": f"https://{publisher}/2026/sedan", **changes}
    return Citation(sentence=sentence, publisher=publisher, **values)


def bullet(text: str = WAITING_LIST, **changes: Any) -> Bullet:
    """One sentence with one citation, of the same words unless told otherwise."""
    return Bullet(**{"text": text, "citations": (citation(text),), "language": "en", **changes})


def source(publisher: str = "volt-courier.example", **changes: Any) -> Source:
    """An entry as it is shown."""
    values = {
        "entry_id": EntryId(1),
        "publisher": publisher,
        "title": "Sedan buyers in China wait 41 weeks",
        "url": f"https://{publisher}/2026/sedan",
        "published_at": NOON - dt.timedelta(hours=3),
        "is_excerpt": False,
    }
    return Source(**{**values, **changes})


def summary(**changes: Any) -> Summary:
    """Three bullets about a waiting list."""
    values = {
        "key": SummaryKey("sample"),
        "title": "Waiting list for the sedan grows to 41 weeks",
        "bullets": (bullet(WAITING_LIST), bullet(PLANT), bullet(PRICE)),
        "tags": ("china", "deliveries"),
        "language": "en",
        "writer": "small-writer",
    }
    return Summary(**{**values, **changes})


def item(number: int = 1, **changes: Any) -> Item:
    """A story of two publishers."""
    values = {
        "story_id": StoryId(number),
        "summary": summary(),
        "sources": (source(), source("charge-daily.example", published_at=NOON - dt.timedelta(hours=1))),
    }
    return Item(**{**values, **changes})


def told_again(url: str = "https://slack.com/app_redirect?message_ts=1", **changes: Any) -> Item:
    """A story that was told the day before, when one publisher had it."""
    before = ToldBefore(at=NOON - dt.timedelta(days=1), publishers=1, url=url)
    return item(before=before, **changes)


def chargers(number: int = 2) -> Item:
    """A story of one publisher, in extracts, with a quotation in another language."""
    quoted = bullet(
        "Das Netz wächst bis Ostern auf 500 Ladepunkte.",
        is_quotation=True,
        language="de",
        citations=(citation("Das Netz wächst bis Ostern auf 500 Ladepunkte.", "ladeblatt.example"),),
    )
    written = summary(
        key=SummaryKey("chargers"),
        title="312 fast chargers open on northern motorways",
        bullets=(bullet(CHARGERS), bullet("Each charges at up to 400 kW."), quoted),
        tags=("charging",),
        writer=EXTRACTS,
    )
    return Item(
        story_id=StoryId(number), summary=written, sources=(source("ladeblatt.example", is_excerpt=True),)
    )


def coverage(**changes: Any) -> Coverage:
    """A day of four feeds, one of them failing."""
    values = {
        "window": Window(begins_at=NOON - dt.timedelta(days=1), ends_at=NOON),
        "feeds_read": 3,
        "feeds_failing": ("Motor Gazette",),
        "entries": 17,
        "merged": 4,
        "left_out": 2,
        "fell_back": 1,
        "cost_micros": 1_800,
    }
    return Coverage(**{**values, **changes})


def edition(*items: Item, **changes: Any) -> Edition:
    """An edition of *items*, or of the two sample stories."""
    values = {
        "id": EditionId(7),
        "subscription_id": SubscriptionId(3),
        "topic_name": "ev",
        "command": "/ev",
        "title": "Electric cars",
        "language": "en",
        "planned_key": "2026-11-23T09:00",
        "planned_at": dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC),
        "zone": "Europe/Berlin",
        "is_scheduled": True,
        "is_first": False,
        "items": items or (item(), chargers()),
        "coverage": coverage(),
        "composed_at": NOON,
    }
    return Edition(**{**values, **changes})


def delivery(place: Place | None = None, **changes: Any) -> Delivery:
    """The first message of the sample edition, on its way."""
    values = {
        "id": DeliveryId(11),
        "edition_id": EditionId(7),
        "part": 0,
        "place": place or Place(workspace_id=WorkspaceId(1), platform=Platform.PAGE, channel="news"),
        "key": "edition-7-part-0",
        "state": DeliveryState.SENDING,
        "attempts": 1,
        "due_at": NOON,
        "message_id": "",
        "error": "",
    }
    return Delivery(**{**values, **changes})


def question(place: Place | None = None, **changes: Any) -> Question:
    """A question about the sample edition."""
    values = {
        "id": QuestionId(5),
        "place": place or Place(workspace_id=WorkspaceId(1), platform=Platform.PAGE, channel="news"),
        "thread": "100",
        "user": "alice",
        "text": "How long is the waiting list in China?",
        "asked_at": NOON,
        "attempts": 1,
    }
    return Question(**{**values, **changes})


def answer(**changes: Any) -> Answer:
    """An answer of one sentence, with its source."""
    values = {
        "question": "How long is the waiting list in China?",
        "sentences": (AnswerSentence(text="Buyers in China wait 41 weeks.", citations=(citation(),)),),
        "is_refusal": False,
        "writer": "small-writer",
    }
    return Answer(**{**values, **changes})


def refusal(**changes: Any) -> Answer:
    """An honest refusal, with the nearest sentence there is."""
    nearest = AnswerSentence(text=PRICE, citations=(citation(PRICE),))
    return answer(
        question="Who designed it?", sentences=(nearest,), is_refusal=True, writer=EXTRACTS, **changes
    )


def page_of_stories(count: int = 5) -> StoryList:
    """A page of a search, with buttons: share each, see more, watch."""
    shares = [
        Action(label=f"Share {number}", command="/ev", text=f"share {number}")
        for number in range(1, count + 1)
    ]
    others = [
        Action(label="More", command="/ev", text="search xiaomi page:2"),
        Action(label="Watch xiaomi", command="/ev", text="watch xiaomi"),
    ]
    return StoryList(
        title="Cars: xiaomi",
        items=tuple(map(item, range(1, count + 1))),
        hint="Stories 1 to 5 of 9.",
        actions=(*shares, *others),
    )
