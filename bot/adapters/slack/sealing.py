"""Tokens as they are kept: encrypted, so that whoever reads the database or a backup of it can post nowhere.

AES-256 in GCM, with a key that is made of a secret of the environment. What was sealed for one workspace opens for no other.
It also makes the states that lead somebody's browser through an installation, which nobody else can make.
"""

import datetime as dt
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12
"""Bytes; random, since no counter is shared by processes (NIST SP 800-38D, 8.2.2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """What an installation may be spoken for with. *refresh* is there where tokens change (token rotation), else ""."""

    bot: str = field(repr=False)
    refresh: str = field(default="", repr=False)


class Seal:
    """Seals and opens with a key made of *secret*."""

    def __init__(self, secret: str) -> None:
        self._cipher = AESGCM(_key(secret, "tokens"))
        self._key = _key(secret, "states")

    def close(self, tokens: Tokens, workspace: str) -> bytes:
        """Return the tokens of a workspace, sealed."""
        nonce = secrets.token_bytes(_NONCE)
        plain = json.dumps({"bot": tokens.bot, "refresh": tokens.refresh}).encode()
        return nonce + self._cipher.encrypt(nonce, plain, workspace.encode())

    def open(self, sealed: bytes, workspace: str) -> Tokens | None:
        """Return what was sealed for this workspace; None where the key is another, or it is not what was sealed."""
        try:
            plain = self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], workspace.encode())
        except (InvalidTag, ValueError):
            return None
        kept = json.loads(plain)
        return Tokens(bot=kept["bot"], refresh=kept["refresh"])

    def state(self, now: dt.datetime) -> str:
        """Return a new state, which tells when it was made."""
        begun = f"{int(now.timestamp())}.{secrets.token_urlsafe(16)}"
        return f"{begun}.{self._mark(begun)}"

    def made_at(self, state: str) -> dt.datetime | None:
        """Return when a state was made; None where it is none of ours."""
        begun, _, mark = state.rpartition(".")
        if not begun or not hmac.compare_digest(mark.encode(), self._mark(begun).encode()):
            return None
        return dt.datetime.fromtimestamp(int(begun.partition(".")[0]), dt.UTC)

    def _mark(self, begun: str) -> str:
        return hmac.new(self._key, begun.encode(), hashlib.sha256).hexdigest()


def _key(secret: str, purpose: str) -> bytes:
    """Return 32 bytes for one purpose: the secret is random and long, so it needs no stretching."""
    return hmac.new(secret.encode(), f"newsthread slack {purpose}".encode(), hashlib.sha256).digest()
