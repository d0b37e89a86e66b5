"""An archive to search: invented articles in invented words, as frequent as words are in news, with some names we know of.

Ten entries tell a story, within two days; 3,000 entries a day, of five hundred feeds. One entry in twenty is Chinese. The
same on both databases, and the same every time.
"""

import datetime as dt
import itertools
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from bot.adapters.sql import fulltext, schema
from bot.adapters.sql.engine import parse_url
from bot.adapters.sql.migrating import make_engine
from bot.core.entities import Origin, Platform
from bot.core.text import fold, search_tokens
from tests.bench.archive import A_DAY, NOW, vocabulary

FEEDS = 500
A_STORY = 10
TAGS = tuple(f"tag{number}" for number in range(200))
NAMES = {"tesla": 0.10, "byd": 0.03, "xiaomi": 0.02, "zeekr": 0.001, "小米": 0.01, "比亚迪": 0.005}
"""Names, and in which share of entries each stands; the Chinese ones stand in Chinese entries only."""

_CHUNK = 2_000
_SENTENCES = 5
_WORDS = 11
_CHARACTERS = "".join(map(chr, range(0x4E00, 0x4E00 + 3_000)))
_IS_CHINESE = 20
_NAMED_IN_TITLE = 0.5


@dataclass(frozen=True, slots=True)
class Article:
    """An entry to be."""

    number: int
    story: int
    feed: int
    title: str
    text: str
    language: str
    published_at: dt.datetime


def articles(size: int) -> Iterator[Article]:
    """Yield the articles of an archive of *size*, the oldest first."""
    return (article(number, size) for number in range(size))


def article(number: int, size: int) -> Article:
    """Return one article of an archive of *size*, counted from 0."""
    draw = random.Random(number)  # noqa: S311 -- the same article every time
    group = number // (4 * A_STORY)  # four stories go on at the same time
    story = group * 4 + number % 4
    is_chinese = story % _IS_CHINESE == 0
    names = [
        name
        for name, share in NAMES.items()
        if name.isascii() != is_chinese and _chance(story, name) < share * (_IS_CHINESE if is_chinese else 1)
    ]
    sentences = [_sentence(draw, story, is_chinese=is_chinese) for _ in range(_SENTENCES + 1)]
    for place, name in enumerate(names):
        at = 0 if _chance(story, f"title {name}") < _NAMED_IN_TITLE else 1 + place % _SENTENCES
        sentences[at] = f"{name.capitalize()}{'' if is_chinese else ' '}{sentences[at].lower()}"
    return Article(
        number=number + 1,
        story=story + 1,
        feed=1 + draw.randrange(FEEDS),
        title=sentences[0].rstrip(".。"),
        text=" ".join(sentences[1:]),
        language="zh" if is_chinese else "en",
        published_at=NOW - dt.timedelta(days=(size - number) / A_DAY),
    )


def _chance(story: int, what: str) -> float:
    return random.Random(f"{story} {what}").random()  # noqa: S311 -- the same for all articles of a story


def _sentence(draw: random.Random, story: int, *, is_chinese: bool) -> str:
    if is_chinese:
        return "".join(draw.choices(_CHARACTERS[: 300 + story % 2_700], k=2 * _WORDS)) + "。"
    words, weights = vocabulary()
    return " ".join(draw.choices(words, cum_weights=weights, k=_WORDS)).capitalize() + "."


def fill(url: str, size: int, progress: Callable[[str, int], None]) -> None:
    """Write an archive of *size* into the migrated, empty database at *url*, with two topics: "all" and "some"."""
    engine = make_engine(parse_url(url))
    is_postgresql = engine.dialect.name == "postgresql"
    with engine.begin() as connection:
        if is_postgresql:  # made anew at the end, which is much faster than growing it
            connection.exec_driver_sql("DROP INDEX ix_entry_text_tokens")
        _add_readers(connection)
    counts: Counter[str] = Counter()
    pending = articles(size)
    for chunk in iter(lambda: list(itertools.islice(pending, _CHUNK)), []):
        with engine.begin() as connection:
            _write(connection, chunk)
        for each in chunk:
            counts.update(set(search_tokens(each.title)))
        progress("writing", chunk[-1].number)
    progress("indexing", size)
    with engine.begin() as connection:
        _finish(connection, counts, size)
        if is_postgresql:
            connection.exec_driver_sql("SET LOCAL maintenance_work_mem = '512MB'")
            connection.exec_driver_sql(fulltext.POSTGRESQL_DDL[1])
    if is_postgresql:  # it does that by itself, sooner or later
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    engine.dispose()


