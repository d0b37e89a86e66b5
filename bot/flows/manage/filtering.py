"""A channel's filter: what its people want of a topic, shown, set and ended, with who did so last."""

from bot.core import filters
from bot.core.entities import NO_FILTER, ChannelFilter, Notice, Place, Topic
from bot.core.language import moment, say
from bot.flows.needs import Needs


async def filter_by(needs: Needs, topic: Topic, place: Place, user: str, rules: str) -> Notice:
    """Tell here only what *rules* let in, in place of those before.

    Raises:
        CommandError: they cannot be understood.
    """
    wanted = filters.parse_filter(rules)
    before = await needs.store.channel_filter(place, topic.id)
    await _set(needs, topic, place, ChannelFilter(filter=wanted, by=user, at=needs.clock.now()))
    return Notice(
        title=say(
            "{topic}: this channel gets {filter}", topic=topic.title, filter=filters.render_filter(wanted)
        ),
        lines=(
            say("Its editions leave out the rest, and why says so of each story."),
            *_before(topic, before),
        ),
    )


async def end_filter(needs: Needs, topic: Topic, place: Place, user: str) -> Notice:
    """Let all of the topic in again."""
    before = await needs.store.channel_filter(place, topic.id)
    await _set(needs, topic, place, ChannelFilter(filter=NO_FILTER, by=user, at=needs.clock.now()))
    return Notice(
        title=say("{topic}: no filter here any more", topic=topic.title), lines=tuple(_before(topic, before))
    )


async def filters_of(needs: Needs, topic: Topic, place: Place) -> Notice:
    """Show which filters hold here, whose they are, and since when."""
    lines = await filtered(needs, topic, place)
    own = await needs.store.channel_filter(place, topic.id)
    if own and own.filter == NO_FILTER:
        lines.append(say("This channel's own was ended on {since}.", since=_since(own)))
    lines.append(say("To set one: {command}", command=f"{topic.command} filter {filters.EXAMPLE}"))
    return Notice(title=say("{topic}: filters here", topic=topic.title), lines=tuple(lines))


async def filtered(needs: Needs, topic: Topic, place: Place) -> list[str]:
    """Return a line for each filter that holds here."""
    here = await needs.store.subscriptions(place)
    lines: list[str] = []
    if topic.filter != NO_FILTER:
        rules = filters.render_filter(topic.filter)
        lines.append(say("Filter of the topic, set in the configuration file: {filter}", filter=rules))
    lines += [
        say(
            "Filter of this channel, set in the configuration file: {filter}",
            filter=filters.render_filter(each.filter),
        )
        for each in here
        if each.topic_id == topic.id and not each.subject and each.filter != NO_FILTER
    ]
    own = await needs.store.channel_filter(place, topic.id)
    if own and own.filter != NO_FILTER:
        rules = filters.render_filter(own.filter)
        lines.append(say("Filter of this channel, set on {since}: {filter}", since=_since(own), filter=rules))
    return lines


async def _set(needs: Needs, topic: Topic, place: Place, wanted: ChannelFilter) -> None:
    await needs.store.set_channel_filter(place, topic.id, wanted)


def _before(topic: Topic, before: ChannelFilter | None) -> list[str]:
    if before is None or before.filter == NO_FILTER:
        return []
    command = f"{topic.command} filter {filters.render_filter(before.filter)}"
    return [say("The one before, set on {since}: {command}", since=_since(before), command=command)]


def _since(own: ChannelFilter) -> str:
    return say("{when} by {user}", when=own.at, user=own.by) if own.by else moment(own.at)
