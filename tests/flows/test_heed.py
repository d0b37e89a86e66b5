"""What readers say about what they read: what is kept, what is put right, what it does to later editions, and who sees it."""

import datetime as dt
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.core import wording
from bot.core.entities import (
    Answer,
    Caller,
    Correction,
    CorrectionKind,
    Edition,
    FlagState,
    FormName,
    NewFlag,
    Notice,
    Platform,
    Rating,
    Reply,
    StageName,
    Steer,
)
from bot.core.errors import ChatUncertainError, CommandError
from bot.core.rights import Rights, Who
from bot.flows import heed, manage
from bot.flows.converse import Conversation
from bot.flows.correct import Correcting, withdraw
from tests.fakes.language_model import ScriptedModel
from tests.fakes.tools import feed_tools
from tests.flows.test_answer import hear
from tests.flows.test_converse import text_of
from tests.flows.test_publish import DAY, TEXT, editions
from tests.flows.world import TOPIC, World

MINUTE = dt.timedelta(minutes=1)
ALICE = Caller(platform=Platform.SLACK, workspace="T1", workspace_name="Team", channel="C1", user="U1")
BOB = replace(ALICE, user="U2")
ELSEWHERE = replace(ALICE, channel="C2", user="U3")
STRETCHED = "The plant cost 410 million euros, and deliveries to dealers in Germany begin in March."
"""What two sentences say together: it passes with the whole article, and does not stand in the one that it cites."""

BULLETS = (
    (STRETCHED, 2),
    ("Volt Motors opened its second battery plant in Izmir on Monday.", 1),
    ("Analysts at Kestrel expect prices to fall by 4 percent.", 4),
)

Say = Callable[..., Awaitable[Reply | None]]


@pytest.fixture
def conversation(world: World) -> Conversation:
    """The conversation of the world, as the app joins it."""
    return Conversation(world.needs, [TOPIC], feed_tools())


@pytest.fixture
def say(world: World) -> Say:
    """Type something behind /ev, or press what says it."""
    keys = iter(range(1000))

    def said(text: str, caller: Caller = ALICE) -> Awaitable[Reply | None]:
        return Conversation(world.needs, [TOPIC], feed_tools()).command(
            caller, "/ev", text, f"event-{next(keys)}"
        )

    return said


async def told(world: World) -> Edition:
    """An edition with one story that a language model wrote, in the channel since this morning."""
    reply = {
        "title": "Second battery plant opens",
        "bullets": [{"text": text, "sentences": [number]} for text, number in BULLETS],
        "tags": ["batteries", "izmir"],
    }
    world.language_models = (ScriptedModel(json.dumps(reply)),)
    await world.subscribe("daily 09:00 UTC")
    world.clock.advance(MINUTE)
    await world.entry("Second battery plant opens", TEXT)
    await world.pass_time(DAY)
    world.language_models = ()
    (edition,) = (each for each in editions(world.chat) if each.items)
    assert [bullet.text for bullet in edition.items[0].summary.bullets] == [text for text, _ in BULLETS]
    return edition


def bullets(world: World) -> list[tuple[str, bool]]:
    """The sentences of the story in the channel, and whether each is the publisher's own."""
    return [(each.text, each.is_quotation) for each in editions(world.chat)[0].items[0].summary.bullets]


async def wishes(world: World) -> dict[str, float]:
    """What the channel wants more or less of."""
    return {each.subject: each.amount for each in await world.store.steers(world.place, world.topic.id)}


async def test_a_wrong_sentence_is_put_right_at_once(world: World, say: Say):
    """What does not stand in the sentence that it cites is replaced by that, in the message, which says so."""
    await told(world)
    reply = await say("flag 1.1.1 these are two things")
    assert text_of(reply).startswith("Thank you: it is put right")
    await world.tick()
    assert bullets(world)[0] == ("The plant cost 410 million euros and employs 900 people.", True)
    (there,) = await world.store.flags(world.place, limit=9)
    flagged = there.flag
    assert (flagged.user, flagged.reason, flagged.state) == ("U1", "these are two things", FlagState.REPLACED)
    assert "does not stand in the sentence" in flagged.finding


