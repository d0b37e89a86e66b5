"""Corrections: the edition is put right, and every message that told it, whatever the platform does meanwhile."""

import datetime as dt
import json
from dataclasses import replace

import pytest

from bot.core import wording
from bot.core.entities import (
    Answer,
    DeliveryState,
    Edition,
    EditionId,
    EditionRecord,
    EditState,
    Platform,
    Summary,
)
from bot.core.errors import (
    ChatError,
    ChatUnavailableError,
    ChatUncertainError,
    CommandError,
    InstallationGoneError,
    LanguageModelUnavailableError,
)
from bot.flows.correct import Correcting, correct_bullet, correct_title, rewrite_story, withdraw
from tests.fakes.language_model import ScriptedModel
from tests.flows.test_answer import hear
from tests.flows.test_publish import DAY, HOUR, TEXT, editions
from tests.flows.world import World

MINUTE = dt.timedelta(minutes=1)
OPERATOR = Correcting(by="operator", reason="it was 410 million, not 410")


async def told(world: World) -> Edition:
    """An edition with one story that a language model wrote, in the channel since this morning."""
    world.language_models = (ScriptedModel(),)
    await world.subscribe("daily 09:00 UTC")
    world.clock.advance(MINUTE)
    await world.entry("Second battery plant opens", TEXT)
    await world.pass_time(DAY)
    return editions(world.chat)[0]


async def record(world: World, edition: Edition) -> EditionRecord:
    """An edition as the newsroom shows it."""
    found = await world.store.edition_record(edition.id, None)
    assert found is not None
    return found


async def edit_states(world: World, edition: Edition) -> list[EditState]:
    """What became of the edits of an edition's messages."""
    return [each.state for each in (await record(world, edition)).edits]


def summary(world: World, place: int = 0) -> Summary:
    """What the message in the channel says about its story."""
    return editions(world.chat)[place].items[0].summary


async def test_the_publishers_own_sentence_takes_a_bullets_place(world: World):
    """The message in the channel is edited, says what was done and why; no message is added, nothing else changes."""
    edition = await told(world)
    before = edition.items[0].summary
    notice = await correct_bullet(world.needs, edition.id, 1, 2, OPERATOR)
    await world.tick()
    after = summary(world)
    assert after.bullets[1].is_quotation
    assert after.bullets[1].text == before.bullets[1].citations[0].sentence
    assert (after.bullets[0], after.bullets[2], after.title) == (
        before.bullets[0],
        before.bullets[2],
        before.title,
    )
    assert wording.corrections(editions(world.chat)[0]) == (
        "Corrected 12:01: sentence 2 of story 1 is now the publisher's own (it was 410 million, not 410)",
    )
    assert (len(world.chat.history), world.chat.edited) == (1, 1)
    assert await edit_states(world, edition) == [EditState.EDITED]
    assert notice.title == "“Second battery plant opens” is put right in 1 edition"


async def test_an_extract_gives_way_to_another_sentence(world: World):
    """Where the bullet is the publisher's own already, another sentence of theirs takes its place, and none is said twice."""
    await world.subscribe("daily 09:00 UTC")
    await world.entry("Second battery plant opens", TEXT)
    await world.pass_time(DAY)
    edition = editions(world.chat)[0]
    said = {bullet.text for bullet in edition.items[0].summary.bullets}
    await correct_bullet(world.needs, edition.id, 1, 1, OPERATOR)
    await world.tick()
    texts = [bullet.text for bullet in summary(world).bullets]
    assert texts[0] not in said or len(texts) == 2
    assert len(set(texts)) == len(texts)


async def test_what_is_asked_for_twice_is_put_right_once(world: World):
    """A terminal was closed before it said that it was done: asked for again, for the same reason, the sentence stays as it is."""
    edition = await told(world)
    await correct_bullet(world.needs, edition.id, 1, 2, OPERATOR)
    await world.tick()
    right = editions(world.chat)[0]
    with pytest.raises(CommandError, match="put right already"):
        await correct_bullet(world.needs, edition.id, 1, 2, OPERATOR)
    await world.tick()
    assert editions(world.chat)[0] == right


