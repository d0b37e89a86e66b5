"""Tags: the names and subjects that people would filter stories by, in a vocabulary that converges."""

from bot.core.tagging.choosing import MIN_TAGS, Telling, choose_tags
from bot.core.tagging.evidence import borne_out, fitting
from bot.core.tagging.forms import key
from bot.core.tagging.known import canonical
from bot.core.tagging.spelling import MAX_TAGS, Aliases, Labels, one_form
from bot.core.tagging.vocabulary import MAX_KNOWN, keys_looked_up, outlived, respelled, spellings

__all__ = [
    "MAX_KNOWN",
    "MAX_TAGS",
    "MIN_TAGS",
    "Aliases",
    "Labels",
    "Telling",
    "borne_out",
    "canonical",
    "choose_tags",
    "fitting",
    "key",
    "keys_looked_up",
    "one_form",
    "outlived",
    "respelled",
    "spellings",
]
