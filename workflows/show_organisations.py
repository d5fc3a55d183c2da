"""The tree of organisations: what lies below a place with figures and who is in charge; and the page of one."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from engine.actors import By
from storage import organisation_sheet, organisations, overdue_tree
from storage.organisation_sheet import InCharge, Live, Running
from storage.organisations import OrganisationRow
from workflows.access import sees, unknown


@dataclass(frozen=True, slots=True)
class OrganisationLine:
    """An organisation with everything below it."""

    id: int
    path: str
    name: str
    kind: str
    below: int = 0
    people: int = 0
    pairs: int = 0
    late: int = 0
    in_charge: tuple[InCharge, ...] = ()


@dataclass(frozen=True, slots=True)
class OrganisationsPage:
    lines: tuple[OrganisationLine, ...]


@dataclass(frozen=True, slots=True)
class OrganisationSheet:
    """`own_days`: how many days it works otherwise than the country."""

    row: OrganisationRow
    today: date
    above: tuple[OrganisationRow, ...]
    in_charge: tuple[InCharge, ...]
    running: tuple[Running, ...]
    roadmaps: tuple[Live, ...]
    own_days: int
    line: OrganisationLine
    children: int


def show_organisations(tx: Connection, place: OrganisationRow, *, at: datetime) -> OrganisationsPage:
    """What lies right below the place, by name. The statements do not grow with the tree."""
    found = {
        path: OrganisationLine(key, path, name, kind) for key, path, name, kind in overdue_tree.children(tx, place.id)
    }
    charge = organisation_sheet.in_charge(tx, [one.id for one in found.values()], day=place.today(at)) if found else {}
    for path, line in found.items():
        found[path] = replace(line, in_charge=tuple(charge.get(line.id, ())))
    _count(tx, place, found, at=at)
    return OrganisationsPage(tuple(found.values()))


def show_organisation(tx: Connection, *, by: By, organisation_id: int) -> OrganisationSheet:
    """Raises BadInput when there is none the reader may see."""
    row = organisations.by_id(tx, organisation_id)
    if row is None or not sees(tx, by, organisation_id):
        raise unknown("id", organisation_id)
    today = row.today(by.at)
    found = {row.path: OrganisationLine(row.id, row.path, row.name, row.kind)}
    _count(tx, row, found, at=by.at, whole=True)
    above: list[OrganisationRow] = []
    parent = row.parent_id
    while parent is not None:
        up = organisations.by_id(tx, parent)
        assert up is not None  # noqa: S101  # the foreign key says so
        above.insert(0, up)
        parent = up.parent_id
    return OrganisationSheet(
        row=row,
        today=today,
        above=tuple(one for one in above if sees(tx, by, one.id)),
        in_charge=tuple(organisation_sheet.in_charge(tx, [row.id], day=today).get(row.id, ())),
        running=tuple(organisation_sheet.running(tx, row.id)),
        roadmaps=tuple(organisation_sheet.live_roadmaps(tx, row.id)),
        own_days=organisation_sheet.own_days(tx, row.id),
        line=found[row.path],
        children=len(overdue_tree.children(tx, row.id)),
    )


def _count(
    tx: Connection,
    place: OrganisationRow,
    found: dict[str, OrganisationLine],
    *,
    at: datetime,
    whole: bool = False,
) -> None:
    """Add what every organisation there has to the branch it stands under (`whole`: to the place itself)."""
    depth = place.path.count("/") + (1 if whole else 2)
    zones = overdue_tree.zones(tx, place.path) or (place.timezone,)
    days = overdue_tree.local_days({zone: at.astimezone(ZoneInfo(zone)).date() for zone in zones})

    def add(path: str, **more: int) -> None:
        key = "/".join(path.split("/", depth)[:depth])
        line = found.get(key)
        if line is not None:
            found[key] = replace(line, **{name: getattr(line, name) + number for name, number in more.items()})

    for path, number in organisation_sheet.pairs_by_path(tx, place.path).items():
        add(path, pairs=number)
    for path, number in organisation_sheet.people_by_path(tx, place.path).items():
        add(path, people=number)
    for one in overdue_tree.standing(tx, place.path, days, until=days.latest - timedelta(days=1)):
        add(one.path, late=one.late)
    for path in overdue_tree.paths_below(tx, place.path):
        add(path, below=int(path != place.path and path not in found))
