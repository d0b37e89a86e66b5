"""What a store must do with what readers say."""

from bot.core.entities import Edition, FlagState, Judgement, NewFlag, QuestionId, Rating, Steer
from bot.flows.ports import Store
from tests.adapters.store_contract.corrections import standing_edition
from tests.adapters.store_contract.threads import recorded
from tests.adapters.store_contract.world import DAY, HOUR, MINUTE, NOON, channel, declared


def new_flag(edition: Edition, user: str = "U1", reason: str = "") -> NewFlag:
    """Somebody flags the first bullet."""
    item = edition.items[0]
    return NewFlag(
        edition_id=edition.id,
        story_id=item.story_id,
        text=item.summary.bullets[0].text,
        user=user,
        reason=reason,
        at=NOON,
    )


def wish(subject: str, amount: float = -1.0, user: str = "U1", source: str = "") -> Steer:
    """Somebody wants more or less."""
    return Steer(subject=subject, user=user, amount=amount, why="typed", at=NOON, source=source)


class OpinionContract:
    """Flags, judgements and steers: one for each person, and each in its own channel."""

    async def test_a_person_flags_a_bullet_once(self, store: Store):
        """Flagged again it is the same flag; a reason given later is kept, none takes nothing away."""
        edition, _, place = await standing_edition(store)
        first = await store.add_flag(new_flag(edition))
        again = await store.add_flag(new_flag(edition, reason="not so"))
        last = await store.add_flag(new_flag(edition))
        assert first.id == again.id == last.id
        assert last.reason == "not so"
        await store.add_flag(new_flag(edition, user="U2"))
        text = edition.items[0].summary.bullets[0].text
        assert [each.user for each in await store.flags_on(edition.id, text)] == ["U1", "U2"]
        assert len(await store.flags(place, limit=9)) == 2
        assert len(await store.flags(place, limit=1)) == 1

    async def test_flags_are_settled_and_seen_in_their_channel(self, store: Store):
        """What became of a flag is kept; another channel sees neither it nor the number."""
        edition, _, place = await standing_edition(store)
        kept = await store.add_flag(new_flag(edition))
        assert [each.flag.id for each in await store.open_flags(NOON + MINUTE, 9)] == [kept.id]
        assert await store.open_flags(NOON, 9) == ()
        await store.settle_flags([kept.id], FlagState.KEPT, "it stands")
        there = await store.flag(kept.id, place)
        assert there is not None
        assert (there.flag.state, there.flag.finding, there.channel.place) == (
            FlagState.KEPT,
            "it stands",
            place,
        )
        assert await store.open_flags(NOON + DAY, 9) == ()
        await store.settle_flags([kept.id], FlagState.REPLACED, "two readers")
        await store.settle_flags(
            [kept.id], FlagState.KEPT, "it stands"
        )  # by whoever checked meanwhile, and was slower
        there = await store.flag(kept.id, place)
        assert there is not None
        assert there.flag.state is FlagState.REPLACED
        other = await channel(store, "C2")
        assert await store.flag(kept.id, other) is None
        assert await store.flags(other, limit=9) == ()

    async def test_the_last_judgement_holds(self, store: Store):
        """One person, one judgement; it comes with the question, in its channel alone."""
        place = await channel(store)
        question = await recorded(store)
        for rating in (Rating.RIGHT, Rating.WRONG):
            judgement = Judgement(question_id=question, user="U1", rating=rating, at=NOON)
            await store.judge(judgement)
        (there,) = await store.judgements(place, limit=9)
        assert (there.judgement.rating, there.question.id, there.channel.place) == (
            Rating.WRONG,
            question,
            place,
        )
        other = await channel(store, "C2")
        assert await store.judgements(other, limit=9) == ()
        assert await store.question(question, other) is None
        assert await store.question(QuestionId(question + 1), place) is None
        found = await store.question(question, place)
        assert found is not None

    async def test_a_wish_takes_the_place_of_the_same_persons(self, store: Store):
        """Of one subject, in one channel; others' wishes stay."""
        place, topic = await channel(store), await declared(store)
        await store.steer(place, topic.id, [wish("recalls"), wish("china", 0.5)])
        await store.steer(place, topic.id, [wish("recalls", 1.0), wish("recalls", -0.5, "U2")])
        found = {(each.subject, each.user): each.amount for each in await store.steers(place, topic.id)}
        assert found == {("recalls", "U1"): 1.0, ("china", "U1"): 0.5, ("recalls", "U2"): -0.5}
        assert await store.steers(await channel(store, "C2"), topic.id) == ()

    async def test_wishes_are_undone_by_subject_or_by_message(self, store: Store):
        """Nothing else goes with them, and nothing at all where nothing is named."""
        place, topic = await channel(store), await declared(store)
        reaction = wish("china", source="17.1")
        await store.steer(place, topic.id, [wish("recalls"), reaction, wish("china", user="U2")])
        assert await store.unsteer(place, topic.id) == 0
        assert await store.unsteer(await channel(store, "C2"), topic.id, subject="recalls") == 0
        assert await store.unsteer(place, topic.id, user="U1", source="17.1") == 1
        assert await store.unsteer(place, topic.id, subject="recalls") == 1
        assert [each.user for each in await store.steers(place, topic.id)] == ["U2"]

    async def test_a_message_leads_to_its_edition(self, store: Store):
        """A reaction names a message, in one channel."""
        edition, _, place = await standing_edition(store)
        assert await store.edition_of_message(place, "17.1") == edition.id
        assert await store.edition_of_message(place, "17.2") is None
        assert await store.edition_of_message(await channel(store, "C2"), "17.1") is None

    async def test_opinions_are_forgotten(self, store: Store):
        """With the time that what people said is kept; and a flag with its edition."""
        edition, _, place = await standing_edition(store)
        topic = await declared(store)
        await store.add_flag(new_flag(edition))
        await store.steer(place, topic.id, [wish("recalls")])
        await store.judge(
            Judgement(question_id=await recorded(store), user="U1", rating=Rating.RIGHT, at=NOON)
        )
        await store.prune_transcript(NOON)
        assert len(await store.flags(place, limit=9)) == len(await store.steers(place, topic.id)) == 1
        await store.prune_transcript(NOON + HOUR)
        assert await store.flags(place, limit=9) == ()
        assert await store.judgements(place, limit=9) == ()
        assert await store.steers(place, topic.id) == ()
