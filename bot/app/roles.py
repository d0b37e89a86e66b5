"""What a process is for. One may do everything; with PostgreSQL, many may share the work."""

from enum import StrEnum

from bot.core.entities import Platform
from bot.core.errors import ConfigError
from bot.settings import Settings


class Role(StrEnum):
    """The command that starts it, and what it does.

    `web` serves the page and Slack's connection, `discord` Discord's gateway, `clock` ticks, `worker` runs the jobs, and posts
    what they have to say through the platforms' HTTP APIs. There may be any number of each but `discord`.
    """

    ALL = "run"
    WEB = "web"
    DISCORD = "discord"
    CLOCK = "clock"
    WORKER = "worker"


_LISTENS = {
    Role.ALL: (Platform.PAGE, Platform.SLACK, Platform.DISCORD),
    Role.WEB: (Platform.PAGE, Platform.SLACK),
    Role.DISCORD: (Platform.DISCORD,),
}


def listens(role: Role) -> tuple[Platform, ...]:
    """Return the chats that a process with *role* stays connected to."""
    return _LISTENS.get(role, ())


def check_role(role: Role, settings: Settings) -> None:
    """Refuse a role that cannot be played with these settings.

    Raises:
        ConfigError: it needs PostgreSQL, or the chats it would serve are switched off.
    """
    if role is Role.ALL:
        return
    if settings.database_url.startswith("sqlite"):
        cure = "set DATABASE_URL. On an SQLite file one process does everything: `newsthread run`."
        raise ConfigError(
            [f"`newsthread {role}` shares its work with other processes, which needs PostgreSQL: {cure}"]
        )
    chats = listens(role)
    if chats and not any(_is_enabled(platform, settings) for platform in chats):
        sections = " or ".join(f"[{platform}]" for platform in chats)
        raise ConfigError([f"`newsthread {role}` has nothing to serve: write enabled = true in {sections}."])


def _is_enabled(platform: Platform, settings: Settings) -> bool:
    enabled = {
        Platform.PAGE: settings.page.enabled,
        Platform.SLACK: settings.slack.enabled,
        Platform.DISCORD: settings.discord.enabled,
    }
    return enabled[platform]
