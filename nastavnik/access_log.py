"""One line of the log for each request: the route's template, never the address, which may hold a token."""

from collections.abc import Callable

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = structlog.get_logger()

_SILENT = ("/static/{name:path}", "/healthz", "/readyz", "/metrics")  # asked all the time, by machines


class AccessLog:
    """Stands before the whole app. A failure that has been answered (and logged) inside ends here."""

    def __init__(self, app: ASGIApp, *, elapsed: Callable[[], float]) -> None:
        self._app = app
        self._elapsed = elapsed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = self._elapsed()
        status = 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception:
            if not status:
                raise
        finally:
            route = str(getattr(scope.get("route"), "path", "-"))
            if route not in _SILENT:
                took = round((self._elapsed() - began) * 1000)
                log.info("request", method=scope["method"], route=route, status=status, ms=took)
