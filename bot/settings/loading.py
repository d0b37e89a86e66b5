"""From a file and the environment to `Settings`, or to one `ConfigError` that names every mistake and its cure.

Each section is read on its own, so that a mistake in one hides none in another.
"""

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from bot.core.errors import ConfigError
from bot.settings.crosschecks import contradictions
from bot.settings.secrets import Secrets, home_of, looks_secret
from bot.settings.sections import (
    DiscordSettings,
    LanguageModelSettings,
    NoticesSettings,
    PageSettings,
    ReadingSettings,
    RetentionSettings,
    RightsSettings,
    Settings,
    SlackSettings,
    StorageSettings,
    SubscriptionSettings,
    TopicSettings,
)

_SECTIONS: Mapping[str, type[BaseModel]] = {
    "storage": StorageSettings,
    "reading": ReadingSettings,
    "language_model": LanguageModelSettings,
    "slack": SlackSettings,
    "discord": DiscordSettings,
    "page": PageSettings,
    "notices": NoticesSettings,
    "rights": RightsSettings,
    "retention": RetentionSettings,
}
_LISTS: Mapping[str, type[BaseModel]] = {"topics": TopicSettings, "subscriptions": SubscriptionSettings}
_USUAL_PLACES = (Path("config/newsthread.toml"), Path("newsthread.toml"))
_SYNTAX = re.compile(r"(?P<what>.*) \(at (?P<where>[^()]*)\)")
_WORDS = {
    "missing": "is missing. Add it",
    "string_type": "must be text in quotes",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "tuple_type": "must be a list in square brackets",
    "dict_type": "must be a table of lists in square brackets",
    "enum": "must be {expected}",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
}


class _Location(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True)

    newsthread_config: Path | None = None


def load_settings(path: Path | None = None) -> Settings:
    """Read the configuration at *path*, else where `NEWSTHREAD_CONFIG` says, else at the usual places.

    Raises:
        ConfigError: with all mistakes at once, each as "file: key: what is wrong. Cure."
    """
    found = find_config(path)
    return read_settings(_read(found), source=str(found), secrets=_secrets())


def find_config(path: Path | None = None) -> Path:
    """Return where the configuration is.

    Raises:
        ConfigError: there is none.
    """
    named, places = _places(path)
    for place in places:
        if place.is_file():
            return place
    if named and named.is_dir():
        raise ConfigError([f"{named}: it is a directory. Name the file inside it."])
    if named:
        raise ConfigError(
            [f"{named}: there is no such file. Name another with --config or NEWSTHREAD_CONFIG."]
        )
    looked = " or ".join(str(place) for place in places)
    raise ConfigError(
        [
            f"{looked}: no configuration here. Name one with --config FILE, or try `newsthread demo`, which needs none."
        ]
    )


def has_config(path: Path | None = None) -> bool:
    """Whether there is a configuration to load, or one was named that should be there."""
    named, places = _places(path)
    return named is not None or any(place.is_file() for place in places)


def _places(path: Path | None) -> tuple[Path | None, tuple[Path, ...]]:
    named = path or _location()
    return named, (named,) if named else _USUAL_PLACES


def read_settings(raw: Mapping[str, Any], *, source: str, secrets: Secrets) -> Settings:
    """Check what a file named *source* says and return it as settings.

    Raises:
        ConfigError: as `load_settings` does.
    """
    problems = list(_secrets_in(raw, ()))
    problems += _unknown_sections(raw, problems)
    parsed: dict[str, Any] = {}
    for name, section in _SECTIONS.items():
        if name in raw:
            parsed[name] = _parsed(section, raw[name], (name,), problems)
    for name, section in _LISTS.items():
        parsed[name] = _parsed_list(section, raw.get(name, []), name, problems)
    problems += [
        each for each in contradictions(raw, secrets) if not _is_named(each.partition(": ")[0], problems)
    ]
    if problems:
        # A value that is quoted may be a secret in the wrong place.
        raise ConfigError([f"{source}: {secrets.redact(problem)}" for problem in dict.fromkeys(problems)])
    return Settings(**parsed, secrets=secrets)


