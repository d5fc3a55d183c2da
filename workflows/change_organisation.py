"""What an organisation is called and lives by is changed: its name, time zone and working week."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import ChangedMeanwhile, Refused
from storage import journal, organisations
from workflows.access import forbidden, sees, unknown
from workflows.add_organisation import checked_week, checked_zone
from workflows.plain_text import plain_text


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationChanges:
    """New values; None = as it was. The address of the organisation (its path) never changes."""

    name: str | None = None
    timezone: str | None = None
    week: int | None = None


@dataclass(frozen=True, slots=True)
class OrganisationChanged:
    """`version` is what the next change must expect; `fields` are the names of what changed."""

    id: int
    version: int
    fields: tuple[str, ...]


def change_organisation(
    tx: Connection, *, by: By, organisation_id: int, changes: OrganisationChanges, version: int | None = None
) -> OrganisationChanged | Refused:
    """Change an organisation. `version` is the one the editor saw; None = whatever is there.

    Another zone or week moves days and letters of everything the organisation owes: a mark is left, ticks derive it.
    Raises BadInput for an unknown organisation and values that do not fit, ChangedMeanwhile when somebody else saved
    first.
    """
    found = organisations.by_id(tx, organisation_id)
    if found is None or not sees(tx, by, organisation_id):
        raise unknown("id", organisation_id)
    refused = forbidden(tx, by, "organisation.change", organisation_id)
    if refused is not None:
        return refused
    if version is not None and version != found.version:
        raise ChangedMeanwhile(f"organisation:{organisation_id}")
    given = {
        "name": None if changes.name is None else plain_text(changes.name, "name"),
        "timezone": None if changes.timezone is None else checked_zone(changes.timezone),
        "week": None if changes.week is None else checked_week(changes.week),
    }
    values = {name: value for name, value in given.items() if value is not None and value != getattr(found, name)}
    if not values:
        return OrganisationChanged(organisation_id, found.version, ())
    organisations.change(tx, found, values)
    if values.keys() & {"timezone", "week"}:
        organisations.mark(tx, kind="calendar", organisation_id=organisation_id, at=by.at)
    journal.append(
        tx,
        organisation_id=organisation_id,
        by=by,
        verb="organisation.change",
        subject=f"organisation:{organisation_id}",
        facts={name: value for name, value in values.items() if name != "name"},
        words={"name": values["name"]} if "name" in values else {},
    )
    return OrganisationChanged(organisation_id, found.version + 1, tuple(sorted(values)))
