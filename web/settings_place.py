"""Which organisation a page of the settings is about: the visitor's own, or one below it named in the address."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from storage import organisations
from storage.organisations import OrganisationRow
from web.refusing import Missing
from web.visit import Visit

_BIGGEST_ID = 2**31 - 1


@dataclass(frozen=True, slots=True)
class SettingsPlace:
    """`chosen`: it was named in the address, so links and forms go on naming it. `own`: the visitor works there."""

    id: int
    path: str
    name: str
    kind: str
    timezone: str
    today: date
    chosen: bool
    own: bool

    @property
    def query(self) -> str:
        return f"?org={self.id}" if self.chosen else ""

    @property
    def also(self) -> str:
        """The same behind a query that has begun."""
        return f"&org={self.id}" if self.chosen else ""


def place_of(visit: Visit) -> SettingsPlace:
    """The organisation of `org` (query or hidden field), else the highest one where the visitor may come here.

    Raises Missing for one where none of the route's roles holds, as for one that does not exist.
    """
    asked = visit.fields.raw("org") or visit.asked("org")
    if not asked:
        held = next((one for one in visit.offices if one.role in visit.rule.roles), None)
        if held is None:
            raise Missing
        return _place(visit, held.organisation_id, chosen=False)
    if not asked.isascii() or not asked.isdigit() or len(asked) > 10 or int(asked) > _BIGGEST_ID:
        raise Missing
    return _place(visit, int(asked), chosen=True)


def organisation_at(tx: Connection, place: SettingsPlace) -> OrganisationRow:
    """The organisation itself. Raises Missing when it has gone meanwhile."""
    found = organisations.by_id(tx, place.id)
    if found is None:
        raise Missing
    return found


def _place(visit: Visit, organisation_id: int, *, chosen: bool) -> SettingsPlace:
    with visit.read() as tx:
        found = organisations.by_id(tx, organisation_id)
    if found is None or visit.rule.roles.isdisjoint(visit.roles_on(found.path)):
        raise Missing
    return SettingsPlace(
        found.id,
        found.path,
        found.name,
        found.kind,
        found.timezone,
        visit.now.astimezone(ZoneInfo(found.timezone)).date(),
        chosen=chosen,
        own=visit.names_shown(found.path),
    )
