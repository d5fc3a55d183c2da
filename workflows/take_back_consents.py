"""Consents recorded by mistake are taken back within a day, one or a whole list."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.consents import ASKED_BY_WITHDRAWAL
from engine.refusals import Refused
from storage import consents, journal
from storage.consents import ConsentRow
from storage.people import PersonRow
from workflows.access import forbidden, unknown
from workflows.carry_out_move import refused
from workflows.consent_clocks import of_kind, reopen_clocks, stop_clocks
from workflows.consent_gate import TITLES
from workflows.find import find_person
from workflows.record_consent import local_day
from workflows.withdraw_record import UNDOABLE_FOR


@dataclass(frozen=True, slots=True)
class ConsentsTakenBack:
    ids: tuple[int, ...]


def take_back_consents(tx: Connection, *, by: By, consent_ids: Sequence[int]) -> ConsentsTakenBack | Refused:
    """Forget these records, as if the papers had never been signed; questions they had answered are open again.

    Refused after a day, after a withdrawal, and while something is stored that needs the consent: then a withdrawal is
    the honest way. Raises BadInput for records that are not there.
    """
    rows = consents.by_ids(tx, consent_ids)
    if missing := set(consent_ids) - {one.id for one in rows}:
        raise unknown("id", min(missing))
    for one in rows:
        person = find_person(tx, one.person_id, by=by)
        no = forbidden(tx, by, "consent.record", person.organisation_id) or _too_late(by, one)
        no = no or _rested_on(tx, person, one)
        if no is not None:
            return no
    for one in rows:
        person = find_person(tx, one.person_id, by=by)
        _forget(tx, by, person, one)
    return ConsentsTakenBack(tuple(one.id for one in rows))


def _forget(tx: Connection, by: By, person: PersonRow, one: ConsentRow) -> None:
    before = of_kind(consents.of_person(tx, person.id), one.kind, but=[one.id])
    stop_clocks(tx, by=by, signed=[one], kind="renew", on=local_day(tx, person, by))
    consents.take_back(tx, [one.id])
    closed_on = local_day(tx, person, By(at=one.recorded_at))
    reopen_clocks(tx, by=by, signed=before, kind=ASKED_BY_WITHDRAWAL[one.kind], closed_on=closed_on)
    reopen_clocks(
        tx, by=by, signed=[old for old in before if old.withdrawn_on is None], kind="renew", closed_on=closed_on
    )
    journal.append(
        tx,
        organisation_id=person.organisation_id,
        by=by,
        verb="consent.take-back",
        subject=f"person:{person.id}",
        facts={"consent": one.id, "kind": one.kind, "signed_on": one.signed_on.isoformat()},
        people={"person": person.id},
    )


def _too_late(by: By, one: ConsentRow) -> Refused | None:
    if by.at - one.recorded_at <= UNDOABLE_FOR and one.withdrawn_on is None:
        return None
    return refused(
        "time",
        "Запись о согласии отменяется в течение суток и до отзыва",
        "The record of a consent can be undone within a day and before a withdrawal",
        mend_ru="Запишите отзыв согласия",
        mend_en="Record a withdrawal",
    )


def _rested_on(tx: Connection, person: PersonRow, one: ConsentRow) -> Refused | None:
    """The refusal while details are kept that only this consent allows."""
    if one.kind != "personal-data":
        return None
    others = consents.in_force(tx, person.id, "personal-data")
    if any(other.id != one.id for other in others):
        return None
    kept = [name for name in ("born", "hired") if getattr(person, name) is not None]
    if consents.has_profile(tx, person.id):
        kept.append("profile")
    if not kept:
        return None
    titles = [TITLES[name].ru if name in TITLES else "сведения для баз" for name in kept]
    said = [TITLES[name].en if name in TITLES else "fields of the registers" for name in kept]
    return refused(
        "consents",
        f"После согласия уже внесены: {', '.join(titles)}",
        f"After the consent there came: {', '.join(said)}",
        mend_ru="Запишите отзыв согласия: он запустит уничтожение данных",
        mend_en="Record a withdrawal: it starts the destruction of the data",
    )
