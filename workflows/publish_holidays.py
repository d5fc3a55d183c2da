"""An organisation says its school holidays of a year, for itself and everything below that does not say otherwise."""

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput, Refused
from engine.school_holidays import SchoolYear
from storage import definitions, journal
from storage.organisations import OrganisationRow
from workflows.access import forbidden
from workflows.carry_out_move import refused
from workflows.definitions.holiday_files import holidays_from_json, holidays_hash, holidays_to_json, read_holidays
from workflows.school_holidays import year_in_force


@dataclass(frozen=True, slots=True)
class HolidaysPublished:
    """`fresh` False: exactly this stood already and nothing changed. `before`: the version that stood, None = none."""

    id: int
    year: str
    version: int
    holidays: int
    fresh: bool
    before: int | None


def publish_holidays(
    tx: Connection, *, by: By, organisation: OrganisationRow, year: SchoolYear, numbered: bool = False
) -> HolidaysPublished | Refused:
    """Store one more version; none is ever changed. Meetings agreed already stay: those agreed from now on heed it.

    `numbered`: the version is ours to count, not the file's to say. Refused for a version that is taken or too low.
    """
    if (no := forbidden(tx, by, "calendar.change", organisation.id)) is not None:
        return no
    standing = year_in_force(tx, organisation.path, year.key).own
    newest = 0 if standing is None else standing.version
    if standing is not None and replace(year, version=newest) == standing:
        return HolidaysPublished(organisation.id, year.key, newest, len(year.holidays), fresh=False, before=newest)
    told = replace(year, version=newest + 1) if numbered else year
    if told.version <= newest:
        return refused(
            "version",
            f"Версия {newest} каникул {year.key} уже опубликована и не меняется",
            f"Version {newest} of the holidays of {year.key} is published and never changes",
            mend_ru=f"Напишите в файле version: {newest + 1}",
            mend_en=f"Write version: {newest + 1} in the file",
        )
    body = holidays_to_json(told)
    definitions.add(
        tx,
        kind="holidays",
        organisation_id=organisation.id,
        key=told.key,
        version=told.version,
        digest=holidays_hash(told),
        body=body,
        at=by.at,
    )
    journal.append(
        tx,
        organisation_id=organisation.id,
        by=by,
        verb="holidays.publish",
        subject=f"organisation:{organisation.id}",
        facts={"year": told.key, "version": told.version, "spans": len(told.holidays), "inherits": told.inherits},
    )
    return HolidaysPublished(
        organisation.id, told.key, told.version, len(told.holidays), fresh=True, before=newest or None
    )


def restore_holidays(
    tx: Connection, *, by: By, organisation: OrganisationRow, key: str, version: int | None
) -> HolidaysPublished | Refused:
    """Say again what an earlier version said; None: what stands above the organisation holds.

    Raises BadInput for a version there is not.
    """
    if version is None:
        return publish_holidays(
            tx, by=by, organisation=organisation, year=SchoolYear(key, 1, (), inherits=True), numbered=True
        )
    found = definitions.of_organisation(tx, "holidays", key, version, organisation.id)
    if found is None:
        raise BadInput("version", "version: такой версии нет", "version: there is no such version")
    return publish_holidays(tx, by=by, organisation=organisation, year=holidays_from_json(found), numbered=True)


def holidays_in(text: str, file: str, *, field: str = "--file") -> SchoolYear:
    """The holidays of a file. Raises BadInput with the first fault, `file:line:column: word: message`."""
    found = read_holidays(text, file)
    if isinstance(found, SchoolYear):
        return found
    raise BadInput(field, found[0].in_("ru"), found[0].in_("en"))
