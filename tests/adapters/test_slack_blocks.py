"""How editions, lists, answers and notices look in Slack, and that nothing foreign breaks out of it."""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.slack import blocks, layout, mrkdwn
from bot.core import wording
from bot.core.entities import (
    Action,
    Answer,
    AnswerSentence,
    Edition,
    NextEdition,
    Notice,
    Reply,
    StoryList,
    Weight,
)
from bot.core.language import Person, Reader, say
from tests import samples

GOLDEN = Path(__file__).parent / "slack"

EXAMPLES = 30
"""An example is a whole edition, full of hostile texts: a few are as good as many small ones."""

HOSTILE = (
    "<!channel> <!here|here> <@U0ALICE> <#C01|x> <!subteam^S1>",
    "<https://evil.example|Read more>",
    "*_~`bold```",
    "a > b & c < d &lt;!channel&gt;",
    "first\nsecond\r\n> third\u2028fourth",
    "&" * 4_000,
    "小米" * 3_000,
    "word " * 2_000,
    "\u202egpj.exe",
)
texts = st.one_of(
    st.sampled_from(HOSTILE), st.text(max_size=40), st.text(max_size=20).map(lambda text: text * 40)
)
urls = st.one_of(
    st.sampled_from([
        "javascript:alert(1)",
        "https://a.example/?q=1&r=<!channel>|x y",
        f"https://a.example/{'x' * 5_000}",
        "",
        "https://a.example/plain",
    ]),
    st.text(max_size=40),
    st.text(max_size=40).map(lambda path: f"https://a.example/{path}"),
)  # fmt: skip
citations = st.builds(samples.citation, texts, texts, url=urls)
bullets = st.builds(
    samples.bullet,
    texts,
    citations=st.lists(citations, max_size=3).map(tuple),
    is_quotation=st.booleans(),
    language=st.sampled_from(["en", "de", ""]),
)
summaries = st.builds(
    samples.summary,
    title=texts,
    bullets=st.lists(bullets, max_size=3).map(tuple),
    tags=st.lists(texts, max_size=3).map(tuple),
)
sources = st.builds(samples.source, texts, url=urls)
items = st.builds(
    samples.item, summary=summaries, sources=st.lists(sources, min_size=1, max_size=3).map(tuple)
)
editions = st.builds(
    lambda shown, title, failing: samples.edition(
        *shown, title=title, coverage=samples.coverage(feeds_failing=failing)
    ),
    st.lists(items, min_size=1, max_size=6),
    texts,
    st.lists(texts, max_size=3).map(tuple),
)
sentences = st.builds(AnswerSentence, text=texts, citations=st.lists(citations, max_size=3).map(tuple))
answers = st.builds(
    samples.answer,
    question=texts,
    sentences=st.lists(sentences, max_size=4).map(tuple),
    is_refusal=st.booleans(),
)
replies = st.one_of(
    st.builds(Notice, title=texts, lines=st.lists(texts, max_size=5).map(tuple)),
    st.builds(StoryList, title=texts, items=st.lists(items, max_size=4).map(tuple), hint=texts),
    answers,
)


@settings(max_examples=EXAMPLES)
@given(editions)
def test_an_edition_never_breaks_a_limit_of_slack(edition: Edition) -> None:
    """Slack refuses a message that is too long, and the morning's news would be missing."""
    for message in blocks.edition_messages(edition):
        assert broken_limits(message) == []


@settings(max_examples=EXAMPLES)
@given(replies)
def test_a_reply_never_breaks_a_limit_of_slack(reply: Reply) -> None:
    """Whoever asks gets an answer, however long it is and whatever stands in it."""
    for message in blocks.reply_messages(reply):
        assert broken_limits(message) == []


@settings(max_examples=EXAMPLES)
@given(editions)
def test_nothing_foreign_pings_or_makes_markup(edition: Edition) -> None:
    """A headline can't wake up a channel, name a person or forge a link: all markup is ours."""
    for message in blocks.edition_messages(edition):
        for text in [message.text, *map(str, mrkdwn_texts(message))]:
            assert foreign_markup(text) == []


@settings(max_examples=EXAMPLES)
@given(editions)
def test_every_word_of_every_bullet_is_shown(edition: Edition) -> None:
    """What has no room in the channel stands in the thread; nothing is cut away."""
    shown = squeezed(
        " ".join(text for message in blocks.edition_messages(edition) for text in mrkdwn_texts(message))
    )
    for item in edition.items:
        for bullet in item.summary.bullets:
            assert all(squeezed(piece) in shown for piece in mrkdwn.pieces(bullet.text))


