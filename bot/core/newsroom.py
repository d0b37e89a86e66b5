"""The words around what was done: channels, deliveries, stages of an entry. The same on the page, in chats and on the terminal.

Plain text, never markup; and the addresses under which platforms show a message.
"""

import urllib.parse
from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.core.editions import STEERING, belongs
from bot.core.entities import (
    Channel,
    ChannelDecision,
    Correction,
    CorrectionKind,
    Delivery,
    DeliveryState,
    Edit,
    EditState,
    Entry,
    Explanation,
    Notice,
    Platform,
    Stage,
    StageName,
    Telling,
    Topic,
)
from bot.core.wording import counted, moment

TOLD = "told"
"""The reason of a decision for an entry that an edition tells."""

_PLATFORMS = {
    Platform.SLACK: "Slack",
    Platform.DISCORD: "Discord",
    Platform.PAGE: "page",
    Platform.TERMINAL: "command line",
}
_STATES = {
    DeliveryState.PENDING: "waits to be posted",
    DeliveryState.SENDING: "is being posted",
    DeliveryState.SENT: "posted",
    DeliveryState.FAILED: "could not be posted",
    DeliveryState.UNCERTAIN: "may have been posted, nobody can tell",
}
_EDITS = {
    EditState.WAITING: "waits to be edited",
    EditState.EDITED: "shows it",
    EditState.GONE: "is not there any more",
    EditState.REFUSED: "could not be edited",
}
_WORST_FIRST = (
    DeliveryState.FAILED,
    DeliveryState.UNCERTAIN,
    DeliveryState.SENDING,
    DeliveryState.PENDING,
    DeliveryState.SENT,
)
_LABELS = {
    StageName.SEEN: "Seen",
    StageName.TEXT: "Text",
    StageName.GROUPED: "Grouped",
    StageName.FILTERED: "Filter",
    StageName.STEERED: "Steering",
    StageName.RANKED: "Rank",
    StageName.MUTED: "Muted",
    StageName.TOLD: "Told",
    StageName.LEFT_OUT: "Not told",
    StageName.WAITING: "Waiting",
    StageName.DELIVERED: "Posting",
    StageName.CORRECTED: "Corrected",
}
_SHARED = 6


def channel_label(channel: Channel) -> str:
    """Return a channel as whoever runs the bot knows it: "news (page)", "C123 in Team (Slack)"."""
    platform = channel.workspace.platform
    if platform in (Platform.PAGE, Platform.TERMINAL):
        return f"{channel.name} ({_PLATFORMS[platform]})"
    return f"{channel.name} in {channel.workspace.name or channel.workspace.external_id} ({_PLATFORMS[platform]})"


def message_url(channel: Channel, message_id: str) -> str:
    """Return where a message can be read; "" where there is none, or no address for it.

    https://docs.slack.dev/interactivity/deep-linking/ (app_redirect opens the channel); Discord's "Copy Message Link".
    """
    if not message_id:
        return ""
    workspace, name, message = (
        urllib.parse.quote(part, safe="")
        for part in (channel.workspace.external_id, channel.name, message_id)
    )
    match channel.workspace.platform:
        case Platform.SLACK:
            return f"https://slack.com/app_redirect?team={workspace}&channel={name}&message_ts={message}"
        case Platform.DISCORD:
            return f"https://discord.com/channels/{workspace}/{name}/{message}"
        case Platform.PAGE:
            return f"/#m-{message}"
        case Platform.TERMINAL:
            return ""


def delivery_state(deliveries: Sequence[Delivery]) -> DeliveryState:
    """Return the state that says most about an edition's messages: the worst."""
    states = {delivery.state for delivery in deliveries}
    return next((state for state in _WORST_FIRST if state in states), DeliveryState.PENDING)


def delivery_note(deliveries: Sequence[Delivery]) -> str:
    """Return in words what became of an edition's messages."""
    if not deliveries:
        return "no message was made of it"
    worst = delivery_state(deliveries)
    of_all = f", {counted(len(deliveries), 'message')}" if len(deliveries) > 1 else ""
    error = next((each.error for each in deliveries if each.state is worst and each.error), "")
    attempts = max(each.attempts for each in deliveries)
    tries = f", {attempts} attempts" if attempts > 1 else ""
    return f"{_STATES[worst]}{of_all}{tries}{f': {error}' if error else ''}"


