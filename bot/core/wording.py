"""The words around what is shown, once for all platforms: datelines, bylines, coverage. Plain text, never markup.

They come in the language of what is shown: an edition's, a summary's, an answer's. How to add a sentence stands in
`bot/core/language/__init__.py`.
"""

import datetime as dt
import urllib.parse
from collections.abc import Mapping, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.core import language as words
from bot.core.entities import (
    EXTRACTS,
    Action,
    Answer,
    Bullet,
    Citation,
    Correction,
    CorrectionKind,
    Coverage,
    Edition,
    FilterOwner,
    Item,
    NewEdition,
    NextEdition,
    Notice,
    Objection,
    Rating,
    Reply,
    Rule,
    RuleKind,
    Steer,
    StoryList,
    Summary,
    ToldBefore,
    Topic,
)
from bot.core.language import ENGLISH, Listed, Moment, Reader, in_language, joined, say, some

_FRAGMENT_WORDS = 4
_PUBLISHERS_NAMED = 3
_DAY_HOURS = 24
_RECAPPED = 5
_TWO_DAYS = dt.timedelta(days=2)

REFUSAL = say("The sources do not say.")
NEAREST = say("The nearest they do say:")

OUR_MISTAKE = Notice(
    title=say("Something went wrong here."), lines=(say("It has been noted. Please try again later."),)
)


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return "1 story", "3 stories"; *plural* where adding an s is wrong. English only: for the newsroom and the command line."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def moment(instant: dt.datetime) -> str:
    """Return an instant as people read it: by their clock where that is known, else in UTC."""
    return words.moment(instant)


def reader_of(edition: NewEdition) -> Reader:
    """Return who reads an edition: its channel's language and clock."""
    return Reader(edition.language, edition.zone)


def told(text: str, language: str) -> str:
    """Return a sentence of a renderer's own in *language*."""
    return in_language(text, Reader(language))


def spoken(reply: Reply, reader: Reader) -> Reply:
    """Return a reply in its reader's language, as it is rendered and kept."""
    match reply:
        case Notice():
            return spoken_notice(reply, reader)
        case StoryList():
            title, hint = in_language(reply.title, reader), in_language(reply.hint, reader)
            actions = spoken_actions(reply.actions, reader)
            return replace(reply, title=title, hint=hint, actions=actions, language=reader.language)
        case NextEdition():
            return replace(reply, note=in_language(reply.note, reader))
        case Answer():
            said = tuple(replace(each, text=in_language(each.text, reader)) for each in reply.sentences)
            return replace(reply, sentences=said, language=reader.language)


def spoken_actions(actions: Sequence[Action], reader: Reader) -> tuple[Action, ...]:
    """Return buttons in their reader's language."""
    return tuple(replace(each, label=in_language(each.label, reader)) for each in actions)


def spoken_notice(notice: Notice, reader: Reader) -> Notice:
    """Return a notice in its reader's language, buttons too."""
    lines = tuple(in_language(line, reader) for line in notice.lines)
    actions = spoken_actions(notice.actions, reader)
    title = in_language(notice.title, reader)
    return replace(notice, title=title, lines=lines, actions=actions, language=reader.language)


def dateline(edition: NewEdition) -> str:
    """Return the planned local day and time of an edition, with its zone."""
    planned = Moment(edition.planned_at, "EEEE d MMMM y, HH:mm", edition.zone)
    return in_language(say("{day} ({zone})", day=planned, zone=edition.zone), reader_of(edition))


