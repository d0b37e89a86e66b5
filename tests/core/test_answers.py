"""Answering from sentences, and refusing."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.answers import (
    AboutEdition,
    Wanted,
    about_edition,
    best,
    compose_extractive,
    day_asked_about,
    holds_what_was_asked,
    in_full,
    is_for_us,
    is_question,
    of_day,
    passages,
    ranked,
)
from bot.core.answers.contradicting import others_say
from bot.core.answers.kinds import currency_wanted, things
from bot.core.answers.matching import form, vocabulary
from bot.core.answers.questions import wanted_by
from bot.core.answers.turkish import is_one_word
from bot.core.entities import EXTRACTS, Entry, EntryId, FeedId
from bot.core.text import words

NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
SEDAN = (Path(__file__).parent.parent / "data" / "labelled" / "sedan.en.txt").read_text(encoding="utf-8")
TEXTS = {
    "en": ("Voltara doubles its output", SEDAN),
    "tr": (
        "Voltara üretimi ikiye katlıyor",
        (
            "Voltara ilk çeyrekte 28 bin 500 adet V7 sattı.\n\nÇin'de alıcılar araç için 41 hafta bekliyor.\n\n"
            "Wuhan'daki ikinci fabrika Mart ayında açılacak. Fabrikanın müdürü Deniz Kaya oldu."
        ),
    ),
    "de": (
        "Voltara verdoppelt die Produktion",
        (
            "Voltara hat im ersten Quartal 28.500 V7 verkauft.\n\nKäufer in China warten 41 Wochen auf das Auto.\n\n"
            "Das zweite Werk in Wuhan öffnet am 5. März. Das Werk leitet Jonas Brandt."
        ),
    ),
    "zh": (
        "沃塔拉产量翻倍",
        "沃塔拉第一季度售出28500辆V7轿车。中国买家目前需要等待41周才能提车。武汉的第二座工厂将于3月5日投产。工厂由陈岚负责。",
    ),
}
HARBOUR = (
    "Dolphins return",
    "Four dolphins were seen in the old harbour of Seaham on Monday. The tide was high.",
)


def entry(number: int, told: tuple[str, str], language: str = "en") -> Entry:
    """One entry."""
    return Entry(
        id=EntryId(number),
        feed_id=FeedId(1),
        story_id=None,
        url=f"https://paper.example/{number}",
        title=told[0],
        text=told[1],
        publisher="paper.example",
        language=language,
        published_at=NOON,
        stored_at=NOON,
        is_excerpt=False,
        content_hash=str(number),
    )


ANSWERED = [
    ("en", "how long is the waiting list in China?", "41 weeks"),
    ("en", "When will the second plant open?", "March 5, 2026"),
    ("en", "Who heads sales in Asia?", "Lena Okafor"),
    ("en", "How much does the plant cost?", "1.46 billion euros"),
    ("en", "Why does the price of the base version stay the same?", "batteries became cheaper"),
    ("en", "What percentage more V7 sedans were sold than a year before?", "19.6 percent"),
    ("en", "Where will the second plant open?", "Wuhan"),
    ("en", "How many V7 were sold in the first quarter?", "28,500"),
    ("tr", "Çin'de alıcılar kaç hafta bekliyor?", "41 hafta"),
    ("tr", "İkinci fabrika ne zaman açılacak?", "Mart"),
    ("de", "Wie lange warten Käufer in China?", "41 Wochen"),
    ("de", "Wann öffnet das zweite Werk?", "5. März"),
    ("zh", "中国买家需要等待多久？", "41周"),
    ("zh", "第二座工厂什么时候投产？", "3月5日"),
]
REFUSED = [
    ("en", "who won the world cup?"),
    ("en", "what does the V7 weigh?"),
    ("en", "How many employees does the harbour police have?"),
    ("tr", "Dünya kupasını kim kazandı?"),
    ("tr", "V7 kaç kilogram geliyor?"),
    ("de", "Wer gewann die Weltmeisterschaft?"),
    ("de", "Wie schwer ist der V7?"),
    ("zh", "谁赢得了世界杯？"),
    ("zh", "V7的重量是多少公斤？"),
    ("en", "?"),
]


@pytest.mark.parametrize(("language", "question", "holds"), ANSWERED)
def test_a_question_gets_the_sentence_that_says_so(language: str, question: str, holds: str) -> None:
    """The thread gets the publisher's sentence with its citation."""
    told = passages([entry(1, TEXTS[language], language), entry(2, HARBOUR)])
    answer = compose_extractive(question, told)
    assert not answer.is_refusal
    assert holds in answer.sentences[0].text
    assert answer.sentences[0].citations[0].sentence == answer.sentences[0].text
    assert answer.sentences[0].citations[0].url == "https://paper.example/1"


