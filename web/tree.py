"""Where in the tree a page looks: the organisation of `?org=` or the visitor's own, and the way up from there."""

from dataclasses import dataclass
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from storage import organisations
from storage.organisations import OrganisationRow
from storage.surroundings import line_of
from web.refusing import Missing
from web.visit import Visit


@dataclass(frozen=True, slots=True)
class Spot:
    """`above`: what lies between and is in sight, the top first. `tops`: where the visitor works, for a choice when
    these are several. `own`: the visitor belongs there, people have names.
    """

    place: OrganisationRow
    above: tuple[OrganisationRow, ...]
    tops: tuple[OrganisationRow, ...]
    own: bool

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.place.timezone)

    def query(self, **more: str | int | None) -> str:
        """`?org=…` with what else is given and not empty."""
        wanted = {"org": self.place.path} | {name: str(value) for name, value in more.items() if value}
        return f"?{urlencode(wanted)}"


def spot(tx: Connection, visit: Visit) -> Spot:
    """Raises Missing for an organisation where none of the route's roles holds, as for one that does not exist."""
    paths = tuple(dict.fromkeys(one.path for one in visit.offices if one.role in visit.rule.roles))
    asked = (visit.fields.raw("org") or visit.asked("org")).strip("/")
    path = asked or next(iter(paths), "")
    if visit.rule.roles.isdisjoint(visit.roles_on(path)):
        raise Missing
    known = {one: organisations.by_path(tx, one) for one in {*paths, *line_of(path)}}
    place = known[path]
    if place is None:
        raise Missing
    return Spot(
        place=place,
        above=tuple(
            row for one in line_of(path)[:-1] if (row := known[one]) is not None and visit.scope.sees(row.path)
        ),
        tops=tuple(row for one in paths if len(paths) > 1 and (row := known[one]) is not None),
        own=visit.names_shown(place.path),
    )
