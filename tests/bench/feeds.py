"""Feeds for measuring: invented, of real size (about 45 KB, 28 entries of HTML), the same at every run.

Words are as frequent as in news (Zipf), one entry in four tells an event that other feeds tell too, and publishers differ
in how they write their feeds, so that nothing is fast only for one form.
"""

import datetime as dt
import email.utils
import functools
import itertools
import random
from collections.abc import Sequence
from html import escape

ENTRIES = 28
NEWEST_AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)

_WORDS = 30_000
_EVENTS = 1_200
_SYLLABLES = (
    "ba be bi bo da de di do fa fe ga go ha ka ke ko la le lo ma me mi mo na ne no pa pe po ra re ri ro sa se si so "
    "ta te ti to va ve vo wa we zo an en in on ar er or al el ist und ent ing"
).split()
_HOURS_BETWEEN = 3


@functools.cache
def _vocabulary() -> tuple[Sequence[str], Sequence[float]]:
    draw = random.Random(7)  # noqa: S311 -- the same invented words every time
    words = list(
        dict.fromkeys("".join(draw.choices(_SYLLABLES, k=draw.randint(2, 4))) for _ in range(2 * _WORDS))
    )
    words = words[:_WORDS]
    return words, list(itertools.accumulate(1 / (rank + 2) for rank in range(len(words))))


def document(number: int, *, added: int = 0, newest_at: dt.datetime = NEWEST_AT) -> bytes:
    """Return feed *number*, with *added* entries newer than those it has at first (the oldest fall off).

    The newest of its first entries is of *newest_at*.
    """
    draw = random.Random(number)  # noqa: S311 -- the same feed every time
    forms = (_rss, _atom, _rss, _rss)
    items = [_item(number, index, newest_at) for index in range(added, added + ENTRIES)]
    return forms[draw.randrange(len(forms))](number, items[::-1])


def _item(number: int, index: int, newest_at: dt.datetime) -> dict[str, str]:
    draw = random.Random(number * 1_000 + index)  # noqa: S311 -- the same entry every time
    told_at = newest_at - dt.timedelta(
        hours=_HOURS_BETWEEN * (ENTRIES - 1 - index), minutes=draw.randrange(60)
    )
    is_event = draw.random() < 1 / 4
    # An event is told by several feeds: its own words come again, in other sentences.
    own = random.Random(-draw.randrange(_EVENTS) - 1) if is_event else draw  # noqa: S311 -- see above
    subject = [word.capitalize() for word in _some(own, 3)]
    figure = str(own.randint(13, 90_000))
    told = _some(own, 25)
    title = " ".join([subject[0], *_some(draw, 3), subject[1], *told[:2], figure])
    sentences = [_sentence(draw, told, subject, figure) for _ in range(draw.randint(5, 8))]
    paragraphs = [" ".join(sentences[start : start + 3]) for start in range(0, len(sentences), 3)]
    link = f"https://publisher-{number}.example/2026/11/{'-'.join(_some(draw, 4))}-{index}"
    body = "".join(f'<p>{escape(text)} <a href="{link}#more">{subject[0]}</a></p>\n' for text in paragraphs)
    picture = f'<figure><img src="{link}.jpg" alt="{subject[1]}" width="800"></figure>'
    return {"title": title, "link": link, "html": picture + body, "at": told_at.isoformat()}


def _some(draw: random.Random, count: int) -> list[str]:
    words, weights = _vocabulary()
    return draw.choices(words, cum_weights=weights, k=count)


def _sentence(draw: random.Random, told: list[str], subject: list[str], figure: str) -> str:
    words = [*_some(draw, 10), *draw.sample(told, 4), draw.choice(subject)]
    draw.shuffle(words)
    if draw.random() < 1 / 3:
        words.insert(5, figure)
    return f"{words[0].capitalize()} {' '.join(words[1:])}."


def _rss(number: int, items: list[dict[str, str]]) -> bytes:
    entries = "".join(
        f"<item><title>{escape(item['title'])}</title><link>{item['link']}</link>"
        f'<guid isPermaLink="false">publisher-{number}-{item["link"].rpartition("-")[2]}</guid>'
        f"<pubDate>{email.utils.format_datetime(dt.datetime.fromisoformat(item['at']))}</pubDate>"
        f"<dc:creator><![CDATA[Desk]]></dc:creator><category><![CDATA[News]]></category>"
        f"<description><![CDATA[{item['html'][:300].rpartition(' ')[0]} …]]></description>"
        f"<content:encoded><![CDATA[{item['html']}]]></content:encoded></item>\n"
        for item in items
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"><channel>'
        f"<title>Publisher {number}</title><link>https://publisher-{number}.example/</link><language>en</language>"
        f"<description>Invented news</description>{entries}</channel></rss>"
    ).encode()


def _atom(number: int, items: list[dict[str, str]]) -> bytes:
    entries = "".join(
        f'<entry><title type="html">{escape(escape(item["title"]))}</title><link href="{item["link"]}"/>'
        f"<id>tag:publisher-{number}.example,2026:{item['link'].rpartition('-')[2]}</id>"
        f"<updated>{item['at']}</updated><published>{item['at']}</published><author><name>Desk</name></author>"
        f'<content type="html">{escape(item["html"])}</content></entry>\n'
        for item in items
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">'
        f"<title>Publisher {number}</title><id>https://publisher-{number}.example/</id>"
        f'<link href="https://publisher-{number}.example/"/><updated>{items[0]["at"]}</updated>{entries}</feed>'
    ).encode()