@pytest.mark.parametrize(("language", "question"), REFUSED)
def test_what_the_sources_do_not_say_is_refused(language: str, question: str) -> None:
    """ "The sources do not say" is the promise: no guess, no nearly."""
    told = passages([entry(1, TEXTS[language], language), entry(2, HARBOUR)])
    answer = compose_extractive(question, told)
    assert answer.is_refusal
    assert answer.writer == EXTRACTS


def test_a_refusal_shows_the_nearest_sentence() -> None:
    """Who asks what a car weighs sees at least what is said of that car."""
    answer = compose_extractive("How heavy is the V7 sedan from Voltara?", passages([entry(1, TEXTS["en"])]))
    assert answer.is_refusal
    assert "V7" in answer.sentences[0].text


def test_nothing_read_is_refused() -> None:
    """An empty archive says so."""
    assert compose_extractive("how long?", ()).is_refusal


def test_the_same_sentence_of_two_papers_is_said_once() -> None:
    """A wire report in two papers makes one sentence."""
    told = passages([entry(1, TEXTS["de"], "de"), entry(2, TEXTS["de"], "de")])
    assert len(compose_extractive("Wie lange warten Käufer in China?", told).sentences) == 1


def test_best_leaves_out_what_shares_nothing() -> None:
    """A language model is not shown sentences about dolphins when asked about cars."""
    told = passages([entry(1, TEXTS["en"]), entry(2, HARBOUR)])
    assert {one.passage.entry_id for one in best("How many V7 sedans were sold?", told, 20)} == {1}


def test_best_is_limited() -> None:
    """No more than asked for comes back."""
    assert len(best("Voltara plant China V7 prices", passages([entry(1, TEXTS["en"])]), 2)) == 2


def test_passages_know_their_place() -> None:
    """Each sentence knows its number and neighbours; an entry named twice counts once."""
    told = passages([entry(2, HARBOUR), entry(2, HARBOUR)])
    assert [(one.number, one.before[:4], one.after[:4]) for one in told] == [(1, "", "The "), (2, "Four", "")]


def test_an_entry_without_text_is_its_title() -> None:
    """A headline alone can still answer."""
    assert [one.sentence for one in passages([entry(1, ("Voltara opens plant", ""))])] == [
        "Voltara opens plant"
    ]


QUESTIONS = [
    "how long is the waiting list in China?",
    "how long is the waiting list in China",
    "and when does it open",
    "tell me about the recall",
    "explain the tariff",
    "is there any news on chargers",
    "Wann öffnet das Werk",
    "erklär mir das",
    "fabrika ne zaman açılıyor",
    "fiyatı arttı mı",
    "neden pahalı",
    "等待时间多久",
    "为什么涨价",
    "涨价了吗",
    "多少钱？",
    "<@U123> what about Europe",
]
REMARKS = [
    "thanks!",
    "thank you, great digest",
    "cool",
    "Danke dir",
    "teşekkürler",
    "谢谢",
    "I read that one already",
    "nice",
    "https://example.com/?q=1",
    "",
    "👍",
    "lol what a story",
]


@pytest.mark.parametrize("text", QUESTIONS)
def test_questions_are_heard(text: str) -> None:
    """A question gets an answer, with or without its mark."""
    assert is_question(text)


@pytest.mark.parametrize("text", REMARKS)
def test_remarks_are_left_alone(text: str) -> None:
    """The bot does not butt in when people say thanks."""
    assert not is_question(text)


WANTED = {
    "How long is the wait?": Wanted.DURATION,
    "Kaç hafta sürüyor?": Wanted.DURATION,
    "多久？": Wanted.DURATION,
    "When does it open?": Wanted.TIME,
    "Wann öffnet es?": Wanted.TIME,
    "How many cars?": Wanted.COUNT,
    "有多少辆？": Wanted.COUNT,
    "How high is it?": Wanted.NUMBER,
    "¿Cuándo abre la fábrica?": Wanted.TIME,
    "Кто руководит заводом?": Wanted.PERSON,
    "كم عدد السيارات؟": Wanted.COUNT,
    "How much does it cost?": Wanted.MONEY,
    "What percentage is that?": Wanted.SHARE,
    "Who said so?": Wanted.PERSON,
    "Kim dedi?": Wanted.PERSON,
    "Fabrikanın müdürü kimdi?": Wanted.PERSON,
    "Kimden aldılar?": Wanted.PERSON,
    "Where is the plant?": Wanted.PLACE,
    "Warum ist das so?": Wanted.REASON,
    "What happened?": Wanted.ANYTHING,
}


