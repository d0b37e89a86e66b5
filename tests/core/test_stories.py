"""Grouping entries into stories, choosing the lead, weighing."""

import dataclasses
import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from bot.core.entities import Entry, EntryId, FeedId, Origin, Story, StoryId, Topic, TopicId, WorkspaceId
from bot.core.indexing import Terms, features_of, pack, term
from bot.core.stories import Assignment, Outline, Query, lead_first, weight
from bot.core.stories.counts import Counts
from bot.core.stories.grouping import Grouper
from bot.core.stories.ranking import fit
from bot.core.stories.stretch import Stretch

NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
EV = Topic(
    id=TopicId(1),
    workspace_id=WorkspaceId(1),
    name="ev",
    command="/ev",
    title="Electric cars",
    language="en",
    aliases={},
    include=(),
    exclude=(),
    origin=Origin.CONFIG,
)

PLANT = (
    "Voltara to open second plant in Wuhan",
    "Voltara will open a second plant in Wuhan in March and double its monthly output to 40,000 cars, the carmaker said.",
)
PLANT_TOO = (
    "Second Wuhan plant doubles Voltara's output",
    "The carmaker Voltara said on Friday that a new plant in Wuhan will lift monthly output to 40,000 cars from March.",
)
RECALL = (
    "Voltara recalls 3,100 vans over brake fault",
    "Voltara is calling back 3,100 delivery vans because a brake line can leak in the cold, the regulator said.",
)
HARBOUR = (
    "Dolphins return to the harbour",
    "Four dolphins were seen in the old harbour for the first time in years.",
)
PLANT_GERMAN = (
    "Voltara eröffnet zweites Werk in Wuhan",
    "Der Hersteller Voltara baut in Wuhan ein zweites Werk und verdoppelt die Produktion auf 40.000 Autos im Monat.",
)
PLANT_CHINESE = ("Voltara 在武汉开设第二座工厂", "Voltara 表示，武汉 Wuhan 新厂将使月产量翻倍至4万辆。")
RECALL_GERMAN = (
    "Voltara ruft 3.100 Lieferwagen zurück",
    "Voltara ruft 3.100 Lieferwagen zurück, weil bei Kälte eine Bremsleitung lecken kann.",
)


def entry(number: int, told: tuple[str, str], *, story: int | None = None, **changes: Any) -> Entry:
    """One entry of publisher *number*."""
    values = {
        "id": EntryId(number),
        "feed_id": FeedId(number),
        "story_id": None if story is None else StoryId(story),
        "url": f"https://paper{number}.example/{number}",
        "title": told[0],
        "text": told[1],
        "publisher": f"paper{number}.example",
        "language": "en",
        "published_at": NOON,
        "stored_at": NOON,
        "is_excerpt": False,
        "content_hash": str(number),
        **changes,
    }
    return Entry(**values)


def outline(of: Entry) -> Outline:
    """The entry as grouping sees it."""
    return Outline(
        id=of.id,
        story_id=of.story_id,
        language=of.language,
        published_at=of.published_at,
        features=pack(features_of(of.title, of.text)),
    )


def placed_among(
    new: Sequence[Entry],
    counts: Mapping[int, int],
    total: int,
    alike: Mapping[EntryId, Sequence[Outline]] | None = None,
) -> list[Assignment]:
    """The places of new entries among those that others placed."""
    grouper = Grouper()
    grouper.learn(counts, total)
    return grouper.place(grouper.stretch(list(map(outline, new))), alike or {})


def numbered(counts: Mapping[str, int]) -> dict[int, int]:
    """Counts of words, by their terms."""
    return {term(word): count for word, count in counts.items()}


def query_of(one: Entry, counts: Mapping[str, int], total: int) -> Query:
    """How the entry is looked for."""
    return Stretch([outline(one)], Counts(numbered(counts)), total).queries()[one.id]


def chosen(new: Entry, grouped: Sequence[Entry]) -> StoryId | None:
    """The story chosen among all that is grouped, with counts and marks as the store would give them."""
    known = {each.id: outline(each) for each in grouped}
    counts = Counter(word for each in known.values() for word in Terms(each.features).weights)
    (found,) = placed_among([new], counts, len(grouped), {new.id: list(known.values())})
    return known[found.joins].story_id if found.joins else None


def test_the_same_event_joins_its_story() -> None:
    """Two papers on one plant are one story."""
    grouped = [entry(1, PLANT, story=1), entry(2, RECALL, story=2), entry(3, HARBOUR, story=3)]
    assert chosen(entry(9, PLANT_TOO), grouped) == 1


def test_another_event_of_the_same_firm_stays_apart() -> None:
    """A recall is not the opening of a plant: a wrong merge would claim a corroboration that never was."""
    assert chosen(entry(9, RECALL), [entry(1, PLANT, story=1), entry(2, PLANT_TOO, story=1)]) is None