async def test_what_was_found_wrong_never_comes_back(world: World):
    """One sentence after the other is found wrong: none that was stands there again."""
    edition = await told(world)
    wrong = set[str]()
    for number in range(6):
        current = (await world.store.edition(edition.id)).items[0].summary.bullets
        wrong.add(current[0].text)
        await correct_bullet(world.needs, edition.id, 1, 1, replace(OPERATOR, reason=f"reader {number}"))
        left = (await world.store.edition(edition.id)).items[0].summary.bullets
        assert not wrong & {each.text for each in left}
        if not left:
            break


async def test_what_has_no_other_sentence_is_taken_out(world: World):
    """A teaser of one sentence: nothing is invented in its place, and the message says that it is gone."""
    await world.subscribe("daily 09:00 UTC")
    await world.entry("Plant opens", "Volt Motors opened its second battery plant in Izmir on Monday.")
    await world.pass_time(DAY)
    edition = editions(world.chat)[0]
    await correct_bullet(world.needs, edition.id, 1, 1, OPERATOR)
    await world.tick()
    assert summary(world).bullets == ()
    assert "is taken out" in wording.corrections(editions(world.chat)[0])[0]


async def test_the_publishers_headline_takes_a_titles_place(world: World):
    """A title that went too far is replaced by the headline that the publisher chose; twice is a mistake."""
    reply = {
        "title": "Volt Motors opens its second battery plant",
        "bullets": [{"text": "The plant cost 410 million euros.", "sentences": [2]}] * 3,
        "tags": ["batteries"],
    }
    world.language_models = (ScriptedModel(json.dumps(reply)),)
    await world.subscribe("daily 09:00 UTC")
    await world.entry("Second battery plant opens", TEXT)
    await world.pass_time(DAY)
    edition = editions(world.chat)[0]
    assert edition.items[0].summary.title == reply["title"]
    await correct_title(world.needs, edition.id, 1, OPERATOR)
    await world.tick()
    assert summary(world).title == "Second battery plant opens"
    with pytest.raises(CommandError, match="put right already"):
        await correct_title(world.needs, edition.id, 1, OPERATOR)
    with pytest.raises(CommandError, match="own already"):
        await correct_title(world.needs, edition.id, 1, replace(OPERATOR, reason="another"))


async def test_every_edition_that_says_so_is_put_right(world: World):
    """Two channels told the same words: both are edited, and whoever asks later hears the right ones, too."""
    own, world.place = world.place, replace(world.place, channel="C2")
    await world.subscribe("daily 11:00 UTC")
    world.place = own
    edition = await told(world)
    assert [each.items[0].summary for each in editions(world.chat) if each.items] == [
        edition.items[0].summary
    ] * 2
    await correct_bullet(world.needs, edition.id, 1, 2, OPERATOR)
    await world.tick()
    right = [each.items[0].summary for each in editions(world.chat) if each.items]
    assert right[0] == right[1]
    assert right[0].bullets[1].is_quotation
    assert await world.store.summary(right[0].key) == right[0]


async def test_a_channel_puts_only_its_own_right(world: World):
    """What one channel corrects is not seen in another; its own number of another's edition is no edition to it."""
    edition = await told(world)
    other = replace(world.place, channel="C2")
    kept = await world.store.summary(edition.items[0].summary.key)
    with pytest.raises(CommandError, match="There is no edition"):
        await correct_bullet(world.needs, edition.id, 1, 2, replace(OPERATOR, seen_by=other))
    with pytest.raises(CommandError, match="There is no edition"):
        await withdraw(world.needs, edition.id, replace(OPERATOR, seen_by=other))
    await correct_bullet(world.needs, edition.id, 1, 2, replace(OPERATOR, seen_by=world.place))
    assert await world.store.summary(edition.items[0].summary.key) == kept


async def test_a_busy_platform_is_asked_again(world: World):
    """A rate limit, then an answer that never came: the message is edited in the end, once for all corrections till then."""
    edition = await told(world)
    world.chat.before_edits = [ChatUnavailableError("busy"), ChatUncertainError("no answer")]
    await correct_bullet(world.needs, edition.id, 1, 2, OPERATOR)
    await correct_bullet(world.needs, edition.id, 1, 3, OPERATOR)
    for _ in range(4):
        await world.pass_time(MINUTE)
    assert world.chat.edited == 1
    assert [each.is_quotation for each in summary(world).bullets] == [False, True, True]
    await world.pass_time(DAY)
    assert world.chat.edited == 1