def edit_note(edit: Edit) -> str:
    """Return in words whether a posted message shows its corrections."""
    which = f"message {edit.delivery.part + 1}"
    if edit.delivery.state is not DeliveryState.SENT:
        return f"{which} {_STATES[edit.delivery.state]}, so there is none to edit"
    error = f": {edit.error}" if edit.error else ""
    return f"{which} {_EDITS[edit.state]}{error}"


def stage_label(name: StageName) -> str:
    """Return what a stage is called."""
    return _LABELS[name]


def stage_line(stage: Stage) -> str:
    """Return a stage as one line, for chats and the terminal."""
    when = f" {moment(stage.at)}" if stage.at else ""
    where = f", {stage.channel}" if stage.channel else ""
    link = f" {stage.url}" if stage.url.startswith("https://") else ""
    return f"{_LABELS[stage.name]}{when}{where}: {stage.text}{link}"


def explained(explanation: Explanation, example: str) -> Notice:
    """Return what became of an entry as a notice. *example* is a command with "{}" for another story."""
    lines = [stage_line(stage) for stage in explanation.stages]
    lines += [explanation.note] if explanation.note else []
    lines += [f"{example.format(each.story_id)} — {each.title}" for each in explanation.others]
    return Notice(title=explanation.title, lines=tuple(lines))


def filtering(lead: Entry, topic: Topic) -> str:
    """Return what the topic's own words say to a story, of which *lead* decides."""
    if not topic.include and not topic.exclude:
        return "the topic lets everything in"
    if belongs(lead, topic):
        return "the topic’s words let it in"
    if belongs(lead, replace(topic, exclude=())):
        return "the topic’s words keep it out: one of those to exclude stands in it"
    return "the topic’s words keep it out: none of those to include stands in it"


def likeness(one: Collection[str], other: Collection[str]) -> str:
    """Return what two entries share, in words: names, figures or stems of words, the longest first."""
    shared = sorted(set(one) & set(other), key=lambda word: (-len(word), word))[:_SHARED]
    named = [f"{int(each):,}" if each.isdecimal() and each.isascii() else each for each in shared]
    return f"they share {', '.join(named)}" if named else ""


def decision_stage(told: ChannelDecision, *, is_own: bool) -> Stage:
    """Return the stage of a decision against an entry. *is_own*: it is about the channel that asks."""
    reason = told.decision.reason
    name = StageName.LEFT_OUT
    if told.decision.stage == STEERING:
        name = StageName.STEERED
    elif "muted" in reason:
        name = StageName.MUTED
    elif "(rank" in reason:
        name = StageName.RANKED
    elif "filter" in reason:
        name = StageName.FILTERED
    elif reason == TOLD:
        name = StageName.TOLD
    where = "" if is_own or told.channel is None else channel_label(told.channel)
    return Stage(name=name, text=reason, at=told.decision.at, channel=where)


def telling_stages(telling: Telling, *, is_own: bool) -> tuple[Stage, ...]:
    """Return the stages of an edition that tells a story: chosen, what became of the message, and what was put right since."""
    where = "" if is_own else channel_label(telling.channel)
    first = next((each for each in telling.deliveries if each.part == 0), None)
    return (
        Stage(
            name=StageName.TOLD,
            text=f"in “{telling.title}”, at place {telling.rank} of {telling.size} (edition {telling.edition_id})",
            at=telling.composed_at,
            channel=where,
        ),
        Stage(
            name=StageName.DELIVERED,
            text=delivery_note(telling.deliveries),
            channel=where,
            url=message_url(telling.channel, first.message_id) if first else "",
        ),
        *(
            Stage(name=StageName.CORRECTED, text=_put_right(each), at=each.at, channel=where)
            for each in telling.corrections
            if each.story in (0, telling.rank)
        ),
    )


def _put_right(correction: Correction) -> str:
    why = f": {correction.reason}" if correction.reason else ""
    if correction.kind is CorrectionKind.WITHDRAWN:
        return f"the edition was withdrawn by {correction.by}{why}"
    return f"“{correction.before}” was replaced by {correction.by}{why}"
