"""How a visitor wants the pages to look: the language and light or dark, kept in the browser and for the person."""

from fastapi import APIRouter, Response

from engine.words import Language
from storage import people
from web import cookies
from web.entering import Entered

router = APIRouter()


@router.post("/language")
def language(visit: Entered) -> Response:
    """The person's letters come in the chosen language, too."""
    chosen: Language = "en" if visit.fields.raw("language") == "en" else "ru"
    visit.remember(cookies.LANGUAGE, chosen)
    if visit.visitor is not None:
        with visit.write() as tx:
            people.set_language(tx, visit.visitor.person_id, chosen)
    return visit.go(visit.came_from)


@router.post("/theme")
def theme(visit: Entered) -> Response:
    """`light`, `dark`, anything else follows the system."""
    chosen = visit.fields.raw("theme")
    visit.remember(cookies.THEME, chosen if chosen in ("light", "dark") else "")
    return visit.go(visit.came_from)
