"""Why an entry did or did not get somewhere: every stage it passed, as far as whoever asks may know.

An article is named by its address, by the number of its story, or by words of its title.
"""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.core import filters, newsroom, stories, timetable
from bot.core.entities import (
    NO_FILTER,
    Candidate,
    Entry,
    EntryId,
    Explanation,
    Notice,
    Place,
    Stage,
    StageName,
    Standing,
    Story,
    StoryId,
    Topic,
)
from bot.core.indexing import features_of
from bot.core.language import joined, restored, say, some
from bot.core.subjects import subject
from bot.core.text import canonical_url, is_http_url, search_tokens
from bot.flows.needs import Needs

_STORY = re.compile(r"(?:story\s*)?#?(\d{1,18})", re.IGNORECASE)
_ARCHIVE = dt.timedelta(days=365)
_LOOKED_AT = 200
_OTHERS = 3
_NOT_SEEN = say("Not seen")
_NOT_LOOKED_AT = say("no edition has looked at it yet")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asker:
    """Who wants to know: *seen_by* names the channel that asks, None is whoever runs the bot."""

    needs: Needs
    topic: Topic
    seen_by: Place | None

    @property
    def is_own(self) -> bool:
        """Whether all that is told is about the channel that asks."""
        return self.seen_by is not None


async def why(needs: Needs, topic: Topic, asked: str, seen_by: Place | None) -> Notice:
    """Say what became of an article, as a chat and the terminal show it."""
    return newsroom.explained(await explain(needs, [topic], asked, seen_by), f"{topic.command} why {{}}")


async def explain(needs: Needs, topics: Sequence[Topic], asked: str, seen_by: Place | None) -> Explanation:
    """Return what became of the article that *asked* names, in the first of *topics* that knows it.

    *seen_by* names the channel that asks; None is whoever runs the bot, who sees every channel.
    """
    text = " ".join(asked.split())
    for topic in topics:
        found = await _found(needs, topic, text)
        if found:
            asker = _Asker(needs=needs, topic=topic, seen_by=seen_by)
            return await _explained(asker, found)
    return Explanation(title=_NOT_SEEN, note=_unknown(text, topics))


def _unknown(text: str, topics: Sequence[Topic]) -> str:
    if is_http_url(text):
        return some(
            len(topics),
            "No feed of this topic has brought it, as far as we kept records.",
            "No feed of these topics has brought it, as far as we kept records.",
        )
    command = topics[0].command if topics else "/ev"
    return some(
        len(topics),
        "No story of this topic has that number or those words in its title. For example: {example}",
        "No story of these topics has that number or those words in its title. For example: {example}",
        example=f"{command} why https://example.com/article",
    )


async def _found(needs: Needs, topic: Topic, text: str) -> tuple[Entry, ...]:
    """Return the entries that may be meant, of one story each, the likeliest first."""
    if is_http_url(text):
        entry = await needs.store.entry_by_link(canonical_url(text), topic.id)
        return (entry,) if entry else ()
    if numbered := _STORY.fullmatch(text):
        told = await needs.store.stories([StoryId(int(numbered[1]))], topic.id)
        if told:
            return (_in_order(told[0], topic).lead,)
    return await _titled(needs, topic, text)


async def _titled(needs: Needs, topic: Topic, text: str) -> tuple[Entry, ...]:
    """Return the newest entry of each story that has all words in a title, or, failing that, somewhere."""
    about = subject(text, topic.aliases)
    if not about.groups:
        return ()
    since = needs.clock.now() - _ARCHIVE
    entries = await needs.store.search_entries(about, topic_id=topic.id, since=since, limit=_LOOKED_AT)
    wanted = set(search_tokens(text))
    titled = [entry for entry in entries if wanted <= set(search_tokens(entry.title))]
    by_story: dict[StoryId | EntryId, Entry] = {}
    for entry in titled or entries:
        by_story.setdefault(entry.story_id or entry.id, entry)
    return tuple(by_story.values())


async def _explained(asker: _Asker, found: Sequence[Entry]) -> Explanation:
    entry, others = found[0], found[1:]
    stages = [await _seen(asker, entry), _read(entry)]
    if entry.story_id is None:
        stages.append(Stage(name=StageName.GROUPED, text=say("not grouped into a story yet")))
    else:
        (told,) = await asker.needs.store.stories([entry.story_id], asker.topic.id)
        stages += await _in_story(asker, entry, _in_order(told, asker.topic))
    return Explanation(
        title=entry.title,
        url=entry.url,
        story_id=entry.story_id,
        stages=tuple(stages),
        note=_also_meant(len(others)),
        others=tuple(
            Candidate(story_id=each.story_id, title=each.title) for each in others[:_OTHERS] if each.story_id
        ),
    )


def _also_meant(others: int) -> str:
    if not others:
        return ""
    return some(
        others, "Also meant may be {n} other story, such as:", "Also meant may be {n} other stories, such as:"
    )


