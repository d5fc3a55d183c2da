"""`/help`: the guides, for everybody, signed in or not."""

from fastapi import APIRouter, Response

from web.entering import Entered
from web.guides import guides, image
from web.refusing import Missing

router = APIRouter()


@router.get("/help")
def index(visit: Entered) -> Response:
    return visit.page("help/index.html", guides=guides().values())


@router.get("/help/{guide}")
def one(visit: Entered, guide: str) -> Response:
    found = guides().get(guide)
    if found is None:
        raise Missing
    return visit.page("help/guide.html", guide=found, guides=guides().values())


@router.get("/help/images/{name}")
def picture(visit: Entered, name: str) -> Response:
    found = image(name)
    if found is None:
        raise Missing
    content, kind = found
    return Response(content, media_type=kind, headers={"Cache-Control": "public, max-age=86400"})