async def test_a_flag_that_is_not_borne_out_is_kept_and_answered_honestly(world: World, say: Say):
    """The sentence stands: it is left, the reader is told so and what would change it, the newsroom keeps the flag."""
    await told(world)
    before = bullets(world)
    reply = text_of(await say("flag 1.3 I doubt it"))
    assert reply.startswith("Checked again: it stands")
    assert "If somebody else here flags it too" in reply
    await world.tick()
    assert bullets(world) == before
    (there,) = await world.store.flags(None, limit=9)
    assert (there.flag.state, there.flag.reason) == (FlagState.KEPT, "I doubt it")


async def test_two_readers_are_believed(world: World, say: Say):
    """One reader twice is one reader; a second one has the publisher's own sentence put in."""
    await told(world)
    await say("flag 1.1.3")
    await say("flag 1.1.3 still")
    await world.tick()
    assert not any(is_quoted for _, is_quoted in bullets(world))
    await say("flag 1.1.3", caller=BOB)
    await world.tick()
    assert BULLETS[2][0] not in [text for text, is_quoted in bullets(world) if not is_quoted]
    flags = [each.flag for each in await world.store.flags(world.place, limit=9)]
    assert {(each.user, each.reason, each.state) for each in flags} == {
        ("U1", "still", FlagState.REPLACED),
        ("U2", "", FlagState.REPLACED),
    }


async def test_a_publishers_own_sentence_is_left_to_the_newsroom(world: World, say: Say):
    """Extracts are what the publisher wrote: readers hear that, and however many they are, only the newsroom changes it."""
    await world.subscribe("daily 09:00 UTC")
    await world.entry("Second battery plant opens", TEXT)
    await world.pass_time(DAY)
    before = bullets(world)
    for caller in (ALICE, BOB):
        assert "a sentence of Volt Courier, word for word" in text_of(await say("flag 1.1.1", caller=caller))
    await world.tick()
    assert bullets(world) == before
    (there, _) = await world.store.flags(None, limit=9)
    await heed.decide(world.needs, there.flag.id, None, is_wrong=True, by="the newsroom")
    await world.tick()
    assert bullets(world) != before
    assert {each.flag.state for each in await world.store.flags(None, limit=9)} == {FlagState.REPLACED}


@pytest.mark.parametrize("is_found", [True, False])
async def test_a_language_model_is_asked_for_its_opinion(world: World, say: Say, *, is_found: bool):
    """Where the check finds nothing it is asked whether the sentence says so; a reader's doubt with its own is enough."""
    await told(world)
    asked = ScriptedModel(json.dumps({"supported": is_found, "sentences": [1]}))
    world.language_models = (asked,)
    reply = text_of(await say("flag 1.1.3"))
    assert len(asked.prompts) == 1
    assert reply.startswith("Checked again" if is_found else "Thank you")


async def test_what_is_plainly_invented_asks_nobody(world: World, say: Say):
    """What the cited sentence has nothing of is wrong whatever a language model thinks."""
    await told(world)
    asked = ScriptedModel(json.dumps({"supported": True, "sentences": [1]}))
    world.language_models = (asked,)
    assert text_of(await say("flag 1.1.1")).startswith("Thank you")
    assert asked.prompts == []


async def test_the_newsroom_dismisses(world: World, say: Say):
    """What the newsroom finds right stays, and its word is kept with the flag; another channel's newsroom has no say."""
    await told(world)
    await say("flag 1.1.3")
    (there,) = await world.store.flags(world.place, limit=9)
    elsewhere = replace(world.place, channel="C2")
    with pytest.raises(CommandError, match="no such flag"):
        await heed.decide(world.needs, there.flag.id, elsewhere, is_wrong=True, by="x")
    await heed.decide(world.needs, there.flag.id, world.place, is_wrong=False, by="the newsroom")
    (there,) = await world.store.flags(world.place, limit=9)
    assert (there.flag.state, there.flag.finding) == (
        FlagState.DISMISSED,
        "the newsroom finds nothing wrong with it",
    )


