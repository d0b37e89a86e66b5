"""The words around what is shown, once for all platforms: datelines, bylines, coverage. Plain text, never markup."""

import datetime as dt
import urllib.parse
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from bot.core.entities import (
    EXTRACTS,
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
    Notice,
    Objection,
    Rating,
    Rule,
    RuleKind,
    Steer,
    Summary,
)

_FRAGMENT_WORDS = 4
_PUBLISHERS_NAMED = 3
_DAY_HOURS = 24
_RECAPPED = 5
_TWO_DAYS = dt.timedelta(days=2)

REFUSAL = "The sources do not say."
NEAREST = "The nearest they do say:"


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return "1 story", "3 stories"; *plural* where adding an s is wrong."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def dateline(edition: NewEdition) -> str:
    """Return the planned local day and time of an edition, with its zone."""
    planned = edition.planned_at.astimezone(ZoneInfo(edition.zone))
    return f"{planned:%A} {planned.day} {planned:%B %Y, %H:%M} ({edition.zone})"


def lead(edition: NewEdition) -> str:
    """Return the line below the heading: how much there is, and from how many; of an update what is new."""
    if edition.is_update:
        return f"Update: {'; '.join(edition.recap)}."
    if not edition.items:
        nothing = "Nothing to tell yet." if edition.is_first else "Nothing new since the last edition."
        return f"{nothing}{_recap(edition)}"
    publishers = {publisher for item in edition.items for publisher in item.publishers}
    stories = counted(len(edition.items), "story", "stories")
    return f"{stories} from {counted(len(publishers), 'publisher')}.{_first(edition)}{_recap(edition)}"


def _recap(edition: NewEdition) -> str:
    """Return what of the window the channel had already, in a line."""
    if not edition.recap:
        return ""
    titles = [title.rstrip(".") for title in edition.recap[:_RECAPPED]]
    more = len(edition.recap) - len(titles)
    return f" Told here already: {'; '.join(titles)}" + (f"; and {more} more." if more else ".")