async def test_a_platform_that_stays_away_is_given_up_and_told(world: World):
    """After ten tries nobody tries on; the newsroom shows why."""
    edition = await told(world)
    world.chat.before_edits = [ChatUnavailableError("away")] * 99
    await correct_bullet(world.needs, edition.id, 1, 2, OPERATOR)
    await world.pass_time(2 * DAY)
    (edit,) = (await record(world, edition)).edits
    assert (edit.state, edit.error, len(world.chat.before_edits)) == (EditState.REFUSED, "away", 89)


@pytest.mark.parametrize(
    ("problem", "state"), [(None, EditState.GONE), (ChatError("too old to be edited"), EditState.REFUSED)]
)
async def test_what_cannot_be_edited_is_recorded(world: World, problem: ChatError | None, state: EditState):
    """A message that somebody deleted, or that the platform keeps as it is: nothing is posted in its place, and it is told."""
    edition = await told(world)
    if problem:
        world.chat.before_edits = [problem]
    else:
        world.chat.history.clear()
    posts = len(world.chat.history)
    await correct_bullet(world.needs, edition.id, 1, 2, OPERATOR)
    await world.pass_time(HOUR)
    assert await edit_states(world, edition) == [state]
    assert len(world.chat.history) == posts
    assert (await world.store.edition(edition.id)).items[0].summary.bullets[1].is_quotation


async def test_a_workspace_that_took_us_out_is_edited_when_it_is_back(world: World):
    """The token was void for a while: the edit waits, and comes."""
    edition = await told(world)
    world.chat.before_edits = [InstallationGoneError("void")]
    await correct_bullet(world.needs, edition.id, 1, 2, OPERATOR)
    await world.tick()
    assert world.chat.edited == 0
    await world.pass_time(2 * HOUR)
    assert world.chat.edited == 1


async def test_an_edition_is_withdrawn(world: World):
    """Its message says so and why; it cannot be withdrawn or put right again."""
    edition = await told(world)
    await withdraw(world.needs, edition.id, replace(OPERATOR, reason="the plant was not opened"))
    await world.tick()
    assert wording.corrections(editions(world.chat)[0]) == ("Withdrawn 12:01: the plant was not opened",)
    with pytest.raises(CommandError, match="withdrawn already"):
        await withdraw(world.needs, edition.id, OPERATOR)
    with pytest.raises(CommandError, match="withdrawn already"):
        await correct_bullet(world.needs, edition.id, 1, 1, OPERATOR)


async def test_who_asks_about_a_withdrawn_edition_hears_that_first(world: World):
    """Else an answer would vouch for what was taken back."""
    edition = await told(world)
    await withdraw(world.needs, edition.id, replace(OPERATOR, reason="the plant was not opened"))
    await hear(world, "why is this first?", world.chat.history[0].id)
    (answer,) = [post.what for post in world.chat.history if isinstance(post.what, Answer)]
    assert answer.sentences[0].text == "Withdrawn 12:01: the plant was not opened"


async def test_an_uncertain_message_that_stands_there_is_withdrawn_too(world: World):
    """Nobody could look when it was posted; now that it has to be edited it is looked for again."""
    world.chat.after = [ChatUncertainError("no reply")]
    world.chat.unreadable = [ChatUncertainError("history cannot be read")] * 2
    edition = await told(world)
    await world.pass_time(5 * MINUTE)
    await withdraw(world.needs, edition.id, OPERATOR)
    await world.tick()
    assert await edit_states(world, edition) == [EditState.WAITING]
    await world.pass_time(MINUTE)
    assert await edit_states(world, edition) == [EditState.EDITED]
    assert editions(world.chat)[0].withdrawal
    assert [each.state for each in await world.store.deliveries(edition.id)] == [DeliveryState.SENT]


