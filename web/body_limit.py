"""No request body grows beyond what the biggest form may hold, whatever its headers say."""

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.fields import MOST_SENT, MOST_UPLOADED

_MOST = MOST_UPLOADED + MOST_SENT


class _TooMuch(Exception):  # noqa: N818  # never leaves this file
    pass


class BodyLimit:
    """Answers 413 as soon as too much has come."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        came = 0
        begun = False

        async def receiving() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            if came > _MOST:
                raise _TooMuch
            return message

        async def sending(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receiving, sending)
        except _TooMuch:
            if begun:
                raise
            await PlainTextResponse("413: too much was sent", status_code=413)(scope, receive, send)
