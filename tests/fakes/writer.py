"""What a small but honest language model would reply: it reads our prompts and says, in its own words, what stands there."""

import json
import re

_SENTENCE = re.compile(r"^\[(\d+)\] (.+)$", re.MULTILINE)
_TITLE = re.compile(r"^Source: .*?\. Title: (.+)$", re.MULTILINE)
_KNOWN_TAGS = re.compile(r"^Known tags: (.+)$", re.MULTILINE)
_QUESTION = re.compile(r"<<<QUESTION \w+>>>\n(.*)\n<<<END")
_PASSAGE = re.compile(r"^\[(\d+)\] \([^)]*\) (.+)$", re.MULTILINE)
_NAME = re.compile(r"(?<=[a-zçğıöşüß,] )[A-ZÄÖÜÇŞİ][\w-]{2,}")
_LIMIT = 180


def honest_reply(content: str) -> str:
    """Return JSON for a summary or an answer prompt, whichever *content* is; anything else is said back."""
    if "<<<QUESTION" in content:
        return answer_reply(content)
    return summary_reply(content) if "<<<SOURCES" in content else json.dumps({"said": content})


def summary_reply(content: str) -> str:
    """Return three bullets that rest on the first, the middle and the last sentence shown."""
    shown = _SENTENCE.findall(content)
    places = sorted({0, len(shown) // 2, len(shown) - 1})
    bullets = [{"text": _reported(shown[place][1]), "sentences": [int(shown[place][0])]} for place in places]
    titles = _TITLE.findall(content)
    return json.dumps({"title": titles[0][:100], "bullets": bullets, "tags": _tags(content, shown)})


def answer_reply(content: str) -> str:
    """Return the passage that shares most words with the question, or that the passages do not say."""
    question = _QUESTION.search(content)
    asked = set(_words(question[1] if question else ""))
    shared = [(len(asked & set(_words(text))), number, text) for number, text in _PASSAGE.findall(content)]
    best = max(shared, default=(0, "0", ""))
    if best[0] < 2:
        return json.dumps({"says": False, "sentences": []})
    return json.dumps({"says": True, "sentences": [{"text": _reported(best[2]), "passages": [int(best[1])]}]})


def _reported(sentence: str) -> str:
    kept = sentence.rstrip(".!?。！？")
    if len(kept) > _LIMIT:
        kept = kept[:_LIMIT].rsplit(" ", 1)[0].rstrip(",;:")
    return f"As reported, {kept}."


def _tags(content: str, shown: list[tuple[str, str]]) -> list[str]:
    known = _KNOWN_TAGS.search(content)
    text = " ".join(sentence for _, sentence in shown)
    vocabulary = [tag for tag in (known[1].split(", ") if known else []) if tag in text.lower()]
    named = [name.lower() for name in _NAME.findall(text)]
    return list(dict.fromkeys([*vocabulary, *named]))[:3] or ["news", "report"]


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"\w+", text.lower()) if len(word) > 3]