@pytest.mark.parametrize(("question", "wanted"), WANTED.items())
def test_questions_show_what_would_answer_them(question: str, wanted: Wanted) -> None:
    """ "How long" is answered by a duration, "who" by a name."""
    assert wanted_by(question) == wanted


def test_an_entry_of_one_long_sentence_is_not_lost() -> None:
    """A list without a full stop is no good answer, but where it is all that an entry has it can be found."""
    places = ", ".join(f"the airport of town number {number}" for number in range(20))
    listed = f"The busiest airports are {places}."
    long_ago = "word " * 300 + "."

    assert 600 < len(listed) < 1_000
    assert [one.sentence for one in passages([entry(1, ("", listed))])] == [listed]
    assert [one.sentence for one in passages([entry(1, ("", f"{listed} It rains."))])] == ["It rains."]
    assert [one.sentence for one in passages([entry(1, ("Words", long_ago))])] == ["Words"]


def test_entries_are_ranked_by_their_best_sentence() -> None:
    """What answers comes first, what shares nothing last; none is dropped."""
    entries = [entry(1, HARBOUR), entry(2, ("", "")), entry(3, TEXTS["en"])]

    assert [one.id for one in ranked("How long is the waiting list in China?", entries)] == [3, 1, 2]


AMONG_PEOPLE = [
    "<@U77> what about lunch?",
    "did you see this?",
    "Are we still on for three?",
    "can you review my draft?",
    "Hast du das gelesen?",
    "Gehen wir essen?",
    "Sen ne düşünüyorsun?",
    "你觉得怎么样？",
    "Nice, thanks!",
]
FOR_US = [
    "how long is the waiting list in China?",
    "can you explain the tariff?",
    "what did you leave out?",
    "Kannst du mir erklären, was der Zoll kostet?",
    "Bana fabrikayı anlatır mısın?",
    "and in Europe?",
    "neden bu ilk sırada?",
    "中国买家需要等待多久？",
]


@pytest.mark.parametrize("text", AMONG_PEOPLE)
def test_people_talk_to_each_other(text: str) -> None:
    """What is said to somebody, or asks about those present, is not for the bot."""
    assert not is_for_us(text)


@pytest.mark.parametrize("text", FOR_US)
def test_questions_about_the_news_are_for_us(text: str) -> None:
    """Nobody has to mention the bot to ask about the stories or the edition, in whatever words."""
    assert is_for_us(text)


ABOUT_EDITIONS = {
    "why is this first?": AboutEdition.FIRST,
    "Warum steht das ganz oben?": AboutEdition.FIRST,
    "Neden bu haber ilk sırada?": AboutEdition.FIRST,
    "为什么这条排第一？": AboutEdition.FIRST,
    "what did you leave out?": AboutEdition.LEFT_OUT,
    "Was hast du weggelassen?": AboutEdition.LEFT_OUT,
    "Neleri atladın?": AboutEdition.LEFT_OUT,
    "略去了什么？": AboutEdition.LEFT_OUT,
    "how many sources?": AboutEdition.SOURCES,
    "Wie viele Quellen hast du gelesen?": AboutEdition.SOURCES,
    "Kaç kaynak var?": AboutEdition.SOURCES,
    "有多少来源？": AboutEdition.SOURCES,
    "What did this edition cost?": AboutEdition.COST,
    "What period does this cover?": AboutEdition.WINDOW,
    "How many sources of lithium does Chile have?": None,
    "What did Voltara leave out of the V7?": None,
    "Why was Voltara first to sell sodium cells?": None,
    "Warum kostet der V7 mehr?": None,
}


@pytest.mark.parametrize(("question", "about"), ABOUT_EDITIONS.items())
def test_questions_about_the_edition_are_told_from_those_about_the_news(
    question: str, about: AboutEdition | None
) -> None:
    """ "Why is this first?" is for the records, "why was Voltara first?" for the sources."""
    assert about_edition(question) == about


