"""Where the app was installed by the people of a workspace themselves, so that its token is not in the environment."""

import datetime as dt
from dataclasses import dataclass, field

from bot.core.entities.chats import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class NewInstallation:
    """What a platform hands over when somebody installs the app in a workspace.

    *bot_user* is who we are there. *sealed* holds the tokens, which only the platform's adapter can open. *expires_at*: until
    then they are good, None: until somebody takes them back. *installed_by* is a person's id.
    """

    bot_user: str
    scopes: tuple[str, ...]
    sealed: bytes = field(repr=False)
    expires_at: dt.datetime | None
    installed_by: str
    installed_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation(NewInstallation):
    """One that is kept: a workspace has one, the newest."""

    workspace: Workspace
