"""What stands around the stories of an edition: dateline, lead, bylines, coverage."""

import datetime as dt
import urllib.parse

from bot.core import language as words
from bot.core.entities import (
    EXTRACTS,
    Answer,
    Bullet,
    Citation,
    Coverage,
    Item,
    NewEdition,
    Summary,
    ToldBefore,
)
from bot.core.language import ENGLISH, Listed, Moment, in_language, joined, say, some
from bot.core.wording.saying import reader_of, told

_FRAGMENT_WORDS = 4
_PUBLISHERS_NAMED = 3
_DAY_HOURS = 24
_RECAPPED = 5
REFUSAL = say("The sources do not say.")
NEAREST = say("The nearest they do say:")


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


def _encoded(words: list[str]) -> str:
    return urllib.parse.quote(" ".join(words), safe="", errors="replace").replace("-", "%2D")
