"""Who reads what is said in a channel: the language and the clock for our own words there."""

from bot.core.entities import Place, Topic
from bot.core.language import Reader
from bot.flows.ports import Store


async def reader_in(store: Store, place: Place, topic: Topic | None = None) -> Reader:
    """Return for whom is written in *place*: as its subscription (to *topic*, where one is given) has it, else the topic, else the workspace.

    A workspace speaks the language of its first topic. Without a subscription nobody has named a clock.
    """
    here = [each for each in await store.subscriptions(place) if topic is None or each.topic_id == topic.id]
    if here:
        chosen = min(
            here, key=lambda each: bool(each.subject)
        )  # a watch only where nothing else is subscribed
        return Reader(chosen.language, chosen.timetable.zone)
    topics = (topic,) if topic else await store.topics(place.workspace_id)
    return Reader(topics[0].language) if topics else Reader()
