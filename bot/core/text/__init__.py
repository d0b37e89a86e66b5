"""Text as the core sees it: sentences, words, numbers, names, URLs, cuts. Plain text in, values out; no language model."""

from bot.core.text.countries import COUNTRIES
from bot.core.text.cutting import content_hash, shorten
from bot.core.text.dates import MONTH_WORDS, Date, dates
from bot.core.text.days import CALENDAR_WORDS, relative_days, resolved, weekdays
from bot.core.text.folding import fold, fold_letters, search_tokens, words
from bot.core.text.misspellings import one_slip_away, pairs, slips_between
from bot.core.text.names import names
from bot.core.text.numbers import Bound, Number, NumberKind, figures, numbers
from bot.core.text.quantities import unit_base
from bot.core.text.sentences import ends_in_title, sentences
from bot.core.text.stems import stem
from bot.core.text.stopwords import STOP_WORDS, language_by_stop_words
from bot.core.text.urls import canonical_url, is_home_page, is_http_url, publisher_of, redacted

__all__ = [
    "CALENDAR_WORDS",
    "COUNTRIES",
    "MONTH_WORDS",
    "STOP_WORDS",
    "Bound",
    "Date",
    "Number",
    "NumberKind",
    "canonical_url",
    "content_hash",
    "dates",
    "ends_in_title",
    "figures",
    "fold",
    "fold_letters",
    "is_home_page",
    "is_http_url",
    "language_by_stop_words",
    "names",
    "numbers",
    "one_slip_away",
    "pairs",
    "publisher_of",
    "redacted",
    "relative_days",
    "resolved",
    "search_tokens",
    "sentences",
    "shorten",
    "slips_between",
    "stem",
    "unit_base",
    "weekdays",
    "words",
]
