"""Secrets: from the environment or a `.env` file in the working directory, and from nowhere else."""

import re
from collections.abc import Sequence

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

_KEY = re.compile(r"(?<!max_)(?<!context_)token|secret|password|passwd|api_?key|database_url", re.IGNORECASE)
_VALUE = re.compile(
    r"xox[a-z]-[\w-]{8,}|xapp-[\w-]{8,}|\bsk-[\w-]{16,}|\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}", re.ASCII
)
_KEYS_OF_SECTION = {
    "cheaper": "cheaper_api_key",
    "language_model": "openai_api_key",
    "discord": "discord_token",
}
_PASSWORD_IN_URL = re.compile(r"(?<=://)[^/\s:@]*:[^/\s@]+(?=@)")


class Secrets(BaseSettings):
    """What must not stand in a file that people share. A secret shows itself only through `get_secret_value()`."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True, frozen=True)

    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_client_id: SecretStr | None = None
    slack_client_secret: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_token_key: SecretStr | None = None
    discord_token: SecretStr | None = None
    openai_api_key: SecretStr | None = None
    cheaper_api_key: SecretStr | None = None
    database_url: SecretStr | None = None
    page_token: SecretStr | None = None

    def redact(self, text: str) -> str:
        """Return *text* without these secrets, without anything in a token's form, and without passwords in URLs."""
        known = [secret.get_secret_value() for _, secret in self if secret is not None]
        for secret in sorted(known, key=len, reverse=True):  # one may contain another
            text = text.replace(secret, "***")
        return _PASSWORD_IN_URL.sub("***", _VALUE.sub("***", text))


def home_of(keys: Sequence[str]) -> str | None:
    """Return where the secret that a configuration key holds belongs, or None if the key holds none.

    *keys* lead to it from the top of the file: ("slack", "bot_token") belongs in "SLACK_BOT_TOKEN".
    """
    *sections, last = keys
    if not _KEY.search(last):
        return None
    for name in ("_".join(keys), last, *(_KEYS_OF_SECTION.get(section, "") for section in sections)):
        if name.lower() in Secrets.model_fields:
            return name.upper()
    return "a variable of its own"


def looks_secret(text: str) -> bool:
    """Whether *text* has the form of a token or a URL with a password."""
    return bool(_VALUE.search(text) or _PASSWORD_IN_URL.search(text))
