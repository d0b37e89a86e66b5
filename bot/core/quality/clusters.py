"""How well entries were put into stories: B-cubed.

Amigó et al., "A comparison of extrinsic clustering evaluation metrics based on formal constraints" (2009).
"""

from collections import Counter
from collections.abc import Sequence

from bot.core.quality.figures import Figures


def clustering_figures(labels: Sequence[str], found: Sequence[str]) -> Figures:
    """Return B-cubed precision, recall and F1; *labels* and *found* name each entry's story, side by side.

    Precision: of those found with an entry, the share that belongs with it; recall: of those that belong with it, the share
    found with it; each as the mean over all entries.
    """
    together = Counter(zip(labels, found, strict=True))
    told, made = Counter(labels), Counter(found)
    total = len(labels)
    if not total:
        return {"f1": None, "precision": None, "recall": None}
    precision = sum(count * count / made[story] for (_, story), count in together.items()) / total
    recall = sum(count * count / told[label] for (label, _), count in together.items()) / total
    return {
        "f1": 2 * precision * recall / (precision + recall),
        "precision": precision,
        "recall": recall,
    }
