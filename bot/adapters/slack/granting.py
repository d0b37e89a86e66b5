"""What Slack grants the app: a token for a code from somebody's browser, or for a refresh token (OAuth 2.0)."""

import base64
import datetime as dt
from dataclasses import dataclass, field

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """The app's own id and secret."""

    client_id: str
    client_secret: str = field(repr=False)

    async def exchange(self, client: AsyncWebClient, **grant: str) -> AsyncSlackResponse:
        """Return what Slack grants for *grant*. Raises what the SDK raises."""
        # The SDK's own method for it uses what aiohttp is about to remove.
        pair = base64.b64encode(f"{self.client_id}:{self.client_secret}".encode()).decode()
        headers = {"Authorization": f"Basic {pair}"}
        return await client.api_call("oauth.v2.access", data=grant, headers=headers)


def ends_at(answer: AsyncSlackResponse, now: dt.datetime) -> dt.datetime | None:
    """Return until when the token is good that Slack has just granted; None: for good."""
    seconds = answer.get("expires_in")
    return now + dt.timedelta(seconds=int(seconds)) if seconds else None
