"""For those who watch the program: is it alive, is it ready, what does it count."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST

from storage.database import DatabaseFailed
from storage.types import as_text
from web.metrics import Metrics
from web.parts import Parts
from workflows.check_health import Health, check_health

router = APIRouter()


@router.get("/healthz")
def alive() -> Response:
    """The process answers; nothing else is asked."""
    return JSONResponse({"status": "alive"})


@router.get("/readyz")
def ready(request: Request) -> Response:
    """200 when the database has our schema, the clock ticks and letters go; otherwise 503 with what is wrong."""
    parts: Parts = request.app.state.parts
    try:
        with parts.database.read() as tx:
            found = check_health(tx, at=parts.now())
    except DatabaseFailed as error:
        return JSONResponse({"status": "red", "database": error.words.en}, status_code=503)
    return JSONResponse(_told(found), status_code=200 if found.ready else 503)


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """Counts for Prometheus."""
    kept: Metrics = request.app.state.metrics
    return Response(kept.text(), headers={"Content-Type": CONTENT_TYPE_LATEST})


def _told(found: Health) -> dict[str, object]:
    return {
        "status": "ready" if found.ready else "red",
        "database": "ok" if found.schema_fits else f"schema is {found.schema}",
        "tick": {
            "ok": found.ticks,
            "last": None if found.ticked_at is None else as_text(found.ticked_at),
        },
        "letters": {
            "ok": found.letters_go,
            "ready_since": None if found.letter_ready_since is None else as_text(found.letter_ready_since),
        },
    }
