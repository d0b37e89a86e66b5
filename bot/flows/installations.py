"""A workspace that took us out, or whose token is void: nothing is done for it until it can be reached again.

It is tried again now and then, since a platform in trouble has been known to call good tokens bad.
"""

import datetime as dt

import structlog

from bot.core.entities import Place
from bot.core.errors import InstallationGoneError
from bot.flows.needs import Needs

log = structlog.get_logger()

_REST = dt.timedelta(hours=1)


async def stop_work(needs: Needs, place: Place, error: InstallationGoneError) -> None:
    """Let everything rest that is for the workspace of *place*: its editions, deliveries and answers."""
    until = needs.clock.now() + _REST
    await needs.store.stop_workspace(place.workspace_id, until)
    log.error(
        "workspace_stopped",
        platform=place.platform,
        workspace=place.workspace_id,
        until=until.isoformat(),
        error=str(error),
    )
