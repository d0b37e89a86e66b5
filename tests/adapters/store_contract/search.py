"""What a store must find."""

import pytest

from bot.core.entities import Subject
from bot.core.text import fold
from bot.flows.ports import Store
from tests.adapters.store_contract.world import CHARGE, DAY, HOUR, NOON, VOLT, declared, stored, topic

HOSTILE = [
    *(
        '"',
        "'",
        "''",
        "\\",
        "\\'",
        "*",
        "ev*",
        "NEAR(ev 2)",
        "NEAR",
        "AND",
        "OR",
        "NOT",
        "-",
        "^ev",
        "ev:*",
        "ev & !ev",
    ),
    *(
        "title:ev",
        "{ev}",
        "(ev",
        "ev)",
        "\x00",
        "ev\x00ev",
        "%",
        "_",
        ";",
        "<->",
        "|",
        "🚗",
        "\ud83d",
        "a" * 5_000,
    ),
]


def about(*groups: tuple[str, ...]) -> Subject:
    """Return the subject of names as people type them."""
    return Subject(groups=tuple(tuple(fold(name) for name in group) for group in groups))


async def found(store: Store, subject: Subject, limit: int = 10) -> list[str]:
    """Return the titles that a search over everything finds."""
    entries = await store.search_entries(subject, topic_id=None, since=NOON - DAY, limit=limit)
    return [entry.title for entry in entries]


async def alike(store: Store, *terms: str) -> list[str]:
    """Return the titles that are like a question, best first."""
    entries = await store.entries_like(terms, topic_id=None, since=NOON - DAY, limit=10)
    return [entry.title for entry in entries]


class SearchContract:
    """Searching, in all the scripts people write in."""

    @pytest.mark.parametrize(
        ("title", "asked"),
        [
            ("İstanbul'da yeni şarj ağı", "istanbul"),
            ("istanbul trafiği", "İSTANBUL"),
            ("IŞIK hızında şarj", "ışık"),
            ("Otomobilde ışık", "Işık"),
            ("Neue Straße für E-Autos", "strasse"),
            ("Neue Strasse für E-Autos", "Straße"),
            ("GRÜNE WELLE", "grüne"),
            ("小米汽车发布新款轿车", "小米"),
            ("小米汽车发布新款轿车", "汽车"),
            ("小米汽车发布新款轿车", "小米汽车"),
            ("新しい電気自動車", "電気"),
            ("전기차 판매 증가", "전기차"),
            ("Электромобили дешевеют", "электромобили"),
            ("Cheaper ev for all", "EV"),
            ("The e-tron returns", "e-tron"),
            ("SU7 order book closes", "su7"),
        ],
    )
    async def test_what_people_mean_is_found(self, store: Store, title: str, asked: str):
        """Case, dots, accents, short words and unspaced scripts hide nothing."""
        await stored(store, title)
        await stored(store, "Something else entirely")
        assert await found(store, about((asked,))) == [title]
        assert await alike(store, fold(asked)) == [title]

    async def test_text_and_publisher_are_searched_too(self, store: Store):
        """A name that stands in the article or is the newspaper's finds it, not in headlines only."""
        await stored(store, "In the text", text="Workers in Wuhan strike.")
        await stored(store, "By the publisher", publisher="wuhan-times.example", published_at=NOON)
        assert await found(store, about(("wuhan",))) == ["By the publisher", "In the text"]

    async def test_all_groups_and_any_name_of_each(self, store: Store):
        """A search of two words means both, each under any of its names; a name of two words means both of them."""
        await stored(store, "Xiaomi opens a plant")
        await stored(store, "小米 plant opens", published_at=NOON)
        await stored(store, "Xiaomi closes a shop")
        await stored(store, "Another plant")
        assert await found(store, about(("xiaomi", "小米"), ("plant",))) == [
            "小米 plant opens",
            "Xiaomi opens a plant",
        ]
        assert await found(store, about(("shop closes", "plant another"))) == [
            "Another plant",
            "Xiaomi closes a shop",
        ]

    async def test_newest_first_since_and_limit(self, store: Store):
        """A search shows the newest articles first, none from before the asked time, no more than asked."""
        for hours in (30, 20, 10, 5):
            await stored(store, f"ev {hours}", published_at=NOON - hours * HOUR)
        assert await found(store, about(("ev",))) == ["ev 5", "ev 10", "ev 20"]
        assert await found(store, about(("ev",)), limit=2) == ["ev 5", "ev 10"]

    async def test_a_topic_searches_its_own_feeds(self, store: Store):
        """A team's topic shows nothing of feeds it does not read."""
        ev = await declared(store, topic(feeds=(VOLT,)))
        await stored(store, "ev of ours")
        await stored(store, "ev of theirs", url=CHARGE)
        ours = await store.search_entries(about(("ev",)), topic_id=ev.id, since=NOON - DAY, limit=9)
        alike_ours = await store.entries_like(["ev"], topic_id=ev.id, since=NOON - DAY, limit=9)
        assert [entry.title for entry in ours] == ["ev of ours"]
        assert [entry.title for entry in alike_ours] == ["ev of ours"]

    async def test_no_subject_means_everything_and_an_empty_one_nothing(self, store: Store):
        """Asking for the latest shows the latest; asking for punctuation finds nothing rather than everything."""
        await stored(store, "One")
        assert await found(store, Subject(groups=())) == ["One"]
        assert await found(store, Subject(groups=((),))) == []
        assert await found(store, Subject(groups=(("!?",),))) == []
        assert await alike(store) == []
        assert await alike(store, "!?", "") == []

    @pytest.mark.parametrize(
        "asked",
        HOSTILE,
    )
    async def test_hostile_queries_are_only_words(self, store: Store, asked: str):
        """Nothing that people type is read as the index's query language: it finds words or nothing, and never fails."""
        await stored(store, "The near and or not of ev")
        expected = await found(store, about((asked,)))
        assert await found(store, Subject(groups=((asked,), (asked, "ev")))) == expected
        assert expected in ([], ["The near and or not of ev"])
        assert await alike(store, asked, "ev") == ["The near and or not of ev"]

    async def test_rare_words_count_more(self, store: Store):
        """An answer is looked for where the telling words of the question stand, not its common ones."""
        for n in range(12):
            await stored(store, f"the battery of car number {n}")
        await stored(store, "waiting list")
        await stored(store, "a waiting list for the battery")
        best = await alike(store, "the", "battery", "waiting", "list")
        assert set(best[:2]) == {"a waiting list for the battery", "waiting list"}
        assert len(best) == 10

    async def test_a_question_of_many_words_is_answered(self, store: Store):
        """A pasted page as a question neither fails nor stalls."""
        await stored(store, "ev")
        assert await alike(store, "ev", *(f"word{n}" for n in range(5_000))) == ["ev"]
        many = Subject(groups=((*(f"word{n}" for n in range(300)), "ev"),))
        assert await found(store, many) == ["ev"]

    async def test_a_huge_article_is_stored_and_found(self, store: Store):
        """An article beyond any index's limit is stored whole, and found by its beginning."""
        words = " ".join(chr(0x10480 + n % 30) * 40 + str(n) for n in range(17_000))
        entry = await stored(store, "Longest word list", text=words)
        assert entry.text == words
        assert await found(store, about(("longest",))) == ["Longest word list"]
