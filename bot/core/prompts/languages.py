"""Name languages the way a prompt says them, and tell a reply in the wrong one. It refuses to guess about tags it does not know."""

_NAMES = {
    "ar": "Arabic", "az": "Azerbaijani", "bg": "Bulgarian", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek",
    "en": "English", "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew",
    "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian", "it": "Italian", "ja": "Japanese",
    "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian", "nb": "Norwegian", "nl": "Dutch", "no": "Norwegian",
    "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian",
    "sr": "Serbian", "sv": "Swedish", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese",
    "zh": "Chinese",
}  # fmt: skip
_ALIKE = ({"da", "nb", "nn", "no"}, {"bs", "hr", "sh", "sr"}, {"id", "ms"}, {"az", "tr"}, {"cs", "sk"})
"""Languages that a detector takes for each other in a few sentences: no reason to send a reply back."""


def language_name(tag: str) -> str:
    """Return the English name of a language tag with the tag: "de-AT" gives "German (de-AT)"."""
    name = _NAMES.get(_primary(tag))
    return f"{name} ({tag})" if name else tag


def is_wrong_language(detected: str, wanted: str) -> bool:
    """Say whether a text *detected* as one language ("" : unknown) is surely not in the *wanted* one."""
    found, asked = _primary(detected), _primary(wanted)
    if not found or found == asked or asked not in _NAMES:
        return False
    return not any({found, asked} <= alike for alike in _ALIKE)


def _primary(tag: str) -> str:
    return tag.replace("_", "-").split("-")[0].lower()