def lead(edition: NewEdition) -> str:
    """Return the line below the heading: how much there is, and from how many; of an update what is new."""
    if edition.is_update:
        line = say("Update: {news}.", news=Listed(edition.recap, "; "))
    elif edition.shared_by:
        line = say("Shared by {who}.", who=edition.shared_by)
    elif not edition.items:
        nothing = (
            say("Nothing to tell yet.") if edition.is_first else say("Nothing new since the last edition.")
        )
        line = joined([nothing, _recap(edition)])
    else:
        publishers = {publisher for item in edition.items for publisher in item.publishers}
        how_much = say(
            "{stories} from {publishers}.",
            stories=some(len(edition.items), "{n} story", "{n} stories"),
            publishers=some(len(publishers), "{n} publisher", "{n} publishers"),
        )
        line = joined([how_much, _first(edition), _recap(edition)])
    return in_language(line, reader_of(edition))


def _recap(edition: NewEdition) -> str:
    """Return what of the window the channel had already, in a line."""
    if not edition.recap:
        return ""
    titles = Listed(tuple(title.rstrip(".") for title in edition.recap[:_RECAPPED]), "; ")
    more = len(edition.recap) - _RECAPPED
    if more > 0:
        return say("Told here already: {titles}; and {n} more.", titles=titles, n=more)
    return say("Told here already: {titles}.", titles=titles)


