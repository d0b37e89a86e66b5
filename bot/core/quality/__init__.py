"""Figures of quality: how near what newsthread found comes to what people labelled.

Pure arithmetic over labels and findings, and the simple methods that every figure is shown beside. It refuses to run
anything that it measures: whoever measures hands over what came out.
"""

from bot.core.quality.answering import Asked, answering_figures
from bot.core.quality.baselines import Bm25, TfidfGrouper, lead_sentences, word_overlap
from bot.core.quality.clusters import clustering_figures
from bot.core.quality.figures import Figures, mean, share
from bot.core.quality.judging import Judged, judging_figures, telling_threshold
from bot.core.quality.summaries import Summarized, summary_figures
from bot.core.quality.tasks import Task

__all__ = [
    "Asked",
    "Bm25",
    "Figures",
    "Judged",
    "Summarized",
    "Task",
    "TfidfGrouper",
    "answering_figures",
    "clustering_figures",
    "judging_figures",
    "lead_sentences",
    "mean",
    "share",
    "summary_figures",
    "telling_threshold",
    "word_overlap",
]