@settings(max_examples=EXAMPLES)
@given(answers)
def test_every_word_of_an_answer_is_shown(answer: Answer) -> None:
    """An answer is complete, or it is wrong."""
    shown = squeezed(
        " ".join(text for message in blocks.reply_messages(answer) for text in mrkdwn_texts(message))
    )
    for sentence in answer.sentences:
        assert all(squeezed(piece) in shown for piece in mrkdwn.pieces(sentence.text))


def test_an_edition_of_the_usual_size_is_one_message() -> None:
    """Five stories stand in the channel, and nobody has to open a thread to read them."""
    assert len(blocks.edition_messages(samples.edition(*map(samples.item, range(5))))) == 1


def test_a_large_edition_goes_on_in_the_thread_and_says_so() -> None:
    """Thirty stories come in parts; each says that there is more, or where it comes from."""
    parts = blocks.edition_messages(samples.edition(*map(samples.item, range(30))))
    assert len(parts) > 1
    assert last_text(parts[0]) == "The rest is in the thread."
    assert mrkdwn_texts(parts[1])[0] == f"Electric cars, part 2 of {len(parts)}"
    assert [story for part in parts for story in numbers(part)] == list(range(1, 31))


def test_a_story_told_again_leads_to_where_it_was_told() -> None:
    """Above who reports it stands when it was told before, as a link to that message."""
    (message,) = blocks.edition_messages(samples.edition(samples.told_again()))
    told = next(text for text in mrkdwn_texts(message) if "Told before" in text)
    assert told.startswith("<https://slack.com/app_redirect?message_ts=1|Told before on 22 Nov 2026")


def test_a_list_too_long_for_one_command_says_what_is_left_out() -> None:
    """Slack takes five messages for one command; the fifth says that there would be more."""
    messages = blocks.response_messages(StoryList(title="Latest", items=tuple(map(samples.item, range(60)))))
    assert len(messages) == 5
    assert "left out" in last_text(messages[-1])


def test_the_link_goes_to_the_article_where_the_sentence_cannot_be_linked() -> None:
    """A Chinese sentence takes nine characters each in a URL; then the link at least opens the article."""
    cited = samples.bullet("小米汽车" * 60)
    shown = samples.item(summary=samples.summary(bullets=(cited,)))
    text = " ".join(mrkdwn_texts(blocks.edition_messages(samples.edition(shown))[0]))
    assert "(<https://volt-courier.example/2026/sedan|volt-courier.example>)" in text


def sample_replies() -> dict[str, Sequence[layout.Rendered]]:
    """What the golden files show, by name."""
    found = StoryList(
        title="Xiaomi: the latest of 7 days", items=(samples.item(),), hint="/ev xiaomi since:30d for more"
    )
    return {
        "edition": blocks.edition_messages(samples.edition()),
        "nothing-new": blocks.edition_messages(samples.edition(items=())),
        "stories": blocks.reply_messages(found),
        "answer": blocks.reply_messages(samples.answer()),
        "refusal": blocks.reply_messages(samples.refusal()),
        "notice": blocks.reply_messages(
            Notice(title="Subscribed", lines=("Daily at 09:00, Europe/Berlin.", "5 < 6"))
        ),
    }


@pytest.mark.parametrize("name", sample_replies())
def test_messages_look_as_agreed(name: str) -> None:
    """The look is a file to read and to change on purpose, not by accident (Block Kit Builder shows it)."""
    actual = [{"text": message.text, "blocks": list(message.blocks)} for message in sample_replies()[name]]
    assert actual == json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))


def broken_limits(message: layout.Rendered) -> list[str]:
    """The limits of Slack that *message* exceeds (docs.slack.dev, block pages), in words."""
    claims = {
        "1 to 50 blocks": 1 <= len(message.blocks) <= 50,
        "1 to 4,000 characters of notification": 1 <= len(message.text) <= 4_000,
        "10,000 characters of text": sum(len(text["text"]) for text in text_objects(message)) <= 10_000,
        "1 to 3,000 characters a text": all(
            1 <= len(text["text"]) <= 3_000 for text in text_objects(message)
        ),
        "150 characters a header": all(len(text["text"]) <= 150 for text in text_objects(message, "header")),
        "10 elements of context": all(len(block.get("elements", [])) <= 10 for block in message.blocks),
    }
    return [claim for claim, is_kept in claims.items() if not is_kept]