def _first(edition: NewEdition) -> str:
    """Return what a first edition covers: a day, or all since a subscription that comes more rarely."""
    if not edition.is_first:
        return ""
    hours = -(-(edition.coverage.window.ends_at - edition.coverage.window.begins_at) // dt.timedelta(hours=1))
    if hours <= _DAY_HOURS:
        return say("First edition: the newest of the last 24 hours.")
    return some(
        -(-hours // _DAY_HOURS),
        "First edition: the newest of the last {n} day.",
        "First edition: the newest of the last {n} days.",
    )


def byline(item: Item) -> str:
    """Return who reported a story, and when the newest of them did."""
    when = told(words.moment(item.newest_at), item.summary.language)
    return f"{reporters(item)} · {when}{excerpt_note(item)}"


def reporters(item: Item) -> str:
    """Return who reported a story, the first few by name."""
    named = item.publishers[:_PUBLISHERS_NAMED]
    others = len(item.publishers) - len(named)
    if not others:
        return told(joined(named, ", "), item.summary.language)
    more = some(others, "{named} and {n} other", "{named} and {n} others", named=named)
    return told(more, item.summary.language)


def excerpt_note(item: Item) -> str:
    """Return a remark where all we could read of a story were teasers."""
    is_excerpt = all(source.is_excerpt for source in item.sources)
    return f" · {told(say('from excerpts only'), item.summary.language)}" if is_excerpt else ""


def coverage(edition: NewEdition) -> str:
    """Return the foot of an edition: window, feeds, entries, what was left out, what fell back, cost, who wrote."""
    covers = edition.coverage
    if edition.is_update:
        parts = [say("New until {end}", end=covers.window.ends_at), _written_by({EXTRACTS})]
        return in_language(joined(parts, " · "), reader_of(edition))
    if edition.shared_by:
        written = _written_by({item.summary.writer for item in edition.items})
        return in_language(written, reader_of(edition))
    parts = [
        say("Covers {begin} to {end}", begin=covers.window.begins_at, end=covers.window.ends_at),
        *_read(covers),
        *_left_out(covers),
        *_fallbacks(covers),
    ]
    if covers.cost_micros:
        parts.append(say("cost {cost}", cost=covers.cost_micros / 1_000_000))
    parts.append(_written_by({item.summary.writer for item in edition.items}))
    return in_language(joined(parts, " · "), reader_of(edition))


def _read(covers: Coverage) -> list[str]:
    """Return which feeds were read and which not, and what came of it."""
    parts: list[str] = [some(covers.feeds_read, "{n} feed read", "{n} feeds read")]
    if covers.feeds_unread:
        parts.append(say("{n} not read yet", n=covers.feeds_unread))
    if covers.feeds_failing:
        failing = len(covers.feeds_failing)
        parts.append(say("{n} failing: {feeds}", n=failing, feeds=covers.feeds_failing))
    merged = say("{n} merged", n=covers.merged)
    return [*parts, joined([some(covers.entries, "{n} entry", "{n} entries"), merged], ", ")]


def _left_out(covers: Coverage) -> list[str]:
    parts: list[str] = []
    if covers.left_out:
        parts.append(some(covers.left_out, "{n} story left out", "{n} stories left out"))
    if covers.fell_back:
        quoted = some(
            covers.fell_back, "{n} bullet quoted instead of written", "{n} bullets quoted instead of written"
        )
        parts.append(quoted)
    return parts


def _fallbacks(covers: Coverage) -> list[str]:
    """Return which stories the best language model did not write, who did, and why."""
    reason = (
        say("the day's budget is spent")
        if covers.is_budget_spent
        else say("the language model did not write")
    )
    parts: list[str] = []
    if covers.by_cheaper:
        cheaper = some(
            covers.by_cheaper,
            "{n} story by the cheaper language model because {reason}",
            "{n} stories by the cheaper language model because {reason}",
            reason=reason,
        )
        parts.append(cheaper)
    if covers.unwritten:
        extracts = some(
            covers.unwritten,
            "{n} story in extracts because {reason}",
            "{n} stories in extracts because {reason}",
            reason=reason,
        )
        parts.append(extracts)
    return parts


def written_by(writers: set[str], language: str = ENGLISH.language) -> str:
    """Return who wrote the bullets: extracts are the publishers' own sentences."""
    return told(_written_by(writers), language)


def _written_by(writers: set[str]) -> str:
    names = tuple(sorted(writers - {EXTRACTS}))
    if not names:
        return say("bullets are extracts")
    if EXTRACTS in writers:
        return say("bullets by {names} and extracts, checked against the sources", names=names)
    return say("bullets by {names}, checked against the sources", names=names)


def bullet_note(bullet: Bullet, summary: Summary) -> str:
    """Return what has to be said about a bullet: that it is quoted in place of ours, or in another language; else ""."""
    language = bullet.language if bullet.language != summary.language else ""
    return told(joined([say("quoted") if bullet.is_quotation else "", language], ", "), summary.language)


def answer_note(answer: Answer) -> str:
    """Return the line that introduces an answer's sentences, "" where they speak for themselves."""
    if not answer.is_refusal:
        return ""
    return told(joined([REFUSAL, NEAREST if answer.sentences else ""]), answer.language)


def told_before(item: Item) -> str:
    """Return that a story is told again, when it was told before, and how it has grown; "" where it is new here."""
    if item.before is None:
        return ""
    grown = _growth(item.before, len(item.publishers))
    return told(say("Told before on {grown}", grown=grown), item.summary.language)


def told_again(before: ToldBefore, publishers: int) -> str:
    """Return why a story is told again."""
    return say("told again: told before on {grown}", grown=_growth(before, publishers))


def _growth(before: ToldBefore, publishers: int) -> str:
    return some(
        before.publishers,
        "{when}, by {n} publisher; now by {now}",
        "{when}, by {n} publishers; now by {now}",
        when=before.at,
        now=publishers,
    )


_OWNERS = {FilterOwner.TOPIC: say("the topic’s filter"), FilterOwner.CHANNEL: say("the channel’s filter")}
_KINDS = {
    RuleKind.WORDS: say("the words"),
    RuleKind.TAG: say("the tag"),
    RuleKind.FEED: say("the feed"),
    RuleKind.PUBLISHER: say("the publisher"),
    RuleKind.LANGUAGE: say("the language"),
    RuleKind.PATTERN: say("the pattern"),
}


def held_back(objection: Objection) -> str:
    """Return why a filter leaves something out."""
    owner = _OWNERS[objection.owner]
    if not objection.rules:
        return some(
            objection.publishers,
            "left out: {filter} wants at least {n} publisher",
            "left out: {filter} wants at least {n} publishers",
            filter=owner,
        )
    first = objection.rules[0]
    kind, named = _KINDS[first.kind], tuple(map(_rule_value, objection.rules))
    if first.is_wanted:
        return say("left out: {filter} wants {kind} {values}", filter=owner, kind=kind, values=named)
    return say("left out: {filter} does not want {kind} {values}", filter=owner, kind=kind, values=named)


def _rule_value(rule: Rule) -> str:
    return f"/{rule.value}/" if rule.kind is RuleKind.PATTERN else f"“{rule.value}”"


MORE = say("More like this")
LESS = say("Less like this")
REACT = say("Flag, more or less…")
_RATINGS = {
    Rating.RIGHT: say("Right"),
    Rating.WRONG: say("Wrong"),
    Rating.HELPFUL: say("Helpful"),
    Rating.UNHELPFUL: say("Not helpful"),
}


def flag_label(number: int) -> str:
    """Return what the button says that flags a sentence."""
    return say("Sentence {number} is wrong", number=number)


def rating_label(rating: Rating) -> str:
    """Return what the button says that judges an answer."""
    return _RATINGS[rating]


def judged_notice(rating: Rating) -> Notice:
    """Return what whoever judged an answer is told."""
    return Notice(
        title=say("Noted: {rating}", rating=_RATINGS[rating]),
        lines=(say("Whoever runs newsthread sees it. Press another button to change it."),),
    )


def flag_replaced(sentence: str, finding: str) -> Notice:
    """Return what whoever flagged a sentence is told that did not stand."""
    return Notice(
        title=say("Thank you: it is put right"),
        lines=(
            f"“{sentence}”",
            finding,
            say("The publisher's own sentence takes its place here, and the message says so."),
        ),
    )


def flag_kept(sentence: str, finding: str, *, may_be_replaced: bool) -> Notice:
    """Return what whoever flagged a sentence is told that the check does not find wrong."""
    kept = say("Your flag is kept for whoever runs newsthread.")
    then = say("If somebody else here flags it too, the publisher's own sentence takes its place.")
    lines = (f"“{sentence}”", finding, kept, *([then] if may_be_replaced else []))
    return Notice(title=say("Checked again: it stands"), lines=tuple(line for line in lines if line))


def steered_notice(title: str, amounts: Mapping[str, float], command: str) -> Notice:
    """Return what whoever wants more or less is told."""
    names = tuple(amounts)
    undo = f"{command} steering undo {names[0]}" if len(names) == 1 else f"{command} steering"
    raised = say("{topic}: raised here: {subjects}", topic=title, subjects=names)
    lowered = say("{topic}: lowered here: {subjects}", topic=title, subjects=names)
    counts = say(
        "It counts in this channel's next editions. To see who wants what, and to undo it: {command}",
        command=undo,
    )
    is_up = all(amount > 0 for amount in amounts.values())
    return Notice(title=raised if is_up else lowered, lines=(counts,))


def steer_line(steer: Steer) -> str:
    """Return a wish of one person as a line."""
    way = say("more") if steer.amount > 0 else say("less")
    return say(
        "{subject}: {way} ({amount}), by {who}, {at}: {why}",
        subject=steer.subject,
        way=way,
        amount=f"{steer.amount:+.2f}",
        who=steer.user,
        at=steer.at,
        why=steer.why,
    )


def pulled(subjects: Sequence[str], *, is_up: bool, by: Sequence[str]) -> str:
    """Return why a story weighs more or less in a channel than elsewhere; it is kept, in English, as decisions are."""
    quoted = ", ".join(f"“{each}”" for each in subjects)
    return f"{'raised' if is_up else 'lowered'} in this channel for {quoted}, by {', '.join(by)}"


def citation_url(citation: Citation) -> str:
    """Return the entry's URL with a text fragment, so that a browser opens it at the cited sentence.

    https://wicg.github.io/scroll-to-text-fragment/: start and end words are percent-encoded, "-" and "," too.
    """
    words = citation.sentence.split()
    if not citation.url or not words or "#" in citation.url:
        return citation.url
    if len(words) <= 2 * _FRAGMENT_WORDS:
        return f"{citation.url}#:~:text={_encoded(words)}"
    return f"{citation.url}#:~:text={_encoded(words[:_FRAGMENT_WORDS])},{_encoded(words[-_FRAGMENT_WORDS:])}"


def nothing_left(edition: NewEdition) -> str:
    """Return what stands where a correction left nothing."""
    return told(say("Since a correction there is nothing here any more."), edition.language)


def corrections(edition: NewEdition) -> tuple[str, ...]:
    """Return what was put right since an edition was posted, a line each; where it was taken back, that alone."""
    taken_back = edition.withdrawal
    if taken_back:
        line = say(
            "Withdrawn {when}: {reason}",
            when=_local(taken_back.at, edition),
            reason=taken_back.reason or say("it should not be relied on"),
        )
        return (in_language(line, reader_of(edition)),)
    return tuple(in_language(_corrected(each, edition), reader_of(edition)) for each in edition.corrections)


def _corrected(correction: Correction, edition: NewEdition) -> str:
    line = say("Corrected {when}: {what}", when=_local(correction.at, edition), what=_put_right(correction))
    return say("{what} ({why})", what=line, why=correction.reason) if correction.reason else line


def _put_right(correction: Correction) -> str:
    story, bullet = correction.story, correction.bullet
    match correction.kind:
        case CorrectionKind.TITLE:
            return say("the title of story {story} is now the publisher's own", story=story)
        case CorrectionKind.SUMMARY:
            return say("story {story} is written anew", story=story)
        case _ if correction.after:
            return say(
                "sentence {bullet} of story {story} is now the publisher's own", bullet=bullet, story=story
            )
        case _:
            return say(
                "sentence {bullet} of story {story} as it was is taken out", bullet=bullet, story=story
            )


def _local(at: dt.datetime, edition: NewEdition) -> Moment:
    """Return a time by the edition's own clock, with the day where that is another than the edition's."""
    zone = ZoneInfo(edition.zone)
    is_same_day = at.astimezone(zone).date() == edition.planned_at.astimezone(zone).date()
    return Moment(at, "HH:mm" if is_same_day else "d MMM y, HH:mm", edition.zone)


def withdrawn_stories(edition: NewEdition) -> str:
    """Return what a withdrawn edition told, by title."""
    titles = tuple(item.summary.title.rstrip(".") for item in edition.items)
    line = say("It told: {titles}.", titles=Listed(titles, "; "))
    return told(line, edition.language) if titles else ""


def no_room(edition: Edition) -> str:
    """Return what stands in place of a story's bullets that have no room since a correction."""
    line = say(
        "Since a correction there is no room for it here: see edition {edition} in the newsroom.",
        edition=str(edition.id),
    )
    return told(line, edition.language)


def corrected_notice(item: Item, editions: int) -> Notice:
    """Return what whoever put a story right is told."""
    return Notice(
        title=some(
            editions,
            "“{title}” is put right in {n} edition",
            "“{title}” is put right in {n} editions",
            title=item.summary.title,
        ),
        lines=(
            say(
                "The posted messages are edited by newsthread as it runs, within seconds where it can reach them."
            ),
        ),
    )


def withdrawn_notice(edition: Edition, messages: int) -> Notice:
    """Return what whoever took an edition back is told."""
    return Notice(
        title=say("Edition {edition} is withdrawn", edition=str(edition.id)),
        lines=(
            some(
                messages,
                "{n} message will say so: newsthread edits them as it runs.",
                "{n} messages will say so: newsthread edits them as it runs.",
            ),
        ),
    )


def _encoded(words: list[str]) -> str:
    return urllib.parse.quote(" ".join(words), safe="", errors="replace").replace("-", "%2D")


def showing_instead(asked: str, meant: str) -> str:
    """Say that nothing is called as *asked*, and what is shown in its place."""
    return say("Nothing is called “{asked}”: showing results for “{meant}”.", asked=asked, meant=meant)


def showing_beginnings(asked: str) -> str:
    """Say that nothing is called as *asked*, and that words which begin so are shown."""
    return say("Nothing is called “{asked}”: showing results for words that begin with it.", asked=asked)


def showing_mentions(tags: Sequence[str]) -> str:
    """Say that no story was told with *tags*, and that those which mention them are shown."""
    quoted = tuple(f"“{tag}”" for tag in tags)
    return say("No story was told with the tag {tags} yet: these mention it.", tags=quoted)


def nothing_found(asked: str, since: dt.timedelta | None, near: Sequence[str], command: str) -> str:
    """Say that nothing was found, in which time, and which subjects come near."""
    if asked and since:
        nothing = say(
            "Nothing about “{text}” in the last {span} in this topic's feeds.",
            text=asked,
            span=span_of(since),
        )
    elif asked:
        nothing = say("Nothing about “{text}” in this topic's feeds.", text=asked)
    elif since:
        nothing = say("Nothing in the last {span} in this topic's feeds.", span=span_of(since))
    else:
        nothing = say("Nothing in this topic's feeds.")
    commands = tuple(f"{command} {name}" for name in near)
    return joined([nothing, say("Try {commands}.", commands=commands) if near else ""])


def place_in_list(first: int, last: int, total: int, *, is_cut: bool) -> str:
    """Say which stories of how many are shown; *is_cut*: there are older ones that were not looked at."""
    which = say("{first}", first=first) if first == last else say("{first} to {last}", first=first, last=last)
    if is_cut:
        return some(
            last - first + 1,
            "Story {which} of more than {all}.",
            "Stories {which} of more than {all}.",
            which=which,
            all=total,
        )
    return some(
        last - first + 1, "Story {which} of {all}.", "Stories {which} of {all}.", which=which, all=total
    )


def span_of(span: dt.timedelta) -> str:
    """Return a span in days, a short one in hours."""
    if span >= _TWO_DAYS:
        return some(span.days, "{n} day", "{n} days")
    return some(int(span.total_seconds() // 3600), "{n} hour", "{n} hours")


def no_word(asked: str) -> str:
    """Say that there is nothing to look for in what was *asked*."""
    return say("There is no word in “{text}” to look for.", text=asked)


def no_page(page: int, pages: int) -> str:
    """Say that a list is shorter than was thought."""
    return some(
        pages,
        "There is no page {page}: there is {n} page.",
        "There is no page {page}: there are {n} pages.",
        page=page,
    )


def more(command: str) -> str:
    """Say how to see what follows."""
    return say("More: {command}", command=command)


def latest(topic: Topic) -> str:
    """Return the heading of the newest stories of all."""
    return say("{topic}: the latest", topic=topic.title)


def ask_about(command: str) -> str:
    """Say how to ask about what was found."""
    return say("Ask about them: {command}", command=f"{command} ask …")


def share_label(number: int) -> str:
    """Return what a button says that shares a story with the channel."""
    return say("Share {number}", number=number)


def watch_label(subject: str) -> str:
    """Return what a button says that watches a subject."""
    return say("Watch {subject}", subject=subject)


def more_label() -> str:
    """Return what a button says that shows the next page."""
    return say("More")


def shared(title: str) -> Notice:
    """Say that a story was shared."""
    return Notice(title=say("Shared with this channel"), lines=(title,))


def shared_before(title: str) -> Notice:
    """Say that a story stands in the channel already because somebody shared it."""
    return Notice(title=say("That story was shared here before"), lines=(title,))


def no_channel_to_share_with() -> str:
    """Say that nobody would see what is shared."""
    return say("There is no channel here to share it with.")


def no_story_to_share(number: int) -> str:
    """Say that the topic has no such story."""
    return say("There is no story {number} in this topic's feeds.", number=str(number))
