"""Encodings: declared or not, true or false, the letters are those the publisher wrote."""

import pytest

from bot.adapters.feed_parser.encodings import to_utf8
from tests.adapters.test_feed_parser import item, read, rss

RUSSIAN = "Как пережить новогоднюю ночь: советы врачей и спасателей города"
PORTUGUESE = "Prisão e condenação: a oposição não aceita as simulações do segundo turno"


@pytest.mark.parametrize(
    ("encoding", "declared", "content_type", "title"),
    [
        ("gb2312", "gb2312", "text/xml", "小米汽车"),
        ("gb18030", "gb2312", "text/xml", "小米汽车㐂"),
        ("gb2312", "gb2312", "text/xml; charset=iso-8859-1", "小米汽车"),
        ("koi8-r", "koi8-r", "text/xml", RUSSIAN),
        ("koi8-r", "", "text/xml; charset=koi8-r", RUSSIAN),
        ("koi8-r", "", "text/xml; charset=iso-8859-1", RUSSIAN),
        ("koi8-r", "", "", RUSSIAN),
        ("windows-1251", "windows-1251", "", RUSSIAN),
        ("windows-1251", "utf-8", "text/xml; charset=utf-8", RUSSIAN),
        ("windows-1251", "iso-8859-1", "", RUSSIAN),
        ("windows-1252", "", "", PORTUGUESE),
        ("windows-1252", "utf-8", "text/xml; charset=utf-8", PORTUGUESE),
        ("windows-1252", "iso-8859-1", "", "“Zürich” – 5 €"),
        ("windows-1254", "windows-1254", "text/xml; charset=utf-8", "Şişli'de ağaç"),
        ("windows-1254", "iso-8859-9", "", "“Şişli”"),
        ("iso-8859-9", "", "text/xml; charset=iso-8859-9", "Şişli"),
        ("utf-8", "utf-16", "text/xml; charset=utf-16", "Şişli 小米"),
        ("utf-8", "", "text/xml; charset=iso-8859-1", "Zürich"),
        ("utf-8", "gb2312", "", "Zürich"),
        ("utf-8", "no-such-encoding", "text/xml; charset=nor-this", "Zürich"),
        ("utf-8-sig", "", "text/xml", "Zürich"),
        ("utf-16", "utf-16", "application/rss+xml", "Zürich 小米"),
        ("utf-16-le", "utf-8", "", "Zürich 小米"),
        ("utf-16-be", "", "", "Zürich 小米"),
        ("shift_jis", "shift_jis", "", "ゲーム三昧な正月"),
        ("euc-kr", "euc-kr", "", "한글닉네임 표시하기"),
        ("iso-2022-jp", "iso-2022-jp", "", "ゲーム三昧な正月"),
    ],
)
def test_encoding_is_found_out(encoding: str, declared: str, content_type: str, title: str) -> None:
    """Whatever the server or the document claim wrongly, or do not say, titles are readable."""
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    body = rss(item("x").replace("<title>x", f"<title>{title}"), declaration=declaration).encode(encoding)
    assert [entry.title for entry in read(body, content_type).entries] == [title]


@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1"])
def test_one_broken_byte_costs_one_letter(declared: str) -> None:
    """UTF-8 that is cut inside a letter, or has a stray byte, stays UTF-8."""
    body = (
        f'<?xml version="1.0" encoding="{declared}"?>{RUSSIAN}|{RUSSIAN}'.encode().replace(b"|", b"\xff")
        + b"\xd0"
    )
    found = to_utf8(body, "").decode()
    assert found.partition("?>")[2] == f"{RUSSIAN}\ufffd{RUSSIAN}\ufffd"


def test_text_encoded_twice_is_decoded_twice() -> None:
    """UTF-8 that some program took for ISO-8859-1 and encoded once more is readable, whichever parser reads it."""
    twice = item("x").replace("<title>x", "<title>Zürich").encode().decode("iso-8859-1")
    for body in (rss(twice), rss(twice, "<item><title>A & B</title></item>")):
        assert read(body.encode()).entries[0].title == "Zürich"