FOLLOW_UPS = [
    ("How long is the waiting list in China?", "and in Europe?", {"waiting", "long", "europe"}, {"china"}),
    ("Wie viele Autos hat Lanchi verkauft?", "und Vardal?", {"autos", "vardal"}, {"lanchi"}),
    ("Çin'de alıcılar kaç hafta bekliyor?", "peki ya Almanya'da?", {"hafta", "almanya"}, {"cin"}),
    ("中国买家需要等待多久？", "欧洲呢？", {"等待", "欧洲"}, {"中国"}),
    ("What does the X9 cost in 2025?", "and in 2026?", {"x9", "cost", "2026"}, {"2025"}),
    ("Where is the plant of Voltara?", "who runs it?", {"who", "plant", "voltara"}, {"where"}),
    ("Where is the plant of Voltara?", "Who runs Vardal from October on?", {"vardal"}, {"plant"}),
    ("", "and in Europe?", {"europe"}, set()),
]


@pytest.mark.parametrize(("earlier", "question", "has", "lacks"), FOLLOW_UPS)
def test_follow_ups_take_what_they_leave_out_from_the_question_before(
    earlier: str, question: str, has: set[str], lacks: set[str]
) -> None:
    """ "And in Europe?" asks how long the waiting list is there, and no longer about China."""
    found = set(words(in_full(question, earlier).question))
    assert has <= found
    assert not lacks & found


def test_a_follow_up_wants_its_country_in_the_source() -> None:
    """The waiting list in China is no answer to "and in Europe?"."""
    told = passages([entry(1, TEXTS["en"]), entry(2, HARBOUR)])
    followed = in_full("and in Brazil?", "How long is the waiting list in China?")
    answer = compose_extractive("How long is the waiting list in China?", told)
    assert not holds_what_was_asked(answer, followed, "and in Brazil?")
    assert holds_what_was_asked(answer, in_full("and in China?", "How long is the wait?"), "and in China?")


def test_another_currency_is_not_worked_out() -> None:
    """The price in euros does not say how much that is in dollars."""
    told = passages([entry(1, TEXTS["en"]), entry(2, HARBOUR)])
    answer = compose_extractive("How much does the plant cost?", told)
    for question in (
        "how much is that in dollars?",
        "bu kaç dolar?",
        "Wie viel ist das in Dollar?",
        "折合多少美元？",
    ):
        assert not holds_what_was_asked(answer, in_full(question, "How much does the plant cost?"), question)
    question = "how much is that in euros?"
    assert holds_what_was_asked(answer, in_full(question, "How much does the plant cost?"), question)


DAYS = {
    "What happened yesterday?": dt.date(2026, 11, 22),
    "Was geschah gestern?": dt.date(2026, 11, 22),
    "Dün ne oldu?": dt.date(2026, 11, 22),
    "昨天发生了什么？": dt.date(2026, 11, 22),
    "What did Voltara say today?": dt.date(2026, 11, 23),
    "What did Voltara say last Friday?": dt.date(2026, 11, 20),
    "Was sagte Voltara am Montag?": dt.date(2026, 11, 16),
    "Geçen cuma ne oldu?": dt.date(2026, 11, 20),
    "上周五发生了什么？": dt.date(2026, 11, 20),
    "When does it open?": None,
    "Will it open on Monday?": None,
    "Pazartesi açılacak mı?": None,
}


@pytest.mark.parametrize(("question", "day"), DAYS.items())
def test_days_are_resolved(question: str, day: dt.date | None) -> None:
    """ "Yesterday" is the day before the question was asked, a weekday the last one before it."""
    assert day_asked_about(question, NOON.date()) == day


def test_only_articles_of_the_day_or_naming_it_can_tell_of_it() -> None:
    """What an old article calls "yesterday" was another day."""
    old = replace(entry(1, HARBOUR), published_at=NOON - dt.timedelta(days=9))
    later = replace(entry(2, HARBOUR), published_at=NOON - dt.timedelta(days=1))
    naming = replace(old, id=EntryId(3), text="On November 22 the harbour was closed.")
    found = of_day([old, later, naming], dt.date(2026, 11, 22), NOON.date())
    assert [one.id for one in found] == [2, 3]
    assert [one.id for one in of_day([old, later], NOON.date(), NOON.date())] == [2]


