"""What somebody sees of their workspace at a glance: which channels get what and when, what is watched, how the sources do.

Of channels that they are not in, and may not look into, it says nothing: neither their names nor that there are any.
"""

from collections.abc import Mapping, Sequence

from bot.core.entities import Action, FormName, Notice, Place, Subscription, Topic, Weight
from bot.core.language import joined, say
from bot.flows.manage.subscribing import next_edition, sources
from bot.flows.needs import Needs
from bot.flows.ports import Sight

_TOPICS = 8
_CHANNELS = 30
"""Of each topic: so that all has room on a page that has a bound."""


async def home(needs: Needs, topics: Sequence[Topic], place: Place, sees: Sight) -> tuple[Notice, ...]:
    """Return a part for each topic. *place*: the direct messages with whoever looks; *sees* tells which channels they may see."""
    everywhere = [
        each for each in await needs.store.subscriptions() if each.place.workspace_id == place.workspace_id
    ]
    channels = {each.place.channel for each in everywhere if not each.place.is_direct}
    names = await sees(sorted(channels)) if channels else {}
    parts = []
    for topic in topics[:_TOPICS]:
        of_topic = [each for each in everywhere if each.topic_id == topic.id]
        shared = [each for each in of_topic if each.place.channel in names and not each.place.is_direct]
        alone = [each for each in of_topic if each.place == place]
        lines = [
            *_editions(needs, topic, shared, names),
            *_watches(shared, alone, names),
            joined(await sources(needs, topic)),
        ]
        parts.append(Notice(title=topic.title, lines=tuple(lines), actions=_doable(topic)))
    return (*parts, *_others(topics))


def _editions(
    needs: Needs, topic: Topic, shared: Sequence[Subscription], names: Mapping[str, str]
) -> list[str]:
    whole = sorted(
        (each for each in shared if not each.subject), key=lambda each: names[each.place.channel].casefold()
    )
    if not whole:
        return [
            say(
                "No channel that you see here gets editions. In a channel: {example}",
                example=f"{topic.command} subscribe",
            )
        ]
    now = needs.clock.now()
    told = [
        say(
            "{channel}: {editions}", channel=f"#{names[each.place.channel]}", editions=next_edition(each, now)
        )
        for each in whole[:_CHANNELS]
    ]
    return [*told, *_more(len(whole))]


def _watches(
    shared: Sequence[Subscription], alone: Sequence[Subscription], names: Mapping[str, str]
) -> list[str]:
    subjects: dict[str, list[str]] = {}
    for each in shared:
        if each.subject:
            subjects.setdefault(names[each.place.channel], []).append(each.subject)
    told: list[str] = [
        say("#{channel} watches: {subjects}", channel=name, subjects=tuple(subjects[name]))
        for name in sorted(subjects, key=str.casefold)[:_CHANNELS]
    ]
    told += _more(len(subjects))
    own = tuple(each.subject for each in alone if each.subject)
    return [*told, say("You alone watch: {subjects}", subjects=own)] if own else told


def _more(number: int) -> list[str]:
    return [say("and {n} more", n=number - _CHANNELS)] if number > _CHANNELS else []


def _others(topics: Sequence[Topic]) -> tuple[Notice, ...]:
    """Return what has no room: topics beyond the first few, by their commands."""
    left = tuple(topic.command for topic in topics[_TOPICS:])
    return (Notice(title=say("Other topics"), lines=(joined(left, ", "),)),) if left else ()


def _doable(topic: Topic) -> tuple[Action, ...]:
    ev = topic.command
    return (
        Action(
            label=say("Editions in a channel …"), command=ev, form=FormName.SUBSCRIBE, weight=Weight.PRIMARY
        ),
        Action(label=say("Search …"), command=ev, form=FormName.SEARCH),
        Action(label=say("Ask …"), command=ev, form=FormName.ASK),
        Action(label=say("Latest"), command=ev),
        Action(label=say("Help"), command=ev, text="help"),
    )