def _in_order(story: Story, topic: Topic) -> Story:
    return replace(story, entries=stories.lead_first(story.entries, topic.language))


async def _seen(asker: _Asker, entry: Entry) -> Stage:
    feed = await asker.needs.store.feed(entry.feed_id)
    return Stage(
        name=StageName.SEEN,
        text=say(
            "in {publisher}, by the feed “{feed}”; published {when}",
            publisher=entry.publisher,
            feed=feed.name,
            when=entry.published_at,
        ),
        at=entry.stored_at,
    )


def _read(entry: Entry) -> Stage:
    if entry.is_excerpt:
        reason = restored(entry.excerpt_reason) or say("the page could not be read")
        return Stage(name=StageName.TEXT, text=say("Only an excerpt: {reason}", reason=reason))
    length = some(len(entry.text), "{n} character of article", "{n} characters of article")
    return Stage(name=StageName.TEXT, text=length)


async def _in_story(asker: _Asker, entry: Entry, story: Story) -> list[Stage]:
    first = min(story.entries, key=lambda each: (each.stored_at, each.id))
    stages = [_grouped(entry, story, first)]
    stages.append(Stage(name=StageName.FILTERED, text=_filtered(asker.topic, entry, story)))
    return stages + await _in_channels(asker, entry, story)


def _filtered(topic: Topic, entry: Entry, story: Story) -> str:
    said = newsroom.filtering(story.lead, topic)
    if topic.filter != NO_FILTER:
        own = say(
            "its filter, {filter}, is judged for each channel", filter=filters.render_filter(topic.filter)
        )
        said = joined([said, own], "; ")
    if story.lead.id == entry.id or not (topic.include or topic.exclude):
        return said
    return joined([said, say("decided by its story's lead, “{title}”", title=story.lead.title)], "; ")


def _grouped(entry: Entry, story: Story, first: Entry) -> Stage:
    parts: list[str] = [
        some(
            len(story.entries),
            "In a story of {n} entry by {publishers} (story {id})",
            "In a story of {n} entries by {publishers} (story {id})",
            publishers=tuple(dict.fromkeys(each.publisher for each in story.entries)),
            id=str(story.id),
        )
    ]
    if first.id != entry.id:
        merged = say(
            "merged into “{title}” of {publisher}, seen {when}",
            title=first.title,
            publisher=first.publisher,
            when=first.stored_at,
        )
        parts += [merged, _likeness(entry, first)]
    return Stage(name=StageName.GROUPED, text=joined(parts, "; "))


def _likeness(entry: Entry, first: Entry) -> str:
    one, other = (features_of(each.title, each.text) for each in (entry, first))
    return newsroom.likeness(one.anchors, other.anchors) or newsroom.likeness(
        one.counts.keys(), other.counts.keys()
    )


async def _in_channels(asker: _Asker, entry: Entry, story: Story) -> list[Stage]:
    """Return what each channel made of it, in the order of time, and what is still to come."""
    store, seen_by, is_own = asker.needs.store, asker.seen_by, asker.is_own
    tellings = (await store.tellings([story.id], seen_by)).get(story.id, ())
    told_by = {telling.subscription_id for telling in tellings}
    decided = await store.channel_decisions(entry.id, seen_by)
    timed: list[tuple[dt.datetime, tuple[Stage, ...]]] = [
        (telling.composed_at, newsroom.telling_stages(telling, is_own=is_own)) for telling in tellings
    ]
    timed += [
        (each.decision.at, (newsroom.decision_stage(each, is_own=is_own),))
        for each in decided
        if each.decision.reason != newsroom.TOLD or each.decision.subscription_id not in told_by
    ]
    stages = [stage for _, some in sorted(timed, key=lambda pair: pair[0]) for stage in some]
    looked_at = told_by | {each.decision.subscription_id for each in decided}
    waiting = [each for each in await _standings(asker) if each.subscription.id not in looked_at]
    stages += [_waiting(asker, standing) for standing in waiting]
    return stages or [Stage(name=StageName.WAITING, text=_NOT_LOOKED_AT)]


async def _standings(asker: _Asker) -> Iterable[Standing]:
    """Return the subscriptions to the topic; in other workspaces it has the same name."""
    found = await asker.needs.store.standings(asker.seen_by)
    return (each for each in found if each.topic.name == asker.topic.name and not each.subscription.subject)


def _waiting(asker: _Asker, standing: Standing) -> Stage:
    subscription, now = standing.subscription, asker.needs.clock.now()
    where = "" if asker.is_own else newsroom.channel_label(standing.channel)
    name = StageName.WAITING
    if subscription.paused_at:
        return Stage(name=name, text=say("no edition has looked at it yet: they are paused"), channel=where)
    if subscription.timetable.is_instant:
        return Stage(name=name, text=_NOT_LOOKED_AT, channel=where)
    planned = timetable.next_planned(subscription.timetable, now)
    text = say("no edition has looked at it yet; the next is planned for {when}", when=planned)
    return Stage(name=name, text=text, channel=where)