def publisher(name: str, text: str, number: int) -> Entry:
    """What one of several publishers says."""
    return replace(entry(number, ("Voltara sales", text)), publisher=name)


def test_contradicting_publishers_are_both_quoted() -> None:
    """One says 30,000, the other 28,000: the reader learns of both. A rounded figure contradicts nobody."""
    question = "How many cars did Voltara sell in October?"
    told = [
        publisher("Volt Courier", "Voltara sold 30,000 cars in October.", 1),
        publisher("Harbour Motor", "In October, Voltara sold 28,000 cars, it said.", 2),
        publisher("Ampere Observer", "Rain fell in October. Nobody was hurt.", 3),
    ]
    answer = compose_extractive(question, passages(told))
    said = " ".join(sentence.text for sentence in answer.sentences)
    assert "30,000" in said
    assert "28,000" in said


def test_a_rounded_figure_contradicts_nobody() -> None:
    """About 28,000 and 28,140 are one figure: the nearest sentence alone answers."""
    question = "How many cars did Voltara sell in October?"
    exact = publisher("Volt Courier", "Voltara sold 28,140 cars in October.", 1)
    rounded = publisher("Harbour Motor", "In October, Voltara sold about 28,000 cars, it said.", 2)
    ranked_ones = best(question, passages([exact, rounded]), 2)
    assert others_say(question, ranked_ones[0], ranked_ones) == []


CHOSEN = [
    (
        "Why did the sprinklers not work?",
        (
            "Investigators want to know why the sprinklers did not work. The fire began at noon. "
            "The sprinklers did not work because a valve had been closed for maintenance."
        ),
        "valve",
    ),
    (
        "How many cars did Lanchi deliver in the second quarter?",
        "Vardal delivered 19,400 cars in the second quarter. Lanchi delivered 61,320 cars in the second quarter.",
        "61,320",
    ),
    (
        "How many cars did Lanchi deliver in the second quarter?",
        "Lanchi spent 1.2 billion yuan in the second quarter. Lanchi delivered 61,320 cars.",
        "61,320",
    ),
]


@pytest.mark.parametrize(("question", "text", "holds"), CHOSEN)
def test_the_sentence_that_answers_comes_before_the_one_that_repeats_the_question(
    question: str, text: str, holds: str
) -> None:
    """Who asks why is not told that others want to know why; nor another maker's figure."""
    answer = compose_extractive(question, passages([entry(1, ("News of the day", text))]))
    assert holds in answer.sentences[0].text


def test_turkish_words_are_found_with_other_endings() -> None:
    """ "Fabrikada" is about a "fabrika"; "fabl" is about something else."""
    assert is_one_word("fabrika", "fabrikada")
    assert is_one_word("kitap", "kitabi")
    assert is_one_word("acildi", "acilacak")
    assert not is_one_word("fabrika", "fabl")
    assert not is_one_word("araba", "aralik")


def test_arabic_words_are_found_with_their_clitics() -> None:
    """ "And the factory", "for the factory" and "factory" are one word."""
    assert form("والمصنع") == form("للمصنع") == form("مصنع")


def test_words_are_found_inside_compounds() -> None:
    """A German "Batteriefabrik" is a "Fabrik"."""
    assert vocabulary("Die Batteriefabrik wurde eröffnet.", "de").match("fabrik") > 0
    assert vocabulary("Die Batterie wurde geladen.", "de").match("fabrik") == 0


def test_durations_and_prices_have_more_than_one_form() -> None:
    """ "Until 2032" says how long, and "69 cents" how much, though neither is so many years or euros."""
    assert things("Updates will come until 2032.", Wanted.DURATION, "How long will updates come?") == (
        "2032",
    )
    assert things("Eine Kilowattstunde kostet 69 Cent.", Wanted.MONEY, "Was kostet das?") == ("69 cent",)


def test_a_currency_is_named_or_not() -> None:
    """ "In dollars" wants dollars; "in Europe" is a place."""
    assert currency_wanted("what is that in US dollars?") == "USD"
    assert currency_wanted("bu kaç euro?") == "EUR"
    assert currency_wanted("how much is it in Europe?") == ""


def test_arabic_endings_are_no_other_word() -> None:
    """ "Car", "cars" and "her car" are one word, "book" another."""
    assert form("سيارات") == form("سياره")
    assert form("كتاب") != form("سياره")
    assert vocabulary("زادت الشركة انتاج السيارات").match(form("سياره")) == 1.0
