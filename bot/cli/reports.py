"""What people read on a terminal: summaries, stories, editions and answers, each statement with its source."""

from rich.console import Group
from rich.text import Text

from bot.cli.screen import clean, linked
from bot.core import wording
from bot.core.entities import (
    Answer,
    Bullet,
    Citation,
    Item,
    NewEdition,
    NextEdition,
    Notice,
    Reply,
    StoryList,
    Summary,
)


def summary_report(summary: Summary) -> Group:
    """Show an article's summary with the sentence each bullet rests on."""
    lines = [_summary_title(summary)]
    for bullet in summary.bullets:
        lines.append(_bullet(bullet))
        lines += [
            Text(f"      ↳ {clean(citation.sentence)}", style="dim")
            for citation in bullet.citations
            if citation.sentence != bullet.text
        ]
    return Group(*lines, _tags(summary), Text(f"\n{wording.written_by({summary.writer})}", style="dim"))


def reply_report(reply: Reply | None) -> Group:
    """Show what a command was answered with."""
    match reply:
        case None:
            return Group()
        case Answer():
            return answer_report(reply)
        case Notice():
            return Group(Text(clean(reply.title), style="bold"), *(Text(clean(line)) for line in reply.lines))
        case StoryList():
            return _stories(reply)
        case NextEdition():
            return Group(edition_report(reply.edition), Text(clean(reply.note), style="dim"))


def _stories(found: StoryList) -> Group:
    lines = [Text(clean(found.title), style="bold")]
    for item in found.items:
        lines += _item(item)
    if found.hint:
        lines.append(Text(f"\n{clean(found.hint)}", style="dim"))
    return Group(*lines)


def edition_report(edition: NewEdition) -> Group:
    """Show an edition as the chats would: stories, and what it covers."""
    lines = [
        Text(clean(edition.title), style="bold underline"),
        Text(wording.dateline(edition)),
        Text(wording.lead(edition)),
    ]
    for item in edition.items:
        lines += _item(item)
    return Group(*lines, Text(f"\n{clean(wording.coverage(edition))}", style="dim"))


def answer_report(answer: Answer) -> Group:
    """Show an answer, or that there is none, with the source of each sentence."""
    note = wording.answer_note(answer)
    lines = [Text(note, style="bold")] if note else []
    for sentence in answer.sentences:
        lines.append(Text(clean(sentence.text)))
        lines += [_source(citation) for citation in sentence.citations]
    return Group(*lines)


def _item(item: Item) -> list[Text]:
    lines = [Text(), _summary_title(item.summary), Text(f"  {clean(wording.byline(item))}", style="dim")]
    if item.before:
        lines.append(Text(f"  {wording.told_before(item)}", style="dim"))
    lines += [_bullet(bullet) for bullet in item.summary.bullets]
    lines.append(_tags(item.summary))
    lines += [
        Text.assemble("    ", linked(f"{source.publisher}: {source.title}", source.url))
        for source in item.sources
    ]
    return lines


def _summary_title(summary: Summary) -> Text:
    return Text(clean(summary.title), style="bold")


def _bullet(bullet: Bullet) -> Text:
    text = clean(bullet.text)
    return Text(f"  • “{text}”" if bullet.is_quotation else f"  • {text}")


def _tags(summary: Summary) -> Text:
    return Text("    " + " ".join(f"#{clean(tag)}" for tag in summary.tags), style="cyan")


def _source(citation: Citation) -> Text:
    url = wording.citation_url(citation)
    return Text.assemble("    ↳ ", linked(citation.publisher, url), " ", (clean(citation.url), "dim"))