async def test_a_flag_that_somebody_died_on_is_checked(world: World, say: Say):
    """It was kept before it was checked, so a tick minutes later checks it."""
    await told(world)
    await say("flag 1.1.3")
    (there,) = await world.store.flags(None, limit=9)
    await world.store.settle_flags([there.flag.id], FlagState.OPEN, "")
    await heed.check_open(world.needs)
    assert (await world.store.flags(None, limit=9))[0].flag.state is FlagState.OPEN
    world.clock.advance(3 * MINUTE)
    await heed.check_open(world.needs)
    assert (await world.store.flags(None, limit=9))[0].flag.state is FlagState.KEPT


async def test_flags_on_what_was_withdrawn_keep_no_others_from_being_checked(world: World):
    """Two people flagged a sentence, and the edition was taken back before that was heeded: there is nothing left to be put right."""
    edition = await told(world)
    flags = [
        await world.store.add_flag(
            NewFlag(
                edition_id=edition.id,
                story_id=edition.items[0].story_id,
                text=edition.items[0].summary.bullets[0].text,
                user=user,
                reason="",
                at=world.clock.now(),
            )
        )
        for user in ("U1", "U2")
    ]
    await withdraw(world.needs, edition.id, Correcting(by="operator"))
    world.clock.advance(3 * MINUTE)
    await heed.check_open(world.needs)
    states = [each.flag.state for each in await world.store.flags(None, limit=9)]
    assert states == [FlagState.REPLACED] * len(flags)


@pytest.mark.parametrize("text", ["flag 1.1.1", "more 1.1", "story 1.1", "story 1"])
async def test_another_channel_has_no_say(world: World, say: Say, text: str):
    """An edition's number does not open what another channel was told, nor change it."""
    await told(world)
    assert "This channel has no edition 1" in text_of(await say(text, caller=ELSEWHERE))
    assert await world.store.flags(None, limit=9) == ()


async def test_another_topics_command_does_not_speak_of_it(world: World):
    """What is wanted less of would be the wrong topic's."""
    edition = await told(world)
    other = replace(TOPIC, name="other", command="/other")
    conversation = Conversation(world.needs, [TOPIC, other], feed_tools())
    said = await conversation.command(ALICE, "/other", f"less {edition.id}.1", "e1")
    assert "has no edition" in text_of(said)


async def test_a_story_is_offered_with_what_can_be_done(say: Say, world: World):
    """Where a message has no room for buttons: first which story, then its sentences with a button for each."""
    await told(world)
    which = await say("story 1")
    assert isinstance(which, Notice)
    assert [(each.label, each.text) for each in which.actions] == [
        ("1. Second battery plant opens", "story 1.1")
    ]
    one = await say(which.actions[0].text)
    assert isinstance(one, Notice)
    assert [each.said for each in one.actions] == ["more 1.1", "less 1.1", "flag 1.1"]


async def test_what_is_wrong_is_chosen_in_a_form(world: World, conversation: Conversation):
    """Each sentence, and the title, with room for a reason; not of another channel, nor of what was taken back."""
    edition = await told(world)
    form = await conversation.form(ALICE, "/ev", FormName.FLAG, f"{edition.id}.1")
    assert form is not None
    assert form.fields[0].choices == (
        "1. The plant cost 410 million euros, and deliveries to dealers…",
        "2. Volt Motors opened its second battery plant in Izmir on…",
        "3. Analysts at Kestrel expect prices to fall by 4 percent.",
        "Title: Second battery plant opens",
    )
    assert (form.about, form.fields[1].is_required) == (f"{edition.id}.1", False)
    for about in ("", "x", "9.1", f"{edition.id}.9"):
        assert await conversation.form(ALICE, "/ev", FormName.FLAG, about) is None
    assert await conversation.form(ELSEWHERE, "/ev", FormName.FLAG, f"{edition.id}.1") is None
    await withdraw(world.needs, edition.id, Correcting(by="x"))
    assert await conversation.form(ALICE, "/ev", FormName.FLAG, f"{edition.id}.1") is None


