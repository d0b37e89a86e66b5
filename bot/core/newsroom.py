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
    Flag,
    FlagState,
    Notice,
    Platform,
    Stage,
    StageName,
    Telling,
    Topic,
)
from bot.core.language import joined, say, some

TOLD = say("told")
"""The reason of a decision for an entry that an edition tells."""

_PLATFORMS = {
    Platform.SLACK: "Slack",
    Platform.DISCORD: "Discord",
    Platform.PAGE: say("page"),
    Platform.TERMINAL: say("command line"),
}
_STATES = {
    DeliveryState.PENDING: say("waits to be posted"),
    DeliveryState.SENDING: say("is being posted"),
    DeliveryState.SENT: say("posted"),
    DeliveryState.FAILED: say("could not be posted"),
    DeliveryState.UNCERTAIN: say("may have been posted, nobody can tell"),
}
_EDITS = {
    EditState.WAITING: say("waits to be edited"),
    EditState.EDITED: say("shows it"),
    EditState.GONE: say("is not there any more"),
    EditState.REFUSED: say("could not be edited"),
}
_WORST_FIRST = (
    DeliveryState.FAILED,
    DeliveryState.UNCERTAIN,
    DeliveryState.SENDING,
    DeliveryState.PENDING,
    DeliveryState.SENT,
)
_LABELS = {
    StageName.SEEN: say("Seen"),
    StageName.TEXT: say("Text"),
    StageName.GROUPED: say("Grouped"),
    StageName.FILTERED: say("Filter"),
    StageName.STEERED: say("Steering"),
    StageName.RANKED: say("Rank"),
    StageName.MUTED: say("Muted"),
    StageName.TOLD: say("Told"),
    StageName.LEFT_OUT: say("Not told"),
    StageName.WAITING: say("Waiting"),
    StageName.DELIVERED: say("Posting"),
    StageName.CORRECTED: say("Corrected"),
}
_SHARED = 6
_BY_FILTER = ("left out: ", "filtered ")
_AGAIN = "told again: "
"""How reasons of decisions begin."""


def channel_label(channel: Channel) -> str:
    """Return a channel as whoever runs the bot knows it: "news (page)", "C123 in Team (Slack)"."""
    platform = channel.workspace.platform
    if channel.place.is_direct:  # whose, is nobody else's business
        return say(
            "a direct message in {workspace} ({platform})",
            workspace=channel.workspace.name or channel.workspace.external_id,
            platform=_PLATFORMS[platform],
        )
    if platform in (Platform.PAGE, Platform.TERMINAL):
        return say("{channel} ({platform})", channel=channel.name, platform=_PLATFORMS[platform])
    return say(
        "{channel} in {workspace} ({platform})",
        channel=channel.name,
        workspace=channel.workspace.name or channel.workspace.external_id,
        platform=_PLATFORMS[platform],
    )


def message_url(channel: Channel, message_id: str) -> str:
    """Return where a message can be read; "" where there is none, or no address for it.

    https://docs.slack.dev/interactivity/deep-linking/ (app_redirect opens the channel); Discord's "Copy Message Link".
    """
    if not message_id or channel.name.startswith(
        "@"
    ):  # Discord's direct messages have no address that we know
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
        return say("no message was made of it")
    worst = delivery_state(deliveries)
    parts: list[str] = [_STATES[worst]]
    if len(deliveries) > 1:
        parts.append(some(len(deliveries), "{n} message", "{n} messages"))
    attempts = max(each.attempts for each in deliveries)
    if attempts > 1:
        parts.append(some(attempts, "{n} attempt", "{n} attempts"))
    note = joined(parts, ", ")
    error = next((each.error for each in deliveries if each.state is worst and each.error), "")
    return say("{what}: {why}", what=note, why=error) if error else note


_FLAGS = {
    FlagState.OPEN: say("not checked yet"),
    FlagState.KEPT: say("the check finds nothing"),
    FlagState.REPLACED: say("put right"),
    FlagState.DISMISSED: say("dismissed"),
}


def flag_state(flag: Flag) -> str:
    """Return in words what became of a flag."""
    return _FLAGS[flag.state]


def is_undecided(flag: Flag) -> bool:
    """Say whether somebody may still decide on a flag."""
    return flag.state in (FlagState.OPEN, FlagState.KEPT)


def edit_note(edit: Edit) -> str:
    """Return in words whether a posted message shows its corrections."""
    number = edit.delivery.part + 1
    if edit.delivery.state is not DeliveryState.SENT:
        state = _STATES[edit.delivery.state]
        return say("message {n} {state}, so there is none to edit", n=number, state=state)
    note = say("message {n} {state}", n=number, state=_EDITS[edit.state])
    return say("{what}: {why}", what=note, why=edit.error) if edit.error else note


def stage_label(name: StageName) -> str:
    """Return what a stage is called."""
    return _LABELS[name]


def stage_line(stage: Stage) -> str:
    """Return a stage as one line, for chats and the terminal."""
    label: str = _LABELS[stage.name]
    if stage.at:
        label = say("{stage} {when}", stage=label, when=stage.at)
    told = say("{what}: {why}", what=joined([label, stage.channel], ", "), why=stage.text)
    return say("{told} {link}", told=told, link=stage.url) if stage.url.startswith("https://") else told


def explained(explanation: Explanation, example: str) -> Notice:
    """Return what became of an entry as a notice. *example* is a command with "{}" for another story."""
    lines = [stage_line(stage) for stage in explanation.stages]
    lines += [explanation.note] if explanation.note else []
    lines += [f"{example.format(each.story_id)} — {each.title}" for each in explanation.others]
    return Notice(title=explanation.title, lines=tuple(lines))


def filtering(lead: Entry, topic: Topic) -> str:
    """Return what the topic's own words say to a story, of which *lead* decides."""
    if not topic.include and not topic.exclude:
        return say("the topic lets everything in")
    if belongs(lead, topic):
        return say("the topic’s words let it in")
    if belongs(lead, replace(topic, exclude=())):
        return say("the topic’s words keep it out: one of those to exclude stands in it")
    return say("the topic’s words keep it out: none of those to include stands in it")


def likeness(one: Collection[str], other: Collection[str]) -> str:
    """Return what two entries share, in words: names, figures or stems of words, the longest first."""
    shared = sorted(set(one) & set(other), key=lambda word: (-len(word), word))[:_SHARED]
    named = tuple(int(each) if each.isdecimal() and each.isascii() else each for each in shared)
    return say("they share {words}", words=named) if named else ""


def decision_stage(told: ChannelDecision, *, is_own: bool) -> Stage:
    """Return the stage of a decision against an entry. *is_own*: it is about the channel that asks."""
    reason = told.decision.reason
    name = StageName.LEFT_OUT
    if told.decision.stage == STEERING:
        name = StageName.STEERED
    elif reason.startswith(_BY_FILTER):
        name = StageName.FILTERED
    elif "muted" in reason:
        name = StageName.MUTED
    elif "(rank" in reason:
        name = StageName.RANKED
    elif reason == TOLD or reason.startswith(_AGAIN):
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
            text=say(
                "in “{title}”, at place {rank} of {size} (edition {edition})",
                title=telling.title,
                rank=telling.rank,
                size=telling.size,
                edition=str(telling.edition_id),
            ),
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
    if correction.kind is CorrectionKind.WITHDRAWN:
        done = say("the edition was withdrawn by {by}", by=correction.by)
    else:
        done = say("“{before}” was replaced by {by}", before=correction.before, by=correction.by)
    return say("{what}: {why}", what=done, why=correction.reason) if correction.reason else done
