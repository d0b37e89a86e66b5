"""What can go wrong on the way, and the words for it. No word here comes from a URL's user, password, path or query."""

import contextlib
import socket
import ssl
from collections.abc import Iterator

import h2.exceptions
import httpcore2

from bot.core.errors import FetchError, FetchForbiddenError

_MEANINGS = {
    401: "it wants a login; use the private feed link that the site gives you",
    402: "it wants to be paid",
    403: "it refuses automated readers, or wants a login",
    404: "nothing is there; check the address, or look for the site's new feed",
    429: "too many requests; it will be asked again later",
    451: "it must not be shown here, for legal reasons",
}
CHALLENGE = "Cloudflare asks for a browser; ask the site's owner to let feed readers in"
_SERVER_FAULT = "the server has a fault; it will be asked again later"
_NO_SUCH_NAME = {
    socket.EAI_NONAME,
    getattr(socket, "EAI_NODATA", socket.EAI_NONAME),
}  # NODATA is not everywhere


class UnreadableError(Exception):
    """An address or an answer that we cannot or will not read. Its text is shown to people."""


class UnknownHostError(Exception):
    """A name that could not be looked up. Its cause is the look-up's own error."""


class ForbiddenAddressError(Exception):
    """A host that stands for an address we do not connect to."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(host, port)
        self.host = host
        self.port = port


def meaning_of(status: int) -> str:
    """Say what a status means for whoever wanted a feed or page."""
    is_their_fault = status >= 500  # noqa: PLR2004 -- RFC 9110 §15.6
    return _MEANINGS.get(status, _SERVER_FAULT if is_their_fault else "that is no feed or page")


@contextlib.contextmanager
def translated(url: str, seconds: float) -> Iterator[None]:
    """Raise what a fetch of *url*, which may last *seconds*, runs into as a FetchError."""
    try:
        yield
    except UnreadableError as error:
        raise FetchError(str(error), url=url) from error
    except ForbiddenAddressError as error:
        raise FetchForbiddenError(_forbidden(error), url=url) from error
    except UnknownHostError as error:
        raise FetchError(_unknown(error), url=url) from error.__cause__
    except TimeoutError as error:
        raise FetchError(f"no complete answer within {seconds:g} seconds", url=url) from error
    except httpcore2.ConnectError as error:
        raise FetchError(_unconnected(error.__cause__), url=url) from error
    except (httpcore2.NetworkError, httpcore2.ProtocolError, h2.exceptions.H2Error) as error:
        raise FetchError("the connection broke, or the answer was not proper HTTP", url=url) from error


def _forbidden(error: ForbiddenAddressError) -> str:
    host = f"[{error.host}]" if ":" in error.host else error.host
    return (
        f"{host} is inside a private network and was not read; "
        f'if it is yours, add "{host}:{error.port}" to allowed_private in [reading]'
    )


def _unknown(error: UnknownHostError) -> str:
    cause = error.__cause__
    if isinstance(cause, socket.gaierror) and cause.errno not in _NO_SUCH_NAME:
        return f"{error} could not be looked up just now; if others fail too, check this machine's network"
    return f"there is no host named {error}; check the address"


def _unconnected(cause: BaseException | None) -> str:
    match cause:
        case ssl.SSLCertVerificationError():
            return (
                f"its certificate cannot be trusted ({cause.verify_message}); "
                "tell the site's owner, or if all sites fail, install this machine's ca-certificates"
            )
        case ssl.SSLError():
            return "no secure connection: what answers there does not speak TLS; check the address"
        case _:
            return "no connection: the server is down, or nobody listens there"