HEADLINE = "Second battery plant opens"


async def titled(world: World, title: str) -> Edition:
    """An edition whose title came to say that; the publisher's headline is another."""
    edition = await told(world)
    item = edition.items[0]
    changed = replace(item, summary=replace(item.summary, title=title))
    said = Correction(
        kind=CorrectionKind.SUMMARY, by="a test", at=world.clock.now(), story=1, before=HEADLINE, after=title
    )
    assert await world.store.correct_edition(
        edition.id, said, revision=0, now=world.clock.now(), item=changed
    )
    await world.tick()
    return await world.store.edition(edition.id)


def title(world: World) -> str:
    """The title of the story in the channel."""
    return editions(world.chat)[0].items[0].summary.title


@pytest.mark.parametrize("where", ["1.1.title", "1.TITLE"])
async def test_a_wrong_title_is_put_right_at_once(world: World, say: Say, where: str):
    """What the publishers do not say gives way to their headline, in the posted message, which says so."""
    await titled(world, "Third battery plant for 940 million euros opens")
    reply = text_of(await say(f"flag {where} it was 410 million"))
    assert reply.startswith("Thank you: it is put right")
    assert "own headline takes its place" in reply
    await world.tick()
    assert title(world) == HEADLINE
    assert "the title of story 1 is now the publisher's own" in str(
        wording.corrections(editions(world.chat)[0])
    )
    (there,) = await world.store.flags(world.place, limit=9)
    assert (there.flag.reason, there.flag.state) == ("it was 410 million", FlagState.REPLACED)
    assert "does not stand in the headlines and sentences" in there.flag.finding


async def test_a_title_that_stands_stays_until_a_second_reader_doubts_it(world: World, say: Say):
    """As with a sentence; the newsroom keeps the flag meanwhile."""
    sound = "Volt Motors opens second battery plant in Izmir"
    await titled(world, sound)
    reply = text_of(await say("flag 1.1.title I doubt it"))
    assert reply.startswith("Checked again: it stands")
    assert "own headline takes its place" in reply
    await world.tick()
    assert title(world) == sound
    await say("flag 1.1.title", caller=BOB)
    await world.tick()
    assert title(world) == HEADLINE


async def test_a_publishers_own_headline_changes_by_no_flag(world: World, say: Say):
    """However many flag it: there is nothing of the publisher's to put in its place."""
    await told(world)
    for caller in (ALICE, BOB):
        reply = text_of(await say("flag 1.1.title", caller=caller))
        assert "the headline of Volt Courier, word for word" in reply
        assert "If somebody else" not in reply
    await world.tick()
    assert title(world) == HEADLINE


async def test_the_newsroom_decides_on_a_title(world: World, say: Say):
    """What it finds wrong is put right; what is not there any more cannot be."""
    await titled(world, "Volt Motors opens second battery plant in Izmir")
    await say("flag 1.1.title")
    (there,) = await world.store.flags(world.place, limit=9)
    await heed.decide(world.needs, there.flag.id, world.place, is_wrong=True, by="the newsroom")
    await world.tick()
    assert title(world) == HEADLINE
    with pytest.raises(CommandError, match="no more"):
        await heed.decide(world.needs, there.flag.id, world.place, is_wrong=True, by="the newsroom")


RECALL = (
    "Norvik recalls its K3 sedan. The brakes of 18,400 cars may fail, the authority said. "
    "Owners are asked to visit a dealer. Repairs take a day and are free of charge."
)
FERRY = "A ferry line orders battery ships. The first of four ships sails in spring between Bergen and Oslo, the company said. "


