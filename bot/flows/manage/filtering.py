"""A channel's filter: what its people want of a topic, shown, set and ended, with who did so last."""

from bot.core import filters, wording
from bot.core.entities import NO_FILTER, ChannelFilter, Notice, Place, Topic
from bot.flows.needs import Needs


async def filter_by(needs: Needs, topic: Topic, place: Place, user: str, rules: str) -> Notice:
    """Tell here only what *rules* let in, in place of those before.

    Raises:
        CommandError: they cannot be understood.
    """
    wanted = filters.parse_filter(rules)
    before = await needs.store.channel_filter(place, topic.id)
    await _set(needs, topic, place, ChannelFilter(filter=wanted, by=user, at=needs.clock.now()))
    lines = ["Its editions leave out the rest, and why says so of each story.", *_before(topic, before)]
    return Notice(
        title=f"{topic.title}: this channel gets {filters.render_filter(wanted)}", lines=tuple(lines)
    )


async def end_filter(needs: Needs, topic: Topic, place: Place, user: str) -> Notice:
    """Let all of the topic in again."""
    before = await needs.store.channel_filter(place, topic.id)
    await _set(needs, topic, place, ChannelFilter(filter=NO_FILTER, by=user, at=needs.clock.now()))
    return Notice(title=f"{topic.title}: no filter here any more", lines=tuple(_before(topic, before)))


async def filters_of(needs: Needs, topic: Topic, place: Place) -> Notice:
    """Show which filters hold here, whose they are, and since when."""
    lines = await filtered(needs, topic, place)
    own = await needs.store.channel_filter(place, topic.id)
    if own and own.filter == NO_FILTER:
        lines.append(f"This channel's own was ended on {wording.moment(own.at)}{_by(own)}.")
    lines.append(f"To set one: {topic.command} filter {filters.EXAMPLE}")
    return Notice(title=f"{topic.title}: filters here", lines=tuple(lines))


async def filtered(needs: Needs, topic: Topic, place: Place) -> list[str]:
    """Return a line for each filter that holds here."""
    here = await needs.store.subscriptions(place)
    declared = [("the topic", topic.filter)]
    declared += [
        ("this channel", each.filter) for each in here if each.topic_id == topic.id and not each.subject
    ]
    lines = [
        f"Filter of {whose}, set in the configuration file: {filters.render_filter(wanted)}"
        for whose, wanted in declared
        if wanted != NO_FILTER
    ]
    own = await needs.store.channel_filter(place, topic.id)
    if own and own.filter != NO_FILTER:
        since = f"set on {wording.moment(own.at)}{_by(own)}"
        lines.append(f"Filter of this channel, {since}: {filters.render_filter(own.filter)}")
    return lines


async def _set(needs: Needs, topic: Topic, place: Place, wanted: ChannelFilter) -> None:
    await needs.store.set_channel_filter(place, topic.id, wanted)


def _before(topic: Topic, before: ChannelFilter | None) -> list[str]:
    if before is None or before.filter == NO_FILTER:
        return []
    return [
        f"The one before, set on {wording.moment(before.at)}{_by(before)}: {topic.command} filter {filters.render_filter(before.filter)}"
    ]


def _by(own: ChannelFilter) -> str:
    return f" by {own.by}" if own.by else ""
