"""Check what a language model wrote against exactly the text that it was shown, and replace what does not stand.

It never mends a sentence: a bullet passes as it is, or the publisher's own sentence takes its place, marked as one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.core import extractive, grounding, tagging
from bot.core.entities import Bullet, Citation, Entry, EntryId, Story, Summary, SummaryKey
from bot.core.prompts import DraftSentence, SummaryDraft, SummaryPrompt

_MIN_TAGS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Check:
    """What was shown, and in which languages it is read and written."""

    shown: tuple[Citation, ...]
    titles: tuple[str, ...]
    entries: Mapping[EntryId, Entry]
    language: str

    def language_of(self, citation: Citation) -> str:
        """The language of the entry that a citation is from."""
        return self.entries[citation.entry_id].language

    def supports(self, claim: str, sources: Sequence[str], source_language: str) -> grounding.Verdict:
        """Whether *sources* say what *claim* says."""
        return grounding.check(claim, sources, language=self.language, source_language=source_language)


def checked(
    draft: SummaryDraft,
    asked: SummaryPrompt,
    *,
    story: Story,
    language: str,
    aliases: Mapping[str, Sequence[str]],
    writer: str,
    key: SummaryKey,
) -> Summary:
    """Return the summary, with everything that the sources do not support replaced by what they say themselves."""
    check = _Check(
        shown=asked.shown,
        titles=asked.titles,
        entries={entry.id: entry for entry in story.entries},
        language=language,
    )
    extract = extractive.summarize(story, language=language, aliases=aliases)
    everything = [*check.titles, *(one.sentence for one in check.shown)]
    is_title_true = check.supports(draft.title, everything, story.lead.language).is_supported
    return Summary(
        key=key,
        title=draft.title if is_title_true else extract.title,
        bullets=_bullets(check, draft, everything, extract.bullets),
        tags=_tags(check, draft.tags, extract.tags, aliases),
        language=language,
        writer=writer,
    )


def _bullets(
    check: _Check, draft: SummaryDraft, everything: Sequence[str], extracts: Sequence[Bullet]
) -> tuple[Bullet, ...]:
    """Return the draft's bullets in their order, each that failed replaced by a quotation that repeats no other."""
    written = [_written(check, sentence, everything) for sentence in draft.bullets]
    said = [bullet.text for bullet in written if bullet]
    bullets: list[Bullet] = []
    for sentence, bullet in zip(draft.bullets, written, strict=True):
        stands = bullet or _quotation(check, sentence, said, extracts)
        if stands is None:  # the story has no other sentence
            continue
        bullets.append(stands)
        said.append(stands.text)
    return tuple(bullets)


def _written(check: _Check, sentence: DraftSentence, everything: Sequence[str]) -> Bullet | None:
    cited = _cited(check, sentence)
    if not check.supports(sentence.text, everything, check.language_of(cited[0])).is_supported:
        return None
    return Bullet(text=sentence.text, citations=_best_citations(check, sentence.text, cited))


def _best_citations(check: _Check, text: str, cited: tuple[Citation, ...]) -> tuple[Citation, ...]:
    """Return the citations as given, or the one sentence that says it where those given do not."""
    language = check.language_of(cited[0])
    if check.supports(text, [one.sentence for one in cited], language).is_supported:
        return cited
    verdicts = [(check.supports(text, [one.sentence], check.language_of(one)), one) for one in check.shown]
    best, citation = max(verdicts, key=lambda judged: (judged[0].is_supported, judged[0].score))
    return (citation,) if best.is_supported else cited


def _quotation(
    check: _Check, sentence: DraftSentence, said: Sequence[str], extracts: Sequence[Bullet]
) -> Bullet | None:
    """Return the publisher's own sentence: the one that the failed bullet cited, else one that carries much."""
    own = [one for one in _cited(check, sentence) if extractive.can_stand_alone(one.sentence)]
    candidates = [_quoted(check, one) for one in own]
    candidates += [replace(bullet, is_quotation=True) for bullet in extracts]
    return next(
        (
            bullet
            for bullet in candidates
            if not any(extractive.is_repeat(bullet.text, other) for other in said)
        ),
        None,
    )


def _quoted(check: _Check, citation: Citation) -> Bullet:
    language = check.language_of(citation)
    is_same = extractive.is_same_language(language, check.language)
    return Bullet(
        text=citation.sentence,
        citations=(citation,),
        is_quotation=True,
        language="" if is_same else language,
    )


def _cited(check: _Check, sentence: DraftSentence) -> tuple[Citation, ...]:
    return tuple(check.shown[number - 1] for number in sentence.numbers)


def _tags(
    check: _Check, tags: Sequence[str], extracted: Sequence[str], aliases: Mapping[str, Sequence[str]]
) -> tuple[str, ...]:
    """Return the tags that the sources bear out (across languages their words cannot be compared), at least two."""
    texts = [(one.sentence, check.language_of(one)) for one in check.shown]
    texts += [(title, "") for title in check.titles]
    kept = tagging.borne_out(tags, texts, aliases=aliases, language=check.language)
    found = extractive.normalize_tags(kept, aliases=aliases, language=check.language)
    if len(found) >= _MIN_TAGS:
        return found
    return extractive.normalize_tags([*found, *extracted], aliases=aliases, language=check.language)
