"""Write `bot/core/grounding/lexicon.txt` from the database files of WordNet 3.0: which words mean the same, or the opposite.

    python -m tests.training.lexicon FOLDER > bot/core/grounding/lexicon.txt

FOLDER holds data.noun, index.noun, noun.exc and so on (Debian: the package wordnet-base). Kept are the words of one
piece that WordNet has met in running text, their synonyms, and those that it needs often to explain others; and up to
five senses of each, the commonest first.
"""

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_PARTS = ("noun", "verb", "adj", "adv")
_LETTER = {"n": "noun", "v": "verb", "a": "adj", "s": "adj", "r": "adv"}
_BY_NUMBER = {"1": "noun", "2": "verb", "3": "adj", "4": "adv", "5": "adj"}
_BY_PART = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
_UP = {"@", "@i"}
_NEAR = {"&", "$", "*", ">", "\\", "+"}
_OPPOSITE = "!"
_SENSES = 5
_OFTEN = 5
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

Sense = tuple[str, str]
"""A synset: part of speech and offset."""


@dataclass(frozen=True, slots=True)
class _Synset:
    words: tuple[str, ...]
    pointers: tuple[tuple[str, Sense], ...]


def main() -> None:
    """Read the folder, write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    synsets = dict(entry for part in _PARTS for entry in _synsets(folder, part))
    index = _index(folder)
    kept = _common(synsets, index) | _explaining(folder).intersection(index)
    sys.stdout.writelines(f"{line}\n" for line in _table(kept, synsets, index, _exceptions(folder)))


def _synsets(folder: Path, part: str) -> Iterator[tuple[Sense, _Synset]]:
    for line in _lines(folder / f"data.{part}"):
        fields = line.split("|")[0].split()
        count = int(fields[3], 16)
        names = (name.split("(")[0].lower() for name in fields[4 : 4 + 2 * count : 2])
        first = 5 + 2 * count
        pointers = (fields[i : i + 3] for i in range(first, first + 4 * int(fields[first - 1]), 4))
        found = tuple((symbol, (_LETTER[letter], offset)) for symbol, offset, letter in pointers)
        yield (part, fields[0]), _Synset(tuple(names), found)


def _index(folder: Path) -> dict[str, list[tuple[list[Sense], int]]]:
    """Return a word's senses by part of speech, the commonest part first, and how many of them were met in running text."""
    found: dict[str, list[tuple[list[Sense], int]]] = defaultdict(list)
    used = _used(folder)
    for part in _PARTS:
        for line in _lines(folder / f"index.{part}"):
            fields = line.split()
            count = int(fields[2])
            found[fields[0]].append(([(part, offset) for offset in fields[-count:]], int(fields[-count - 1])))
    for word, parts in found.items():
        parts.sort(key=lambda one: -used[word, one[0][0][0]])
    return found


def _used(folder: Path) -> Counter[tuple[str, str]]:
    """Return how often WordNet met a word as a part of speech."""
    counts: Counter[tuple[str, str]] = Counter()
    for line in (folder / "cntlist.rev").read_text(encoding="ascii").splitlines():
        key, _, count = line.split()
        word, _, place = key.partition("%")
        counts[word, _BY_NUMBER[place[0]]] += int(count)
    return counts


def _exceptions(folder: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for part in _PARTS:
        for line in (folder / f"{part}.exc").read_text(encoding="ascii").splitlines():
            form, *bases = line.split()
            found[form] += bases
    return found


def _lines(path: Path) -> list[str]:
    """Return the lines of a database file without the licence at its head."""
    return [
        line for line in path.read_text(encoding="ascii").splitlines() if line and not line.startswith("  ")
    ]


def _common(synsets: dict[Sense, _Synset], index: dict[str, list[tuple[list[Sense], int]]]) -> set[str]:
    """Return the words that WordNet met in running text, and their synonyms."""
    return {
        synonym
        for word, parts in index.items()
        if word.isalpha() and any(count for _, count in parts)
        for senses, count in parts
        for sense in senses[: min(max(count, 1), _SENSES)]
        for synonym in synsets[sense].words
        if synonym.isalpha()
    }


def _explaining(folder: Path) -> set[str]:
    """Return the words that come often in WordNet's explanations."""
    explanations = (line.split("|")[1] for part in _PARTS for line in _lines(folder / f"data.{part}"))
    counts = Counter(
        word.removesuffix("s") for text in explanations for word in re.findall("[a-z]+", text.lower())
    )
    return {word for word, count in counts.items() if count >= _OFTEN}


def _table(
    kept: set[str],
    synsets: dict[Sense, _Synset],
    index: dict[str, list[tuple[list[Sense], int]]],
    exceptions: dict[str, list[str]],
) -> Iterator[str]:
    meant = {
        word: [sense for senses, count in index[word] for sense in senses[: max(min(count, _SENSES), 2)]]
        for word in sorted(kept)
    }
    numbers = {
        sense: _BY_PART[sense[0]] + _base36(i)
        for i, sense in enumerate(_with_ancestors((s for senses in meant.values() for s in senses), synsets))
    }
    for word, senses in meant.items():
        yield f"{word} {' '.join(numbers[sense] for sense in senses)}"
    yield "forms"
    for form, bases in sorted(exceptions.items()):
        known = [base for base in bases if base in meant]
        if known and form.isalpha():
            yield f"{form} {' '.join(dict.fromkeys(known))}"
    yield "senses"
    for sense, number in numbers.items():
        yield f"{number} {_relations(sense, synsets, numbers)}"


def _with_ancestors(senses: Iterable[Sense], synsets: dict[Sense, _Synset]) -> dict[Sense, None]:
    """Return *senses*, each once, in order, and behind them all senses above them."""
    found = dict.fromkeys(senses)
    waiting = list(found)
    while waiting:
        above = [other for symbol, other in synsets[waiting.pop()].pointers if symbol in _UP]
        waiting += [other for other in above if other not in found]
        found |= dict.fromkeys(above)
    return found


def _relations(sense: Sense, synsets: dict[Sense, _Synset], numbers: dict[Sense, str]) -> str:
    """Write the senses above, near and opposite, each list parted by commas, the three by spaces."""
    pointers = synsets[sense].pointers
    up = [other for symbol, other in pointers if symbol in _UP]
    near = [other for symbol, other in pointers if symbol in _NEAR]
    opposite = [other for symbol, other in pointers if symbol == _OPPOSITE]
    return " ".join(_numbered(senses, numbers) for senses in (up, near, opposite))


def _numbered(senses: Iterable[Sense], numbers: dict[Sense, str]) -> str:
    return ",".join(dict.fromkeys(numbers[sense] for sense in senses if sense in numbers)) or "-"


def _base36(number: int) -> str:
    digits = ""
    while number or not digits:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits


if __name__ == "__main__":
    main()
