"""Checking again what somebody flagged, harder than when it was written."""

from bot.core import grounding
from bot.core.entities import EditionRecord, Story
from bot.core.language import say
from bot.flows.heed.parts import Part
from bot.flows.needs import Needs
from bot.flows.opinions import second_opinion


async def recheck(needs: Needs, record: EditionRecord, part: Part) -> tuple[bool, str]:
    """Return whether a part does not stand in what it rests on, and what was found."""
    verdict = _verdict(record, part, await _story(needs, part))
    if not verdict.is_supported and not verdict.is_doubtful:
        return True, _said(verdict, part)
    for writer in needs.ledger(record.channel.workspace.id).writers[:1]:
        opinion = await second_opinion(writer, part.text, part.evidence)
        if opinion is not None:
            return not opinion, _opinion(writer.name, part, is_found=opinion)
    return not verdict.is_supported, _stands(part) if verdict.is_supported else _said(verdict, part)


async def _story(needs: Needs, part: Part) -> Story | None:
    return next(iter(await needs.store.stories([part.item.story_id])), None)


def _verdict(record: EditionRecord, part: Part, story: Story | None) -> grounding.Verdict:
    item, bullet = part.item, part.bullet
    citations = bullet.citations if bullet else ()
    cited = {one.entry_id for one in citations} or {source.entry_id for source in item.sources}
    languages = [entry.language for entry in story.entries if entry.id in cited] if story else []
    names = [source.publisher for source in item.sources if source.entry_id in cited]
    titles = [source.title for source in item.sources if source.entry_id in cited]
    return grounding.check(
        part.text,
        [*names, *titles, *part.evidence],
        language=item.summary.language or record.edition.language,
        source_language=languages[0] if languages else "",
        published_on=item.newest_at.date(),
    )


def _opinion(writer: str, part: Part, *, is_found: bool) -> str:
    if part.bullet is None:
        found = say("{writer} finds it in the headlines and sentences that it rests on.", writer=writer)
        missed = say(
            "{writer} does not find it in the headlines and sentences that it rests on.", writer=writer
        )
    else:
        found = say("{writer} finds it in the sentence that it rests on.", writer=writer)
        missed = say("{writer} does not find it in the sentence that it rests on.", writer=writer)
    return found if is_found else missed


def _stands(part: Part) -> str:
    if part.bullet is None:
        return say("It stands in the headlines and sentences that it rests on.")
    return say("It stands in the sentence that it rests on.")


def _said(verdict: grounding.Verdict, part: Part) -> str:
    problems = ", ".join(verdict.problems)
    if part.bullet is None:
        if not problems:
            return say("The headlines and sentences that it rests on do not say this.")
        return say(
            "It does not stand in the headlines and sentences that it rests on: {problems}.",
            problems=problems,
        )
    if not problems:
        return say("The sentence that it rests on does not say this.")
    return say("It does not stand in the sentence that it rests on: {problems}.", problems=problems)
