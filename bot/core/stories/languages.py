"""Languages as far as stories care: what a tag's primary part says."""

import functools


@functools.lru_cache(maxsize=256)  # asked several times for each entry, and languages are few
def primary(language: str) -> str:
    """Return the language of a tag without its region: "en-GB" is "en"."""
    return language.lower().replace("_", "-").partition("-")[0]
