"""What scripts read: our values as JSON objects with stable keys. Instants are ISO 8601 in UTC."""

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

Form = dict[str, object]


def summary_form(summary: Summary) -> Form:
    """Return an article's summary; a bullet's *source* is the sentence that it rests on."""
    return {
        "title": summary.title,
        "bullets": [_bullet_form(bullet) for bullet in summary.bullets],
        "tags": list(summary.tags),
        "writer": summary.writer,
    }


def _bullet_form(bullet: Bullet) -> Form:
    return {"text": bullet.text, "source": bullet.citations[0].sentence if bullet.citations else ""}


def reply_form(reply: Reply | None) -> Form:
    """Return what a command was answered with."""
    match reply:
        case None:
            return {}
        case Answer():
            return answer_form(reply)
        case Notice():
            return {"title": reply.title, "lines": list(reply.lines)}
        case StoryList():
            return {"title": reply.title, "stories": [_item_form(item) for item in reply.items]}
        case NextEdition():
            return edition_form(reply.edition)


def edition_form(edition: NewEdition) -> Form:
    """Return an edition."""
    return {
        "title": edition.title,
        "topic": edition.topic_name,
        "language": edition.language,
        "planned_at": edition.planned_at.isoformat(),
        "stories": [_item_form(item) for item in edition.items],
        "coverage": {
            "begins_at": edition.coverage.window.begins_at.isoformat(),
            "ends_at": edition.coverage.window.ends_at.isoformat(),
            "feeds_read": edition.coverage.feeds_read,
            "feeds_failing": list(edition.coverage.feeds_failing),
            "entries": edition.coverage.entries,
            "merged": edition.coverage.merged,
            "left_out": edition.coverage.left_out,
            "fell_back": edition.coverage.fell_back,
            "by_cheaper": edition.coverage.by_cheaper,
            "unwritten": edition.coverage.unwritten,
            "is_budget_spent": edition.coverage.is_budget_spent,
            "cost_micros": edition.coverage.cost_micros,
        },
    }


def _item_form(item: Item) -> Form:
    return {
        **summary_form(item.summary),
        "newest_at": item.newest_at.isoformat(),
        "told_before_at": item.before.at.isoformat() if item.before else None,
        "sources": [
            {
                "publisher": source.publisher,
                "title": source.title,
                "url": source.url,
                "published_at": source.published_at.isoformat(),
                "is_excerpt": source.is_excerpt,
            }
            for source in item.sources
        ],
    }


def answer_form(answer: Answer) -> Form:
    """Return an answer with the sources of each sentence."""
    return {
        "question": answer.question,
        "is_refusal": answer.is_refusal,
        "sentences": [
            {
                "text": sentence.text,
                "citations": [_citation_form(citation) for citation in sentence.citations],
            }
            for sentence in answer.sentences
        ],
        "writer": answer.writer,
    }


def _citation_form(citation: Citation) -> Form:
    return {"publisher": citation.publisher, "url": citation.url, "sentence": citation.sentence}
