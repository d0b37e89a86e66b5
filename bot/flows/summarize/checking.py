"""Check what a language model wrote against exactly the text that it was shown, and replace what does not stand.

It never mends a sentence: a bullet passes as it is, or the publisher's own sentence takes its place, marked as one.
"""

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.core import extractive, grounding, tagging
from bot.core.entities import Bullet, Citation, Entry, EntryId, Story, Summary, SummaryKey
from bot.core.extractive.openings import is_dangling
from bot.core.prompts import (
    DraftSentence,
    SummaryDraft,
    SummaryPrompt,
    breaks_off,
    is_wrong_language,
    language_name,
    misattributed,
    one_sided,
)
from bot.flows.ports import LanguageDetector

_MIN_TAGS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What of a draft stands: "" and None where nothing does. *cited*: what each bullet said it rests on.

    *problems*: all that does not stand, in words for a repair.
    """

    title: str
    bullets: tuple[Bullet | None, ...]
    cited: tuple[tuple[Citation, ...], ...]
    tags: tuple[str, ...]
    problems: tuple[str, ...]

    def mended_by(self, other: "Judgement") -> "Judgement":
        """Return it with what *other* has in place of what does not stand, and without a bullet said twice."""
        bullets: list[Bullet | None] = []
        for ours, theirs in zip(self.bullets, other.bullets, strict=True):
            said = [bullet.text for bullet in (*bullets, *self.bullets) if bullet]
            is_new = theirs is not None and not _repeats(theirs.text, said)
            bullets.append(ours or (theirs if is_new else None))
        cited = tuple(ours or theirs for ours, theirs in zip(self.cited, other.cited, strict=True))
        return replace(
            self,
            title=self.title or other.title,
            bullets=tuple(bullets),
            cited=cited,
            tags=self.tags or other.tags,
        )


class Checker:
    """Holds drafts for one story against what was shown, in the languages they are read and written in."""

    def __init__(
        self,
        story: Story,
        asked: SummaryPrompt,
        *,
        language: str,
        aliases: Mapping[str, Sequence[str]],
        detect_language: LanguageDetector,
    ) -> None:
        self._story = story
        self._asked = asked
        self._language = language
        self._aliases = aliases
        self._detect_language = detect_language
        self._entries: Mapping[EntryId, Entry] = {entry.id: entry for entry in story.entries}
        self._everything = _with_publishers(asked.shown, asked.titles)
        self.opinions: Mapping[str, bool | None] = {}

    @property
    def everything(self) -> Sequence[str]:
        """All that was shown: publishers, titles, sentences."""
        return self._everything

    def doubtful(self, draft: SummaryDraft) -> list[str]:
        """Return the sentences and the title of *draft* that a second opinion is worth asking for."""
        texts = [text for text in (draft.title, *(bullet.text for bullet in draft.bullets)) if text]
        return [text for text in texts if self._verdict(text, self._story.lead.language).is_doubtful]

    def heeding(self, opinions: Mapping[str, bool | None]) -> "Checker":
        """Return a checker that heeds second opinions on doubtful texts."""
        checker = copy.copy(self)
        checker.opinions = opinions
        return checker

    def judge(self, draft: SummaryDraft) -> Judgement:
        """Say what of *draft* stands."""
        problems = list(draft.problems)
        if self._is_foreign(" ".join([draft.title, *(bullet.text for bullet in draft.bullets)])):
            problems.append(f"everything must be written in {language_name(self._language)}")
            draft = replace(draft, title="", bullets=tuple(replace(each, text="") for each in draft.bullets))
        bullets: list[Bullet | None] = []
        for place, sentence in enumerate(draft.bullets, 1):
            said = [bullet.text for bullet in bullets if bullet]
            bullet, problem = self._bullet(sentence, said) if sentence.text else (None, "")
            bullets.append(bullet)
            problems += [f"bullet {place}: {problem}"] if problem else []
        title = self._title(draft.title, problems)
        return Judgement(
            title=title,
            bullets=tuple(bullets),
            cited=tuple(self._cited(sentence) for sentence in draft.bullets),
            tags=draft.tags,
            problems=tuple(problems),
        )

    def summary(self, judged: Judgement, *, key: SummaryKey, writer: str) -> Summary:
        """Return the summary, with everything that does not stand replaced by what the sources say themselves."""
        extract = extractive.summarize(self._story, language=self._language, aliases=self._aliases)
        return Summary(
            key=key,
            title=judged.title or extract.title,
            bullets=self._completed(judged, extract.bullets),
            tags=self._tags(judged.tags, extract.tags),
            language=self._language,
            writer=writer,
        )

    def _title(self, title: str, problems: list[str]) -> str:
        """Return the title, "" where it does not stand; *problems* gets why."""
        if not title:
            return ""
        verdict = self._verdict(title, self._story.lead.language)
        if not verdict.is_supported:
            problems.append(f"the title: {_said(verdict)}")
        return title if verdict.is_supported else ""

    def _bullet(self, sentence: DraftSentence, said: Sequence[str]) -> tuple[Bullet | None, str]:
        """Return the bullet, or what speaks against it."""
        text = sentence.text
        cited = self._cited(sentence) or self._nearest(text)
        problem = self._objection(text, said, self._language_of(cited[0]))
        return (None, problem) if problem else (Bullet(text=text, citations=self._resting(text, cited)), "")

    def _objection(self, text: str, said: Sequence[str], source_language: str) -> str:
        """Return what speaks against a sentence, "" where nothing does."""
        verdict = self._verdict(text, source_language)
        side = one_sided(text, self._asked.contradictions)
        publisher = misattributed(text, self._asked.shown)
        found = {
            f"it must be written in {language_name(self._language)}": self._is_foreign(text),
            _said(verdict): not verdict.is_supported,
            f"sources differ ({side}): say both, and who says which": side is not None,
            f"{publisher} does not say that, another publisher does": publisher,
            "it is cut off": breaks_off(text, self._everything),
            "it must be clear without the others: begin with a name": is_dangling(text),
            "it repeats another bullet": _repeats(text, said),
        }
        return next((problem for problem, holds in found.items() if holds), "")

    def _is_foreign(self, text: str) -> bool:
        return is_wrong_language(self._detect_language(text), self._language)

    def _verdict(self, text: str, source_language: str) -> grounding.Verdict:
        """Hold *text* against all that was shown, and against a second opinion where there is one."""
        return self._supports(text, self._everything, source_language).heeding(self.opinions.get(text))

    def _supports(self, claim: str, sources: Sequence[str], source_language: str) -> grounding.Verdict:
        """Whether *sources* say what *claim* says."""
        return grounding.check(
            claim,
            sources,
            language=self._language,
            source_language=source_language,
            published_on=self._story.newest_at.date(),
        )

    def _language_of(self, citation: Citation) -> str:
        return self._entries[citation.entry_id].language

    def _cited(self, sentence: DraftSentence) -> tuple[Citation, ...]:
        return tuple(self._asked.shown[number - 1] for number in sentence.numbers)

    def _nearest(self, text: str) -> tuple[Citation, ...]:
        """Return the one sentence shown that says it best."""
        judged = [
            (self._supports(text, [one.sentence], self._language_of(one)), one) for one in self._asked.shown
        ]
        _, citation = max(judged, key=lambda pair: (pair[0].is_supported, pair[0].score))
        return (citation,)

    def _resting(self, text: str, cited: tuple[Citation, ...]) -> tuple[Citation, ...]:
        """Return the citations as given, or the one sentence that says it where those given do not."""
        if self._supports(text, _with_publishers(cited), self._language_of(cited[0])).is_supported:
            return cited
        (nearest,) = self._nearest(text)
        verdict = self._supports(text, [nearest.sentence], self._language_of(nearest))
        return (nearest,) if verdict.is_supported else cited

    def _completed(self, judged: Judgement, extracts: Sequence[Bullet]) -> tuple[Bullet, ...]:
        """Return the bullets in their order, each that failed replaced by a quotation that repeats no other."""
        said = [bullet.text for bullet in judged.bullets if bullet]
        bullets: list[Bullet] = []
        for cited, bullet in zip(judged.cited, judged.bullets, strict=True):
            stands = bullet or self._quotation(cited, said, extracts)
            if stands is None:  # the story has no other sentence
                continue
            bullets.append(stands)
            said.append(stands.text)
        return tuple(bullets)

    def _quotation(
        self, cited: Sequence[Citation], said: Sequence[str], extracts: Sequence[Bullet]
    ) -> Bullet | None:
        """Return the publisher's own sentence: the one that the failed bullet cited, else one that carries much."""
        own = [one for one in cited if extractive.can_stand_alone(one.sentence)]
        candidates = [self._quoted(one) for one in own]
        candidates += [replace(bullet, is_quotation=True) for bullet in extracts]
        return next((bullet for bullet in candidates if not _repeats(bullet.text, said)), None)

    def _quoted(self, citation: Citation) -> Bullet:
        language = self._language_of(citation)
        is_same = extractive.is_same_language(language, self._language)
        return Bullet(
            text=citation.sentence,
            citations=(citation,),
            is_quotation=True,
            language="" if is_same else language,
        )

    def _tags(self, tags: Sequence[str], extracted: Sequence[str]) -> tuple[str, ...]:
        """Return the tags that the sources bear out (across languages their words cannot be compared), at least two."""
        texts = [(one.sentence, self._language_of(one)) for one in self._asked.shown]
        texts += [(title, "") for title in self._asked.titles]
        kept = tagging.borne_out(tags, texts, aliases=self._aliases, language=self._language)
        found = extractive.normalize_tags(kept, aliases=self._aliases, language=self._language)
        if len(found) >= _MIN_TAGS:
            return found
        return extractive.normalize_tags([*found, *extracted], aliases=self._aliases, language=self._language)


def _with_publishers(shown: Sequence[Citation], titles: Sequence[str] = ()) -> list[str]:
    """Return the sentences and who stands for them: the prompt showed the names too, and asks that they be named."""
    publishers = dict.fromkeys(one.publisher for one in shown)
    return [*publishers, *titles, *(one.sentence for one in shown)]


def _repeats(text: str, said: Sequence[str]) -> bool:
    return any(extractive.is_repeat(text, other) for other in said)


def _said(verdict: grounding.Verdict) -> str:
    return ", ".join(verdict.problems) or "the sources do not say this"
