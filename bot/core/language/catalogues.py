"""The catalogues of translations: gettext's, one file a language, read when a language is spoken for the first time.

Sentences stand in a catalogue under their English form. What has no translation is said in English.
"""

import functools
import gettext
import io
from importlib import resources

from bot.core.errors import BotError

LANGUAGES = {"en": "en_GB", "de": "de_DE", "tr": "tr_TR", "zh": "zh_Hans_CN"}
"""What we speak, and the locale that dates and numbers are written by."""


def spoken_language(language: str) -> str:
    """Return which of `LANGUAGES` is spoken to people who want *language* ("de-AT" is German, "nl" is English to us)."""
    base = language.partition("-")[0].lower()
    return base if base in LANGUAGES else "en"


def is_spoken(language: str) -> bool:
    """Whether we speak *language* ourselves, and not only English to whoever does."""
    return language.partition("-")[0].lower() in LANGUAGES


@functools.cache
def catalogue(language: str) -> gettext.NullTranslations:
    """Return the translations into one of `LANGUAGES`."""
    if language == "en":
        return gettext.NullTranslations()
    # Loaded only where another language is spoken: whoever only speaks English starts without it.
    from babel.messages.mofile import write_mo  # noqa: PLC0415
    from babel.messages.pofile import read_po  # noqa: PLC0415

    name = f"{language}.po"
    try:
        text = resources.files(__package__).joinpath(name).read_bytes()
    except FileNotFoundError as error:
        raise BotError(f"bot/core/language/{name} is missing; install newsthread again.") from error
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(text), locale=LANGUAGES[language]))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
