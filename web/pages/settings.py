"""The settings: one page that leads to each of them and says how it stands."""

from fastapi import APIRouter, Response

from storage import organisations
from storage.scope import visible
from storage.tables.organisations import organisations as table
from web.entering import Entered
from web.policy import policy
from web.settings_place import SettingsPlace, place_of
from web.visit import Visit
from workflows.show_settings import show_settings

router = APIRouter()

_MOST_PLACES = 300


@router.get("/settings")
def settings(visit: Entered) -> Response:
    place = place_of(visit)
    with visit.read() as tx:
        shown = show_settings(tx, visit.scope, organisation_id=place.id, today=place.today)
        places = organisations.listing(tx, visible=visible(visit.scope, table.c.id)) if _chooses(visit) else []
    return visit.page(
        "settings/index.html",
        place=place,
        shown=shown,
        leads=leads(visit, place),
        places=places if 1 < len(places) <= _MOST_PLACES else [],
        webhooks="GET /settings/webhooks" in policy(),
    )


def leads(visit: Visit, place: SettingsPlace) -> bool:
    """Whether the visitor may change rules and days there, not only words of letters."""
    return not visit.roles_on(place.path).isdisjoint({"administrator", "head"})


def _chooses(visit: Visit) -> bool:
    """Somebody with offices above schools sets up any of them."""
    return any(one.kind in ("region", "municipality") for one in visit.offices) or len(visit.offices) > 1