def _first(edition: NewEdition) -> str:
    """Return what a first edition covers: a day, or all since a subscription that comes more rarely."""
    if not edition.is_first:
        return ""
    hours = -(-(edition.coverage.window.ends_at - edition.coverage.window.begins_at) // dt.timedelta(hours=1))
    since = "24 hours" if hours <= _DAY_HOURS else f"{-(-hours // _DAY_HOURS)} days"
    return f" First edition: the newest of the last {since}."


def byline(item: Item) -> str:
    """Return who reported a story, and when the newest of them did."""
    return f"{reporters(item)} · {moment(item.newest_at)}{excerpt_note(item)}"


def reporters(item: Item) -> str:
    """Return who reported a story, the first few by name."""
    named = item.publishers[:_PUBLISHERS_NAMED]
    others = len(item.publishers) - len(named)
    return ", ".join(named) + (f" and {counted(others, 'other')}" if others else "")


def excerpt_note(item: Item) -> str:
    """Return a remark where all we could read of a story were teasers."""
    return " · from excerpts only" if all(source.is_excerpt for source in item.sources) else ""


def moment(instant: dt.datetime) -> str:
    """Return an instant as people read it, in UTC, for platforms that cannot show local time."""
    return f"{instant.day} {instant:%b %Y, %H:%M} UTC"


def coverage(edition: NewEdition) -> str:
    """Return the foot of an edition: window, feeds, entries, what was left out, what fell back, cost, who wrote."""
    covers = edition.coverage
    if edition.is_update:
        return f"New until {moment(covers.window.ends_at)} · {written_by({EXTRACTS})}"
    parts = [
        f"Covers {moment(covers.window.begins_at)} to {moment(covers.window.ends_at)}",
        f"{counted(covers.feeds_read, 'feed')} read",
        f"{counted(covers.entries, 'entry', 'entries')}, {covers.merged:,} merged",
    ]
    if covers.feeds_failing:
        parts.insert(2, f"{len(covers.feeds_failing):,} failing: {', '.join(covers.feeds_failing)}")
    if covers.feeds_unread:
        parts.insert(2, f"{covers.feeds_unread:,} not read yet")
    if covers.left_out:
        parts.append(f"{counted(covers.left_out, 'story', 'stories')} left out")
    if covers.fell_back:
        parts.append(f"{counted(covers.fell_back, 'bullet')} quoted instead of written")
    parts += _fallbacks(covers)
    if covers.cost_micros:
        parts.append(f"cost {covers.cost_micros / 1_000_000:.4f}")
    return " · ".join([*parts, written_by({item.summary.writer for item in edition.items})])


def _fallbacks(covers: Coverage) -> list[str]:
    """Return which stories the best language model did not write, who did, and why."""
    reason = "the day's budget is spent" if covers.is_budget_spent else "the language model did not write"
    by = {"by the cheaper language model": covers.by_cheaper, "in extracts": covers.unwritten}
    return [
        f"{counted(number, 'story', 'stories')} {how} because {reason}"
        for how, number in by.items()
        if number
    ]


def written_by(writers: set[str]) -> str:
    """Return who wrote the bullets: extracts are the publishers' own sentences."""
    names = sorted(writers - {EXTRACTS})
    if not names:
        return "bullets are extracts"
    extracts = " and extracts" if EXTRACTS in writers else ""
    return f"bullets by {', '.join(names)}{extracts}, checked against the sources"


def bullet_note(bullet: Bullet, summary: Summary) -> str:
    """Return what has to be said about a bullet: that it is quoted in place of ours, or in another language; else ""."""
    language = bullet.language if bullet.language != summary.language else ""
    return ", ".join(part for part in ("quoted" if bullet.is_quotation else "", language) if part)


def answer_note(answer: Answer) -> str:
    """Return the line that introduces an answer's sentences, "" where they speak for themselves."""
    if not answer.is_refusal:
        return ""
    return f"{REFUSAL} {NEAREST}" if answer.sentences else REFUSAL


_OWNERS = {FilterOwner.TOPIC: "the topic’s filter", FilterOwner.CHANNEL: "the channel’s filter"}
_KINDS = {
    RuleKind.WORDS: "the words",
    RuleKind.TAG: "the tag",
    RuleKind.FEED: "the feed",
    RuleKind.PUBLISHER: "the publisher",
    RuleKind.LANGUAGE: "the language",
    RuleKind.PATTERN: "the pattern",
}


def held_back(objection: Objection) -> str:
    """Return why a filter leaves something out."""
    owner = _OWNERS[objection.owner]
    if not objection.rules:
        return f"left out: {owner} wants at least {counted(objection.publishers, 'publisher')}"
    first = objection.rules[0]
    verb = "wants" if first.is_wanted else "does not want"
    named = " or ".join(map(_rule_value, objection.rules))
    return f"left out: {owner} {verb} {_KINDS[first.kind]} {named}"


def _rule_value(rule: Rule) -> str:
    return f"/{rule.value}/" if rule.kind is RuleKind.PATTERN else f"“{rule.value}”"


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


NOTHING_LEFT = "Since a correction there is nothing here any more."


def corrections(edition: NewEdition) -> tuple[str, ...]:
    """Return what was put right since an edition was posted, a line each; where it was taken back, that alone."""
    taken_back = edition.withdrawal
    if taken_back:
        return (
            f"Withdrawn {_local(taken_back.at, edition)}: {taken_back.reason or 'it should not be relied on'}",
        )
    return tuple(_corrected(each, edition) for each in edition.corrections)


def _corrected(correction: Correction, edition: NewEdition) -> str:
    story, bullet = f"story {correction.story}", f"sentence {correction.bullet} of story {correction.story}"
    match correction.kind:
        case CorrectionKind.TITLE:
            what = f"the title of {story} is now the publisher's own"
        case CorrectionKind.SUMMARY:
            what = f"{story} is written anew"
        case _ if correction.after:
            what = f"{bullet} is now the publisher's own"
        case _:
            what = f"{bullet} as it was is taken out"
    why = f" ({correction.reason})" if correction.reason else ""
    return f"Corrected {_local(correction.at, edition)}: {what}{why}"


def _local(at: dt.datetime, edition: NewEdition) -> str:
    """Return a time as the edition's own zone has it, with the day where that is another than the edition's."""
    zone = ZoneInfo(edition.zone)
    there = at.astimezone(zone)
    is_same_day = there.date() == edition.planned_at.astimezone(zone).date()
    return f"{there:%H:%M}" if is_same_day else f"{there.day} {there:%b %Y, %H:%M}"


def withdrawn_stories(edition: NewEdition) -> str:
    """Return what a withdrawn edition told, by title."""
    titles = [item.summary.title.rstrip(".") for item in edition.items]
    return f"It told: {'; '.join(titles)}." if titles else ""


def no_room(edition: Edition) -> str:
    """Return what stands in place of a story's bullets that have no room since a correction."""
    return f"Since a correction there is no room for it here: see edition {edition.id} in the newsroom."


def corrected_notice(item: Item, editions: int) -> Notice:
    """Return what whoever put a story right is told."""
    where = "1 edition" if editions == 1 else f"{editions:,} editions"
    return Notice(
        title=f"“{item.summary.title}” is put right in {where}",
        lines=(
            "The posted messages are edited by newsthread as it runs, within seconds where it can reach them.",
        ),
    )


def withdrawn_notice(edition: Edition, messages: int) -> Notice:
    """Return what whoever took an edition back is told."""
    return Notice(
        title=f"Edition {edition.id} is withdrawn",
        lines=(f"{counted(messages, 'message')} will say so: newsthread edits them as it runs.",),
    )


MORE = "More like this"
LESS = "Less like this"
REACT = "Flag, more or less…"


def flag_label(number: int) -> str:
    """Return what the button says that flags a sentence."""
    return f"Sentence {number} is wrong"


_RATINGS = {
    Rating.RIGHT: "Right",
    Rating.WRONG: "Wrong",
    Rating.HELPFUL: "Helpful",
    Rating.UNHELPFUL: "Not helpful",
}


def rating_label(rating: Rating) -> str:
    """Return what the button says that judges an answer."""
    return _RATINGS[rating]


def judged_notice(rating: Rating) -> Notice:
    """Return what whoever judged an answer is told."""
    return Notice(
        title=f"Noted: {_RATINGS[rating].lower()}",
        lines=("Whoever runs newsthread sees it. Press another button to change it.",),
    )


def flag_replaced(sentence: str, finding: str) -> Notice:
    """Return what whoever flagged a sentence is told that did not stand."""
    return Notice(
        title="Thank you: it is put right",
        lines=(
            f"“{sentence}”",
            finding,
            "The publisher's own sentence takes its place here, and the message says so.",
        ),
    )


def flag_kept(sentence: str, finding: str, *, may_be_replaced: bool) -> Notice:
    """Return what whoever flagged a sentence is told that the check does not find wrong."""
    then = (
        " If somebody else here flags it too, the publisher's own sentence takes its place."
        if may_be_replaced
        else ""
    )
    return Notice(
        title="Checked again: it stands",
        lines=(f"“{sentence}”", finding, f"Your flag is kept for whoever runs newsthread.{then}"),
    )


def steered_notice(title: str, amounts: Mapping[str, float], command: str) -> Notice:
    """Return what whoever wants more or less is told."""
    names = ", ".join(amounts)
    way = "raised" if all(amount > 0 for amount in amounts.values()) else "lowered"
    undo = f"{command} steering undo {next(iter(amounts))}" if len(amounts) == 1 else f"{command} steering"
    return Notice(
        title=f"{title}: {names} {way} here",
        lines=(f"It counts in this channel's next editions. To see who wants what, and to undo it: {undo}",),
    )


def steer_line(steer: Steer) -> str:
    """Return a wish of one person as a line."""
    way = "more" if steer.amount > 0 else "less"
    return f"{steer.subject}: {way} ({steer.amount:+.2f}), by {steer.user}, {moment(steer.at)}: {steer.why}"


def pulled(subjects: Sequence[str], *, is_up: bool, by: Sequence[str]) -> str:
    """Return why a story weighs more or less in a channel than elsewhere."""
    quoted = ", ".join(f"“{each}”" for each in subjects)
    return f"{'raised' if is_up else 'lowered'} in this channel for {quoted}, by {', '.join(by)}"


def _encoded(words: list[str]) -> str:
    return urllib.parse.quote(" ".join(words), safe="", errors="replace").replace("-", "%2D")


def showing_instead(asked: str, meant: str) -> str:
    """Say that nothing is called as *asked*, and what is shown in its place."""
    return f"Nothing is called “{asked}”: showing results for “{meant}”."


def showing_beginnings(asked: str) -> str:
    """Say that nothing is called as *asked*, and that words which begin so are shown."""
    return f"Nothing is called “{asked}”: showing results for words that begin with it."


def showing_mentions(tags: Sequence[str]) -> str:
    """Say that no story was told with *tags*, and that those which mention them are shown."""
    return f"No story was told with the tag “{'”, “'.join(tags)}” yet: these mention it."


def nothing_found(asked: str, since: dt.timedelta | None, near: Sequence[str], command: str) -> str:
    """Say that nothing was found, in which time, and which subjects come near."""
    about = f"Nothing about “{asked}”" if asked else "Nothing"
    span = f" in the last {span_of(since)}" if since else ""
    suggested = f" Try {', '.join(f'{command} {name}' for name in near)}." if near else ""
    return f"{about}{span} in this topic's feeds.{suggested}"


def place_in_list(first: int, last: int, total: int, *, is_cut: bool) -> str:
    """Say which stories of how many are shown; *is_cut*: there are older ones that were not looked at."""
    more = "more than " if is_cut else ""
    stories = f"Story {first:,}" if first == last else f"Stories {first:,} to {last:,}"
    return f"{stories} of {more}{total:,}."


def span_of(span: dt.timedelta) -> str:
    """Return a span in days, a short one in hours."""
    return (
        counted(span.days, "day") if span >= _TWO_DAYS else counted(int(span.total_seconds() // 3600), "hour")
    )


def no_word(asked: str) -> str:
    """Say that there is nothing to look for in what was *asked*."""
    return f"There is no word in “{asked}” to look for."


def no_page(page: int, pages: int) -> str:
    """Say that a list is shorter than was thought."""
    return f"There is no page {page}: there {'is' if pages == 1 else 'are'} {counted(pages, 'page')}."


def more(command: str) -> str:
    """Say how to see what follows."""
    return f"More: {command}"


def ask_about(command: str) -> str:
    """Say how to ask about what was found."""
    return f"Ask about them: {command} ask …"