def test_the_first_entry_of_all_begins_a_story() -> None:
    """An empty archive has nothing to join."""
    assert chosen(entry(9, PLANT), []) is None


def test_one_shared_word_is_no_evidence() -> None:
    """Two headlines about one country on one day are two stories, however rare the country's name is."""
    rates = (
        "Valdoria's central bank cuts rates",
        "Borrowing costs in Valdoria fall by a quarter of a point, it said.",
    )
    trains = (
        "Train drivers walk out across Valdoria",
        "Most lines of Valdoria stand still in a dispute over pay.",
    )
    assert chosen(entry(9, trains), [entry(1, rates, story=1)]) is None


def test_an_old_event_is_not_told_again_as_the_same() -> None:
    """A story of last month has ended; the same words are a new event."""
    old = entry(1, PLANT, story=1, published_at=NOON - dt.timedelta(days=30))
    assert chosen(entry(9, PLANT_TOO), [old]) is None


def test_an_entry_without_a_story_is_no_candidate() -> None:
    """Only what is grouped can be joined."""
    assert chosen(entry(9, PLANT_TOO), [entry(1, PLANT)]) is None


def test_a_translation_joins_its_twin() -> None:
    """A German and a Chinese report of the plant join the English one by its names and figures."""
    grouped = [entry(1, PLANT, story=1), entry(2, RECALL, story=2)]
    assert chosen(entry(8, PLANT_GERMAN, language="de"), grouped) == 1
    assert chosen(entry(9, PLANT_CHINESE, language="zh"), grouped) == 1


def test_a_foreign_report_of_another_event_stays_apart() -> None:
    """One shared name is no evidence across languages."""
    assert chosen(entry(9, RECALL_GERMAN, language="de"), [entry(1, PLANT, story=1)]) is None


def test_a_translation_of_last_week_stays_apart() -> None:
    """Across languages the evidence is thin: only fresh reports are joined."""
    old = entry(1, PLANT, story=1, published_at=NOON - dt.timedelta(days=6))
    assert chosen(entry(8, PLANT_GERMAN, language="de"), [old]) is None


def test_a_batch_is_grouped_with_itself() -> None:
    """Reports that arrive together join each other, whichever stands first in the batch."""
    reports = [entry(1, PLANT), entry(2, RECALL), entry(3, PLANT_TOO), entry(4, HARBOUR)]
    for order in (reports, reports[::-1]):
        places = Grouper().assign(map(outline, order))
        assert {place.entry_id: place.joins for place in places} == {1: None, 2: None, 3: 1, 4: None}


def test_a_grouper_remembers_until_somebody_else_groups() -> None:
    """While one process has grouped everything, nothing need be searched; what it cannot know is never guessed."""
    grouper = Grouper()
    assert grouper.knows_all(0)
    assert [place.joins for place in grouper.assign([outline(entry(1, PLANT))])] == [None]
    assert grouper.knows_all(1)
    assert [place.joins for place in grouper.assign([outline(entry(2, PLANT_TOO))])] == [1]
    assert not grouper.knows_all(3)
    assert grouper.knows_all(0)  # it has forgotten


def test_an_entry_is_looked_for_by_its_most_telling_known_words() -> None:
    """What nobody has cannot be shared, and what too many have says nothing: the work stays the same in any archive."""
    known = {f"word{number}": number + 1 for number in range(60)}
    told = ("Plant", " ".join(f"Word{number}" for number in range(90)))
    query = query_of(entry(1, told), known, 9_000)
    assert set(query.terms) == {term(f"word{number}") for number in range(12)}
    assert query.terms[term("word0")] > query.terms[term("word11")] > 0


def test_only_entries_of_the_same_days_are_too_many() -> None:
    """A word that thousands had in other years is looked for, if few had it about the entry's date."""
    day = f"@{NOON.toordinal()}"
    counts = {f"word{number}": 50 for number in range(60)} | {day: 90}
    told = ("Plant", " ".join(f"Word{number}" for number in range(90)))
    assert len(query_of(entry(1, told), counts, 9_000).terms) == 12
    assert len(query_of(entry(1, told), counts | {day: 9_000}, 9_000).terms) < 5


def test_an_entry_of_everyday_words_is_looked_for_too() -> None:
    """A report without a rare word is still compared with others."""
    known = {"plant": 900, "wuha": 800, "march": 700, "output": 600, "car": 9_000}
    query = query_of(entry(1, PLANT), known, 9_000)
    assert set(query.terms) == set(map(term, ("plant", "wuha", "march", "output")))