async def test_less_of_a_subject_moves_a_channel_and_only_that(world: World, say: Say):
    """What is wanted less gives way to what weighs about as much; `why` says who did that; another channel is as before."""
    await world.subscribe("daily 09:00 UTC", size=1)
    own, world.place = world.place, replace(world.place, channel="C2")
    await world.subscribe("daily 09:00 UTC", size=1)
    world.place = own
    assert "lowered here: recalls" in text_of(await say("steering less recalls"))
    world.clock.advance(MINUTE)
    await world.entry("Norvik recalls the K3", RECALL)
    await world.entry("Ferry line orders battery ships", FERRY)
    await world.pass_time(DAY)
    told_first = {}
    for record in await world.store.edition_records(None, limit=9):
        if record.edition.items:
            told_first[record.channel.name] = record.edition.items[0].sources[0].title
    assert told_first == {"C1": "Ferry line orders battery ships", "C2": "Norvik recalls the K3"}
    found = await manage.explain(world.needs, [world.topic], "Norvik recalls", world.place)
    (stage,) = [each for each in found.stages if each.name is StageName.STEERED]
    assert stage.text == "lowered in this channel for “recalls”, by U1"
    elsewhere = await manage.explain(
        world.needs, [world.topic], "Norvik recalls", replace(world.place, channel="C2")
    )
    assert StageName.STEERED not in [each.name for each in elsewhere.stages]


async def test_what_is_steered_is_listed_and_undone(say: Say):
    """Who wants what, why and since when, with a button for each; anybody in the channel may undo it."""
    await say("steering less recalls")
    listed = await say("steering")
    assert isinstance(listed, Notice)
    assert "recalls: less (-1.00), by U1, 23 Nov 2026, 12:00 UTC: asked for by name" in text_of(listed)
    assert "Nothing." in text_of(await say("steering", caller=ELSEWHERE))
    assert "counts as everywhere again" in text_of(await say(listed.actions[0].text, caller=BOB))
    assert "Nothing." in text_of(await say("steering"))
    assert "Nobody here wants" in text_of(await say("steering undo recalls"))


async def test_a_reader_takes_back_their_own_wishes_only(world: World):
    """Where only managers change what a channel gets, a reader undoes what they said themselves; a manager undoes all."""
    rights = Rights(channels=Who.MANAGERS)
    conversation = Conversation(world.needs, [TOPIC], feed_tools(), rights=rights)
    keys = iter(range(100))

    async def said(text: str, caller: Caller) -> str:
        return text_of(await conversation.command(caller, "/ev", text, f"own-{next(keys)}"))

    boss = replace(ALICE, user="U9", is_manager=True)
    for person in (ALICE, BOB):
        await said("steering less recalls", person)
    await said("steering less prices", BOB)
    assert "You want neither more nor less about “prices”" in await said("steering undo prices", ALICE)
    assert "1 other wish about it stays." in await said("steering undo Recalls", ALICE)
    assert [each.user for each in await world.store.steers(world.place, world.topic.id)] == ["U2", "U2"]
    assert "counts as everywhere again" in await said("steering undo recalls", BOB)
    assert await world.store.changes(world.place, world.topic.id, 5) == ()
    assert "counts as everywhere again" in await said("steering undo prices", boss)
    (change,) = await world.store.changes(world.place, world.topic.id, 5)
    assert change.what == "steering undo prices"


async def test_what_is_too_long_for_a_button_is_undone_by_typing(world: World):
    """A topic's command may be long, and so may a subject; Discord would refuse the whole message."""
    long = replace(TOPIC, command="/electric-cars-and-their-batteries")
    conversation = Conversation(world.needs, [long], feed_tools())
    subject = "the waiting lists of small dealers in mountainous regions"
    for number, about in enumerate((subject, "recalls")):
        await conversation.command(ALICE, long.command, f"steering less {about}", f"e{number}")
    listed = await conversation.command(ALICE, long.command, "steering", "listed")
    assert isinstance(listed, Notice)
    assert subject in text_of(listed)
    assert [each.text for each in listed.actions] == ["steering undo recalls"]


async def test_a_vote_on_a_story_is_shared_among_its_tags(world: World, say: Say):
    """More like this: each tag gets its share; the same person changes their mind, they do not add to it."""
    edition = await told(world)
    tags = edition.items[0].summary.tags
    await say("more 1.1")
    assert await wishes(world) == pytest.approx(dict.fromkeys(tags, 1 / len(tags)))
    await say("less 1.1")
    assert await wishes(world) == pytest.approx(dict.fromkeys(tags, -1 / len(tags)))
    assert await world.store.steers(replace(world.place, channel="C2"), world.topic.id) == ()


