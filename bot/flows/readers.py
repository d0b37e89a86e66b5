"""Who reads what is said in a channel: the language and the clock for our own words there."""

from bot.core.entities import Caller, Place, Topic
from bot.core.errors import BotError
from bot.core.language import Reader
from bot.flows.ports import Inbound, Store


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


async def language_of(inbound: Inbound, caller: Caller | None, command: str) -> str:
    """Return the language of the topic with that *command*, for an adapter that has to say what went wrong; English where that fails, too."""
    try:
        topics = await inbound.topics(caller)
    except BotError:
        topics = ()
    return next((topic.language for topic in topics if topic.command == command), Reader().language)