def test_an_entry_is_found_by_its_most_telling_words() -> None:
    """Everyday words mark nothing, so the index stays small however long the text is."""
    told = ("Plant", " ".join(f"Word{number}" for number in range(60)) + " and 41,000 cars")
    (place,) = placed_among([entry(1, told)], numbered({"plant": 900}), 9_000)
    assert len(place.marks) == 18  # of words and of anchors
    assert set(place.marks) < set(place.terms) - {term("plant")}


def test_in_a_large_archive_one_entry_in_eight_is_counted() -> None:
    """How rare a word is need not be known to the entry; counting all would be most of the work."""
    places = placed_among([entry(number, PLANT) for number in range(1, 17)], {}, 50_000)
    assert [(place.times, term("voltara") in place.terms) for place in places] == (
        [(0, False)] * 7 + [(8, True)]
    ) * 2


def test_entries_of_one_stretch_are_counted_one_after_the_other() -> None:
    """Reckoned all at once, a word is as rare to each as if those before it had been placed alone."""
    reports = [
        entry(number, told) for number, told in enumerate([PLANT, RECALL, PLANT_TOO, HARBOUR], start=1)
    ]
    together, alone = Grouper(), Grouper()
    stretch = together.stretch(list(map(outline, reports)))
    for row, report in enumerate(reports):
        single = alone.stretch([outline(report)])
        assert stretch.marks(row) == single.marks(0)
        assert stretch.terms(row) == pytest.approx(single.terms(0))
        alone.place(single, {})
    together.place(stretch, {})
    assert together.stretch([outline(entry(9, PLANT))]).terms(0) == alone.stretch(
        [outline(entry(9, PLANT))]
    ).terms(0)


def test_the_lead_is_the_fullest_text_and_the_rest_follows_in_time() -> None:
    """The card links to the report that says most, not to a teaser."""
    teaser = entry(1, ("a", "x" * 3000), is_excerpt=True, published_at=NOON - dt.timedelta(hours=3))
    short = entry(2, ("b", "x" * 300), published_at=NOON - dt.timedelta(hours=2))
    full = entry(3, ("c", "x" * 2000))
    assert [one.id for one in lead_first([full, short, teaser])] == [3, 1, 2]


def test_of_equally_full_reports_the_first_leads() -> None:
    """Who had the news first is linked first, whatever order the entries come in."""
    early = entry(1, ("a", "x" * 4000), published_at=NOON - dt.timedelta(hours=1))
    late = entry(2, ("b", "x" * 9000))
    assert lead_first([late, early]) == lead_first([early, late]) == (early, late)


def test_no_entries_have_no_lead() -> None:
    """Nothing in, nothing out."""
    assert lead_first([]) == ()


def story(*entries: Entry) -> Story:
    """A story of these entries."""
    return Story(id=StoryId(1), entries=entries)


def test_more_publishers_weigh_more_and_copies_do_not() -> None:
    """Three papers beat one; one paper in three feeds does not."""
    alone = story(entry(1, PLANT))
    copied = story(entry(1, PLANT), entry(2, PLANT, publisher="paper1.example"))
    shared = story(entry(1, PLANT), entry(2, PLANT_TOO))
    assert weight(shared, NOON, EV) > weight(alone, NOON, EV) == weight(copied, NOON, EV)


def test_fresh_stories_weigh_more() -> None:
    """This morning's story comes before one of two days ago."""
    old = story(entry(1, PLANT, published_at=NOON - dt.timedelta(days=2)))
    assert weight(story(entry(1, PLANT)), NOON, EV) > weight(old, NOON, EV)


def test_a_date_in_the_future_gains_nothing() -> None:
    """A wrong clock at the publisher does not push its story up."""
    ahead = story(entry(1, PLANT, published_at=NOON + dt.timedelta(days=2)))
    assert weight(ahead, NOON, EV) == weight(story(entry(1, PLANT)), NOON, EV)


def test_the_topics_own_subjects_weigh_more() -> None:
    """A headline about a subject of the topic comes before one whose text mentions it, and that before any other."""
    about = entry(1, ("Voltara'nın yeni fabrikası", "Fabrika martta açılacak, üretim ikiye katlanacak."))
    mentions = entry(2, ("Yeni fabrika martta açılıyor", "Voltara üretimini ikiye katlayacak, dendi."))
    other = entry(3, ("Yeni fabrika martta açılıyor", "Ampero üretimini ikiye katlayacak, dendi."))
    topic = dataclasses.replace(EV, aliases={"voltara": ("伏特拉",)})
    weights = [weight(story(each), NOON, topic) for each in (about, mentions, other)]
    assert weights == sorted(weights, reverse=True)
    assert len(set(weights)) == 3


def test_a_topic_without_subjects_is_about_all_that_its_feeds_bring() -> None:
    """Nothing is pushed down because nobody wrote down what the topic is about."""
    assert fit(entry(1, HARBOUR), EV) == 1
