"""What a search is about."""

from bot.core.entities import Subject
from bot.core.subjects import subject

ALIASES = {"Xiaomi": ("小米",), "Model Y": ("模型Y",), "BYD": ("比亚迪", "Build Your Dreams")}


def test_every_word_must_match():
    """Two words are two conditions."""
    actual = subject("Price CUT", {})
    assert actual == Subject(groups=(("price",), ("cut",)))


def test_a_name_matches_under_each_of_its_aliases():
    """小米 and Xiaomi are one subject, whichever is typed."""
    assert subject("小米", ALIASES) == subject("xiaomi", ALIASES) == Subject(groups=(("xiaomi", "小米"),))


def test_a_name_of_several_words_is_taken_whole():
    """“build your dreams” is one name, not three words."""
    actual = subject("build your dreams price", ALIASES)
    assert actual == Subject(groups=(("byd", "比亚 亚迪", "build your dreams"), ("price",)))
