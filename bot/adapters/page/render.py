"""Our entities as HTML: pure, and everything foreign is escaped by the templates.

It refuses to mark anything as safe: no text of a feed, a language model or a person reaches the page as markup, and only
http(s) addresses become links.
"""

import datetime as dt
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from bot.adapters.page.sources import source_panel
from bot.core import offers, wording
from bot.core.entities import (
    Answer,
    AnswerSentence,
    Body,
    Bullet,
    Citation,
    Edition,
    EntryId,
    FeedReport,
    NextEdition,
    Notice,
    Posted,
    Said,
    Shown,
    Speaker,
    StoryList,
    Topic,
)
from bot.core.forms import Form
from bot.core.language import Reader, in_language, say, some, spoken_language
from bot.core.text import is_http_url

_SUGGESTED_SUBJECTS = 2
_ENGLISH = Reader().language
_EXAMPLE = "xiaomi"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One message as the page shows it. *thread* is "" in the channel; *replies* counts those in its own thread."""

    id: str
    thread: str
    speaker: Speaker
    body: Body
    at: dt.datetime
    edition: Edition | None = None
    replies: int = 0


@dataclass(frozen=True, slots=True)
class Marker:
    """A numbered citation. *url* opens the source at the sentence; "" where there is no http(s) address."""

    number: int
    citation: Citation
    url: str


def line_of(shown: Shown) -> Line:
    """Return a message of the transcript as the page shows it."""
    message = shown.message
    return Line(
        id=message.id,
        thread=message.thread,
        speaker=message.speaker,
        body=message.body,
        at=message.at,
        edition=shown.edition,
        replies=shown.replies,
    )


def slash(topic: Topic) -> str:
    """Return the topic's command as people type it: "/ev"."""
    return slash_of(topic.command)


def slash_of(command: str) -> str:
    """Return a command as people type it."""
    return f"/{command.removeprefix('/')}"


def render_page(
    *,
    topics: Sequence[Topic],
    lines: Sequence[Line],
    reports: Sequence[FeedReport],
    cursor: str,
    language: str = _ENGLISH,
) -> str:
    """Render the whole page for a reader of *language*. *cursor* names the last event that *lines* surely hold."""
    return template("page.html", language).render(
        topics=topics,
        command=slash(topics[0]) if topics else "",
        suggestions=_suggestions(topics),
        lines=lines,
        panel=source_panel(reports),
        cursor=cursor,
    )


def render_line(line: Line, language: str = _ENGLISH) -> str:
    """Render one message, the same whether it arrives live or from the transcript."""
    return template("line.html", language).render(line=line)


def render_thread(thread: str, lines: Sequence[Line], language: str = _ENGLISH) -> str:
    """Render the thread panel: what opened it in brief, then the replies."""
    opener = next((line for line in lines if line.id == thread), None)
    replies = [line for line in lines if line.id != thread]
    return template("thread.html", language).render(thread=thread, opener=opener, lines=replies)


def render_sources(reports: Sequence[FeedReport], language: str = _ENGLISH) -> str:
    """Render the list of sources with their health."""
    return template("sources.html", language).render(panel=source_panel(reports))


def render_problem(notice: Notice, language: str = _ENGLISH) -> str:
    """Render what went wrong, to be shown where it happened."""
    return template("problem.html", language).render(notice=notice)


def render_form(form: Form) -> str:
    """Render a form, in its own language."""
    return template("form.html", form.language).render(form=form)


def replies_label(number: int) -> str:
    """Return what the button below a message says."""
    return some(number, "{n} reply", "{n} replies") if number else say("Reply in thread")


def numbered(
    texts: Sequence[Bullet | AnswerSentence],
) -> list[tuple[Bullet | AnswerSentence, list[Marker]]]:
    """Number citations in order of appearance; the same sentence of the same entry keeps its number."""
    numbers: dict[tuple[EntryId, str], int] = {}
    marked = []
    for text in texts:
        markers = []
        for citation in text.citations:
            number = numbers.setdefault((citation.entry_id, citation.sentence), len(numbers) + 1)
            markers.append(Marker(number, citation, _link(wording.citation_url(citation))))
        marked.append((text, markers))
    return marked


def _suggestions(topics: Sequence[Topic]) -> list[str]:
    """Return commands worth trying, the first of them as the command box's example."""
    if not topics:
        return []
    command = slash(topics[0])
    subjects = list(topics[0].aliases)[:_SUGGESTED_SUBJECTS] or [_EXAMPLE]
    return [*(f"{command} {subject}" for subject in subjects), command, f"{command} help"]


def _link(url: str) -> str:
    return url if is_http_url(url) else ""


def _kind(body: Body) -> str:
    match body:
        case Said():
            return "said"
        case Posted():
            return "edition"
        case Notice():
            return "notice"
        case StoryList():
            return "stories"
        case Answer():
            return "answer"
        case NextEdition():
            return "preview"


@functools.cache
def _environment(language: str) -> Environment:
    """Return the templates for readers of *language*: what they output that is a sentence is said in it."""
    reader = Reader(language)

    def told(value: object) -> object:
        return in_language(value, reader) if isinstance(value, str) else value

    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=told,
    )
    templates.filters |= {"link": _link, "kind": _kind, "numbered": numbered, "slash": slash}
    templates.globals |= {
        "page_language": language,
        "offers": offers,
        "replies_label": replies_label,
        "say": say,
        "some": some,
        "wording": wording,
    }
    return templates


def template(name: str, language: str = _ENGLISH) -> Template:
    """Return one of the page's templates, for readers of *language*."""
    return _environment(spoken_language(language)).get_template(name)
