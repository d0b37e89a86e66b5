"""How three sentences stand in their article counts where the story is a single article."""

from bot.core.extractive import choosing
from bot.core.extractive.signs import SIGN_WEIGHTS, Middle, Signs, SignWeights, gain, signs
from bot.core.extractive.weighing import read, weigh
from tests.core.articles import entry, story

TEXT = (
    "A bell rang in the old town. Snow fell on the hills all night. Two cats slept on a warm wall. "
    "Voltara closes the Arnstadt plant in March. Voltara built battery cells at the Arnstadt plant. "
    "Voltara told the workers of the Arnstadt plant in person."
)
NOTHING = Signs(*[0.0] * len(Signs._fields))
LEAD_ONLY = SignWeights(most=NOTHING, least=NOTHING._replace(lead=100.0), centre=0.0)


def chosen(texts: list[str], by: SignWeights) -> list[str]:
    """The sentences chosen of a story whose entries have these texts."""
    told = story(*(entry(number, title="", text=text) for number, text in enumerate(texts, 1)))
    return [one.citation.sentence for one in choosing.choose(weigh(read(told), language="en"), by=by)]


def test_signs_decide_about_a_single_article_only() -> None:
    """The weights come from articles that stood alone; a story of several entries has a lead for each."""
    lead = [sentence + "." for sentence in TEXT.split(". ")[:3]]
    assert chosen([TEXT], LEAD_ONLY) == lead
    beside = "Voltara will leave Arnstadt after 12 years."
    assert chosen([TEXT, beside], LEAD_ONLY) == chosen([TEXT, beside], SIGN_WEIGHTS) != lead


def test_an_account_gains_more_than_remarks() -> None:
    """Figures near the beginning tell what happened; what somebody says of himself further down does not."""
    account = [
        signs(text, place=place, length=8)
        for place, text in enumerate(
            ("It cut 640 jobs in March.", "It lost 12 million euros.", "It opened in 2019.")
        )
    ]
    remarks = [
        signs(text, place=place, length=8)
        for place, text in enumerate(
            ("We are sad, it hurts.", "My heart sank at it.", "I liked it here."), start=12
        )
    ]
    assert gain(account, 0.5) > gain(remarks, 0.5)


def test_sentences_in_the_words_of_the_article_are_nearer_to_it() -> None:
    """The middle of an article is where most of its sentences are."""
    plant, cells, cats = (
        frozenset({"plant", "close"}),
        frozenset({"plant", "cell"}),
        frozenset({"cat", "wall"}),
    )
    middle = Middle([plant, cells, cats])
    assert middle.centred([plant]) > middle.centred([cats]) > 0
    assert middle.centred([]) == 0