def _add_readers(connection: sa.Connection) -> None:
    workspace = {"id": 1, "platform": Platform.TERMINAL, "external_id": "bench", "name": "bench"}
    connection.execute(schema.workspace.insert(), workspace)
    plain = {"site_url": "", "language": "en", "etag": "", "last_modified": "", "body_hash": "", "error": ""}
    urls = [f"https://publisher{number}.example/feed" for number in range(1, FEEDS + 1)]
    feeds = [
        plain
        | {"id": number, "url": url, "url_key": url, "title": f"Publisher {number}", "next_check_at": NOW}
        | {"failures": 0, "is_gone": False}
        for number, url in enumerate(urls, start=1)
    ]
    connection.execute(schema.feed.insert(), feeds)
    for topic_id, (name, count) in enumerate((("all", FEEDS), ("some", 40)), start=1):
        topic = {"id": topic_id, "workspace_id": 1, "name": name, "command": f"/{name}", "title": name}
        topic |= {"language": "en", "aliases": {"xiaomi": ("小米",), "byd": ("比亚迪",)}}
        connection.execute(
            schema.topic.insert(), topic | {"include": (), "exclude": (), "origin": Origin.CONFIG}
        )
        links = [
            {"topic_id": topic_id, "feed_id": each, "origin": Origin.CONFIG} for each in range(1, count + 1)
        ]
        connection.execute(schema.topic_feed.insert(), links)


def _write(connection: sa.Connection, chunk: Sequence[Article]) -> None:
    begun = [each for each in chunk if (each.number - 1) % (4 * A_STORY) < 4]
    if begun:
        connection.execute(
            schema.story.insert(), [{"id": each.story, "founder_id": each.number} for each in begun]
        )
    connection.execute(schema.entry.insert(), [_row(each) for each in chunk])
    connection.execute(schema.entry_text.insert(), [_indexed(each) for each in chunk])


def _row(article: Article) -> dict[str, object]:
    url = f"https://publisher{article.feed}.example/{article.number}"
    return {
        "id": article.number,
        "feed_id": article.feed,
        "story_id": article.story,
        "guid": url,
        "link": url,
        "content_hash": f"h{article.number}",
        "url": url,
        "title": article.title,
        "publisher": f"Publisher {article.feed}",
        "language": article.language,
        "published_at": article.published_at,
        "stored_at": article.published_at,
        "is_excerpt": False,
        "text": article.text,
    }


def _indexed(article: Article) -> dict[str, object]:
    publisher = f"Publisher {article.feed}"
    tokens = fold(f"{article.title}\n{article.text}\n{publisher}")
    return {
        "entry_id": article.number,
        "folded": fulltext.marked(tokens, article.feed, publisher, article.published_at),
    }


def _finish(connection: sa.Connection, counts: Counter[str], size: int) -> None:
    """Write the words of headlines, and the tags of the stories that both topics told: one in ten."""
    words = [{"word": word, "entries": count} for word, count in sorted(counts.items())]
    connection.execute(schema.headline_word.insert(), words)
    stories = range(1, size // A_STORY, 10)
    told = [
        {
            "topic_id": topic_id,
            "key": tag,
            "story_id": story,
            "told_at": NOW - dt.timedelta(days=(size - story * A_STORY) / A_DAY),
        }
        for topic_id in (1, 2)
        for story in stories
        for tag in {TAGS[story % 7], TAGS[story % 200]}
    ]
    connection.execute(schema.story_tag.insert(), told)
    known = [
        {"topic_id": topic_id, "key": tag, "label": tag, "uses": 1, "used_at": NOW}
        for topic_id in (1, 2)
        for tag in (*TAGS, *(f"label{number}" for number in range(1_800)))
    ]
    connection.execute(schema.tag.insert(), known)


def words_of(size: int) -> Sequence[str]:
    """Return words of headlines from all over the archive, frequent ones and rare ones."""
    titles = (article(number, size).title for number in range(1, size, max(size // 200 // 4 * 4, 4)))
    return sorted(
        {word for title in titles for word in search_tokens(title) if word.isascii() and len(word) > 4}
    )