def text_objects(message: layout.Rendered, *types: str) -> Iterator[dict[str, Any]]:
    """The text objects of a message, or of its blocks of these types."""
    for block in message.blocks:
        if not types or block["type"] in types:
            yield from block.get("elements", [])
            yield from [block["text"]] if "text" in block else []


def mrkdwn_texts(message: layout.Rendered) -> list[str]:
    """What Slack parses as markup; each of these asks it not to find links by itself."""
    found = list(text_objects(message, "section", "context"))
    assert all(text["verbatim"] for text in found)
    return [text["text"] for text in found]


def foreign_markup(text: str) -> list[str]:
    """What stands in angle brackets and is neither a link to the web nor a date, and brackets that open nothing."""
    ours = re.compile(r"<(?:https?://[^<>|\s]+\|[^<>|\n]+|!date\^\d+\^[^<>|]+\|[^<>|]+)>")
    entities = re.compile(r"&(?:amp|lt|gt);")
    return re.findall(r"[<>&`\n]", entities.sub("", ours.sub("", text)).replace("\n", ""))


def last_text(message: layout.Rendered) -> str:
    """The text at the foot of a message."""
    return mrkdwn_texts(message)[-1]


def numbers(message: layout.Rendered) -> list[int]:
    """The numbers of the stories in a message."""
    return [
        int(found)
        for text in mrkdwn_texts(message)
        for found in re.findall(r"^\*(\d+)\.\*", text, re.MULTILINE)
    ]


def squeezed(text: str) -> str:
    """Without spaces: where lines break is Slack's business."""
    return re.sub(r"\s", "", text)


def test_buttons_say_what_could_be_typed() -> None:
    """Below a notice, with their weight; one that settles it can be told from the others."""
    actions = (
        Action(label="Read it", command="/ev", text="feeds confirm 7f", weight=Weight.PRIMARY, settles=True),
        Action(label="x" * 90, command="/ev", text="status"),
    )
    (message,) = blocks.reply_messages(Notice(title="Volt Courier", actions=actions))
    first, second = message.blocks[-1]["elements"]
    assert (first["value"], first["style"]) == ("/ev feeds confirm 7f", "primary")
    assert (first["action_id"], second["action_id"]) == ("say!0", "say1")
    assert "style" not in second
    assert len(second["text"]["text"]) <= 75


def test_a_preview_is_the_edition_with_a_line_above() -> None:
    """It looks as it will in the channel, but for the menus of what is posted, and says that it does not stand there."""
    edition = samples.edition()
    shown = blocks.reply_messages(NextEdition(edition=edition, note="Nothing was posted."))
    (posted,) = blocks.edition_messages(edition)
    without_menus = [{name: each[name] for name in each if name != "accessory"} for each in posted.blocks]
    assert list(shown[0].blocks[1:]) == without_menus != list(posted.blocks)
    assert "Nothing was posted." in str(shown[0].blocks[0])


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", "2 Meldungen von 3 Medien."),
        ("tr", "3 yayıncı, 2 haber."),
        ("zh", "2 条新闻，来自 3 家媒体。"),
        ("nl", "2 stories from 3 publishers."),
    ],
)
def test_an_edition_speaks_its_language(language: str, expected: str) -> None:
    """Lead line, dateline and foot are the channel's; what we do not speak is English."""
    (message, *_) = blocks.edition_messages(samples.edition(language=language))
    said = str(message.blocks)
    assert expected in said
    assert ("Covers" in said) == (language == "nl")


def test_a_search_has_its_buttons_below() -> None:
    """Sharing, more and watching are a press away, within all limits."""
    *_, last = messages = blocks.reply_messages(samples.page_of_stories())
    assert [button["value"] for button in last.blocks[-1]["elements"]] == [
        *(f"/ev share {number}" for number in range(1, 6)),
        "/ev search xiaomi page:2",
        "/ev watch xiaomi",
    ]
    assert [broken_limits(message) for message in messages] == [[]] * len(messages)


def test_people_are_mentioned_as_slack_shows_them() -> None:
    """Who wished for what is a name that everybody there knows, not an id; what only looks like a person stays text."""
    lines = (
        say("{subject}, by {who}, lately", subject="<@U0EVIL>", who=Person("U0ALICE")),
        say("by {who}", who=Person("you")),
        "\ufdd0000000000000000000000000\ufdd1<@U0EVIL>",
    )
    (message,) = blocks.reply_messages(wording.spoken_notice(Notice(title="Steered", lines=lines), Reader()))
    *_, text = mrkdwn_texts(message)
    assert "&lt;@U0EVIL&gt;, by <@U0ALICE>, lately\nby you\n" in text
    assert text.count("<@") == 1