def _location() -> Path | None:
    try:
        return _Location().newsthread_config
    except (SettingsError, UnicodeDecodeError, OSError) as error:
        raise ConfigError([f".env: cannot be read ({error}). Save it as plain UTF-8 text."]) from error


def _secrets() -> Secrets:
    try:
        return Secrets()
    except (SettingsError, UnicodeDecodeError, OSError) as error:
        raise ConfigError([f".env: cannot be read ({error}). Save it as plain UTF-8 text."]) from error


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        match = _SYNTAX.fullmatch(str(error))
        where, what = (match["where"], match["what"]) if match else ("somewhere", str(error))
        raise ConfigError([f"{path}: {where}: {what}. Correct the TOML there."]) from error
    except UnicodeDecodeError as error:
        raise ConfigError([f"{path}: it is not UTF-8 text. Save it as UTF-8."]) from error
    except OSError as error:
        raise ConfigError(
            [f"{path}: it cannot be read ({error.strerror}). Check its permissions."]
        ) from error


def _secrets_in(value: Any, keys: tuple[str, ...]) -> Iterator[str]:
    """Name the places that hold a secret; never the secret."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _secrets_in(inner, (*keys, str(key)))
    elif isinstance(value, list):
        for number, inner in enumerate(value, 1):
            yield from _secrets_in(inner, (*keys[:-1], f"{keys[-1]}[{number}]"))
    else:
        home = home_of(keys)
        if (
            home is None
            and isinstance(value, str)
            and looks_secret(value)
            and not keys[-1].startswith("feeds[")
        ):
            home = "DATABASE_URL" if keys == ("storage", "url") else "a variable of its own"
        if home:
            yield (
                f"{'.'.join(keys)}: a secret does not belong in this file. Move it into the environment or .env, "
                f"as {home}, and replace it by a new one if others saw it."
            )


def _unknown_sections(raw: Mapping[str, Any], problems: list[str]) -> Iterator[str]:
    known = [*_SECTIONS, *_LISTS]
    for key in raw:
        if key not in known and not _is_named(key, problems):
            yield f"{key}: no such section. {_did_you_mean(key, known)}"


def _is_named(place: str, problems: list[str]) -> bool:
    return any(problem.startswith(f"{place}: ") for problem in problems)


def _parsed_list(section: type[BaseModel], value: Any, name: str, problems: list[str]) -> tuple[Any, ...]:
    if not isinstance(value, list):
        problems.append(f"{name}: must be a list of sections. Write [[{name}]] with two brackets.")
        return ()
    return tuple(
        _parsed(section, item, (f"{name}[{number}]",), problems) for number, item in enumerate(value, 1)
    )


def _parsed(section: type[BaseModel], value: Any, keys: tuple[str, ...], problems: list[str]) -> Any:
    if not isinstance(value, Mapping):
        problems.append(f"{'.'.join(keys)}: must be a section. Write [{keys[0]}] and its keys below.")
        return None
    try:
        return section.model_validate(value)
    except ValidationError as error:
        # Inputs are left out of the details: one may be a secret.
        for detail in error.errors(include_url=False, include_input=False):
            place = _place(keys, detail)
            if not _is_named(place, problems):
                problems.append(f"{place}: {_what(section, detail)}")
        return None


def _place(keys: tuple[str, ...], detail: ErrorDetails) -> str:
    parts = (f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in detail["loc"])
    return ".".join(keys) + "".join(parts)


def _what(section: type[BaseModel], detail: ErrorDetails) -> str:
    match detail["type"]:
        case "extra_forbidden":
            return f"no such key. {_did_you_mean(str(detail['loc'][-1]), list(section.model_fields))}"
        case "value_error":
            return f"{str(detail['ctx']['error']).removesuffix('.')}."
        case other:
            words = _WORDS.get(other)
            return f"{words.format(**detail.get('ctx', {})) if words else detail['msg']}."


def _did_you_mean(key: str, known: list[str]) -> str:
    close = difflib.get_close_matches(key, known, n=1)
    return f"Did you mean {close[0]}?" if close else f"There are: {', '.join(known)}."