async def test_what_never_arrived_is_not_edited(world: World):
    """An uncertain message turns out not to stand there: nothing is posted, and the newsroom says so."""
    world.chat.before = [ChatUncertainError("no reply")]
    world.chat.unreadable = [ChatUncertainError("history cannot be read")]
    world.language_models = (ScriptedModel(),)
    subscription = await world.subscribe("daily 09:00 UTC")
    world.clock.advance(MINUTE)
    await world.entry("Second battery plant opens", TEXT)
    await world.pass_time(DAY)
    await world.pass_time(5 * MINUTE)
    edition = await world.store.last_edition(subscription.id)
    assert edition is not None
    await withdraw(world.needs, edition.id, OPERATOR)
    await world.tick()
    assert await edit_states(world, edition) == [EditState.GONE]
    assert world.chat.history == []


async def test_what_is_withdrawn_before_it_was_posted_is_never_posted(world: World):
    """Slack was away; meanwhile the edition was taken back: it does not come when Slack is there again, its story does."""
    await world.subscribe("daily 09:00 UTC")
    entry = await world.entry("Second battery plant opens", TEXT)
    world.chat.before = [ChatUnavailableError("down")]
    await world.pass_time(21 * HOUR)
    await withdraw(world.needs, EditionId(1), OPERATOR)
    await world.pass_time(HOUR)
    assert world.chat.history == []
    await world.pass_time(DAY)
    assert [[item.story_id for item in each.items] for each in editions(world.chat)] == [[entry.story_id]]


async def test_what_is_corrected_before_it_was_posted_is_posted_right(world: World):
    """The message that comes late comes right, with what was put right."""
    await world.subscribe("daily 09:00 UTC")
    await world.entry("Second battery plant opens", TEXT)
    world.chat.before = [ChatUnavailableError("down")]
    await world.pass_time(21 * HOUR)
    await correct_bullet(world.needs, EditionId(1), 1, 1, OPERATOR)
    await world.pass_time(HOUR)
    (posted,) = editions(world.chat)
    wrong = posted.corrections[0].before
    assert wrong not in [bullet.text for bullet in posted.items[0].summary.bullets]
    assert len(world.chat.history) == 1


async def test_a_story_is_written_anew_from_what_is_known_now(world: World):
    """A second report came: the summary is written and checked again, and takes the place of the old one."""
    edition = await told(world)
    story = edition.items[0].story_id
    await world.entry(
        "Road to the plant is built",
        "A second road to the battery plant in Izmir opens in spring, the port says.",
        story=story,
        publisher="Kestrel Post",
    )
    world.clock.advance(MINUTE)
    await rewrite_story(world.needs, edition.id, 1, OPERATOR)
    await world.tick()
    assert "story 1 is written anew" in wording.corrections(editions(world.chat)[0])[0]
    assert summary(world).key != edition.items[0].summary.key
    assert summary(world).writer == "scripted-writer"


async def test_nothing_worse_takes_the_place_of_what_was_written(world: World):
    """The language model is away: extracts do not replace what it wrote; nor is the same written again."""
    edition = await told(world)
    with pytest.raises(CommandError, match="Nothing better"):
        await rewrite_story(world.needs, edition.id, 1, OPERATOR)
    await world.entry("Plant opens late", TEXT, story=edition.items[0].story_id, publisher="Kestrel Post")
    world.language_models = (ScriptedModel(*[LanguageModelUnavailableError("away")] * 5),)
    with pytest.raises(CommandError, match="Nothing better"):
        await rewrite_story(world.needs, edition.id, 1, OPERATOR)
    assert summary(world) == edition.items[0].summary


@pytest.mark.parametrize(("place", "bullet"), [(0, 1), (2, 1), (1, 0), (1, 4)])
async def test_places_that_are_not_there(world: World, place: int, bullet: int):
    """A wrong number changes nothing, and says how many there are."""
    edition = await told(world)
    with pytest.raises(CommandError, match=r"1 story|3 sentences"):
        await correct_bullet(world.needs, edition.id, place, bullet, OPERATOR)
    assert (await world.store.edition(edition.id)).corrections == ()


async def test_a_platform_without_a_chat_here_is_left_to_who_has_it(world: World):
    """The command line has no chats: it writes the correction, and the running program edits."""
    edition = await told(world)
    await correct_bullet(replace(world.needs, chats={}), edition.id, 1, 2, OPERATOR)
    assert world.chat.edited == 0
    assert world.chat.platform is Platform.SLACK
    await world.tick()
    assert world.chat.edited == 1