async def test_a_thumb_on_the_message_counts_until_it_is_taken_back(
    world: World, say: Say, conversation: Conversation
):
    """👎 lowers what the edition is about, 👍 turns it round, taking it back undoes it; a stronger word of theirs stays."""
    edition = await told(world)
    tags = set(edition.items[0].summary.tags)
    (post, *_) = world.chat.history
    assert await conversation.reaction(ALICE, post.id, -1)
    steers = await world.store.steers(world.place, world.topic.id)
    assert {each.subject for each in steers} == tags
    assert all(each.amount < 0 and each.why == "👎 on edition 1" for each in steers)
    await conversation.reaction(ALICE, post.id, 1)
    assert all(amount > 0 for amount in (await wishes(world)).values())
    await conversation.reaction(ALICE, post.id, 0)
    assert await wishes(world) == {}
    first = min(tags)
    await say(f"steering less {first}")
    await conversation.reaction(ALICE, post.id, 1)
    assert (await wishes(world))[first] == -1.0


async def test_a_thumb_where_enough_is_steered_already_is_no_failure(
    world: World, say: Say, conversation: Conversation
):
    """Whoever reacts can be told nothing, and a platform whose event failed would send it again and again."""
    await told(world)
    wish = Steer(subject="", user="U1", amount=-1.0, why="", at=world.clock.now())
    steers = [replace(wish, subject=f"subject {number}") for number in range(200)]
    await world.store.steer(world.place, world.topic.id, steers)
    assert "200 subjects already" in text_of(await say("steering less another"))
    assert await conversation.reaction(ALICE, world.chat.history[0].id, 1)
    assert len(await wishes(world)) == 200


async def test_a_thumb_on_an_uncertain_message_counts(world: World, conversation: Conversation):
    """Nobody knew that it stands there; whoever reacts to it shows it."""
    world.chat.after = [ChatUncertainError("no reply")]
    world.chat.unreadable = [ChatUncertainError("history cannot be read")]
    await told(world)
    await world.pass_time(5 * MINUTE)
    assert await conversation.reaction(ALICE, world.chat.history[0].id, 1)
    assert await wishes(world)


async def test_a_thumb_on_something_else_is_nothing(world: World, conversation: Conversation):
    """Other messages, and messages of another channel, steer nothing."""
    await told(world)
    (post, *_) = world.chat.history
    assert not await conversation.reaction(ALICE, "elsewhere", 1)
    assert not await conversation.reaction(ELSEWHERE, post.id, 1)


async def test_an_answer_is_judged_once_by_each(world: World, say: Say):
    """The buttons stand below the answer; one person has one say, which may change; another channel has none."""
    await told(world)
    await hear(world, "How much did the plant cost?", world.chat.history[0].id)
    answer = world.chat.history[-1].what
    assert isinstance(answer, Answer)
    texts = [each.text for each in answer.actions]
    assert texts == ["judge 1 right", "judge 1 wrong"]
    await say(texts[0])
    assert text_of(await say(texts[1])).startswith("Noted: Wrong")
    await say(texts[0], caller=BOB)
    assert "not kept here" in text_of(await say(texts[0], caller=ELSEWHERE))
    found = await world.store.judgements(world.place, limit=9)
    assert {(each.judgement.user, each.judgement.rating) for each in found} == {
        ("U1", Rating.WRONG),
        ("U2", Rating.RIGHT),
    }
    assert found[0].question.text == "How much did the plant cost?"
    assert await world.store.judgements(replace(world.place, channel="C2"), limit=9) == ()


async def test_a_refusal_is_judged_by_whether_it_helps(world: World):
    """Nobody can say that it is right; whether it helps they can."""
    await told(world)
    await hear(world, "Who won the match in Bergen?", world.chat.history[0].id)
    answer = world.chat.history[-1].what
    assert isinstance(answer, Answer)
    assert [each.label for each in answer.actions] == ["Helpful", "Not helpful"]
