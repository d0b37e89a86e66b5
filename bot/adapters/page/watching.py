"""For whoever watches over newsthread: is it alive, is it of use, and how does it do."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.core.errors import StoreError
from bot.flows.ports import PageData


def watching_routes(data: PageData) -> list[Route]:
    """Return the addresses for health checks and for Prometheus."""
    return [
        Route("/healthz", _healthz),
        Route("/readyz", _Watching(data).readyz),
        Route("/metrics", _Watching(data).metrics),
    ]


async def _healthz(_request: Request) -> JSONResponse:
    """The process answers: nothing more, so that a database that is away gets nobody restarted."""
    return JSONResponse({"status": "ok"})


class _Watching:
    def __init__(self, data: PageData) -> None:
        self._data = data

    async def readyz(self, _request: Request) -> JSONResponse:
        """The database answers too, so what is asked here can be answered."""
        try:
            await self._data.vitals()
        except StoreError:
            return JSONResponse({"status": "the database does not answer"}, 503)
        return JSONResponse({"status": "ok"})

    async def metrics(self, _request: Request) -> Response:
        from bot.adapters.page.metrics import CONTENT_TYPE, exposition  # noqa: PLC0415 -- loaded where somebody asks

        return Response(exposition(await self._data.vitals()), media_type=CONTENT_TYPE)
