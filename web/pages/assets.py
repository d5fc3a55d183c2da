"""`/static/…`: style, script and fonts under hashed names."""

from fastapi import APIRouter, Request, Response

from web.refusing import Missing
from web.static_files import static_files

router = APIRouter()


@router.get("/static/{name:path}")
async def static(request: Request, name: str) -> Response:
    """Straight from memory: no visit, no database."""
    answer = static_files().answer(request, name)
    if answer is None:
        raise Missing
    return answer
