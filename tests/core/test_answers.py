"""Answering from sentences, and refusing."""

import pytest

from bot.core.answers import Wanted, best, compose_extractive, is_question, passages, ranked
from bot.core.answers.light import language_asked
from bot.core.answers.matching import vocabulary
from bot.core.answers.questions import content_words, wanted_by
from bot.core.entities import EXTRACTS
from tests.core.answering import HARBOUR, TEXTS, entry

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


FURTHER = {
    "ar": "باعت شركة فولتارا 28500 سيارة في الربع الأول. ينتظر المشترون في الصين 41 أسبوعا. سيفتتح المصنع الثاني في ووهان في مارس.",
    "es": "Voltara vendió 28.500 coches. Los compradores en China esperan 41 semanas. La segunda fábrica abrirá en marzo de 2026.",
    "ru": "Voltara продала 28500 автомобилей. Покупатели в Китае ждут 41 неделю. Второй завод откроется в марте 2026 года.",
}
FURTHER_ASKED = [
    ("ar", "كم سيارة باعت فولتارا؟", "28500"),
    ("ar", "متى سيفتتح المصنع الثاني؟", "مارس"),
    ("ar", "من فاز بكأس العالم؟", ""),
    ("es", "¿Cuántos coches vendió Voltara?", "28.500"),
    ("es", "¿Cuándo abrirá la segunda fábrica?", "marzo"),
    ("es", "¿Quién ganó la copa del mundo?", ""),
    ("ru", "Сколько автомобилей продала Voltara?", "28500"),
    ("ru", "Когда откроется второй завод?", "марте"),
    ("ru", "Кто выиграл чемпионат мира?", ""),
]


@pytest.mark.parametrize(("language", "question", "holds"), FURTHER_ASKED)
def test_languages_without_rules_of_their_own_are_answered_too(
    language: str, question: str, holds: str
) -> None:
    """Arabic, Spanish and Russian words change their ends and beginnings; what is not said is refused there too."""
    answer = compose_extractive(question, passages([entry(1, ("Voltara", FURTHER[language]), language)]))
    assert answer.is_refusal == (not holds)
    assert not holds or holds in answer.sentences[0].text


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("Fabrikanın adı neydi ve hangi şehirde bulunmaktadır?", ["fabrikanin", "sehirde"]),
        ("Kazada kaç kişi öldü?", ["kazada", "kisi", "qoldu"]),
        ("Wie heißt die Art der Zellen, die verwendet werden?", ["zellen"]),
        ("ما اسم المصنع الذي تم بناؤه؟", ["المصنع", "بناوه"]),
    ],
)
def test_words_that_only_ask_are_not_looked_for(question: str, left: list[str]) -> None:
    """A source need not say "name", "is located" or "kind" to answer; but who died did not just "become"."""
    assert content_words(question) == left


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Who leads the plant?", "en"),
        ("Wer leitet das Werk?", "de"),
        ("Tesla hangi tarihte kuruldu?", "tr"),
        ("工厂在哪里？", "zh"),
        ("أين يقع المصنع؟", "ar"),
        ("When did 小米 start, and who is Şimşek?", "en"),
        ("V7的重量是多少？", "zh"),
        ("Şimşek'in görevi?", "tr"),
        ("Voltara V7?", ""),
    ],
)
def test_a_questions_language_is_told_by_its_asking_words(question: str, language: str) -> None:
    """A question is too short to detect, and asks in words that are few in each language."""
    assert language_asked(question) == language


def test_a_death_is_no_becoming() -> None:
    """Without its points "öldü" (died) is "oldu" (was), which stands everywhere."""
    (death,) = content_words("Kaç öldü?")
    assert vocabulary("Kazada iki işçi öldü.", "tr").match(death)
    assert vocabulary("Kazada iki işçinin ölümü", "tr").match(death)
    assert not vocabulary("Kazada bir şey oldu.", "tr").match(death)
